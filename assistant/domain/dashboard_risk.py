"""Customers whose payments leave their own pattern, weighed by what the relationship is worth."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from assistant.domain.book import CustomerFigures, Standing
from assistant.domain.dashboard import Amounts, Counts, CurrencyRisk, Period, RiskLine
from assistant.domain.early_warning import early_warning
from assistant.domain.money import Language
from assistant.domain.policy import FalseAlarms

_ZERO = Decimal(0)


def at_risk(
    book: Iterable[CustomerFigures], period: Period, budget: FalseAlarms, language: Language
) -> tuple[CurrencyRisk, ...]:
    """By the currency of the lifetime value, the largest sum first; within it the most valuable customer first."""
    lines: dict[str, list[RiskLine]] = defaultdict(list)
    before: dict[str, list[Decimal]] = defaultdict(list)
    for figures in book:
        warning = early_warning(figures.now.departure, budget, language)
        if warning:
            line = _line(figures, period, warning)
            lines[line.currency].append(line)
        if figures.before.departure:
            clv = figures.before.clv
            before[_currency(figures.before)].append(clv.value if clv else _ZERO)
    found = [
        CurrencyRisk(
            currency=currency,
            customers=Counts(now=len(lines[currency]), before=len(before[currency])),
            clv=Amounts(
                now=sum((line.clv or _ZERO for line in lines[currency]), _ZERO), before=sum(before[currency], _ZERO)
            ),
            lines=tuple(sorted(lines[currency], key=lambda line: (-(line.clv or _ZERO), line.customer))),
        )
        for currency in dict.fromkeys((*lines, *before))
    ]
    return tuple(sorted(found, key=lambda one: (-one.clv.now, one.currency)))


def _line(figures: CustomerFigures, period: Period, warning: str) -> RiskLine:
    clv, currency = figures.now.clv, _currency(figures.now)
    late = (
        item.amount for item in figures.now.items if item.currency == currency and item.days_past_due(period.last) > 0
    )
    return RiskLine(
        customer=figures.customer,
        name=figures.name,
        clv=clv.value if clv else None,
        band=clv.band if clv else None,
        currency=currency,
        overdue=sum(late, _ZERO),
        warning=warning,
    )


def _currency(standing: Standing) -> str:
    """Of the lifetime value; without one (credit notes took all of the orders off) that of what is open."""
    if standing.clv:
        return standing.clv.currency
    return standing.items[0].currency if standing.items else ""
