"""Listening and empathy: what the operator made of what the customer told."""

from collections.abc import Iterable

from assistant.domain.calls import Situation
from assistant.domain.rubric import Level
from assistant.domain.scoring_call import CallRead, Turn
from assistant.domain.scoring_verdict import Fact, Verdict, unjudged, verdict

_TELLS = 6
"""Words of a turn that tells something; "sì sono io, dica" doesn't."""
DIFFICULTIES = frozenset(
    {
        Situation.INSOLVENCY_OR_LEGAL,
        Situation.BEREAVEMENT_OR_ILLNESS,
        Situation.SERVICE_COMPLAINT,
        Situation.TEMPORARY_DIFFICULTY,
        Situation.ANGER,
    }
)
"""What asks for an acknowledgement."""


def listening(call: CallRead) -> Verdict:
    """Questions and words taken up are counted by turns of the operator; what was only cut off counts as ignored."""
    if call.stranger:
        return unjudged("stranger")
    if not any(turn.words >= _TELLS for turn in call.customer):
        return unjudged("nothing_told")
    open_ones = [turn for turn in call.operator if turn.does("open_question")]
    taken = [turn for turn in call.operator if takes_up(turn)]
    checks = [turn for turn in call.operator if turn.does("checks_understanding")]
    cut = [turn for turn in call.operator if turn.does("interrupts")]
    unheard = [turn for turn in call.customer if "goes_unheard" in turn.says]
    ignored = bool(cut or unheard) and len(cut) + len(unheard) > len(open_ones) + len(taken)
    level: Level
    if ignored:
        level = 0
    elif open_ones and taken:
        level = 4 if len(taken) > 1 and checks else 3
    else:
        level = 2 if open_ones or taken else 1
    facts: dict[Fact, bool] = {
        "open_question": bool(open_ones),
        "taken_up": bool(taken),
        "checked": bool(checks),
        "cut_off": bool(cut),
        "unheard": bool(unheard),
    }
    shown = [turn.evidence("open_question") for turn in open_ones[:2]]
    shown += [turn.evidence("takes_up", "names_what_happened") for turn in taken[:2]]
    shown += [turn.evidence("checks_understanding") for turn in checks[:1]]
    shown += [turn.evidence("interrupts") for turn in (*cut[:1], *unheard[:1])]
    return verdict(level, facts, shown)


def takes_up(turn: Turn) -> bool:
    """Whether it takes up what was told. Figures said again are a matter of clarity, and scorn takes nothing up."""
    if turn.does("belittles", "blames", "mocks", "insults", "threatens", "insists_now", "rejects"):
        return False
    if turn.does("names_what_happened"):
        return True
    figures = {word for figure in turn.figures for word in figure.text.casefold().split()}
    words = [word for word in turn.manner.taken_up if word not in figures]
    return turn.does("takes_up") and (bool(words) or not turn.manner.taken_up)


def empathy(call: CallRead) -> Verdict:
    """Judged on what the operator says from the first difficulty on."""
    if call.stranger:
        return unjudged("stranger")
    told = [turn for turn in call.customer if is_difficulty(turn)]
    if not told:
        return unjudged("no_difficulty")
    after = [turn for turn in call.operator if turn.n > told[0].n]
    against = [turn for turn in after if turn.does("blames", "belittles", "mocks", "insults", "threatens")]
    named = [turn for turn in after if turn.does("names_what_happened")]
    allowed = [turn for turn in after if turn.does("lifts_blame", "makes_allowance")]
    formulas = [turn for turn in after if turn.does("acknowledges")]
    level: Level
    if against and len(against) >= len(named) + len(allowed):
        level = 0
    elif named:
        level = 4 if allowed else 3
    else:
        level = 2 if formulas or allowed else 1
    facts: dict[Fact, bool] = {
        "acknowledged": bool(formulas or named),
        "named": bool(named),
        "allowed_for": bool(allowed),
        "held_against": bool(against),
    }
    shown = [told[0].evidence()]
    shown += [turn.evidence("blames", "belittles", "mocks", "insults", "threatens") for turn in against[:2]]
    shown += [turn.evidence("names_what_happened") for turn in named[:2]]
    shown += [turn.evidence("lifts_blame", "makes_allowance") for turn in allowed[:1]]
    shown += [turn.evidence("acknowledges") for turn in _without(formulas, named)[:1]]
    return verdict(level, facts, shown)


def is_difficulty(turn: Turn) -> bool:
    return bool(turn.situations & DIFFICULTIES) or bool(turn.says & {"hardship", "objects"})


def _without(turns: Iterable[Turn], others: Iterable[Turn]) -> list[Turn]:
    seen = {turn.n for turn in others}
    return [turn for turn in turns if turn.n not in seen]
