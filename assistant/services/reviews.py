"""Reviewing a call: its page with all that it rests on, and the steps of supervisors and of the call's operator."""

from collections.abc import Callable
from dataclasses import dataclass

from pydantic import BaseModel

from assistant.domain.call_page import CallPage
from assistant.domain.calls import Call, CallInfo
from assistant.domain.errors import Conflict, Forbidden, InvalidInput
from assistant.domain.notes import StoredNote
from assistant.domain.queue import QueueEntry, ReviewMarkState
from assistant.domain.reviews import OF_OPERATOR, Move, Review, proposed, take
from assistant.domain.rubric import Rubric, Score
from assistant.domain.users import User
from assistant.services.access import SUPERVISORS, refusals_logged
from assistant.services.ports import Audit, Calls, Clock
from assistant.services.ports_notes import Notes, note_if_any
from assistant.services.ports_reviews import CallQueue, Reviews
from assistant.services.ports_supervision import Scores
from assistant.services.queue import QueuePorts


@dataclass(frozen=True)
class ReviewPorts:
    calls: Calls
    notes: Notes
    queue: CallQueue
    scores: Scores
    reviews: Reviews
    rubric: Callable[[], Rubric]
    """As the library has it now."""
    audit: Audit
    clock: Clock

    @property
    def lists(self) -> QueuePorts:
        return QueuePorts(self.queue, self.audit, self.clock)


class ReviewedCall(BaseModel):
    """All that a call's page shows. `score` None: still being scored; `facts` None: not gathered yet.

    `complete` is false where the transcript stopped in the middle; `mine` says that it is the reader's own call.
    """

    call: Call
    complete: bool
    page: CallPage
    facts: QueueEntry | None
    note: StoredNote | None
    score: Score | None
    review: Review | None
    state: ReviewMarkState
    rubric: Rubric
    mine: bool


async def reviewed_call(user: User, call_id: str, ports: ReviewPorts) -> ReviewedCall:
    """The call's page. Raises `NotFound`, or `Forbidden` (logged) for others than supervisors and its operator."""
    call = await ports.calls.get(call_id)
    await _require(user, call.info, ports)
    page = CallPage.fold(await ports.calls.events(call_id))
    facts = await ports.queue.entry(call_id)
    score, review = await ports.scores.get(call_id), await ports.reviews.get(call_id)
    if review is None and score is not None:
        review = proposed(score, call.info.principal)
    await ports.audit.record(user.username, "review.read", call_id, ports.clock.now())
    return ReviewedCall(
        call=call,
        complete=facts.complete if facts else page.ended,
        page=page,
        facts=facts,
        note=await note_if_any(ports.notes, call_id),
        score=score,
        review=review,
        state=review.state if review else "unscored",
        rubric=ports.rubric(),
        mine=call.info.operator == user.username,
    )


async def take_step(user: User, call_id: str, move: Move, ports: ReviewPorts) -> Review:
    """One step of a review. Raises `Forbidden` (logged), `Conflict` where somebody was quicker, `InvalidInput`."""
    call = await ports.calls.get(call_id)
    await _require(user, call.info, ports, move)
    review = await ports.reviews.get(call_id)
    if review is None:
        score = await ports.scores.get(call_id)
        if score is None:
            raise Conflict("This call is still being scored; review it in a moment.", where=call_id)
        review = proposed(score, call.info.principal)
    if move.evidence:
        await _check_quote(call_id, move, ports)
    changed = take(review, move, user.username, ports.clock.now())
    await ports.reviews.save(changed)
    await ports.audit.record(user.username, f"review.{move.action}", call_id, ports.clock.now(), _detail(changed))
    return changed


def _allowed(user: User, info: CallInfo, move: Move | None) -> None:
    """Supervisors review the calls of their principals, but not their own; operators read and answer on their own."""
    user.require(info.principal)
    own = info.operator == user.username
    if user.role not in SUPERVISORS and not (user.role == "operator" and own):
        raise Forbidden("Only supervisors and the call's own operator see its review.", where=info.id)
    if move is None:
        return
    if move.action in OF_OPERATOR and not own:
        raise Forbidden("Only the call's own operator acknowledges or disputes its levels.", where=info.id)
    if move.action not in OF_OPERATOR and user.role not in SUPERVISORS:
        raise Forbidden("Levels are decided by a supervisor; you can acknowledge or dispute them.", where=info.id)
    if move.action not in OF_OPERATOR and own:
        raise Forbidden("Nobody decides on their own call; ask another supervisor.", where=info.id)


async def _require(user: User, info: CallInfo, ports: ReviewPorts, move: Move | None = None) -> None:
    async with refusals_logged(user, "review.refused", info.id, ports, f"{move.action}: " if move else ""):
        _allowed(user, info, move)


async def _check_quote(call_id: str, move: Move, ports: ReviewPorts) -> None:
    """Words that a step rests on were said: the quote stands in the utterance that it names."""
    quoted = move.evidence
    lines = CallPage.fold(await ports.calls.events(call_id)).transcript
    said = next((line.text for line in lines if quoted and line.id == quoted.utterance_id), None)
    if quoted and (said is None or not quoted.quote.strip() or quoted.quote not in said):
        raise InvalidInput("These words weren't said there; quote the utterance as it stands.", where="evidence")


def _detail(review: Review) -> str:
    """What the step changed; the reason stays with the review, which may be erased with the call."""
    step = review.steps[-1]
    change = f" {step.criterion}: {step.was} -> {step.level}" if step.changes_level else f" {step.criterion or ''}"
    return f"version {step.version}{change}".strip()
