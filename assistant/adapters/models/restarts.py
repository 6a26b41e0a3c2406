"""How long to wait before an engine that ended is started again."""

from collections import deque
from dataclasses import dataclass, field

MAX_FAILURES = 5
COOL_DOWN = 600.0
MAX_RESTARTS = 30
WINDOW = 600.0


@dataclass
class Restarts:
    """Seconds to wait after each end.

    An engine that was ready is started again at once, however often it is killed, up to `MAX_RESTARTS` times within
    `WINDOW` seconds: a request that crashes it must not make it load without a pause for ever. One that never got ready
    has something wrong with it: the pauses double, and after `MAX_FAILURES` it rests for `COOL_DOWN`.
    """

    failures: int = 0
    _ends: deque[float] = field(default_factory=deque)

    def ended(self, was_ready: bool, now: float) -> float:
        if not was_ready:
            self.failures += 1
            return COOL_DOWN if self.failures >= MAX_FAILURES else 0.5 * 2.0**self.failures
        self.failures = 0
        self._ends.append(now)
        while self._ends[0] <= now - WINDOW:
            self._ends.popleft()
        return self._ends[0] + WINDOW - now if len(self._ends) > MAX_RESTARTS else 0.0
