"""The words of reports that are printed for people, in both languages."""

from decimal import Decimal

from assistant.domain.facts import PromiseKept
from assistant.domain.money import Language, format_percent
from assistant.domain.punctuality import DaysToPay

_SHARED: dict[Language, dict[str, str]] = {
    "it": {
        "outstanding": "aperto",
        "overdue": "scaduto",
        "disputed": "contestato",
        "days_to_pay": "giorni di pagamento",
        "days_to_pay_of": "{days} in media su {count} scadenze, ritardo mediano {late}",
        "promises": "promesse mantenute",
        "promises_of": "{rate} di {count}, {by_amount} per importo",
    },
    "en": {
        "outstanding": "outstanding",
        "overdue": "overdue",
        "disputed": "disputed",
        "days_to_pay": "days to pay",
        "days_to_pay_of": "{days} on average over {count} due dates, median delay {late}",
        "promises": "promises kept",
        "promises_of": "{rate} of {count}, {by_amount} by amount",
    },
}

PORTFOLIO_WORDS: dict[Language, dict[str, str]] = {
    "it": _SHARED["it"]
    | {
        "title": "Crediti di {principal}, {day}, clienti: {count}",
        "nothing": "Non risulta alcuna partita: importare prima clienti e fatture.",
        "of_customers": "{sum}, clienti: {count}",
        "credit": "a credito dei clienti",
        "current": "a scadere",
        "days": "{days} giorni",
        "period": "ultimi {days} giorni",
        "in_days": "{days} giorni",
        "no_sales": "non calcolabile: nessuna vendita nel periodo",
        "nothing_to_collect": "non calcolabile: nulla da incassare nel periodo",
        "unused_credit_notes": "non calcolabile: note di credito oltre quanto era aperto",
        "cash": "incasso atteso, termine {day} (indicativo)",
        "cash_range": "{sum}, tra {low} e {high}",
        "unpredicted": "  senza previsione",
        "largest": "Scaduti maggiori, {currency}",
        "customer": "cliente",
        "days_past_due": "giorni di ritardo",
        "warnings": "Clienti fuori dal loro andamento: {count}",
        "more": "e altri {count}: --top ne mostra di più, --json tutti",
    },
    "en": _SHARED["en"]
    | {
        "title": "Receivables of {principal} on {day}, customers: {count}",
        "nothing": "There are no entries: import customers and invoices first.",
        "of_customers": "{sum}, customers: {count}",
        "credit": "credit of customers",
        "current": "not yet due",
        "days": "{days} days",
        "period": "last {days} days",
        "in_days": "{days} days",
        "no_sales": "can't be computed: no sales in the period",
        "nothing_to_collect": "can't be computed: nothing to collect in the period",
        "unused_credit_notes": "can't be computed: credit notes beyond what was open",
        "cash": "cash expected by {day} (advisory)",
        "cash_range": "{sum}, between {low} and {high}",
        "unpredicted": "  not predicted",
        "largest": "Largest overdue, {currency}",
        "customer": "customer",
        "days_past_due": "days past due",
        "warnings": "Customers out of their pattern: {count}",
        "more": "and {count} more: --top shows more, --json all",
    },
}

CUSTOMER_WORDS: dict[Language, dict[str, str]] = {
    "it": _SHARED["it"]
    | {
        "credit": "a credito del cliente",
        "current": "  a scadere",
        "bucket": "  {days} giorni",
        "oldest": "scadenza più vecchia",
        "oldest_of": "{invoice}, giorni di ritardo: {days}",
        "last_payment": "ultimo pagamento",
        "ticket": "segnalazione aperta",
        "dispute": "contestazione aperta",
        "promise": "promessa",
        "plan": "piano",
        "by": "entro il",
        "received": "ricevuti",
        "open": "in attesa",
        "early": "mantenuta in anticipo",
        "kept": "mantenuta",
        "kept_late": "mantenuta entro la tolleranza",
        "over": "mantenuta, pagato di più",
        "partial": "in parte",
        "broken": "non rispettata",
        "running": "in corso",
        "completed": "concluso",
        "broken_plan": "non rispettato",
        "faster": ", in miglioramento",
        "steady": ", stabile",
        "slower": ", in peggioramento",
        "clv": "valore nel tempo",
        "clv_of": "{value} ({band}): {order} a ordine x {orders} l'anno, anni {years}, tasso di sconto {discount}",
        "low": "basso",
        "medium": "medio",
        "high": "alto",
        "expected": "pagamento atteso",
        "expected_of": "{invoice}: {on}, tra {earliest} e {latest} (indicativo)",
        "warning": "segnale precoce",
    },
    "en": _SHARED["en"]
    | {
        "credit": "credit of the customer",
        "current": "  not yet due",
        "bucket": "  {days} days",
        "oldest": "oldest due date",
        "oldest_of": "{invoice}, days past due: {days}",
        "last_payment": "last payment",
        "ticket": "open ticket",
        "dispute": "open dispute",
        "promise": "promise",
        "plan": "plan",
        "by": "by",
        "received": "received",
        "open": "awaited",
        "early": "kept early",
        "kept": "kept",
        "kept_late": "kept within the grace",
        "over": "kept, more was paid",
        "partial": "in part",
        "broken": "broken",
        "running": "running",
        "completed": "completed",
        "broken_plan": "broken",
        "faster": ", getting faster",
        "steady": ", steady",
        "slower": ", getting slower",
        "clv": "lifetime value",
        "clv_of": "{value} ({band}): {order} an order x {orders} a year, years: {years}, discounted at {discount}",
        "low": "low",
        "medium": "medium",
        "high": "high",
        "expected": "expected payment",
        "expected_of": "{invoice}: {on}, between {earliest} and {latest} (advisory)",
        "warning": "early warning",
    },
}


def decimal_text(value: Decimal | float, language: Language) -> str:
    """A plain number with the language's decimal sign."""
    text = f"{value:g}" if isinstance(value, float) else f"{value:f}"
    return text.replace(".", ",") if language == "it" else text


def days_to_pay_row(days: DaysToPay, language: Language) -> tuple[str, str]:
    """Name and text of the average days to pay and the median delay."""
    average, late = (decimal_text(value, language) for value in (days.average, days.median_delay))
    words = _SHARED[language]
    return words["days_to_pay"], words["days_to_pay_of"].format(days=average, count=days.count, late=late)


def promises_row(kept: PromiseKept, language: Language) -> tuple[str, str]:
    """Name and text of the share of promises kept, by number and by amount."""
    rate, by_amount = (format_percent(value * 100, language) for value in (kept.rate, kept.amount_rate))
    words = _SHARED[language]
    return words["promises"], words["promises_of"].format(rate=rate, count=kept.due, by_amount=by_amount)
