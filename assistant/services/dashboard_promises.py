"""The dashboard's sections of promises and plans, and of customers at risk."""

from decimal import Decimal

from assistant.domain.dashboard import Counts, CurrencyPromises, CurrencyRisk
from assistant.domain.facts import PromiseKept
from assistant.domain.report import Cell, Chart, Figure, Link, Section, Series, Table
from assistant.services.dashboard_sections import Sections
from assistant.services.report_parts import Better, amounts, columns, counts, figure, number, risk_rows, text
from assistant.services.report_text import month_name

TOP = 10
"""Rows of a chart of customers; the list behind it has all."""


class PromiseSections(Sections):
    def promises(self) -> Section:
        words, plans = self.words, self.found.plans
        figures = [one for found in self.found.promises for one in self._kept(found)]
        by_state: tuple[tuple[str, Counts, str, Better], ...] = (
            ("plans_running", plans.running, "running", ""),
            ("plans_kept", plans.kept, "completed", "more"),
            ("plans_missed", plans.missed, "broken", "less"),
        )
        for name, found, state, better in by_state:
            figures.append(counts((name, words[name]), found, self.list_link("plans", state=state), better))
        charts = [
            self._promise_months(one) for one in self.found.promises if any(m.kept + m.broken for m in one.months)
        ]
        return Section(
            id="promises",
            title=words["promises"],
            note=words["promises_note"].format(last=self.day_text(self.found.period.last)),
            figures=tuple(figures),
            charts=tuple(charts),
        )

    def _kept(self, one: CurrencyPromises) -> list[Figure]:
        words, currency = self.words, one.currency

        def link(state: str) -> Link:
            return self.list_link("promises", state=state, currency=currency)

        def rates(kept: PromiseKept | None, link: Link | None = None) -> tuple[Cell, Cell]:
            by_number, by_amount = (kept.rate, kept.amount_rate) if kept else (None, None)
            return number("share", by_number, link), number("share", by_amount, link)

        now, before = rates(one.now, link("due")), rates(one.before)
        broken = [kept.due - kept.kept if kept else 0 for kept in (one.now, one.before)]
        of_number = of_amount = words["no_promises"]
        if kept := one.now:
            of_number = words["kept_of"].format(kept=kept.kept, due=kept.due)
            of_amount = words["kept_amount_of"].format(
                kept=self.amount_text(kept.amount_kept, currency), due=self.amount_text(kept.amount_due, currency)
            )
        names = {
            name: (f"{name}-{currency}", words[name].format(currency=currency))
            for name in ("kept_share", "kept_amount", "broken_promises", "waiting_promises")
        }
        return [
            figure(names["kept_share"], now[0], before[0], "more", of_number),
            figure(names["kept_amount"], now[1], before[1], "more", of_amount),
            figure(
                names["broken_promises"],
                number("count", broken[0], link("broken")),
                number("count", broken[1]),
                "less",
            ),
            figure(names["waiting_promises"], number("count", one.waiting, link("open"))),
        ]

    def _promise_months(self, one: CurrencyPromises) -> Chart:
        words = self.words
        kept, broken = sum(month.kept for month in one.months), sum(month.broken for month in one.months)
        title = words["promises_title"].format(currency=one.currency)
        return Chart(
            id=f"promises-{one.currency}",
            kind="stack",
            title=title,
            summary=words["promises_summary"].format(kept=kept, due=kept + broken),
            x_title=words["promises_x"],
            y_title=words["promises_y"],
            labels=tuple(month_name(month.month.month, month.month.year, self.language) for month in one.months),
            series=(
                Series(name=words["kept"], values=tuple(month.kept for month in one.months)),
                Series(name=words["broken"], values=tuple(month.broken for month in one.months)),
            ),
            table=Table(
                title=title,
                columns=columns((words["month"], "text"), (words["kept"], "count"), (words["broken"], "count")),
                rows=tuple(
                    (
                        text(month_name(month.month.month, month.month.year, self.language)),
                        number("count", month.kept),
                        number("count", month.broken),
                    )
                    for month in one.months
                ),
            ),
        )


class RiskSections(Sections):
    def risk(self) -> Section:
        words = self.words
        figures = []
        for one in self.found.risk:
            names = {
                name: (f"{name}-{one.currency}", words[name].format(currency=one.currency))
                for name in ("risk_customers", "risk_clv")
            }
            link = self.list_link("risk", currency=one.currency)
            figures.append(counts(names["risk_customers"], one.customers, link, "less"))
            figures.append(amounts(names["risk_clv"], one.clv, one.currency, link, "less"))
        return Section(
            id="risk",
            title=words["risk"],
            note=words["risk_note"] if self.found.risk else words["risk_none"],
            figures=tuple(figures),
            charts=tuple(self._risk_chart(one) for one in self.found.risk if one.lines),
        )

    def _risk_chart(self, one: CurrencyRisk) -> Chart:
        words, currency, lines = self.words, one.currency, one.lines[:TOP]
        worth = [line.clv or Decimal(0) for line in lines]
        scale, unit = self.scale(worth, currency)
        title = words["risk_title"].format(currency=currency)
        return Chart(
            id=f"risk-{currency}",
            kind="ranks",
            title=title,
            summary=words["risk_summary"].format(
                count=len(lines), name=lines[0].name, clv=self.amount_text(worth[0], currency)
            ),
            x_title=unit,
            y_title="",
            labels=tuple(line.name for line in lines),
            series=(Series(name=words["clv"], values=tuple(float(amount / scale) for amount in worth)),),
            table=Table(
                title=title,
                columns=columns(
                    (words["customer"], "text"),
                    (words["clv"], "money"),
                    (words["overdue"], "money"),
                    (words["warning"], "text"),
                ),
                rows=risk_rows(lines),
            ),
        )
