"""Which calls a list, a search or a report is about: one filter, so that every figure opens the calls behind it."""

import datetime as dt
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from assistant.domain.calls import Purpose, Situation
from assistant.domain.notes import Disposition
from assistant.domain.storable import require_storable

FilterText = Annotated[str, Field(max_length=200), AfterValidator(require_storable)]


class CallFilter(BaseModel):
    """Empty fields don't narrow; `from` and `to` are days of the call, both included.

    The names are those of the query string: `?principal=acme&disposition=refused&from=2026-11-01`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    principal: FilterText = ""
    team: FilterText = ""
    operator: FilterText = ""
    purpose: Purpose | None = None
    disposition: Disposition | None = None
    situation: Situation | None = None
    """One of those that came up in the call."""
    critical: bool | None = None
    """Whether a critical alert was raised."""
    since: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = Field(default=None, alias="to")
    customer: FilterText = ""
    """`PRINCIPAL/REF`."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.since and self.until and self.since > self.until:
            raise ValueError("`from` must not be later than `to`")
        return self
