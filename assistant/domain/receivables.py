"""DSO and CEI: how much of the sales is still owed, and how much of what could be collected was.

Both are measured over a period that ends on the day asked for. A figure that can't be computed is None with a reason.
The formulas are the ones of credit-management practice, as stated in `docs/receivables.md` with their sources.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from assistant.domain.money import Money
from assistant.domain.punctuality import FactModel

CeiReason = Literal["nothing_to_collect", "unused_credit_notes"]
_TENTH = Decimal("0.1")


class Dso(FactModel):
    """Days sales outstanding: `receivables / sales x period_days`, in days to a tenth."""

    days: Decimal | None
    reason: Literal["no_sales"] | None = None
    receivables: Money
    sales: Money
    period_days: int


class Cei(FactModel):
    """Collection effectiveness index, in per cent to a tenth.

    `(opening + sales - closing) / (opening + sales - closing_current) x 100`: of what was collectable in the period
    and is not still to fall due, the share that was collected.
    """

    percent: Decimal | None
    reason: CeiReason | None = None
    opening: Money
    sales: Money
    closing: Money
    closing_current: Money
    period_days: int


def days_sales_outstanding(receivables: Decimal, sales: Decimal, period_days: int) -> Dso:
    """What is open at the end of the period against the credit sales of the period, credit notes taken off.

    30,000 open and 45,000 invoiced in 90 days: 30,000 / 45,000 x 90 = 60 days.

    >>> days_sales_outstanding(Decimal(30000), Decimal(45000), 90).days
    Decimal('60.0')
    """
    return Dso(
        days=_tenth(receivables / sales * period_days) if sales > 0 else None,
        reason=None if sales > 0 else "no_sales",
        receivables=receivables,
        sales=sales,
        period_days=period_days,
    )


def collection_effectiveness(
    opening: Decimal, sales: Decimal, closing: Decimal, closing_current: Decimal, period_days: int
) -> Cei:
    """The share of the collectable that was collected between the opening and the closing day.

    20,000 open at the start, 45,000 invoiced, 30,000 open at the end of which 22,000 are not yet due: collected
    20,000 + 45,000 - 30,000 = 35,000 of 20,000 + 45,000 - 22,000 = 43,000, 81.4 %.

    >>> collection_effectiveness(Decimal(20000), Decimal(45000), Decimal(30000), Decimal(22000), 90).percent
    Decimal('81.4')
    """
    collected, collectable = opening + sales - closing, opening + sales - closing_current
    reason: CeiReason | None = None
    if collected < 0:
        reason = "unused_credit_notes"  # they lower the sales, and found no due date to lower
    elif collectable <= 0:
        reason = "nothing_to_collect"
    return Cei(
        percent=None if reason else _tenth(collected / collectable * 100),
        reason=reason,
        opening=opening,
        sales=sales,
        closing=closing,
        closing_current=closing_current,
        period_days=period_days,
    )


def _tenth(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP)
