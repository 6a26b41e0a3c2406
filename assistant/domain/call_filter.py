"""Which calls a list, a search or a report is about: one filter, so that every figure opens the calls behind it."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from assistant.domain.calls import Purpose, Situation
from assistant.domain.notes import Disposition
from assistant.domain.storable import require_storable

FilterText = Annotated[str, Field(max_length=200), AfterValidator(require_storable)]


class AskedDays(BaseModel):
    """The days that a query is about, both included; in the query string they are `from` and `to`."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    since: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = Field(default=None, alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError("`from` must not be later than `to`")
        return self


def several(values: Any) -> Any:
    """A list of a query string: one text may name several, separated by commas."""
    listed: Iterable[Any] = [values] if isinstance(values, str) else values
    return [part for value in listed for part in (value.split(",") if isinstance(value, str) else [value]) if part]


class CallFilter(AskedDays):
    """Empty fields don't narrow; `from` and `to` are days of the call, both included.

    The names are those of the query string: `?principal=acme&disposition=refused&from=2026-11-01`.
    """

    principal: FilterText = ""
    team: FilterText = ""
    operator: FilterText = ""
    purpose: Purpose | None = None
    disposition: Disposition | None = None
    situation: Situation | None = None
    """One of those that came up in the call."""
    critical: bool | None = None
    """Whether a critical alert was raised."""
    customer: FilterText = ""
    """`PRINCIPAL/REF`."""
