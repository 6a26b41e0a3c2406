"""Levels of a told call by the rubric's criteria, read off the parts of the stock that were chosen."""

import random

from assistant.domain.calls import Situation
from assistant.domain.money import Language
from assistant.domain.notes import Evidence
from assistant.domain.rubric import CRITERIA, CriterionId, CriterionScore, Level, Score, ScoredBy
from evals.history.talk import Line, Told

_BY: dict[CriterionId, ScoredBy] = {"listening": "classifier", "empathy": "classifier", "solution": "classifier"}
_WHY: dict[Language, tuple[str, str, str]] = {
    "it": ("Manca.", "C'è in parte.", "C'è, con queste parole."),
    "en": ("It is missing.", "It is there in part.", "It is there, in these words."),
}
_NOT_ASKED: dict[Language, str] = {
    "it": "In questa chiamata non c'era motivo di chiederlo.",
    "en": "This call gave no reason to ask it.",
}
_TOLD_OF = frozenset(
    {
        Situation.TEMPORARY_DIFFICULTY,
        Situation.BEREAVEMENT_OR_ILLNESS,
        Situation.SERVICE_COMPLAINT,
        Situation.ANGER,
        Situation.INVOICE_DISPUTE,
    }
)
_PURPOSES = ("purpose", "promise_recalled", "dispute_status", "courtesy_purpose", "interview_purpose")
_SOLVING = frozenset({"overdue", "promise_follow_up", "dispute_follow_up", "inbound"})
_SOLVED: dict[str, int] = {"plan_agreed": 4, "promise_to_pay": 3, "refused": 1, "no_outcome": 1}

Found = tuple[int | None, list[Line]]


def score_of(told: Told, chance: random.Random) -> Score:
    """A proposed level for every criterion, None where the call gave no reason to ask it."""
    language = told.story.language
    criteria = []
    for criterion in CRITERIA:
        level, lines = _level(criterion, told, chance)
        shown = lines[:2]
        criteria.append(
            CriterionScore(
                id=criterion,
                level=_bounded(level),
                by=_BY.get(criterion, "rule"),
                explanation=_NOT_ASKED[language] if level is None else _WHY[language][min(2, max(0, level - 1))],
                evidence=tuple(Evidence(utterance_id=line.id, quote=line.text) for line in shown),
            )
        )
    return Score(call_id=told.story.id, rubric=told.story.house.rubric, criteria=tuple(criteria))


def _level(criterion: CriterionId, told: Told, chance: random.Random) -> Found:
    story = told.story
    if story.disposition == "wrong_party" and criterion not in ("identification", "courtesy", "compliance"):
        return None, []
    match criterion:
        case "identification":
            return _having(told, ("open", "inbound"), 3 + (chance.random() < 0.3), 1)
        case "purpose":
            return (None, []) if story.purpose == "inbound" else _having(told, _PURPOSES, 3, 1)
        case "listening":
            return _listening(told)
        case "empathy":
            return _empathy(told)
        case "clarity":
            return _having(told, ("recap_promise", "recap_plan", "recap_other", "purpose"), 3, 2)
        case "courtesy":
            return _courtesy(told)
        case "solution":
            if story.purpose not in _SOLVING:
                return None, []
            lines = [line for line in told.lines if line.speaker == "operator"]
            return _SOLVED.get(story.disposition, 2), lines[-2:]
        case "recap":
            return _having(told, ("recap_promise", "recap_plan", "recap_other"), 4, 0)
        case "compliance":
            return _compliance(told)


def _having(told: Told, parts: tuple[str, ...], there: int, missing: int) -> Found:
    lines = told.said(*parts)
    return (there, lines) if lines else (missing, [])


def _listening(told: Told) -> Found:
    opened = told.said("ask_open", "purpose", "ask_experience", "ask_episode")
    taken = told.said("take_up", "card")
    return 1 + bool(opened) + bool(taken) + (len(taken) > 1), [*taken, *opened]


def _empathy(told: Told) -> Found:
    if not any(line.situation in _TOLD_OF for line in told.lines):
        return None, []
    warm, plain, cold = told.said("ack_warm"), told.said("ack_plain", "card"), told.said("ack_cold")
    if warm:
        return 3 + (not cold), warm
    return (2, plain) if plain else (0 if cold else 1, cold)


def _courtesy(told: Told) -> Found:
    rude, cold = told.said("forbidden"), told.said("ack_cold", "purpose_poor", "ask_closed")
    if rude:
        return 0 if len(told.said("close_plain")) else 1, rude
    kind = told.said("close_warm", "ack_warm")
    return max(1, 2 + min(2, len(kind)) - min(2, len(cold))), kind or cold


def _compliance(told: Told) -> Found:
    if "critical" in told.alerts:
        return 0, told.said("forbidden")
    return (2 if told.alerts else 3 + bool(told.said("notice"))), told.said("notice", "forbidden")


def _bounded(level: int | None) -> Level | None:
    levels: tuple[Level, ...] = (0, 1, 2, 3, 4)
    return None if level is None else levels[min(4, max(0, level))]
