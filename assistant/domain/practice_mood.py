"""How far a line of the operator moves the customer's mood: words alone count, kind ones only while they are new."""

from collections.abc import Iterable

from assistant.domain.calls import Situation
from assistant.domain.practice_state import LineReading, MoodStep, Progress
from assistant.domain.scenario import MOOD_MAX, MOOD_MIN, Act, Temperament

MOST_COURTESIES = 3
"""So many polite lines warm a customer; after that courtesy is taken for granted."""
PATIENCE_FOR_EMPATHY = 2
"""A difficulty that was told may wait so many lines for a word; then it was passed over."""
EMPATHIC: tuple[Act, ...] = ("acknowledge", "name_it", "apologise", "condole")
WANTS_A_WORD = frozenset(
    {
        Situation.BEREAVEMENT_OR_ILLNESS,
        Situation.INSOLVENCY_OR_LEGAL,
        Situation.SERVICE_COMPLAINT,
        Situation.INVOICE_DISPUTE,
        Situation.TEMPORARY_DIFFICULTY,
        Situation.ANGER,
    }
)
"""What a customer tells of and expects a word for."""


def mood_steps(temper: Temperament, progress: Progress, reading: LineReading) -> tuple[MoodStep, ...]:
    """Each cause with what it moves; a line that hurts gains nothing by a polite word beside it."""
    if reading.empty:
        return ()
    if hurt := tuple(_hurts(temper, reading)):
        return hurt
    return tuple(_warms(temper, progress, reading))


def _hurts(temper: Temperament, reading: LineReading) -> Iterable[MoodStep]:
    if reading.does("insult"):
        yield MoodStep(cause="insult", by=-2)
    if reading.does("threaten"):
        yield MoodStep(cause="threat", by=2 * temper.pressure)
    elif reading.does("press"):
        yield MoodStep(cause="pressure", by=temper.pressure)
    if reading.does("dismiss"):
        yield MoodStep(cause="dismissed", by=-1)
    if reading.does("brusque") and not reading.does("insult", "threaten", "press", "dismiss"):
        yield MoodStep(cause="brusque", by=-0.5)


def _warms(temper: Temperament, progress: Progress, reading: LineReading) -> Iterable[MoodStep]:
    kind_word = reading.does(*EMPATHIC) and not reading.repeated
    if progress.unanswered and kind_word:
        yield MoodStep(cause="empathy", by=temper.empathy if reading.does("name_it", "condole") else 0.5)
    elif progress.unanswered and progress.passed_over + 1 == PATIENCE_FOR_EMPATHY:
        yield MoodStep(cause="passed_over", by=-0.5)
    elif kind_word and not any(act in progress.done for act in EMPATHIC):
        yield MoodStep(cause="empathy", by=0.5)
    if reading.does("courteous") and not reading.repeated and progress.courtesies < MOST_COURTESIES:
        yield MoodStep(cause="courtesy", by=temper.courtesy)


def after_steps(mood: float, steps: Iterable[MoodStep]) -> float:
    """The mood moved by the steps, within its bounds."""
    return min(MOOD_MAX, max(MOOD_MIN, mood + sum(step.by for step in steps)))


def after_reading(progress: Progress, reading: LineReading, mood: float) -> Progress:
    """Progress with what the line itself changed: mood, acts done, whether a difficulty still waits for a word."""
    answered = progress.unanswered and reading.does(*EMPATHIC)
    waits = progress.unanswered and not answered and not reading.empty
    return progress.model_copy(
        update={
            "mood": mood,
            "done": tuple(dict.fromkeys((*progress.done, *reading.acts))),
            "unanswered": progress.unanswered and not answered,
            "passed_over": progress.passed_over + 1 if waits else 0,
            "courtesies": progress.courtesies + reading.does("courteous"),
        }
    )
