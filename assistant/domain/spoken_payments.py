"""Instalments and days of payments as a single turn speaks of them."""

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal

from assistant.domain import speech, speech_told
from assistant.domain.dialogue import Token, Turn, quote
from assistant.domain.payments import PlanTalk, last_year

_CORRECTED = re.compile(r"(?<=\w),? no,?(?: \w+,?){0,2}\s*$", re.I)


def plan_in(turn: Turn, tokens: Sequence[Token], on: dt.date) -> PlanTalk | None:
    """The instalments that a turn on the day `on` speaks of, if it names one count of them."""
    counts = [f for f in turn.findings if f.kind == "count" and not f.ambiguous and f.bound == "exact"]
    counts = [f for f in counts if int(f.values[0]) >= 2 and not speech.shares(f.text)]
    if turn.speaker != "operator":
        counts = [f for f in counts if not speech_told.tells_of_other_terms(turn.text, *f.span)]
    if len({f.values[0] for f in counts}) != 1:
        return None
    dated = {t.value for t in tokens if t.kind == "date"}
    amounts = [t for t in tokens if t.kind == "amount"]
    if len(amounts) >= 2 and len(dated) >= 2:
        return None  # each payment is named with its day: they stand for themselves
    near = min(amounts, key=lambda t: abs(t.start - counts[0].span[1]), default=None)
    first, least = _first_day(turn, counts[0].span[0], on)
    return PlanTalk(
        count=int(counts[0].values[0]),
        amount=near.value if near and isinstance(near.value, Decimal) else None,
        currency=near.currency if near else None,
        first=first,
        first_from=least,
        evidence=(quote(turn, *counts[0].span),),
    )


def turns_plan_down(turn: Turn) -> bool:
    """Whether the turn says no to the instalments it names; a "no" right before their count corrects another one."""
    start = next((f.span[0] for f in turn.findings if f.kind == "count"), 0)
    before = _CORRECTED.sub(" ", turn.text[:start])
    return speech.refuses(before + turn.text[start:])


def _first_day(turn: Turn, start: int, on: dt.date) -> tuple[dt.date | None, bool]:
    days = [f for f in turn.findings if f.kind == "date" and not f.ambiguous and f.values[0] >= on.isoformat()]
    days = [f for f in days if not speech.speaks_of_answering(_around(turn.text, f.span))]
    if not days:
        return None, False
    near = min(days, key=lambda f: (f.span[0] < start, f.span[0]))
    return dt.date.fromisoformat(near.values[0]), near.bound == "min"


def day_gone_by(token: Token, on: dt.date) -> dt.date | None:
    """The day of a payment that was made: one named without its year is the last that has been, not the next."""
    if not isinstance(token.value, dt.date):
        return None
    back = last_year(token.value) if token.value > on else token.value
    near = back == token.value or on - back < token.value - on
    return back if near else None


def _around(text: str, span: tuple[int, int]) -> str:
    return text[max(0, span[0] - 40) : span[1] + 25]
