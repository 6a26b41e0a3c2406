"""The review of a call's score: supervisors approve or overrule what was proposed, operators acknowledge or dispute it.

Pure: each step makes the next version of a review, or says why it can't be taken. Levels judge quoted wording; what is
held is what a person has decided, and every step stays readable with its reason.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.domain.errors import Conflict, InvalidInput
from assistant.domain.notes import Evidence
from assistant.domain.rubric import CriterionId, Level, Score
from assistant.domain.storable import require_storable

ReviewState = Literal["proposed", "approved", "overruled", "disputed", "acknowledged", "settled"]
ReviewAction = Literal["approve", "edit", "overrule", "acknowledge", "dispute", "answer"]
OF_OPERATOR: frozenset[ReviewAction] = frozenset({"acknowledge", "dispute"})
"""What only the call's own operator does; all else is for supervisors."""
_DECIDES_LEVEL: frozenset[ReviewAction] = frozenset({"overrule", "answer"})
MAX_REASON_CHARS = 2_000
_DONE: Mapping[ReviewAction, str] = {
    "approve": "approved the levels",
    "edit": "changed an explanation",
    "overrule": "changed a level",
    "acknowledge": "acknowledged the levels",
    "dispute": "disputed the levels",
    "answer": "answered the dispute",
}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Move(_Part):
    """What a person wants to do with the review as it stood in `version`.

    `reason` is why; of `edit` it is the new explanation. `evidence` are words of the call that speak for it. `levels`
    are those that were read: a proposal that was made anew meanwhile isn't approved unread.
    """

    version: int = Field(ge=0)
    action: ReviewAction
    criterion: CriterionId | None = None
    level: Level | None = None
    """None with a criterion: it can't be judged."""
    reason: str = Field(default="", max_length=MAX_REASON_CHARS)
    evidence: Evidence | None = None
    levels: Mapping[CriterionId, Level | None] | None = None

    @field_validator("reason")
    @classmethod
    def _text(cls, reason: str) -> str:
        return require_storable(reason).strip()

    @property
    def names_level(self) -> bool:
        return self.criterion is not None and "level" in self.model_fields_set


class ReviewStep(_Part):
    """One step that was taken: it made `version`."""

    version: int
    at: dt.datetime
    who: str
    action: ReviewAction
    criterion: CriterionId | None = None
    was: Level | None = None
    """The criterion's level before the step; `level` is the one that holds after it."""
    level: Level | None = None
    reason: str = ""
    evidence: Evidence | None = None

    @property
    def changes_level(self) -> bool:
        return self.was != self.level


class Review(_Part):
    """How a call's review stands. `levels` are those that hold; version 0 is the proposal that nobody has looked at."""

    call_id: str
    principal: str
    state: ReviewState = "proposed"
    version: int = 0
    levels: Mapping[CriterionId, Level | None]
    steps: tuple[ReviewStep, ...] = ()

    @property
    def explanations(self) -> dict[CriterionId, str]:
        """What supervisors wrote in place of the proposed explanations; the latest counts."""
        return {step.criterion: step.reason for step in self.steps if step.action == "edit" and step.criterion}


def proposed(score: Score, principal: str) -> Review:
    """The review that nobody has begun."""
    return Review(call_id=score.call_id, principal=principal, levels={one.id: one.level for one in score.criteria})


def take(review: Review, move: Move, who: str, at: dt.datetime) -> Review:
    """The review after the step. Raises `Conflict` where somebody was quicker or the state forbids it, `InvalidInput`.

    Whether the person may take it at all is the caller's to know.
    """
    if move.version != review.version:
        raise changed_meanwhile(review, move.version)
    _CHECKS[move.action](review, move)
    was = review.levels[move.criterion] if move.criterion else None
    level = move.level if move.action in _DECIDES_LEVEL and move.names_level else was
    step = ReviewStep(
        version=review.version + 1,
        at=at,
        who=who,
        action=move.action,
        criterion=move.criterion,
        was=was,
        level=level,
        reason=move.reason,
        evidence=move.evidence,
    )
    changes = {
        "state": _state_after(review, move),
        "version": step.version,
        "levels": {**review.levels, **({move.criterion: level} if move.criterion else {})},
        "steps": (*review.steps, step),
    }
    return review.model_copy(update=changes)


