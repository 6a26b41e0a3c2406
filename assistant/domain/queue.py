"""Which calls a supervisor asks to see beyond the filter of every list, in which order, and a page of them."""

import base64
import datetime as dt
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.domain.call_facts import CallFacts
from assistant.domain.call_filter import CallFilter, FilterText, several
from assistant.domain.errors import InvalidInput
from assistant.domain.reviews import ReviewState
from assistant.domain.rubric import CRITERIA, CriterionId, Level

ReviewMarkState = ReviewState | Literal["unscored"]
"""`unscored`: the call is still being scored, and there is nothing to review yet."""
Sort = Literal["newest", "attention"]
LOW_COMPLIANCE: Level = 1
"""A compliance level up to this one asks for a look."""
MAX_LIMIT = 200
_BOUNDS = {f"{criterion}_{bound}": (criterion, bound) for criterion in CRITERIA for bound in ("min", "max")}


class LevelRange(BaseModel):
    """Both bounds are inclusive; a criterion without a level is in no range."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min: int = Field(default=0, ge=0, le=4)
    max: int = Field(default=4, ge=0, le=4)


class QueueQuery(CallFilter):
    """A page of the calls that fit. A level is asked for as `empathy_max=1`, `compliance_min=3`.

    `attention` puts first what is most in need of a look; `cursor` is the last page's.
    """

    name: FilterText = ""
    """A part of the customer's name."""
    review: Annotated[tuple[ReviewMarkState, ...], BeforeValidator(several)] = ()
    """Any of these; one text may name several, separated by commas."""
    incomplete: bool = False
    """Only calls whose transcript stopped in the middle."""
    levels: Mapping[CriterionId, LevelRange] = {}
    sort: Sort = "newest"
    cursor: str = Field(default="", max_length=400)
    limit: int = Field(default=50, ge=1, le=MAX_LIMIT)

    @model_validator(mode="before")
    @classmethod
    def _as_asked(cls, values: Any) -> Any:
        """Empty values don't narrow; the bounds of levels are gathered by criterion."""
        if not isinstance(values, Mapping):
            return values
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        levels: dict[str, dict[str, Any]] = {}
        for name in [name for name in kept if name in _BOUNDS]:
            criterion, bound = _BOUNDS[name]
            levels.setdefault(criterion, {})[bound] = kept.pop(name)
        return kept | ({"levels": levels} if levels else {})


class Place(BaseModel):
    """Where a page ended: the order's keys of its last call. `rank` counts in the order `attention` only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sort: Sort
    rank: int
    started_at: dt.datetime
    call_id: str

    def cursor(self) -> str:
        """As a text that goes into an address."""
        return base64.urlsafe_b64encode(self.model_dump_json().encode()).decode().rstrip("=")


def place_of(query: QueueQuery) -> Place | None:
    """Where the query's page begins; None at the start. Raises `InvalidInput` for a cursor of another list."""
    if not query.cursor:
        return None
    try:
        text = base64.b64decode(query.cursor + "=" * (-len(query.cursor) % 4), altchars=b"-_", validate=True)
        place = Place.model_validate(json.loads(text))
    except (ValueError, ValidationError, RecursionError):
        place = None
    if place is None or place.sort != query.sort or "\0" in place.call_id or place.started_at.tzinfo is None:
        raise InvalidInput("This cursor isn't of this list; leave it out to begin at the first page.", where="cursor")
    return place


class ReviewMark(BaseModel):
    """How far the review of a call has come."""

    model_config = ConfigDict(frozen=True)

    state: ReviewMarkState
    version: int


class QueueEntry(CallFacts):
    review: ReviewMark


class QueuePage(BaseModel):
    """`total` counts all calls that the filters let through."""

    model_config = ConfigDict(frozen=True)

    calls: tuple[QueueEntry, ...]
    next_cursor: str | None
    total: int


class QueueChoices(BaseModel):
    """What the filters can be set to: what occurs in the calls that the person may see."""

    model_config = ConfigDict(frozen=True)

    principals: tuple[str, ...]
    teams: tuple[str, ...]
    operators: tuple[str, ...]
