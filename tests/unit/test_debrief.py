from datetime import date

from assistant.domain.calls import Situation
from assistant.domain.debrief import advice_of, situations_at, turn_of_mood
from assistant.domain.notes import Evidence
from assistant.domain.practice import advance, beginning
from assistant.domain.practice_state import LineReading, PracticeState, PracticeTurn
from assistant.domain.rubric import CRITERIA, CriterionId, CriterionScore, Level, Score
from assistant.domain.scenario import Act
from tests.fake_practice import shipped_practice
from tests.unit.scenario_example import play, scenario

RUBRIC = shipped_practice().library.rubric()


def state(*acts: tuple[Act, ...]) -> PracticeState:
    """A call whose lines did this."""
    made, played = scenario(), play()
    progress, turns = beginning(made), []
    for n, done in enumerate(acts, start=1):
        before, reading = progress, LineReading(acts=done)
        progress, move = advance(played, before, reading)
        turns.append(PracticeTurn(n=n, line=f"line {n}", reading=reading, move=move, answer="…", before=before))
    return PracticeState(
        scenario=made, seed=1, figures=played.figures, opening="Hello.", progress=progress, turns=tuple(turns)
    )


def score(**levels: Level | None) -> Score:
    criteria = tuple(
        CriterionScore(
            id=one,
            level=levels.get(one, 4),
            by="rule",
            explanation=f"because of {one}",
            evidence=(Evidence(utterance_id="o3", quote="No."),),
        )
        for one in CRITERIA
    )
    return Score(call_id="practice", rubric=1, criteria=criteria)


def test_the_mood_turned_where_it_moved_most_towards_its_end() -> None:
    warm = turn_of_mood(state(("introduce", "courteous"), ("ask_how",), ("acknowledge", "name_it", "courteous")))
    assert warm is not None
    assert (warm.turn, warm.line, warm.before, warm.after) == (3, "line 3", 0.5, 2.0)
    assert {step.cause for step in warm.causes} == {"empathy", "courtesy"}
    cold = turn_of_mood(state(("introduce", "courteous"), ("press",), ("threaten",)))
    assert cold is not None
    assert (cold.turn, cold.after) == (3, -2.5)


def test_a_mood_that_hardly_moved_didnt_turn() -> None:
    assert turn_of_mood(state(("introduce",), ("ask_how",))) is None
    assert turn_of_mood(state()) is None


def test_the_advice_is_on_the_lowest_level_and_what_weighs_most() -> None:
    advice = advice_of(score(recap=1, empathy=1, clarity=2), RUBRIC, "en")
    assert advice is not None
    assert (advice.criterion, advice.level, advice.why, advice.turn) == ("empathy", 1, "because of empathy", 3)
    assert advice.next_level == RUBRIC.criterion("empathy").levels[2]["en"]


def test_a_perfect_or_unjudged_call_has_no_advice() -> None:
    assert advice_of(score(), RUBRIC, "it") is None
    unjudged: dict[CriterionId, Level | None] = dict.fromkeys(CRITERIA)
    assert advice_of(score(**unjudged), RUBRIC, "it") is None


def test_what_the_customer_spoke_of_at_a_moment() -> None:
    told = state(("introduce",), ("ask_how",))
    assert situations_at(told, 2) == [Situation.TEMPORARY_DIFFICULTY]
    assert told.figures.on == date(2026, 11, 25)
