import pytest

from assistant.domain.practice_mood import MOST_COURTESIES, after_reading, after_steps, mood_steps
from assistant.domain.practice_state import LineReading, MoodStep, Progress
from assistant.domain.scenario import Act, Temperament

TEMPER = Temperament()
TOLD = Progress(mood=0, unanswered=True)


def moved(progress: Progress, *acts: Act, repeated: bool = False) -> dict[str, float]:
    steps = mood_steps(TEMPER, progress, LineReading(acts=acts, repeated=repeated))
    return {step.cause: step.by for step in steps}


@pytest.mark.parametrize(
    ("acts", "expected"),
    [
        (("courteous",), {"courtesy": 0.5}),
        (("acknowledge",), {"empathy": 0.5}),
        (("press", "courteous"), {"pressure": -1}),
        (("press", "threaten"), {"threat": -2}),
        (("insult", "acknowledge"), {"insult": -2}),
        (("dismiss",), {"dismissed": -1}),
        (("brusque",), {"brusque": -0.5}),
        (("brusque", "press"), {"pressure": -1}),
        (("ask_when",), {}),
    ],
)
def test_what_moves_the_mood(acts: tuple[Act, ...], expected: dict[str, float]) -> None:
    assert moved(Progress(mood=0), *acts) == expected


def test_a_difficulty_wants_a_word_that_names_it() -> None:
    assert moved(TOLD, "acknowledge", "name_it") == {"empathy": 1}
    assert moved(TOLD, "acknowledge") == {"empathy": 0.5}
    assert moved(TOLD, "ask_when") == {}
    assert moved(TOLD.model_copy(update={"passed_over": 1}), "ask_when") == {"passed_over": -0.5}


def test_kind_words_count_while_they_are_new() -> None:
    assert moved(Progress(mood=0, done=("acknowledge",)), "acknowledge") == {}
    assert moved(Progress(mood=0, courtesies=MOST_COURTESIES), "courteous") == {}
    assert moved(TOLD, "acknowledge", "courteous", repeated=True) == {}


def test_the_mood_has_bounds() -> None:
    assert after_steps(2.5, [MoodStep(cause="empathy", by=1)]) == 3
    assert after_steps(-2, [MoodStep(cause="insult", by=-2)]) == -3


def test_silence_moves_nothing() -> None:
    assert mood_steps(TEMPER, TOLD, LineReading(empty=True)) == ()
    assert after_reading(TOLD, LineReading(empty=True), 0).passed_over == 0


def test_an_answer_to_the_difficulty_is_remembered() -> None:
    after = after_reading(TOLD, LineReading(acts=("condole", "courteous")), 1)
    assert (after.mood, after.unanswered, after.courtesies, after.done) == (1, False, 1, ("condole", "courteous"))
    assert after_reading(TOLD, LineReading(acts=("ask_when",)), 0).passed_over == 1
