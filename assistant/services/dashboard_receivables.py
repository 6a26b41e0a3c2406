"""The dashboard's sections of receivables, one a currency: what is open, ageing, DSO and CEI over a year."""

from decimal import Decimal

from assistant.domain.dashboard import RATE_DAYS, CurrencyReceivables, MonthPoint
from assistant.domain.ledger import Bucket
from assistant.domain.receivables import Cei, Dso
from assistant.domain.report import Chart, Figure, Section, Series, Table
from assistant.services.dashboard_sections import Sections
from assistant.services.report_parts import amounts, columns, counts, day, figure, money, number, text
from assistant.services.report_text import month_name, number_text, percent_text


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

    def _bucket(self, bucket: Bucket) -> str:
        return self.words["current"] if bucket == "current" else self.words["bucket_days"].format(days=bucket)

    def _ageing(self, one: CurrencyReceivables) -> Chart:
        words, currency = self.words, one.currency
        last, before = self.day_text(self.found.period.last), self.day_text(self.found.before.last)
        values = [[part.amount.now for part in one.ageing], [part.amount.before for part in one.ageing]]
        scale, unit = self.scale([amount for side in values for amount in side], currency)
        old = next(part.amount.now for part in one.ageing if part.bucket == ">90")
        rows = tuple(
            (
                text(self._bucket(part.bucket), self.list_link("customers", bucket=part.bucket, currency=currency)),
                money(part.amount.now, currency, self.list_link("invoices", bucket=part.bucket, currency=currency)),
                money(part.amount.before, currency),
                number("count", part.customers, self.list_link("customers", bucket=part.bucket, currency=currency)),
                number("count", part.due_dates, self.list_link("invoices", bucket=part.bucket, currency=currency)),
            )
            for part in one.ageing
        )
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
            table=Table(
                title=title,
                columns=columns(
                    (words["bucket"], "text"),
                    (words["amount_on"].format(day=last), "money"),
                    (words["amount_on"].format(day=before), "money"),
                    (words["customers"], "count"),
                    (words["due_dates"], "count"),
                ),
                rows=rows,
            ),
        )

    def _rate(self, name: str, one: CurrencyReceivables) -> Chart:
        """DSO or CEI at the ends of the months."""
        words, currency = self.words, one.currency

        def value(month: MonthPoint) -> Decimal | None:
            return month.dso.days if name == "dso" else month.cei.percent

        known = [found for month in one.months for found in [value(month)] if found is not None]
        ends = {"first": known[0], "last": known[-1]} if known else {}
        write = number_text if name == "dso" else percent_text
        title = words[f"{name}_title"].format(currency=currency)
        return Chart(
            id=f"{name}-{currency}",
            kind="line",
            title=title,
            summary=words[f"{name}_summary"].format(
                **{end: write(float(found), self.language) for end, found in ends.items()}
            )
            if known
            else words["none_summary"],
            x_title=words["month_end"],
            y_title=words["days_unit" if name == "dso" else "percent_unit"],
            labels=tuple(month_name(month.on.month, month.on.year, self.language) for month in one.months),
            series=(
                Series(
                    name=words[name],
                    values=tuple(None if (v := value(month)) is None else float(v) for month in one.months),
                ),
            ),
            table=Table(
                title=title,
                columns=columns(
                    (words["month_end"], "day"),
                    (words[name], "days" if name == "dso" else "percent"),
                    (words["outstanding"], "money"),
                ),
                rows=tuple(
                    (
                        day(month.on),
                        number("days" if name == "dso" else "percent", value(month)),
                        money(month.outstanding, currency),
                    )
                    for month in one.months
                ),
            ),
        )
