"""The time of this machine."""

from datetime import datetime


class SystemClock:
    """Implements the port `Clock`."""

    def now(self) -> datetime:
        return datetime.now().astimezone()
