"""What surrounds a request to the language model: whose turn it is, what it took, and where that is counted."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, Protocol


class Priority(IntEnum):
    """Whose turn it is when several wait for the model; the lowest first."""

    FOCUS = 0
    """A call whose panel somebody is looking at."""
    LIVE = 1
    """Another call that is going on."""
    BACKGROUND = 2
    """What nobody waits for with a customer on the line: narratives, checks. Gives way to live work."""
    SPECULATIVE = 3
    """May turn out to be of no use (reading words that are still being spoken): only while nothing else is wanted."""


@dataclass(frozen=True)
class ModelUsage:
    """Tokens of one request, as the server counts them. `cached` prompt tokens weren't worked on again."""

    prompt: int
    cached: int
    generated: int


@dataclass(frozen=True)
class ServerState:
    """One model server: its circuit breaker, and how many requests it works on and has waiting."""

    server: str
    state: str
    breaker: Literal["closed", "open", "half_open"] = "closed"
    running: int = 0
    waiting: int = 0


Outcome = Literal["done", "failed", "timeout", "left", "superseded", "late", "full", "open"]
"""How a request to the model ended. `left`: the caller went away. Refused before the model was asked: `late` (it could
not start in time), `full` (the queue was), `open` (the circuit breaker was)."""


@dataclass(frozen=True)
class ModelRun:
    """One request that ended. Times in seconds; `first` is from its start to the first piece of text."""

    server: str
    work: str
    outcome: Outcome
    queued: float
    first: float | None = None
    running: float = 0.0
    usage: ModelUsage | None = None


class ModelMeter(Protocol):
    """Where what the model does is counted."""

    def ended(self, run: ModelRun) -> None: ...

    def withheld(self, reason: str) -> None:
        """A tailored sentence wasn't shown, or (`""`) was."""
        ...
