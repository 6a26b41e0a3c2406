"""The facts of a customer as a table for people, in the language of the principal."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from rich.table import Table

from assistant.cli.words import CUSTOMER_WORDS, days_to_pay_row, decimal_text, promises_row
from assistant.domain.facts import CustomerFacts
from assistant.domain.followup import Followed
from assistant.domain.money import Language, format_date, format_money, format_percent

_SHOWN = 10
"""The latest promises and plans; JSON has them all."""
Row = tuple[str, str]


def table(facts: CustomerFacts, language: Language) -> Table:
    """The facts, a line each; those that the records don't give are left out."""
    shown = Table(title=f"{facts.name} ({facts.customer})", show_header=False, title_justify="left")
    for name, text in _Rows(facts, language).all():
        shown.add_row(name, text)
    return shown


def followed_lines(facts: CustomerFacts, language: Language) -> list[Row]:
    """The latest promises and plans, with what the payments made of them."""
    return list(_Rows(facts, language).followed())


class _Rows:
    """The rows of one customer."""

    def __init__(self, facts: CustomerFacts, language: Language) -> None:
        self._facts, self._language = facts, language
        self._words = CUSTOMER_WORDS[language]

    def all(self) -> Iterator[Row]:
        yield from self._balances()
        yield from self._records()
        yield from self.followed()
        yield from self._behaviour()
        yield from self._outlook()

    def _money(self, amount: Decimal, currency: str) -> str:
        return format_money(amount, currency, self._language)

    def _day(self, day: date) -> str:
        return format_date(day, self._language)

    def _percent(self, rate: Decimal) -> str:
        return format_percent(rate * 100, self._language)

    def _balances(self) -> Iterator[Row]:
        words = self._words
        for balance in self._facts.balances:
            yield words["outstanding"], self._money(balance.outstanding, balance.currency)
            for name, amount in (
                ("overdue", balance.overdue),
                ("disputed", balance.disputed),
                ("credit", balance.credit),
            ):
                if amount:
                    yield words[name], self._money(amount, balance.currency)
            for bucket, amount in balance.ageing.items():
                if amount:
                    name = words["current"] if bucket == "current" else words["bucket"].format(days=bucket)
                    yield name, self._money(amount, balance.currency)
        if oldest := self._facts.oldest:
            yield words["oldest"], words["oldest_of"].format(invoice=oldest.invoice_number, days=oldest.days_past_due)

    def _records(self) -> Iterator[Row]:
        facts, words = self._facts, self._words
        if payment := facts.last_payment:
            amount = self._money(payment.amount, payment.currency)
            yield words["last_payment"], f"{amount}, {self._day(payment.paid_on)}"
        if ticket := facts.ticket:
            yield words["ticket"], f"{ticket.subject}, {self._day(ticket.opened_on)}"
        if dispute := facts.dispute:
            yield words["dispute"], f"{dispute.invoice_number} {dispute.reason}".strip()

    def followed(self) -> Iterator[Row]:
        words = self._words
        for item in self._facts.followed_promises[-_SHOWN:]:
            yield words["promise"], self._followed(item)
        for plan in self._facts.followed_plans[-_SHOWN:]:
            state = words["broken_plan" if plan.state == "broken" else plan.state]
            total = self._money(plan.total, plan.currency)
            yield words["plan"], f"{total}, {self._day(plan.agreed_on)}: {state}"
            for n, part in enumerate(plan.instalments, start=1):
                yield f"  {n}", self._followed(part)

    def _followed(self, item: Followed) -> str:
        """`300,00 € entro il 4 novembre 2026: in parte, ricevuti 100,00 €`."""
        words = self._words
        amount = self._money(item.amount, item.currency)
        text = f"{amount} {words['by']} {self._day(item.due_on)}: {words[item.state]}"
        if item.state == "partial":
            text += f" ({words[item.outcome]})"
        if item.received:
            text += f", {words['received']} {self._money(item.received, item.currency)}"
        return text

    def _behaviour(self) -> Iterator[Row]:
        facts = self._facts
        if days := facts.days_to_pay:
            name, text = days_to_pay_row(days, self._language)
            yield name, text + (self._words[days.trend] if days.trend else "")
        if kept := facts.promises:
            yield promises_row(kept, self._language)

    def _outlook(self) -> Iterator[Row]:
        facts, words = self._facts, self._words
        if clv := facts.clv:
            yield (
                words["clv"],
                words["clv_of"].format(
                    value=self._money(clv.value, clv.currency),
                    band=words[clv.band],
                    order=self._money(clv.average_order, clv.currency),
                    orders=decimal_text(clv.orders_per_year, self._language),
                    years=clv.horizon_years,
                    discount=self._percent(clv.discount_rate),
                ),
            )
        if expected := facts.expected:
            days = {name: self._day(getattr(expected, name)) for name in ("on", "earliest", "latest")}
            yield words["expected"], words["expected_of"].format(invoice=expected.invoice_number, **days)
        if facts.warning:
            yield words["warning"], facts.warning
