"""Clarity: whether what the operator explains or proposes can be understood."""

from assistant.domain.rubric import Level
from assistant.domain.scoring_call import CallRead, Turn
from assistant.domain.scoring_verdict import Fact, Verdict, unjudged, verdict

_TOO_MUCH = 110
"""Words of one turn; longer ones hold too many things at once."""


def clarity(call: CallRead) -> Verdict:
    if call.stranger:
        return unjudged("stranger")
    telling = [turn for turn in call.operator if _explains(call, turn)]
    if not telling:
        return unjudged("nothing_explained")
    corrections = [turn for turn in call.operator if turn.does("corrects_figures")]
    caught = [turn for turn in call.customer if "catches_out" in turn.says]
    explained = [turn for turn in call.operator if turn.does("explains_terms")]
    asked = [turn for turn in call.operator if turn.does("asks_if_clear")]
    lost = [turn for turn in call.customer if "not_understood" in turn.says]
    jargon = [turn for turn in call.operator if turn.does("jargon")]
    exact = [turn for turn in telling if turn.exact(call.day)]
    rough = [turn for turn in telling if turn.does("approximates")]
    unexplained = bool(jargon) and (len(jargon) > 1 or bool(lost)) and not explained
    level: Level
    if len(corrections) > 1 or (corrections and caught):
        level = 0
    elif unexplained or any(turn.words > _TOO_MUCH for turn in telling):
        level = 1
    elif len(exact) <= len(rough) or corrections:
        level = 2
    else:
        level = 4 if asked or explained else 3
    facts: dict[Fact, bool] = {
        "contradicts": bool(corrections),
        "jargon": unexplained,
        "not_understood": bool(lost),
        "exact": bool(exact),
        "vague": len(exact) <= len(rough),
        "explained": bool(explained),
        "asked_if_clear": bool(asked),
    }
    shown = [turn.evidence("corrects_figures") for turn in corrections[:2]]
    shown += [turn.evidence("jargon") for turn in jargon[:2] if unexplained]
    shown += [turn.evidence() for turn in lost[:1]]
    shown += [turn.evidence("proposes", "recaps", "commits", "states_reason") for turn in exact[:2]]
    shown += [turn.evidence("explains_terms", "asks_if_clear") for turn in (*explained[:1], *asked[:1])]
    return verdict(level, facts, shown)


def _explains(call: CallRead, turn: Turn) -> bool:
    """Whether it says something that has to be understood: a proposal, what happens, the account's figures."""
    if turn.does("proposes", "commits", "recaps", "explains_terms", "jargon"):
        return True
    return call.purpose != "feedback_interview" and (turn.does("states_reason") or turn.exact(call.day))
