"""Solution: whether a way was sought that the customer can go.

What the customer asked and told (situations, limits in figures) is held against what was proposed after it (figures,
an owner and a day) and against what the customer made of that.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.domain.calls import Purpose, Situation
from assistant.domain.manner_signals import SignalId
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
_OURS = frozenset({Situation.INVOICE_DISPUTE, Situation.SERVICE_COMPLAINT, Situation.ALREADY_PAID})
"""Matters in which the creditor has to act: somebody, by a day."""
_REST = frozenset({Situation.BEREAVEMENT_OR_ILLNESS, Situation.INSOLVENCY_OR_LEGAL})
"""Where not asking for anything is a way by itself."""
_IDLE = frozenset({Situation.NONE, Situation.AGREEMENT, Situation.PROMISE_TO_PAY})
_NOTHING_LATE: frozenset[Purpose] = frozenset({"pre_due_courtesy", "feedback_interview"})
"""Calls in which there is something to solve only if the customer brings it up, or the operator sees to something."""
_OWN: tuple[SignalId, ...] = ("proposes", "makes_allowance")
_OFFERS: tuple[SignalId, ...] = (*_OWN, "commits", "recaps")
_RESTS: tuple[SignalId, ...] = ("makes_allowance", "gives_time", "commits")
_KIND: tuple[SignalId, ...] = ("makes_allowance", "gives_time", "lifts_blame", "respects", "names_what_happened")
"""What a sentence with "everything" and "now" in it does when it asks for nothing."""


@dataclass(frozen=True)
class _Sought:
    """What a call holds for this criterion."""

    call: CallRead

    @cached_property
    def offers(self) -> Sequence[Turn]:
        return [turn for turn in self.call.operator if turn.does(*_OFFERS) or _adopts(self.call, turn)]

    @cached_property
    def own(self) -> Sequence[Turn]:
        """Ways that the operator opens, not only notes."""
        return [turn for turn in self.offers if turn.does(*_OWN)]

    @cached_property
    def concrete(self) -> Sequence[Turn]:
        """With figures; or, where not asking for anything is a way, with time given or somebody who sees to it."""
        resting = any(turn.situations & _REST for turn in self.call.customer)
        return [turn for turn in self.offers if _has_figures(turn) or (resting and turn.does(*_RESTS))]

    @cached_property
    def choices(self) -> Sequence[Turn]:
        """Turns that let the customer choose: between figures, or by a question beside an offer."""
        return [
            turn
            for turn in self.call.operator
            if turn.links.alternates or (turn.does("offers_choice") and _asks_or_counts(turn))
        ]

    @cached_property
    def agreed(self) -> Sequence[Turn]:
        first = self.concrete[0].n if self.concrete else len(self.call.turns)
        return [turn for turn in self.call.customer if turn.n > first and self._agrees(turn)]

    def _agrees(self, turn: Turn) -> bool:
        """By the classifier, by words, or by saying an offered figure over again without a question."""
        if Situation.AGREEMENT in turn.situations or "agrees" in turn.says:
            return True
        offered = {value for one in self.concrete if one.n < turn.n for f in one.figures for value in f.values}
        echoed = {value for figure in turn.figures for value in figure.values}
        return bool(echoed) and echoed <= offered and not turn.utterance.text.rstrip().endswith("?")

    @cached_property
    def when(self) -> Sequence[Turn]:
        return [turn for turn in self.call.operator if turn.does("asks_when_pay") or _gets_a_day(self.call, turn)]

    @cached_property
    def hard(self) -> Sequence[Turn]:
        return [turn for turn in self.call.operator if _insists(turn) or _turns_down(self.call, turn)]

    @cached_property
    def shut(self) -> bool:
        """Whether insisting or a no is all there is: no way opened after it or, beside a no, with it."""
        if not self.hard:
            return False
        first = self.hard[0]
        beside = first.does("proposes", "commits") and not _insists(first) and _has_figures(first)
        return not beside and not [turn for turn in self.own if turn.n > first.n]

    @cached_property
    def unanswered(self) -> bool:
        """Whether a dispute, complaint or claimed payment never got somebody who sees to it by a day."""
        raised = [turn.n for turn in self.call.customer if turn.situations & _OURS]
        if not raised:
            return False
        after = (turn for turn in self.offers if turn.n > raised[0])
        return not any(turn.has("date", "amount", "count") for turn in after)

    @cached_property
    def misfits(self) -> bool:
        """Whether every proposal with figures passes a limit that the customer had named."""
        most = [(turn.n, limit) for turn in self.call.customer if (limit := _limit(turn, "amount", "max"))]
        soonest = [(turn.n, limit) for turn in self.call.customer if (limit := _limit(turn, "date", "min"))]
        above = [turn for turn in self.own if most and turn.n > most[-1][0] and turn.has("amount")]
        before = [turn for turn in self.offers if soonest and turn.n > soonest[-1][0] and _dated_amount(turn)]
        too_much = bool(above) and all(
            float(min(_values(turn, "amount"), key=float)) > float(most[-1][1]) for turn in above
        )
        too_soon = bool(before) and all(max(_values(turn, "date")) < soonest[-1][1] for turn in before)
        return (too_much and not self.agreed) or too_soon


def _limit(turn: Turn, kind: str, bound: str) -> str | None:
    """The least or greatest value that a customer could go along with."""
    return next((figure.values[0] for figure in turn.figures if (figure.kind, figure.bound) == (kind, bound)), None)


def _dated_amount(turn: Turn) -> bool:
    return turn.has("amount") and turn.has("date")


def _values(turn: Turn, kind: str) -> list[str]:
    return [value for figure in turn.figures if figure.kind == kind for value in figure.values]


def solution(call: CallRead) -> Verdict:
    if call.stranger:
        return unjudged("stranger")
    if call.purpose in _NOTHING_LATE and not _something_to_solve(call):
        return unjudged("nothing_to_solve")
    sought = _Sought(call)
    facts: dict[Fact, bool] = {
        "insists": bool(sought.hard),
        "asks_when": bool(sought.when),
        "proposed": bool(sought.offers),
        "concrete": bool(sought.concrete),
        "misfits": sought.misfits,
        "choice": bool(sought.choices),
        "agreed": bool(sought.agreed),
    }
    return verdict(_level(sought), facts, _shown(sought))


def _level(sought: _Sought) -> Level:
    if sought.shut:
        return 0
    if not sought.offers or (sought.when and not sought.own):
        return 1
    if not sought.concrete or sought.unanswered or sought.misfits:
        return 2
    return 4 if sought.choices and sought.agreed else 3


def _shown(sought: _Sought) -> list[Evidence]:
    shown = [turn.evidence("insists_now", "rejects", "declines") for turn in sought.hard[:2]]
    shown += [turn.evidence("asks_when_pay") for turn in sought.when[:1] if not sought.own]
    shown += [
        turn.evidence("proposes", "commits", "makes_allowance") for turn in (sought.concrete or sought.offers)[:2]
    ]
    shown += [turn.evidence("offers_choice") for turn in sought.choices[:1]]
    return shown + [turn.evidence() for turn in sought.agreed[-1:]]


def _something_to_solve(call: CallRead) -> bool:
    """Whether the customer brought something up, or the operator sees to something by a day."""
    told = any(turn.situations - _IDLE or "hardship" in turn.says for turn in call.customer)
    return told or any(turn.does("commits") and turn.states("date") for turn in call.operator)


def _insists(turn: Turn) -> bool:
    return turn.does("insists_now") and not turn.does(*_KIND)


def _turns_down(call: CallRead, turn: Turn) -> bool:
    """Whether it says no to something that the customer has just asked for."""
    before = next((one for one in reversed(call.turns[: turn.n]) if not one.by_operator), None)
    if before is None or turn.does(*_KIND):
        return False
    asked = before.situations & {Situation.INSTALMENT_REQUEST, Situation.DISCOUNT_REQUEST}
    wished = asked if call.purpose in _NOTHING_LATE else before.situations & _ASKS
    if turn.does("rejects") and (wished or turn.does("insists_now")):
        return True
    offering = set(turn.manner.quotes(*_OFFERS)) - set(turn.manner.quotes("declines"))
    return bool(asked) and turn.does("declines") and not offering and not _has_figures(turn)


def _has_figures(turn: Turn) -> bool:
    return turn.has("amount", "date", "count")


def _gets_a_day(call: CallRead, turn: Turn) -> bool:
    """Whether it asks without naming a figure or a way, and a promise with a day is the answer."""
    after = call.turns[turn.n + 1 : turn.n + 2]
    asks = turn.utterance.text.rstrip().endswith("?") and not turn.does(*_OWN, "offers_choice", "open_question")
    promised = any(Situation.PROMISE_TO_PAY in one.situations and one.has("date") for one in after)
    return asks and not _has_figures(turn) and promised


def _adopts(call: CallRead, turn: Turn) -> bool:
    """Whether it takes over a figure that the customer has just named in asking for or promising something."""
    before = next((one for one in reversed(call.turns[: turn.n]) if not one.by_operator), None)
    if before is None or not before.situations & (_ASKS | _OURS | _REST) or turn.utterance.text.endswith("?"):
        return False
    return bool(_figures(before) & _figures(turn))


def _figures(turn: Turn) -> set[tuple[str, str]]:
    return {(figure.kind, value) for figure in turn.figures for value in figure.values}


def _asks_or_counts(turn: Turn) -> bool:
    return _has_figures(turn) or "?" in turn.utterance.text
