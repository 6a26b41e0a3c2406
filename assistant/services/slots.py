"""Values for the slots of approved sentences: each is a figure with its source, or absent where the records have none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from assistant.domain.calls import Utterance
from assistant.domain.cards import Figure, Source, SourceKind
from assistant.domain.findings import Finding
from assistant.domain.ledger import OpenItem, open_items
from assistant.domain.money import Language, amount_text, format_date, format_money, format_percent, to_cents
from assistant.domain.plans import Plan
from assistant.domain.policy import Policy
from assistant.domain.records import CustomerFile, Principal

Values = dict[str, Figure]


@dataclass(frozen=True)
class SlotContext:
    """All that a slot may be filled from."""

    file: CustomerFile
    principal: Principal
    policy: Policy
    plans: Sequence[Plan]
    on: date
    language: Language
    operator_name: str = ""
    recent: Sequence[Utterance] = ()
    """What was said last, the newest at the end; the invoice being talked about is looked for here."""
    findings: Sequence[Finding] = ()
    utterance_id: str = ""


def slot_values(context: SlotContext) -> Values:
    """Every slot that can be filled now."""
    writer = _Writer(context)
    writer.people()
    writer.totals()
    writer.invoice()
    writer.history()
    writer.policy()
    writer.plan()
    writer.spoken()
    return writer.values


class _Writer:
    """Collects figures; each method fills the slots of one kind of source."""

    def __init__(self, context: SlotContext) -> None:
        self.context = context
        self.values: Values = {}
        self._open = [i for i in open_items(context.file, context.on) if i.currency == self._currency(context)]
        self._overdue = sorted((i for i in self._open if i.due_on < context.on), key=lambda i: i.due_on)

    @staticmethod
    def _currency(context: SlotContext) -> str:
        return context.principal.currency

    def _put(self, slot: str, text: str, value: str, source: Source) -> None:
        self.values[slot] = Figure(text=text, value=value, source=source)

    def _words(self, slot: str, words: str, source: Source) -> None:
        if words:
            self._put(slot, words, words, source)

    def _money(self, slot: str, amount: Decimal, source: Source, currency: str | None = None) -> None:
        currency = currency or self.context.principal.currency
        self._put(slot, format_money(amount, currency, self.context.language), amount_text(amount), source)

    def _date(self, slot: str, day: date, source: Source) -> None:
        self._put(slot, format_date(day, self.context.language), day.isoformat(), source)

    def _number(self, slot: str, number: int, source: Source) -> None:
        self._put(slot, str(number), str(number), source)

    def people(self) -> None:
        context, customer = self.context, self.context.file.customer
        record = f"customer:{customer.id}"
        self._words("customer_name", customer.name, _source("record", record, "name"))
        if customer.contacts:
            self._words("contact_name", customer.contacts[0].name, _source("record", record, "contacts"))
        self._words("principal_name", context.principal.name, _source("policy", f"{context.principal.id}/principal", "name"))
        self._words("operator_name", context.operator_name, _source("record", "operator", "display_name"))

    def totals(self) -> None:
        record = f"customer:{self.context.file.customer.id}"
        if self._open:
            self._money("outstanding", _sum(self._open), _source("record", record, "outstanding"))
        if self._overdue:
            self._money("overdue_total", _sum(self._overdue), _source("record", record, "overdue_total"))
            self._number("overdue_count", len(self._overdue), _source("record", record, "overdue_count"))

    def invoice(self) -> None:
        number = invoice_in_talk(self.context.recent, (i.number for i in self.context.file.invoices))
        items = [i for i in self._open if i.invoice_number == number] or self._overdue[:1]
        if not items:
            return
        first = min(items, key=lambda i: i.due_on)
        of_invoice = [i for i in self._open if i.invoice_number == first.invoice_number]
        record = f"invoice:{first.invoice_number}"
        self._words("invoice_number", first.invoice_number, _source("record", record, "number"))
        self._money("invoice_amount", _sum(of_invoice), _source("record", record, "open_amount"))
        self._date("invoice_due", first.due_on, _source("record", record, "due_on"))
        days = (self.context.on - first.due_on).days
        if days > 0:
            self._number("invoice_days", days, _source("record", record, "days_past_due"))

    def history(self) -> None:
        file = self.context.file
        if file.payments:
            payment = max(file.payments, key=lambda p: (p.paid_on, p.id))
            source = _source("record", payment.id, "amount")
            self._money("last_payment_amount", payment.amount, source, payment.currency)
            self._date("last_payment_date", payment.paid_on, _source("record", payment.id, "paid_on"))
        unkept = [p for p in file.promises if p.outcome != "kept"]
        if unkept:
            promise = max(unkept, key=lambda p: (p.due_on, p.id))
            source = _source("record", promise.id, "amount")
            self._money("promise_amount", promise.amount, source, promise.currency)
            self._date("promise_date", promise.due_on, _source("record", promise.id, "due_on"))
        tickets = [t for t in file.tickets if t.state == "open"]
        if tickets:
            ticket = max(tickets, key=lambda t: (t.opened_on, t.id))
            self._words("ticket_subject", ticket.subject, _source("record", ticket.id, "subject"))
            self._date("ticket_opened", ticket.opened_on, _source("record", ticket.id, "opened_on"))
        disputes = [d for d in file.disputes if d.state == "open"]
        if disputes:
            dispute = max(disputes, key=lambda d: (d.opened_on, d.id))
            self._words("dispute_invoice", dispute.invoice_number, _source("record", dispute.id, "invoice_number"))
            self._date("dispute_opened", dispute.opened_on, _source("record", dispute.id, "opened_on"))

    def policy(self) -> None:
        policy = self.context.policy
        where = f"{self.context.principal.id}/policy"
        for name in ("dispute_days", "complaint_days", "document_days", "payment_check_days"):
            self._number(name, getattr(policy.response_times, name), _source("policy", where, f"response_times.{name}"))
        early = policy.early_payment
        if early:
            percent = format_percent(early.percent, self.context.language)
            source = _source("policy", where, "early_payment.percent")
            self._put("discount_percent", percent, f"{early.percent.normalize():f}", source)
            self._number("discount_days", early.within_days, _source("policy", where, "early_payment.within_days"))
            if self._overdue:
                total = to_cents(_sum(self._overdue) * (100 - early.percent) / 100)
                record = f"customer:{self.context.file.customer.id}"
                self._money("discount_total", total, _source("record", record, "overdue_total_discounted"))

    def plan(self) -> None:
        plan = next((p for p in self.context.plans if p.label == "balanced"), None)
        plan = plan or next(iter(self.context.plans), None)
        if plan is None:
            return
        largest = max(i.amount for i in plan.instalments)
        self._number("plan_count", len(plan.instalments), _source("plan", plan.id, "instalments"))
        self._money("plan_instalment", largest, _source("plan", plan.id, "instalments.amount"), plan.currency)
        self._date("plan_first_due", plan.instalments[0].due, _source("plan", plan.id, "instalments.due"))
        self._money("plan_total", plan.total, _source("plan", plan.id, "total"), plan.currency)

    def spoken(self) -> None:
        amount = _only(self.context.findings, "amount")
        if amount:
            currency = amount.currency or self.context.principal.currency
            self._money("spoken_amount", Decimal(amount.values[0]), self._heard("amount"), currency)
        day = _only(self.context.findings, "date")
        if day:
            self._date("spoken_date", datetime.fromisoformat(day.values[0]).date(), self._heard("date"))

    def _heard(self, field: str) -> Source:
        return _source("utterance", self.context.utterance_id, field)


def invoice_in_talk(recent: Sequence[Utterance], numbers: Iterable[str]) -> str | None:
    """The invoice number named last in the conversation, however its letters and digits were grouped."""
    plain = {number: _alphanumeric(number) for number in numbers}
    for utterance in reversed(recent):
        said = _alphanumeric(utterance.text)
        for number, letters in plain.items():
            digits = re.sub(r"\D", "", letters)
            if letters in said or (len(digits) >= 4 and digits in said):
                return number
    return None


def _alphanumeric(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def _sum(items: Iterable[OpenItem]) -> Decimal:
    return sum((item.amount for item in items), Decimal(0))


def _source(kind: SourceKind, record_id: str, field: str) -> Source:
    return Source(kind=kind, id=record_id, field=field)


def _only(findings: Sequence[Finding], kind: Literal["amount", "date"]) -> Finding | None:
    """The one finding of this kind, if there is just one and it is certain."""
    found = [f for f in findings if f.kind == kind]
    return found[0] if len(found) == 1 and not found[0].ambiguous and found[0].bound == "exact" else None
