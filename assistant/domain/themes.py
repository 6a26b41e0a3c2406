"""Themes: what many customers say alike. Which groups of voices are themes, and how a theme stays itself over time."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from assistant.domain.money import Language
from assistant.domain.theme_names import Naming

MIN_VOICES = 5
MIN_SHARE = 0.005
"""Of all voices: among thousands, five that are alike are chance."""
MIN_CUSTOMERS = 4
"""One customer who says a thing ten times is a matter for that customer's operator, not a theme."""
MIN_COHESION = 0.15
"""Mean likeness of its voices, each with each: what unrelated complaints reach by chance lies below."""
MIN_COVERAGE = 0.7
"""Share of its voices that say one of the words by which it is named: what can't be named isn't a theme."""
MIN_WORD_VOICES, MIN_WORD_SHARE = 3, 0.25
"""One word at least is said by three voices, and by so large a share of its language's: what a theme is about."""
_SAME_MEMBERS = 0.5
_SAME_CENTRE = 0.85
MAX_NAME_CHARS = 80


class Theme(BaseModel):
    """`names` are found by code, `given` by people, who win; `ended_at` is None while it is heard."""

    model_config = ConfigDict(frozen=True)

    id: str
    principal: str
    created_at: dt.datetime
    ended_at: dt.datetime | None = None
    names: dict[Language, str]
    given: dict[Language, str] = {}
    terms: dict[Language, tuple[str, ...]] = {}
    version: int = 1
    named_by: str = ""

    def name(self, language: Language) -> str:
        """The name in this language, else in the other one."""
        for known in (self.given, self.names):
            if language in known:
                return known[language]
        return next(iter([*self.given.values(), *self.names.values()]), self.id)


@dataclass(frozen=True)
class Found:
    """A theme as one look at all voices finds it. `members` maps a voice's id to its likeness with the centre."""

    members: Mapping[str, float]
    naming: Naming
    centre: Sequence[float]


@dataclass(frozen=True)
class Known:
    """A theme of earlier looks, with the voices it had then and its centre."""

    id: str
    members: Collection[str]
    centre: Sequence[float]


def supported(customers: Sequence[str], cohesion: float, of_voices: int) -> bool:
    """Whether a group has enough voices of enough customers that are alike enough. `customers` has one a voice."""
    least = max(MIN_VOICES, MIN_SHARE * of_voices)
    return len(customers) >= least and len(set(customers)) >= MIN_CUSTOMERS and cohesion >= MIN_COHESION


def named(naming: Naming) -> bool:
    """Whether the words that set the group apart are said by most of it, in at least four wordings."""
    shared = any(
        term.voices >= max(MIN_WORD_VOICES, MIN_WORD_SHARE * naming.voices[language])
        for language, terms in naming.terms.items()
        for term in terms
    )
    worded = sum(naming.voices.values()) >= MIN_CUSTOMERS
    return bool(naming.names) and shared and worded and naming.coverage >= MIN_COVERAGE


def same_themes(found: Sequence[Found], known: Sequence[Known]) -> dict[int, str]:
    """Which found theme (by its place) continues which known one: by shared voices first, then by the centre.

    Each goes to one at most. Where a theme parted, the part with more of its voices keeps the identity; where two
    became one, the larger of the old ones lives on.
    """
    pairs = [
        (score, -i, old.id, i)
        for i, new in enumerate(found)
        for old in known
        if (score := _sameness(new, old)) is not None
    ]
    result: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, old_id, i in sorted(pairs, reverse=True):
        if i not in result and old_id not in taken:
            result[i] = old_id
            taken.add(old_id)
    return result


def _sameness(new: Found, old: Known) -> tuple[int, float] | None:
    """How much speaks for the two being one theme, as something to sort by; None where too little does."""
    shared = len(set(old.members) & set(new.members))
    smaller = min(len(old.members), len(new.members))
    if smaller and shared / smaller >= _SAME_MEMBERS:
        return 1, float(shared)
    if len(old.centre) != len(new.centre):  # another encoder's: its space is another
        return None
    likeness = sum(a * b for a, b in zip(new.centre, old.centre, strict=True))
    return (0, likeness) if likeness >= _SAME_CENTRE else None
