"""Which calls may become a case, and which of their levels a person has decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.errors import InvalidInput
from assistant.domain.reviews import OF_OPERATOR, Review, ReviewStep
from assistant.domain.rubric import CriterionId, Level
from assistant.services.reviews import ReviewedCall

_DECIDED = frozenset({"approved", "overruled", "acknowledged", "settled"})
_MIN_TURNS = 4


def reviewed_by_supervisor(reviewed: ReviewedCall) -> Review:
    """The review of a call that can become a case. Raises `InvalidInput` for any other."""
    call_id = reviewed.call.info.id
    if reviewed.call.ended_at is None:
        raise InvalidInput("The call is still going on. Record it once it has ended and was reviewed.", where=call_id)
    if not reviewed.complete:
        message = (
            "The transcript stops in the middle: nobody could say what should have come of it. Record another call."
        )
        raise InvalidInput(message, where=call_id)
    review = reviewed.review
    if review is None or not any(step.action not in OF_OPERATOR for step in review.steps):
        message = "No supervisor has reviewed the call. Approve or overrule its levels on the supervisors' page first."
        raise InvalidInput(message, where=call_id)
    if sum(bool(line.text.strip()) for line in reviewed.page.transcript) < _MIN_TURNS:
        raise InvalidInput(f"A case needs {_MIN_TURNS} turns; this call has fewer. Record another call.", where=call_id)
    return review


@dataclass(frozen=True)
class DecidedLevels:
    """Those that hold; `undecided` among them are proposals. `without` have no level that a person gave."""

    levels: dict[CriterionId, Level | None]
    undecided: frozenset[CriterionId]
    without: tuple[CriterionId, ...]


def decided_levels(review: Review) -> DecidedLevels:
    """The levels as the reviewer left them. That none could be proposed is no judgement, unless a person said it."""
    decided = {*_decided(review)}
    without = tuple(one for one, level in review.levels.items() if level is None and not _given(review, one))
    levels = {one: level for one, level in review.levels.items() if one not in without}
    return DecidedLevels(levels, frozenset(levels) - decided, without)


def _decided(review: Review) -> Iterator[CriterionId]:
    """With the state all levels are decided, but what the operator disputes; else those that a step names."""
    whole = review.state in _DECIDED or any(step.action == "approve" for step in review.steps)
    disputed = _disputed(review)
    for criterion in review.levels:
        named = any(step.criterion == criterion and step.action not in OF_OPERATOR for step in review.steps)
        if (whole or named) and not (disputed and disputed.criterion in (None, criterion)):
            yield criterion


def _disputed(review: Review) -> ReviewStep | None:
    """The dispute that waits for an answer."""
    if review.state != "disputed":
        return None
    return next(step for step in reversed(review.steps) if step.action == "dispute")


def _given(review: Review, criterion: CriterionId) -> bool:
    """Whether a person has set the level, be it to none."""
    return any(step.criterion == criterion and step.changes_level for step in review.steps)
