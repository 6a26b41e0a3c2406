"""Values for the slots of approved sentences: figures with their sources, or absent where the records have none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from assistant.domain.calls import Utterance
from assistant.domain.cards import Figure, Source, SourceKind
from assistant.domain.facts import CustomerFacts
from assistant.domain.findings import Finding
from assistant.domain.ledger import OpenItem, open_items
from assistant.domain.money import Language, amount_text, format_date, format_money, format_percent, to_cents
from assistant.domain.plans import Plan
from assistant.domain.policy import Policy
from assistant.domain.records import CustomerFile, Principal
from assistant.domain.said import Said

Values = dict[str, Figure]


@dataclass(frozen=True)
class SlotContext:
    """All that a slot may be filled from."""

    file: CustomerFile
    facts: CustomerFacts
    principal: Principal
    policy: Policy
    plan: Plan | None
    """The plan to speak of: the chosen one, else the balanced option."""
    on: date
    language: Language
    operator_name: str = ""
    recent: Sequence[Utterance] = ()
    """What was said last, the newest at the end; the invoice being talked about is looked for here."""
    findings: Sequence[Finding] = ()
    utterance_id: str = ""
    said: Sequence[Said] = ()
    """What holds of the customer's words: a promise may have got its amount a turn earlier than its date."""


def slot_values(context: SlotContext) -> Values:
    """Every slot that can be filled now."""
    writer = _Writer(context)
    writer.people()
    writer.totals()
    writer.invoice()
    writer.upcoming()
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
        # What is open in the currency of the oldest debt; amounts of two currencies are never added.
        self._balance = next(iter(context.facts.balances), None)
        currency = self._balance.currency if self._balance else ""
        self._items = open_items(context.file, context.on)
        self._open = [item for item in self._items if item.currency == currency]

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
        self._words(
            "principal_name", context.principal.name, _source("policy", f"{context.principal.id}/principal", "name")
        )
        self._words("operator_name", context.operator_name, _source("record", "operator", "display_name"))

    def totals(self) -> None:
        if self._balance is None:
            return
        record, currency = f"customer:{self.context.file.customer.id}", self._balance.currency
        self._money("outstanding", self._balance.outstanding, _source("record", record, "outstanding"), currency)
        if self._balance.overdue_count:
            self._money("overdue_total", self._balance.overdue, _source("record", record, "overdue_total"), currency)
            self._number("overdue_count", self._balance.overdue_count, _source("record", record, "overdue_count"))

    def invoice(self) -> None:
        number = invoice_in_talk(self.context.recent, (i.number for i in self.context.file.invoices))
        named = [item for item in self._open if item.invoice_number == number]
        # A contested invoice is spoken of when somebody names it; it isn't brought up.
        others = [item for item in self._open if not item.disputed]
        first = min(named or others, key=lambda item: item.due_on, default=None)
        if first is None or (not named and first.days_past_due(self.context.on) <= 0):
            return
        self._one_invoice(("invoice_number", "invoice_amount", "invoice_due"), first, self._open)
        days = first.days_past_due(self.context.on)
        if days > 0:
            source = _source("record", f"invoice:{first.invoice_number}", "days_past_due")
            self._number("invoice_days", days, source)

    def upcoming(self) -> None:
        on = self.context.on
        late = {item.invoice_number for item in self._items if item.days_past_due(on) > 0}
        ahead = [item for item in self._items if item.invoice_number not in late and not item.disputed]
        first = min(ahead, key=lambda item: item.due_on, default=None)
        if first is not None:
            self._one_invoice(("upcoming_invoice", "upcoming_amount", "upcoming_due"), first, ahead)

    def _one_invoice(self, slots: tuple[str, str, str], first: OpenItem, items: Iterable[OpenItem]) -> None:
        """The number of the invoice of `first`, the sum of its `items`, and the due date of `first`."""
        number, amount, due = slots
        record = f"invoice:{first.invoice_number}"
        open_amount = _sum(item for item in items if item.invoice_number == first.invoice_number)
        self._words(number, first.invoice_number, _source("record", record, "number"))
        self._money(amount, open_amount, _source("record", record, "open_amount"), first.currency)
        self._date(due, first.due_on, _source("record", record, "due_on"))

    def history(self) -> None:
        facts = self.context.facts
        payment = facts.last_payment
        # A payment from before the open invoices were issued can't be the one that the customer means.
        if payment and any(item.issued_on <= payment.paid_on for item in self._open):
            source = _source("record", payment.id, "amount")
            self._money("last_payment_amount", payment.amount, source, payment.currency)
            self._date("last_payment_date", payment.paid_on, _source("record", payment.id, "paid_on"))
        if facts.promise:
            source = _source("record", facts.promise.id, "amount")
            self._money("promise_amount", facts.promise.amount, source, facts.promise.currency)
            self._date("promise_date", facts.promise.due_on, _source("record", facts.promise.id, "due_on"))
        if facts.ticket:
            self._words("ticket_subject", facts.ticket.subject, _source("record", facts.ticket.id, "subject"))
            self._date("ticket_opened", facts.ticket.opened_on, _source("record", facts.ticket.id, "opened_on"))
        if facts.dispute:
            source = _source("record", facts.dispute.id, "invoice_number")
            self._words("dispute_invoice", facts.dispute.invoice_number, source)
            self._date("dispute_opened", facts.dispute.opened_on, _source("record", facts.dispute.id, "opened_on"))
        else:
            self._settled_dispute()

    def _settled_dispute(self) -> None:
        known = [d for d in self.context.file.disputes if d.state == "resolved" and d.opened_on <= self.context.on]
        latest = max(known, key=lambda dispute: (dispute.opened_on, dispute.id), default=None)
        if latest:
            source = _source("record", latest.id, "invoice_number")
            self._words("settled_dispute_invoice", latest.invoice_number, source)
            self._date("settled_dispute_opened", latest.opened_on, _source("record", latest.id, "opened_on"))

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
            if self._balance and self._balance.overdue_count:
                total = to_cents(self._balance.overdue * (100 - early.percent) / 100)
                source = _source("record", f"customer:{self.context.file.customer.id}", "overdue_total_discounted")
                self._money("discount_total", total, source, self._balance.currency)

    def plan(self) -> None:
        plan = self.context.plan
        if plan is None or len(plan.instalments) < 2:
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
        self._said_before(not amount, not day)

    def _said_before(self, amount: bool, day: bool) -> None:
        """The amount and the date that earlier words gave to what this utterance goes on about."""
        going_on = [one for one in self.context.said if self.context.utterance_id in one.utterances]
        for one in going_on:
            if amount and one.amount is not None:
                currency = one.currency or self.context.principal.currency
                self._money("spoken_amount", one.amount, _source("utterance", one.amount_from, "amount"), currency)
            if day and one.date is not None:
                self._date("spoken_date", one.date, _source("utterance", one.date_from, "date"))

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
    """The one finding of this kind, if there is just one (it may be said twice) and it is certain."""
    found = list({(f.bound, *f.values): f for f in findings if f.kind == kind}.values())
    return found[0] if len(found) == 1 and not found[0].ambiguous and found[0].bound == "exact" else None
