"""Clarity: whether what the operator explains or proposes can be understood.

It rests on figures first: which were given for one thing and don't agree, how many stand in one turn, whether what is
proposed has any. Words decide only what has no figure: the trade's terms, the question whether it is clear, and what
the customer says of not having understood.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.domain.manner_signals import SignalId
from assistant.domain.notes import Evidence
from assistant.domain.rubric import Level
from assistant.domain.scoring_call import CallRead, Turn
from assistant.domain.scoring_figures import conflicts, corrected
from assistant.domain.scoring_verdict import Fact, Verdict, unjudged, verdict

_LONG = 70
"""Words of one turn; a longer one holds too many things at once, spoken half a minute without a pause."""
_CROWDED = 8
"""Figures of one turn that nobody keeps apart; two plans to choose from have six."""
_DENSE = 4
"""Figures of a turn after which a customer who is lost was told too much at once."""
_RIGHT_AFTER = 2
"""The customer's turns after a correction in which being lost is owed to it."""
_SAYING: tuple[SignalId, ...] = ("proposes", "commits", "recaps")


@dataclass(frozen=True)
class _Told:
    """What a call holds for this criterion."""

    call: CallRead
    telling: Sequence[Turn]

    @cached_property
    def conflicts(self) -> Sequence[tuple[Turn, Turn]]:
        return conflicts(self.call)

    @cached_property
    def corrections(self) -> Sequence[Turn]:
        """Turns in which a figure takes another's place."""
        return [turn for turn in self.call.operator if corrected(turn)]

    @cached_property
    def contradicts(self) -> bool:
        return bool(self.conflicts) or len(self.corrections) > 1 or any(map(self._confuses, self.corrections))

    def _confuses(self, correction: Turn) -> bool:
        """Whether the customer holds it against what was said before, or doesn't follow right after it."""
        if any("catches_out" in turn.says for turn in self.call.customer):
            return True
        after = [turn for turn in self.call.customer if turn.n > correction.n][:_RIGHT_AFTER]
        return any("not_understood" in turn.says for turn in after)

    @cached_property
    def lost(self) -> Sequence[Turn]:
        """The customer's turns that say it wasn't understood, once something was told."""
        first = self.telling[0].n
        return [turn for turn in self.call.customer if "not_understood" in turn.says and turn.n > first]

    @cached_property
    def left_lost(self) -> Sequence[Turn]:
        """Those of them that got neither an explanation nor an exact figure for an answer."""
        return [turn for turn in self.lost if not self._answered(turn)]

    def _answered(self, lost: Turn) -> bool:
        after = next((turn for turn in self.call.operator if turn.n > lost.n), None)
        return after is not None and (after.does("explains_terms") or after.exact(self.call.day))

    @cached_property
    def jargon(self) -> Sequence[Turn]:
        """Turns with the trade's words that neither they nor the operator's next turn explain."""
        return [turn for turn in self.call.operator if turn.links.terms and not self._explains(turn)]

    def _explains(self, turn: Turn) -> bool:
        after = next((one for one in self.call.operator if one.n > turn.n), turn)
        return turn.does("explains_terms") or (after.does("explains_terms") and not after.links.terms)

    @cached_property
    def unexplained(self) -> bool:
        terms = {term for turn in self.jargon for term in turn.links.terms}
        return len(terms) > 1 or bool(terms and self.left_lost)

    @cached_property
    def crowded(self) -> Sequence[Turn]:
        after_which = {turn.n - 1 for turn in self.left_lost}
        return [turn for turn in self.telling if _crowded(turn, turn.n in after_which)]

    @cached_property
    def exact(self) -> Sequence[Turn]:
        return [turn for turn in self.telling if self._is_exact(turn)]

    def _is_exact(self, turn: Turn) -> bool:
        """Whether it gives exact figures, in no question but one that proposes."""
        given = turn.does("proposes", "offers_choice") or turn.states("amount", "date")
        return given and turn.exact(self.call.day) and not turn.does("approximates")

    @cached_property
    def vague(self) -> bool:
        """Whether what is told, or all that is promised or proposed, stays without an exact figure."""
        rough = [turn for turn in self.telling if turn.does("approximates") or self._dodges(turn)]
        saying = [turn for turn in self.telling if turn.does(*_SAYING)]
        return len(self.exact) <= len(rough) or (bool(saying) and not any(map(_has_figures, saying)))

    def _dodges(self, turn: Turn) -> bool:
        return turn.does("vague_figures", "vague_contact") and turn.does(*_SAYING) and not _has_figures(turn)

    @cached_property
    def explained(self) -> Sequence[Turn]:
        return [turn for turn in self.telling if turn.does("explains_terms")]

    @cached_property
    def asked(self) -> Sequence[Turn]:
        return [turn for turn in self.call.operator if turn.does("asks_if_clear") and turn.n >= self.telling[0].n]


def clarity(call: CallRead) -> Verdict:
    if call.stranger:
        return unjudged("stranger")
    telling = [turn for turn in call.operator if _explains(call, turn)]
    if not telling:
        return unjudged("nothing_explained")
    told = _Told(call, telling)
    facts: dict[Fact, bool] = {
        "contradicts": told.contradicts or bool(told.corrections),
        "jargon": told.unexplained,
        "crowded": bool(told.crowded),
        "not_understood": bool(told.lost),
        "exact": bool(told.exact),
        "vague": told.vague,
        "explained": bool(told.explained),
        "asked_if_clear": bool(told.asked),
    }
    return verdict(_level(told), facts, _shown(told))


def _level(told: _Told) -> Level:
    if told.contradicts:
        return 0
    if told.unexplained or told.crowded or len(told.left_lost) > 1:
        return 1
    if told.vague or told.corrections:
        return 2
    return 4 if told.asked or told.explained else 3


def _shown(told: _Told) -> list[Evidence]:
    shown = [turn.evidence(*_SAYING, "states_reason") for pair in told.conflicts[:1] for turn in pair]
    shown += [turn.evidence("corrects_figures") for turn in told.corrections[:2]]
    shown += [turn.evidence("jargon") for turn in told.jargon[:2] if told.unexplained]
    shown += [turn.evidence() for turn in (*told.crowded[:1], *told.lost[:1])]
    shown += [turn.evidence(*_SAYING, "states_reason") for turn in told.exact[:2]]
    return shown + [turn.evidence("explains_terms", "asks_if_clear") for turn in (*told.explained[:1], *told.asked[:1])]


def _explains(call: CallRead, turn: Turn) -> bool:
    """Whether it says something that has to be understood: a proposal, what happens, the account's figures."""
    if call.purpose == "feedback_interview":
        return turn.does("jargon") or (turn.does(*_SAYING) and turn.exact(call.day))
    return turn.does(*_SAYING, "explains_terms", "jargon", "states_reason") or turn.exact(call.day)


def _crowded(turn: Turn, customer_lost: bool) -> bool:
    figures = len({(figure.kind, *figure.values) for figure in turn.figures})
    return turn.words > _LONG or figures >= _CROWDED or (customer_lost and figures >= _DENSE)


def _has_figures(turn: Turn) -> bool:
    return turn.has("amount", "date", "count")
