"""What is talked over after a practice call: the scorecard, what was hidden, the plan, the turn of the mood, advice."""

from collections.abc import Iterator

from assistant.domain.calls import Situation
from assistant.domain.money import Language
from assistant.domain.notes import Evidence
from assistant.domain.plans import Plan
from assistant.domain.practice_log import customer_id, operator_id
from assistant.domain.practice_outcome import Outcome
from assistant.domain.practice_state import Agreed, MoodStep, PracticeModel, PracticeState
from assistant.domain.rubric import LEVELS, CriterionId, CriterionScore, Level, Rubric, Score
from assistant.domain.scenario import Difficulty, FactKind
from assistant.domain.slots import fill

TURNS_WORTH = 0.5
"""A smaller change of the mood is no turn."""
_FIRST: tuple[CriterionId, ...] = (
    "compliance", "courtesy", "empathy", "listening", "solution", "purpose", "identification", "recap", "clarity",
)  # fmt: skip
"""Of criteria with the same level the one that weighs most on the customer is spoken of."""


class HiddenFact(PracticeModel):
    """A hidden fact and whether it came out: in turn `turn`, by the operator's words `by`."""

    id: str
    kind: FactKind
    text: str
    came_out: bool
    turn: int | None = None
    by: str = ""


class PlanCompared(PracticeModel):
    """What was agreed beside the best that policy and the hidden limit allowed."""

    agreed: Agreed | None
    best: Plan | None


class MoodTurn(PracticeModel):
    """The line at which the mood changed most, towards where it ended."""

    turn: int
    line: str
    before: float
    after: float
    causes: tuple[MoodStep, ...]


class Advice(PracticeModel):
    """One thing to do better: the lowest criterion, why, and what the next level asks for."""

    criterion: CriterionId
    name: str
    level: Level
    why: str
    next_level: str
    evidence: tuple[Evidence, ...] = ()
    turn: int | None = None


class Example(PracticeModel):
    """An approved sentence for that moment, its figures filled in."""

    phrase_id: str
    situation: Situation
    text: str


class ReplayTurn(PracticeModel):
    """One exchange as it is read again. `utterances` are the ids that the scorecard's evidence names.

    `mood` is the customer's after it, `causes` what moved it.
    """

    n: int
    line: str
    answer: str
    rule: str
    mood: float
    causes: tuple[MoodStep, ...] = ()
    revealed: tuple[str, ...]
    utterances: tuple[str, str]


class Debrief(PracticeModel):
    scenario: str
    version: int
    title: str
    difficulty: Difficulty
    language: Language
    seed: int
    opening: str
    outcome: Outcome
    score: Score
    hidden: tuple[HiddenFact, ...]
    plan: PlanCompared
    mood_began: float
    turned: MoodTurn | None
    better: Advice | None
    """None where nothing could be judged."""
    examples: tuple[Example, ...]
    replay: tuple[ReplayTurn, ...]


def hidden_facts(state: PracticeState, slots: dict[str, str]) -> Iterator[HiddenFact]:
    """Each hidden fact, and the line by which it came out."""
    for fact in state.scenario.hidden:
        turn = next((turn for turn in state.turns if fact.id in turn.move.reveals), None)
        yield HiddenFact(
            id=fact.id,
            kind=fact.kind,
            text=fill(fact.text, slots),
            came_out=turn is not None,
            turn=turn.n if turn else None,
            by=turn.line if turn else "",
        )


def turn_of_mood(state: PracticeState) -> MoodTurn | None:
    """The largest change towards the final mood; the first of equal ones. None where it hardly moved."""
    began, ended = state.scenario.mood, state.progress.mood
    direction = 1 if ended > began else -1
    moved = [(direction * (turn.move.mood_after - turn.move.mood_before), turn) for turn in state.turns]
    most, turn = max(moved, key=lambda pair: (pair[0], -pair[1].n), default=(0.0, None))
    if turn is None or most < TURNS_WORTH:
        return None
    return MoodTurn(
        turn=turn.n,
        line=turn.line,
        before=turn.move.mood_before,
        after=turn.move.mood_after,
        causes=turn.move.causes,
    )


def advice_of(score: Score, rubric: Rubric, language: Language) -> Advice | None:
    """The lowest level; what weighs most on the customer comes first among equals."""
    judged = [one for one in score.criteria if one.level is not None and one.level < 4]
    if not judged:
        return None
    lowest = min(judged, key=_weight)
    criterion = rubric.criterion(lowest.id)
    level: Level = lowest.level or 0
    turns = [int(one.utterance_id[1:]) for one in lowest.evidence if one.utterance_id[1:].isdigit()]
    return Advice(
        criterion=lowest.id,
        name=criterion.name[language],
        level=level,
        why=lowest.explanation,
        next_level=criterion.levels[LEVELS[level + 1]][language],
        evidence=lowest.evidence,
        turn=turns[0] if turns else None,
    )


def _weight(scored: CriterionScore) -> tuple[int, int]:
    return scored.level or 0, _FIRST.index(scored.id)


def replay_of(state: PracticeState) -> Iterator[ReplayTurn]:
    for turn in state.turns:
        yield ReplayTurn(
            n=turn.n,
            line=turn.line,
            answer=turn.answer,
            rule=turn.move.rule,
            mood=turn.move.mood_after,
            causes=turn.move.causes,
            revealed=turn.move.reveals,
            utterances=(operator_id(turn.n), customer_id(turn.n)),
        )


def situations_at(state: PracticeState, n: int | None) -> list[Situation]:
    """What the customer was speaking of at turn `n`, the nearest first; then what the scenario is about."""
    until = [turn for turn in state.turns if n is None or turn.n <= n]
    spoken = [state.scenario.fact(fact).situation for turn in reversed(until) for fact in turn.move.reveals]
    about = [fact.situation for fact in state.scenario.facts]
    return [one for one in dict.fromkeys((*spoken, *about)) if one != Situation.NONE]
