"""Recap: whether the end says what happens."""

from collections.abc import Sequence

from assistant.domain.notes import Evidence
from assistant.domain.rubric import Level
from assistant.domain.scoring_call import CallRead, Turn
from assistant.domain.scoring_verdict import Fact, Verdict, unjudged, verdict

_ENDING = 3
"""The operator's last turns, in which a recap is looked for."""


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
