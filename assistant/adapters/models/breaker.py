"""A circuit breaker: after several failures in a row a server is left alone for a while, then tried once."""

from dataclasses import dataclass
from typing import Literal

BreakerState = Literal["closed", "open", "half_open"]


@dataclass
class Breaker:
    """Opens after `threshold` failures in a row; `pause` seconds later one request may try. Times are in seconds."""

    threshold: int = 5
    pause: float = 10.0
    failures: int = 0
    _opened: float | None = None
    _trying: bool = False

    def state(self, now: float) -> BreakerState:
        if self._opened is None:
            return "closed"
        return "half_open" if now - self._opened >= self.pause else "open"

    def admits(self, now: float) -> bool:
        """Whether a request may go to the server; half open, the first one that asks is the trial."""
        state = self.state(now)
        if state == "half_open" and not self._trying:
            self._trying = True
            return True
        return state == "closed"

    def answered(self) -> None:
        """The server did its work."""
        self.failures, self._opened, self._trying = 0, None, False

    def failed(self, now: float) -> None:
        """The server failed, or was too slow."""
        self.failures += 1
        self._trying = False
        if self.failures >= self.threshold:
            self._opened = now

    def dropped(self) -> None:
        """The request ended without telling anything of the server; another may be the trial."""
        self._trying = False
