"""When a delivery that failed is tried again: after a pause that doubles, until it is given up."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

_DAY = 86_400.0


class Backoff(BaseModel):
    """Pauses double from `first_seconds` to `longest_seconds`; after `attempts` failures a person has to look.

    As it stands, that is after three to six days: a receiver may be down over a weekend.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    first_seconds: float = Field(default=5.0, gt=0, le=_DAY)
    longest_seconds: float = Field(default=14_400.0, gt=0, le=_DAY)
    attempts: int = Field(default=48, ge=1, le=1_000)

    def pause(self, failures: int, chance: float, asked: float = 0) -> timedelta | None:
        """The pause after so many failures (1 or more); None: no more attempts.

        `chance`, from 0 to 1, shortens it to half at most, so that deliveries which failed together don't come back
        together. It is never shorter than the receiver `asked` for, in seconds; a day at most is believed.
        """
        if failures >= self.attempts:
            return None
        doubled = min(self.longest_seconds, self.first_seconds * 2.0 ** min(failures - 1, 64))
        return timedelta(seconds=max(doubled * (1 - chance / 2), min(asked, _DAY)))
