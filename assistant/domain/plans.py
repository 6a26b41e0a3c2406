"""Payment plans: what the customer can manage (`Limits`), what is offered (`Plan`), and why nothing is (`Reason`)."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.money import Money

Label = Literal["quickest", "balanced", "lightest"]
Authority = Literal["operator", "supervisor"]


class Limits(BaseModel):
    """What the customer asks for; `None` is no limit. Both bounds are inclusive."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_not_before: date | None = None
    max_instalment: Decimal | None = Field(default=None, gt=0)
    max_count: int | None = Field(default=None, ge=1)
    day_of_month: int | None = Field(default=None, ge=1, le=31)
    deposit: Decimal | None = Field(default=None, ge=0)
    end_by: date | None = None
    invoices: tuple[str, ...] = ()
    """Invoice numbers to include; empty: all that are open and not disputed."""


class Instalment(BaseModel):
    n: int
    due: date
    amount: Money
    deposit: bool = False


class Plan(BaseModel):
    """One option. The instalments add up to `total` = outstanding - discount + interest + compensation."""

    id: str
    label: Label
    invoices: list[str]
    currency: str
    outstanding: Money
    discount: Money
    interest: Money
    compensation: Money
    total: Money
    estimate: bool
    instalments: list[Instalment]
    authority: Authority
    tier: str
    article: str


class Approval(BaseModel):
    """What became of a plan that needs a supervisor: asked for (`pending`), or decided `by` whom and why (`text`)."""

    plan_id: str
    state: Literal["pending", "approved", "rejected"]
    by: str = ""
    text: str = ""


class Reason(BaseModel):
    code: str
    text: str


class PlanResult(BaseModel):
    """Two or three distinct options, or a reason and the nearest plan that would be possible."""

    customer: str
    on: date
    options: list[Plan]
    reason: Reason | None = None
    nearest: Plan | None = None
