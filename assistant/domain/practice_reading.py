"""Reads a line of the operator as the customer of a practice call hears it: what it does, and what it offers to pay."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from assistant.domain.expressions import pattern
from assistant.domain.findings import Finding
from assistant.domain.practice_state import ActCues, House, LineReading, Offer
from assistant.domain.scenario import Act
from assistant.domain.speech import shares, speaks_of_instalments, speaks_of_paying

SOON = timedelta(days=92)
"""A day so near may well be offered, even if it is a due date."""
_HURTS: frozenset[Act] = frozenset({"insult", "threaten", "press", "dismiss", "brusque"})
_HOW: frozenset[Act] = frozenset({"courteous", "brusque", "explain"})
HURTFUL: frozenset[Act] = _HURTS | {"steer"}
"""Acts that are told by their words alone."""
ALIKE = 0.45
"""From this likeness on a line is taken for what an example does; of smalltalk one line of 13 lies above it."""
_WORDS = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Heard:
    """A line with what others read in it: the signals of its manner, and its figures."""

    text: str
    signals: Collection[str]
    findings: Sequence[Finding]
    debts: Collection[Decimal] = ()
    """Amounts that only name what is owed, ..."""
    due: Collection[date] = ()
    """... and days on which it was due: heard again, they may look like the same day of next year."""
    on: date = date.min
    earlier: Sequence[str] = ()
    """Lines that were said before."""


def read_line(heard: Heard, house: House) -> LineReading:
    """What the line does and offers; a line without a word is empty."""
    if not _WORDS.search(heard.text):
        return LineReading(empty=not heard.findings, offer=None)
    acts = tuple(act for act, cues in house.acts.items() if _does(cues, heard))
    if _HURTS & set(acts):
        acts = tuple(act for act in acts if act != "courteous")
    said = {_plain(line) for line in heard.earlier}
    return LineReading(acts=acts, offer=_offer(heard, acts), repeated=_plain(heard.text) in said)


def is_unclear(reading: LineReading) -> bool:
    """Whether the words tell how something is said, but not what."""
    return not reading.empty and reading.offer is None and set(reading.acts) <= _HOW


def examples_of(house: House) -> tuple[tuple[str, Act], ...]:
    """Every example with its act. What hurts has none: nobody is blamed for a likeness."""
    return tuple((text, act) for act, cues in house.acts.items() for text in cues.examples)


def taken_for(reading: LineReading, act: Act) -> LineReading:
    """The reading of a line that resembles an example of this act."""
    return reading.model_copy(update={"acts": (*reading.acts, act)})


def _does(cues: ActCues, heard: Heard) -> bool:
    text = heard.text.replace("’", "'")
    if any(pattern(expression).search(text) for expression in cues.unless):
        return False
    return any(signal in heard.signals for signal in cues.signals) or any(
        pattern(expression).search(text) for expression in cues.cues
    )


def _plain(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))


def _offer(heard: Heard, acts: Sequence[Act]) -> Offer | None:
    """What is proposed to be paid; figures that only name the debt, or lie in the past, propose nothing."""
    counts = [int(found.values[-1]) for found in heard.findings if found.kind == "count"]
    amounts = [Decimal(found.values[-1]) for found in heard.findings if found.kind == "amount"]
    offered = [amount for amount in amounts if amount > 0 and amount not in heard.debts]
    days = [date.fromisoformat(found.values[-1]) for found in heard.findings if found.kind == "date"]
    owed = {(day.month, day.day) for day in heard.due}
    ahead = [day for day in days if day > heard.on and (day <= heard.on + SOON or (day.month, day.day) not in owed)]
    first, count = (min(ahead) if ahead else None), max(counts, default=None)
    each = speaks_of_instalments(heard.text)
    whole = "ask_all" in acts or any(name == "whole" for _, _, name in shares(heard.text))
    if count is not None and count > 1:
        return Offer(count=count, amount=max(offered, default=None), each=each, first=first)
    if offered and (each or ahead or "offer_plan" in acts or speaks_of_paying(heard.text)):
        return Offer(count=None if each else count, amount=max(offered), each=each, first=first)
    if ahead and (whole or (amounts and speaks_of_paying(heard.text))):
        return Offer(whole=True, first=first)
    return Offer(whole=True) if "ask_all" in acts else None
