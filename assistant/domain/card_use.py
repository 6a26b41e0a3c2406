"""How much attention cards asked for in a call, and what became of them. A fold over the call's events."""

from collections import Counter
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from assistant.domain.events import AnyOutEvent, SuggestionClosed, SuggestionReady, UtteranceHeard


class CardUse(BaseModel):
    """`minutes` from the start of the call to its last words; `share_used` counts cards used as they were or edited."""

    model_config = ConfigDict(frozen=True)

    minutes: float
    shown: int
    per_minute: float
    used: int = 0
    edited: int = 0
    dismissed: int = 0
    expired: int = 0
    replaced: int = 0
    share_used: float | None = None
    """None where no card was shown."""


def card_use(events: Iterable[AnyOutEvent]) -> CardUse:
    """The measure of one call's events, in order."""
    seconds, shown, closed = 0.0, 0, Counter[str]()
    for event in events:
        match event:
            case UtteranceHeard(partial=False):
                seconds = max(seconds, event.t)
            case SuggestionReady():
                shown += 1
            case SuggestionClosed():
                closed[event.state] += 1
            case _:
                pass
    minutes = seconds / 60
    return CardUse(
        minutes=round(minutes, 2),
        shown=shown,
        per_minute=round(shown / minutes, 2) if minutes else 0.0,
        share_used=round((closed["used"] + closed["edited"]) / shown, 3) if shown else None,
        **closed,
    )