def changed_meanwhile(review: Review, version: int) -> Conflict:
    """Nothing is overwritten: whoever worked on an older version is told who has done what since."""
    last = review.steps[-1] if review.steps else None
    what = f"{last.who} {_DONE[last.action]} meanwhile" if last else "The review has changed meanwhile"
    message = f"{what} (version {review.version}, yours was {version}). Look at it and decide again."
    return Conflict(message, where=review.call_id)


def _state_after(review: Review, move: Move) -> ReviewState:
    match move.action:
        case "approve":
            return "approved"
        case "acknowledge":
            return "acknowledged"
        case "dispute":
            return "disputed"
        case "answer":
            return "settled"
        case "overrule":
            return review.state if review.state == "disputed" else "overruled"
        case "edit":
            if review.state in ("proposed", "disputed"):
                return review.state
            # What the operator acknowledged reads differently now: they are asked again.
            return "overruled" if any(step.changes_level for step in review.steps) else "approved"


def _approve(review: Review, move: Move) -> None:
    if review.state == "disputed":
        raise Conflict("The operator disputes these levels: answer the dispute.", where=review.call_id)
    if review.state != "proposed":
        who = next(step.who for step in review.steps if step.action in ("approve", "overrule", "edit", "answer"))
        message = f"{who} has decided on these levels already; overrule what you see differently."
        raise Conflict(message, where=review.call_id)
    if move.levels is not None and dict(move.levels) != dict(review.levels):
        raise Conflict("The proposal was made anew meanwhile; read its levels again.", where=review.call_id)


def _edit(review: Review, move: Move) -> None:
    _known(review, move)
    _reasoned(move, "Write the explanation that should stand here.")


def _overrule(review: Review, move: Move) -> None:
    _known(review, move)
    if not move.names_level:
        raise InvalidInput("Say which level holds instead: 0 to 4, or null where it can't be judged.", where="level")
    if review.levels[_criterion(move)] == move.level:
        raise InvalidInput("That level holds already; choose another, or approve it.", where="level")
    _reasoned(move, "Say why: the operator will read it.")


def _acknowledge(review: Review, move: Move) -> None:
    if review.state == "proposed":
        raise Conflict("No supervisor has looked at these levels yet; they are a proposal.", where=review.call_id)
    if review.state == "disputed":
        raise Conflict("Your dispute waits for the supervisor's answer.", where=review.call_id)
    if review.state == "acknowledged":
        raise Conflict("You have acknowledged these levels already.", where=review.call_id)


def _dispute(review: Review, move: Move) -> None:
    if review.state == "disputed":
        raise Conflict("Your dispute waits for the supervisor's answer.", where=review.call_id)
    if review.state == "settled":
        message = "The supervisor has answered your dispute; speak to them about what remains."
        raise Conflict(message, where=review.call_id)
    if move.criterion is not None:
        _known(review, move)
    _reasoned(move, "Say what you see differently: the supervisor will answer it.")


def _answer(review: Review, move: Move) -> None:
    if review.state != "disputed":
        raise Conflict("No dispute of this call waits for an answer.", where=review.call_id)
    if move.criterion is not None or move.level is not None:
        _known(review, move)
    _reasoned(move, "Answer in words: the operator will read them.")


_CHECKS = {
    "approve": _approve,
    "edit": _edit,
    "overrule": _overrule,
    "acknowledge": _acknowledge,
    "dispute": _dispute,
    "answer": _answer,
}


def _criterion(move: Move) -> CriterionId:
    if move.criterion is None:
        raise InvalidInput("Name the criterion that is meant.", where="criterion")
    return move.criterion


def _known(review: Review, move: Move) -> None:
    if _criterion(move) not in review.levels:
        raise InvalidInput(f"This call isn't scored by {move.criterion!r}.", where="criterion")


def _reasoned(move: Move, message: str) -> None:
    if not move.reason:
        raise InvalidInput(message, where="reason")
