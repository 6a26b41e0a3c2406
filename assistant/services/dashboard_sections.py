"""What the dashboard's sections about money share: links to the lists behind numbers, and how values are written."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from assistant.domain.dashboard import Dashboard
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.report import Link
from assistant.services.dashboard_words import WORDS

_THOUSANDS_FROM = 10_000


class Sections:
    """A dashboard that is being written in one language."""

    def __init__(self, found: Dashboard, language: Language) -> None:
        self.found, self.language, self.words = found, language, WORDS[language]

    def list_link(self, what: str, **query: str) -> Link:
        period = self.found.period
        spans = {"from": period.first.isoformat(), "to": period.last.isoformat()}
        return Link(view="list", query={"list": what, "principal": self.found.principal, **spans, **query})

    def day_text(self, on: date) -> str:
        return format_date(on, self.language)

    def scale(self, values: Sequence[Decimal], currency: str) -> tuple[Decimal, str]:
        """What a chart divides its amounts by, and what its axis is called then."""
        large = max(values, default=Decimal(0)) >= _THOUSANDS_FROM
        return Decimal(1_000 if large else 1), self.words["thousands" if large else "units"].format(currency=currency)

    def amount_text(self, amount: Decimal, currency: str) -> str:
        return format_money(amount, currency, self.language)
