"""The dashboard's sections of receivables, one a currency: what is open, ageing, DSO and CEI over a year."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from assistant.domain.dashboard import RATE_DAYS, CurrencyReceivables
from assistant.domain.receivables import Cei, Dso
from assistant.domain.report import CellKind, Chart, Figure, Section, Series, Table
from assistant.services.dashboard_sections import Sections
from assistant.services.report_parts import amounts, bucket_name, columns, counts, day, figure, money, number, text
from assistant.services.report_text import month_name, number_text, percent_text

_KINDS: dict[Literal["dso", "cei"], CellKind] = {"dso": "days", "cei": "percent"}


class ReceivablesSections(Sections):
    def all(self) -> list[Section]:
        words = self.words
        if not self.found.receivables:
            title = words["receivables"].format(currency="").removesuffix(" in ")
            return [Section(id="receivables", title=title, note=words["receivables_empty"])]
        note = words["receivables_note"].format(last=self.day_text(self.found.period.last), days=RATE_DAYS)
        return [
            Section(
                id=f"receivables-{one.currency}",
                title=words["receivables"].format(currency=one.currency),
                note=note,
                figures=self._balance(one),
                charts=(self._ageing(one), self._rate("dso", one), self._rate("cei", one)),
            )
            for one in self.found.receivables
        ]

    def _balance(self, one: CurrencyReceivables) -> tuple[Figure, ...]:
        words, currency = self.words, one.currency
        late = self.list_link("customers", state="overdue", currency=currency)
        return (
            amounts(
                ("outstanding", words["outstanding"]),
                one.outstanding,
                currency,
                self.list_link("invoices", currency=currency),
            ),
            amounts(
                ("overdue", words["overdue"]),
                one.overdue,
                currency,
                self.list_link("invoices", state="overdue", currency=currency),
                "less",
            ),
            counts(("overdue_customers", words["overdue_customers"]), one.overdue_customers, late, "less"),
            figure(
                ("dso", words["dso"]),
                number("days", one.dso.days, self.list_link("invoices", currency=currency)),
                number("days", one.dso_before.days),
                "less",
                self._reason(one.dso),
            ),
            figure(
                ("cei", words["cei"]),
                number("percent", one.cei.percent, self.list_link("invoices", currency=currency)),
                number("percent", one.cei_before.percent),
                "more",
                self._reason(one.cei),
            ),
        )

    def _reason(self, rate: Dso | Cei) -> str:
        return self.words[rate.reason].format(days=rate.period_days) if rate.reason else ""

    def _ageing(self, one: CurrencyReceivables) -> Chart:
        words, currency = self.words, one.currency
        last, before = self.day_text(self.found.period.last), self.day_text(self.found.before.last)
        values = [[part.amount.now for part in one.ageing], [part.amount.before for part in one.ageing]]
        scale, unit = self.scale([amount for side in values for amount in side], currency)
        old = next(part.amount.now for part in one.ageing if part.bucket == ">90")
        title = words["ageing_title"].format(currency=currency)
        return Chart(
            id=f"ageing-{currency}",
            kind="bars",
            title=title,
            summary=words["ageing_summary"].format(
                last=last, old=self.amount_text(old, currency), total=self.amount_text(one.outstanding.now, currency)
            ),
            x_title=words["ageing_x"],
            y_title=unit,
            labels=tuple("≤ 0" if part.bucket == "current" else part.bucket for part in one.ageing),
            series=tuple(
                Series(name=name, values=tuple(float(amount / scale) for amount in side))
                for name, side in zip((last, before), values, strict=True)
            ),
            table=self._ageing_table(title, one),
        )

    def _ageing_table(self, title: str, one: CurrencyReceivables) -> Table:
        words, currency = self.words, one.currency
        days = [self.day_text(span.last) for span in (self.found.period, self.found.before)]
        now, before = (words["amount_on"].format(day=day) for day in days)
        rows = tuple(
            (
                text(
                    bucket_name(part.bucket, words), self.list_link("customers", bucket=part.bucket, currency=currency)
                ),
                money(part.amount.now, currency, self.list_link("invoices", bucket=part.bucket, currency=currency)),
                money(part.amount.before, currency),
                number("count", part.customers, self.list_link("customers", bucket=part.bucket, currency=currency)),
                number("count", part.due_dates, self.list_link("invoices", bucket=part.bucket, currency=currency)),
            )
            for part in one.ageing
        )
        heads = columns(
            (words["bucket"], "text"),
            (now, "money"),
            (before, "money"),
            (words["customers"], "count"),
            (words["due_dates"], "count"),
        )
        return Table(title=title, columns=heads, rows=rows)

    def _rate(self, name: Literal["dso", "cei"], one: CurrencyReceivables) -> Chart:
        """DSO or CEI at the ends of the months."""
        words = self.words
        values = [month.dso.days if name == "dso" else month.cei.percent for month in one.months]
        title = words[f"{name}_title"].format(currency=one.currency)
        return Chart(
            id=f"{name}-{one.currency}",
            kind="line",
            title=title,
            summary=self._rate_summary(name, [value for value in values if value is not None]),
            x_title=words["month_end"],
            y_title=words["days_unit" if name == "dso" else "percent_unit"],
            labels=tuple(month_name(month.on.month, month.on.year, self.language) for month in one.months),
            series=(
                Series(name=words[name], values=tuple(None if value is None else float(value) for value in values)),
            ),
            table=self._rate_table(name, title, one, values),
        )

    def _rate_summary(self, name: str, known: Sequence[Decimal]) -> str:
        if not known:
            return self.words["none_summary"]
        write = number_text if name == "dso" else percent_text
        first, last = (write(float(value), self.language) for value in (known[0], known[-1]))
        return self.words[f"{name}_summary"].format(first=first, last=last)

    def _rate_table(
        self, name: Literal["dso", "cei"], title: str, one: CurrencyReceivables, values: Sequence[Decimal | None]
    ) -> Table:
        words, kind = self.words, _KINDS[name]
        rows = [
            (day(month.on), number(kind, value), money(month.outstanding, one.currency))
            for month, value in zip(one.months, values, strict=True)
        ]
        heads = columns((words["month_end"], "day"), (words[name], kind), (words["outstanding"], "money"))
        return Table(title=title, columns=heads, rows=tuple(rows))
