"""Solution and recap: whether a way was sought that the customer can go, and whether the end says what happens."""

from collections.abc import Sequence

from assistant.domain.calls import Purpose, Situation
from assistant.domain.notes import Evidence
from assistant.domain.rubric import Level
from assistant.domain.scoring_call import CallRead, Turn
from assistant.domain.scoring_verdict import Fact, Verdict, unjudged, verdict

_ASKS = frozenset(
    {
        Situation.INSTALMENT_REQUEST,
        Situation.DISCOUNT_REQUEST,
        Situation.CALLBACK_REQUEST,
        Situation.PROMISE_TO_PAY,
    }
)
"""What a customer says when a no leaves them without a way."""
_NOTHING_LATE: frozenset[Purpose] = frozenset({"pre_due_courtesy", "feedback_interview"})
"""Calls in which there is something to solve only if the customer brings it up."""
_ENDING = 3
"""The operator's last turns, in which a recap is looked for."""


def solution(call: CallRead) -> Verdict:
    if call.stranger:
        return unjudged("stranger")
    if not call.customer:
        return unjudged("no_customer")
    if call.purpose in _NOTHING_LATE and not any(_needs_something(turn) for turn in call.customer):
        return unjudged("nothing_to_solve")
    offers = [turn for turn in call.operator if turn.does("proposes", "makes_allowance", "commits", "recaps")]
    concrete = [turn for turn in offers if turn.has("amount", "date", "count")]
    choices = [turn for turn in call.operator if turn.does("offers_choice")]
    agreed = [turn for turn in call.customer if concrete and turn.n > concrete[0].n and _agrees(turn)]
    when = [turn for turn in call.operator if turn.does("asks_when_pay")]
    hard = [turn for turn in call.operator if turn.does("insists_now") or _turns_down(call, turn)]
    own = [turn for turn in offers if turn.does("proposes", "makes_allowance")]
    level: Level
    if hard and not [turn for turn in own if turn.n > hard[0].n]:
        level = 0
    elif not offers or (when and not own):
        level = 1
    elif not concrete:
        level = 2
    else:
        level = 4 if choices and agreed else 3
    facts: dict[Fact, bool] = {
        "insists": bool(hard),
        "asks_when": bool(when),
        "proposed": bool(offers),
        "concrete": bool(concrete),
        "choice": bool(choices),
        "agreed": bool(agreed),
    }
    shown = [turn.evidence("insists_now", "rejects") for turn in hard[:2]]
    shown += [turn.evidence("asks_when_pay") for turn in when[:1] if not own]
    shown += [turn.evidence("proposes", "commits", "makes_allowance") for turn in (concrete or offers)[:2]]
    shown += [turn.evidence("offers_choice") for turn in choices[:1]]
    shown += [turn.evidence() for turn in agreed[-1:]]
    return verdict(level, facts, shown)


def _needs_something(turn: Turn) -> bool:
    idle = {Situation.NONE, Situation.AGREEMENT, Situation.PROMISE_TO_PAY}
    return bool(turn.situations - idle) or "hardship" in turn.says


def _turns_down(call: CallRead, turn: Turn) -> bool:
    """Whether it says no to something that the customer has just asked for."""
    if not turn.does("rejects"):
        return False
    before = next((one for one in reversed(call.turns[: turn.n]) if not one.by_operator), None)
    return before is not None and bool(before.situations & _ASKS or turn.does("insists_now"))


def _agrees(turn: Turn) -> bool:
    return Situation.AGREEMENT in turn.situations or "agrees" in turn.says


def recap(call: CallRead) -> Verdict:
    if call.breaks_off:
        return unjudged("breaks_off")
    half = len(call.turns) // 2
    last = [turn for turn in call.operator[-_ENDING:] if turn.n >= half]
    saying = [turn for turn in last if _sums_up(turn, last[-2:])]
    what = bool(saying)
    when = any(turn.states("date") for turn in saying)
    much = any(_how_much(turn) for turn in saying)
    whole = any(turn.states("date") and _how_much(turn) for turn in saying)
    confirmed = [turn for turn in last if saying and turn.n >= saying[0].n and _confirms(turn)]
    vague = [turn for turn in last if turn.does("vague_contact")]
    level: Level
    if whole:
        level = 4 if confirmed else 3
    elif what:
        level = 2
    else:
        level = 1 if vague else 0
    facts: dict[Fact, bool] = {
        "what": what,
        "how_much": much,
        "by_when": when,
        "confirmed": bool(confirmed),
        "vague_end": bool(vague) and not what,
    }
    return verdict(level, facts, _shown(saying, confirmed, vague))


def _sums_up(turn: Turn, closing: Sequence[Turn]) -> bool:
    """Whether it says what happens: with figures, or at the very end who will do what. "Ci sentiamo" says neither.

    A day with an amount is a summary by itself; a day alone is one at the very end.
    """
    if turn.does("threatens", "insults", "insists_now"):
        return False
    if turn.states("amount", "date", "count", "invoice"):
        said = turn.does("recaps", "commits", "announces_writing")
        whole = turn.states("date") and (turn in closing or turn.states("amount", "count", "invoice"))
        return said or (whole and (turn in closing or not turn.does("proposes")))
    return turn in closing and turn.does("commits") and not turn.does("vague_contact")


def _how_much(turn: Turn) -> bool:
    return turn.states("amount", "count", "invoice") or turn.does("commits")


def _confirms(turn: Turn) -> bool:
    return turn.does("asks_confirmation", "announces_writing")


def _shown(saying: Sequence[Turn], confirmed: Sequence[Turn], vague: Sequence[Turn]) -> list[Evidence]:
    shown = [turn.evidence("recaps", "commits") for turn in saying[-2:]]
    shown += [turn.evidence("asks_confirmation", "announces_writing") for turn in confirmed[-1:]]
    return shown + [turn.evidence("vague_contact") for turn in vague[-1:] if not saying]
