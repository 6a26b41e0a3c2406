"""What the panel shows of a customer: the facts as figures with their sources, and the history in words."""

from decimal import Decimal
from typing import Any

from assistant.domain.cards import Figure, Source
from assistant.domain.contact_rules import Permission
from assistant.domain.events import Fact
from assistant.domain.facts import Balance, CustomerFacts, customer_facts
from assistant.domain.may_call import PlannedCall
from assistant.domain.money import Language, amount_text, format_date, format_money, format_percent
from assistant.domain.policy import Policy
from assistant.domain.records import CustomerFile
from assistant.services.history import history

_BANDS: dict[Language, dict[str, str]] = {
    "it": {"low": "basso", "medium": "medio", "high": "alto"},
    "en": {"low": "low", "medium": "medium", "high": "high"},
}


def customer_view(call: PlannedCall, policy: Policy, permission: Permission) -> dict[str, Any]:
    """`{"customer", "facts", "history", "may_call"}`, ready for JSON; the history is newest first."""
    file, on, language = call.file, call.at.date(), call.language
    facts = customer_facts(file, policy, on, language)
    return {
        "customer": file.customer.model_dump(mode="json"),
        "facts": [fact.model_dump(mode="json") for fact in facts_in_words(facts, file, language)],
        "history": [entry.model_dump(mode="json") for entry in history(file, language, on)],
        "may_call": permission.model_dump(mode="json"),
    }


def facts_in_words(facts: CustomerFacts, file: CustomerFile, language: Language) -> list[Fact]:
    """The lines of the panel's head and customer column; what isn't known is left out."""
    lines = _Lines(file, language)
    for balance in facts.balances:
        lines.balance(balance)
    lines.punctuality(facts)
    lines.open_matters(facts)
    lines.relationship(facts)
    return lines.facts


class _Lines:
    def __init__(self, file: CustomerFile, language: Language) -> None:
        self.file, self.language = file, language
        self.facts: list[Fact] = []
        self._customer = f"customer:{file.customer.id}"

    def _add(self, key: str, text: str, value: str, source: tuple[str, str]) -> None:
        figure = Figure(text=text, value=value, source=Source(kind="record", id=source[0], field=source[1]))
        self.facts.append(Fact(key=key, figure=figure))

    def _money(self, key: str, amount: Decimal, currency: str, field: str) -> None:
        self._add(key, format_money(amount, currency, self.language), amount_text(amount), (self._customer, field))

    def balance(self, balance: Balance) -> None:
        self._money("outstanding", balance.outstanding, balance.currency, "outstanding")
        if balance.overdue_count:
            self._money("overdue_total", balance.overdue, balance.currency, "overdue_total")
            self._add(
                "overdue_count",
                str(balance.overdue_count),
                str(balance.overdue_count),
                (self._customer, "overdue_count"),
            )

    def punctuality(self, facts: CustomerFacts) -> None:
        if facts.oldest and facts.oldest.days_past_due > 0:
            record = f"invoice:{facts.oldest.invoice_number}"
            day = format_date(facts.oldest.due_on, self.language)
            self._add("oldest_due", day, facts.oldest.due_on.isoformat(), (record, "due_on"))
            days = str(facts.oldest.days_past_due)
            self._add("days_past_due", days, days, (record, "days_past_due"))
        if facts.days_to_pay:
            days = f"{facts.days_to_pay.average:.0f}"
            self._add("days_to_pay", days, days, (self._customer, "days_to_pay"))
        if facts.warning:
            self._add("early_warning", facts.warning, facts.warning, (self._customer, "early_warning"))

    def open_matters(self, facts: CustomerFacts) -> None:
        if facts.last_payment:
            payment = facts.last_payment
            amount = format_money(payment.amount, payment.currency, self.language)
            text = f"{amount}, {format_date(payment.paid_on, self.language)}"
            self._add("last_payment", text, amount_text(payment.amount), (payment.id, "amount"))
        if facts.promise:
            promise = facts.promise
            amount = format_money(promise.amount, promise.currency, self.language)
            text = f"{amount}, {format_date(promise.due_on, self.language)}"
            self._add("promise", text, amount_text(promise.amount), (promise.id, "amount"))
        if facts.promises:
            rate = (facts.promises.rate * 100).quantize(Decimal(1))
            self._add("promise_kept", format_percent(rate, self.language), str(rate), (self._customer, "promise_kept"))
        if facts.dispute:
            text = facts.dispute.reason
            self._add("dispute", text, text, (facts.dispute.id, "reason"))
        if facts.ticket:
            self._add("ticket", facts.ticket.subject, facts.ticket.subject, (facts.ticket.id, "subject"))

    def relationship(self, facts: CustomerFacts) -> None:
        customer = self.file.customer
        if facts.clv:
            self._add("clv_band", _BANDS[self.language][facts.clv.band], facts.clv.band, (self._customer, "clv_band"))
        if customer.client_since:
            day = format_date(customer.client_since, self.language)
            self._add("client_since", day, customer.client_since.isoformat(), (self._customer, "client_since"))
        if customer.sales_rep:
            self._add("sales_rep", customer.sales_rep, customer.sales_rep, (self._customer, "sales_rep"))
