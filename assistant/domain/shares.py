"""Shares of calls with honest intervals: how often something was heard, how it changes, and whether one can tell."""

import datetime as dt
from collections.abc import Iterator
from math import sqrt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.qualification import wilson

Unit = Literal["week", "month"]
Change = Literal["less", "more", "unclear", "too_little"]
"""`unclear`: enough was heard, and it may be no change as well as some; `too_little`: too few calls to tell."""
LEAST_CALLS = 30
"""With fewer calls on a side no difference is told: the interval would hold almost anything."""
_WEEKS_UP_TO = dt.timedelta(days=120)


class Share(BaseModel):
    """`heard` of `of` calls; the share and its 95 % interval (Wilson) are None without calls."""

    model_config = ConfigDict(frozen=True)

    heard: int
    of: int
    share: float | None = None
    low: float | None = None
    high: float | None = None


class Period(Share):
    """The share of a week or a month, from `start` to `end` (both within)."""

    start: dt.date
    end: dt.date


class Difference(BaseModel):
    """How a share changed from `before` to `after`; the difference and its interval are in points of 1."""

    model_config = ConfigDict(frozen=True)

    before: Share
    after: Share
    difference: float | None
    low: float | None
    high: float | None
    change: Change


def share_of(heard: int, of: int) -> Share:
    of = max(of, heard)  # a call that is read between the two counts is in one of them only
    if not of:
        return Share(heard=heard, of=of)
    low, high = wilson(heard, of)
    return Share(heard=heard, of=of, share=heard / of, low=low, high=high)


def compare(before: Share, after: Share) -> Difference:
    """The difference of two shares with its 95 % interval (R. G. Newcombe, Stat. Med. 17, 1998, 873-890, method 10)."""
    if before.share is None or after.share is None:
        return Difference(before=before, after=after, difference=None, low=None, high=None, change="too_little")
    one, other = wilson(after.heard, after.of), wilson(before.heard, before.of)
    difference = after.share - before.share
    low = difference - sqrt((after.share - one[0]) ** 2 + (other[1] - before.share) ** 2)
    high = difference + sqrt((one[1] - after.share) ** 2 + (before.share - other[0]) ** 2)
    change: Change = "less" if high < 0 else "more" if low > 0 else "unclear"
    if min(before.of, after.of) < LEAST_CALLS:
        change = "too_little"
    return Difference(before=before, after=after, difference=difference, low=low, high=high, change=change)


def unit_of(start: dt.date, end: dt.date) -> Unit:
    """Weeks for some months at most, else months."""
    return "week" if end - start <= _WEEKS_UP_TO else "month"


def periods(start: dt.date, end: dt.date, unit: Unit) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of each week (from Monday) or month from `start` to `end`, cut to these."""
    day = start
    while day <= end:
        if unit == "week":
            last = day + dt.timedelta(days=6 - day.weekday())
        else:
            last = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
        yield day, min(last, end)
        day = last + dt.timedelta(days=1)
