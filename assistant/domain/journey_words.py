"""The words of a journey: titles and texts of its steps, and a sentence for each rule of the moments of truth."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

from assistant.domain.journey import MomentRule
from assistant.domain.money import Language, format_date, format_money

TITLES: Mapping[Language, Mapping[str, str]] = {
    "it": {
        "invoice": "Fattura {number}",
        "credit_note": "Nota di credito {number}",
        "due": "{number}: scadenza passata",
        "payment": "Pagamento ricevuto",
        "promise": "Promessa di pagamento",
        "plan": "Piano di pagamento",
        "dispute": "Contestazione",
        "complaint": "Reclamo: {subject}",
        "service": "Assistenza: {subject}",
        "call": "Telefonata",
        "email": "E-mail",
        "chat": "Chat",
        "task": "Impegno preso",
    },
    "en": {
        "invoice": "Invoice {number}",
        "credit_note": "Credit note {number}",
        "due": "{number}: due date passed",
        "payment": "Payment received",
        "promise": "Promise to pay",
        "plan": "Payment plan",
        "dispute": "Dispute",
        "complaint": "Complaint: {subject}",
        "service": "Service: {subject}",
        "call": "Call",
        "email": "E-mail",
        "chat": "Chat",
        "task": "Task",
    },
}
TEXTS: Mapping[Language, Mapping[str, str]] = {
    "it": {
        "paid": "{amount}, scadenza {due}: pagata il {day}, {late}",
        "open": "{amount}, scadenza {due}: ancora aperti {left}",
        "overdue": "{amount}, scadenza {due}: ancora aperti {left}, {late}",
        "on_time": "nei tempi",
        "late_one": "un giorno di ritardo",
        "late_many": "{days} giorni di ritardo",
        "missed": "Alla scadenza del {due} restavano aperti {left}",
        "for": "{amount} per {number}",
        "on_account": "{amount}, senza indicare una fattura",
        "promised": "{amount} entro il {due}",
        "promised_for": "{amount} entro il {due} per {number}",
        "planned": "{amount} in {count} rate",
        "assignee": "{text} (entro il {due})",
        "resolved": "{reason} Risposta: {resolution}",
    },
    "en": {
        "paid": "{amount}, due {due}: paid on {day}, {late}",
        "open": "{amount}, due {due}: {left} still open",
        "overdue": "{amount}, due {due}: {left} still open, {late}",
        "on_time": "on time",
        "late_one": "a day late",
        "late_many": "{days} days late",
        "missed": "On the due date {due}, {left} was open",
        "for": "{amount} for {number}",
        "on_account": "{amount}, no invoice named",
        "promised": "{amount} by {due}",
        "promised_for": "{amount} by {due} for {number}",
        "planned": "{amount} in {count} instalments",
        "assignee": "{text} (by {due})",
        "resolved": "{reason} Answer: {resolution}",
    },
}
MOMENTS: Mapping[Language, Mapping[MomentRule, str]] = {
    "it": {
        "first_missed_payment": "È la prima scadenza non pagata per tempo: {number}, {amount}, dovuta il {due}.",
        "back_in_time": "Dopo {count} scadenze pagate in ritardo, {number} è stata pagata per tempo.",
        "promise_broken": "La promessa di {amount} entro il {due} non è stata mantenuta.",
        "promise_kept": "La promessa di {amount} entro il {due} è stata mantenuta, dopo che una precedente non lo era.",
        "dispute_opened": "Il cliente contesta {number} e aspetta una risposta.",
        "dispute_answered_late": "La contestazione del {day} ha avuto risposta il {told}, {days} dopo il termine, "
        "che era il {due}.",
        "dispute_unanswered": "La contestazione del {day} doveva avere risposta entro il {due}, e la aspetta ancora.",
        "complaint_while_overdue": "Il cliente si lamenta del servizio mentre risultano scaduti {amount}: prima si "
        "ascolta il reclamo, poi si parla del resto.",
        "plan_kept": "Il piano di {count} rate del {day} è stato rispettato fino in fondo.",
        "plan_broken": "Il piano di {count} rate del {day} non è stato rispettato: manca la rata del {due}.",
        "payment_after_call": "È il primo pagamento dopo la telefonata del {day}: {amount}, {days} dopo.",
        "critical_alert": "In questa telefonata è scattato un avviso grave: parole o un orario che le regole vietano.",
    },
    "en": {
        "first_missed_payment": "The first due date that wasn't paid in time: {number}, {amount}, due {due}.",
        "back_in_time": "After {count} due dates that were paid late, {number} was paid in time.",
        "promise_broken": "The promise of {amount} by {due} was not kept.",
        "promise_kept": "The promise of {amount} by {due} was kept, after an earlier one was not.",
        "dispute_opened": "The customer disputes {number} and waits for an answer.",
        "dispute_answered_late": "The dispute of {day} was answered on {told}, {days} after the day it was due, {due}.",
        "dispute_unanswered": "The dispute of {day} should have been answered by {due} and still is not.",
        "complaint_while_overdue": "The customer complains of the service while {amount} is overdue: the complaint is "
        "heard first, the rest comes after.",
        "plan_kept": "The plan of {day} in {count} instalments was kept to the end.",
        "plan_broken": "The plan of {day} in {count} instalments was not kept: the instalment of {due} is missing.",
        "payment_after_call": "The first payment after the call of {day}: {amount}, {days} later.",
        "critical_alert": "A grave alert was raised in this call: words or an hour that the rules forbid.",
    },
}
_DAYS: Mapping[Language, tuple[str, str]] = {"it": ("un giorno", "{count} giorni"), "en": ("a day", "{count} days")}
_NO_NUMBER: Mapping[Language, str] = {"it": "una fattura", "en": "an invoice"}


class Words:
    """Sentences in one language, with figures as people write them."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def title(self, key: str, **values: str) -> str:
        return TITLES[self.language][key].format(**values)

    def text(self, key: str, **values: str) -> str:
        return self._filled(TEXTS[self.language][key], values)

    def moment(self, rule: MomentRule, **values: str) -> str:
        return self._filled(MOMENTS[self.language][rule], values)

    def _filled(self, template: str, values: Mapping[str, str]) -> str:
        """With the article that Italian puts before the eighth and the eleventh: "l'8 aprile", "dell'11 aprile"."""
        if self.language == "it":
            for name, value in values.items():
                if value.startswith(("8 ", "11 ")):
                    slot = f"{{{name}}}"
                    template = template.replace(f"del {slot}", f"dell'{slot}").replace(f"il {slot}", f"l'{slot}")
        return template.format(**values)

    def days(self, count: int) -> str:
        one, many = _DAYS[self.language]
        return one if count == 1 else many.format(count=count)

    def late(self, days: int) -> str:
        if days <= 0:
            return self.text("on_time")
        return self.text("late_one") if days == 1 else self.text("late_many", days=str(days))

    def money(self, amount: Decimal, currency: str) -> str:
        return format_money(amount, currency, self.language)

    def date(self, day: dt.date) -> str:
        return format_date(day, self.language)

    def invoice(self, number: str) -> str:
        return number or _NO_NUMBER[self.language]
