"""Courtesy and compliance: how the customer was treated, and whether the rules were kept."""

from dataclasses import replace

from assistant.domain.calls import Situation
from assistant.domain.manner_signals import SignalId
from assistant.domain.rubric import Level
from assistant.domain.scoring_call import Breach, CallRead, Turn
from assistant.domain.scoring_opening import tells_unknown_caller
from assistant.domain.scoring_verdict import Fact, Verdict, verdict

_GRAVE: tuple[SignalId, ...] = ("insults", "threatens", "mocks")
_BRUSQUE: tuple[SignalId, ...] = ("orders", "blames", "informal", "interrupts")
_ANSWERED = frozenset({Situation.INVOICE_DISPUTE, Situation.SERVICE_COMPLAINT, Situation.ALREADY_PAID})
"""What the principal answers within a time that its policy sets."""
_SLIPS: tuple[SignalId, ...] = ("blames", "belittles", "mocks", "insults")
_KIND: tuple[SignalId, ...] = ("greets", "thanks", "please", "apologises", "respects", "gives_time", "asks_moment")


def courtesy(call: CallRead) -> Verdict:
    grave = [turn for turn in call.operator if turn.does(*_GRAVE)]
    brusque = [turn for turn in call.operator if turn.does(*_BRUSQUE)]
    belittling = [turn for turn in call.operator if turn.does("belittles")]
    brusque += [turn for turn in belittling if turn not in brusque and len(belittling) > 1]
    kind = [turn for turn in call.operator if turn.does(*_KIND)]
    warm = {signal for turn in call.operator for signal in turn.manner.does & set(_KIND)}
    thanked = [turn for turn in call.operator if turn.does("thanks_for_time")]
    pressing = [turn for turn in call.operator if turn.does("insists_now", "asks_when_pay")]
    level: Level
    if grave:
        level = 0
    elif len(brusque) > 1 or (brusque and len(warm) < 2):
        level = 1
    elif brusque or len(warm) < 2 or len(pressing) > 2:
        level = 2
    else:
        level = 4 if thanked and len(kind) * 3 >= len(call.operator) else 3
    facts: dict[Fact, bool] = {
        "offensive": bool(grave),
        "brusque": bool(brusque) and not grave,
        "pressing": len(pressing) > 2,
        "kind": len(warm) > 1,
        "thanked_for_time": bool(thanked),
    }
    shown = [turn.evidence(*_GRAVE) for turn in grave[:3]]
    shown += [turn.evidence(*_BRUSQUE) for turn in brusque[:2] if not grave]
    shown += [turn.evidence(*_KIND) for turn in kind[:2] if not grave]
    shown += [turn.evidence("thanks_for_time") for turn in thanked[-1:]]
    return verdict(level, facts, shown)


def compliance(call: CallRead) -> Verdict:
    """Alerts on forbidden wording count by their severity; a thing that had to be said is a checklist item."""
    told = [turn for turn in call.operator if _tells_stranger(call, turn)]
    grave = [breach.turn for breach in call.breaches if breach.severity == "critical"]
    grave += [turn for turn in call.operator if turn.does("threatens", "discloses", "claims_falsely")]
    slips = _slips(call.breaches)
    slips += [turn for turn in call.operator if turn not in slips and _is_slip(call, turn)]
    missing = [text for item, text in call.required.items() if item not in call.ticked]
    untold = _no_term(call) or _no_use(call)
    level: Level
    if told or grave:
        level = 0
    elif slips:
        level = 1 if len(slips) > 1 else 2
    else:
        level = 3 if (missing or untold) and not call.stranger else 4
    facts: dict[Fact, bool] = {
        "disclosed": bool(told),
        "grave": bool(grave) and not told,
        "slip": bool(slips) and not grave,
        "repeated": len(slips) > 1,
        "required": not (missing or untold) or call.stranger,
    }
    shown = [turn.evidence("mentions_account") for turn in told[:2]]
    shown += [turn.evidence("threatens", "discloses", "claims_falsely") for turn in grave[:2]]
    shown += [turn.evidence(*_SLIPS, "asks_when_pay", "insists_now", "mentions_account") for turn in slips[:3]]
    return replace(verdict(level, facts, shown), unsaid=() if call.stranger else tuple(missing))


def _slips(breaches: tuple[Breach, ...]) -> list[Turn]:
    return list({breach.turn.n: breach.turn for breach in breaches if breach.severity != "critical"}.values())


def _is_slip(call: CallRead, turn: Turn) -> bool:
    """Words against the person; asking when payment comes where nothing is due; pressing on after a no; telling an
    unknown caller of the account."""
    if turn.does(*_SLIPS):
        return True
    if turn.does("asks_when_pay") and call.purpose in ("pre_due_courtesy", "feedback_interview"):
        return True
    objected = any("objects" in one.says and one.n < turn.n for one in call.customer)
    if objected and turn.does("asks_when_pay", "insists_now"):
        return True
    return tells_unknown_caller(call) == turn


def _no_term(call: CallRead) -> bool:
    """Whether a dispute, a complaint or a payment to check was left without a day by which it is answered."""
    told = next((turn for turn in call.customer if turn.situations & _ANSWERED), None)
    return told is not None and not any(turn.n > told.n and turn.has("date", "count") for turn in call.operator)


def _no_use(call: CallRead) -> bool:
    """Whether an interview didn't say what the answers are for."""
    return call.purpose == "feedback_interview" and not any(turn.does("says_what_for") for turn in call.operator)


def _tells_stranger(call: CallRead, turn: Turn) -> bool:
    """Whether the debt is named while somebody else is on the line."""
    if not turn.does("mentions_account"):
        return False
    before = [one for one in call.others if one.n < turn.n]
    if before:
        return before[-1].utterance.speaker == "third_party"
    return call.stranger
