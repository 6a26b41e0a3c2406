"""Identification and purpose: how the call begins. The anchors are those of `rubric.yaml`."""

from collections.abc import Callable

from assistant.domain.rubric import Level
from assistant.domain.scoring_call import CallRead, Turn
from assistant.domain.scoring_verdict import Fact, Verdict, unjudged, verdict

_OPENING = 4
"""The operator's turns in which a reason still comes early."""


def identification(call: CallRead) -> Verdict:
    """Level 0 also where the account is spoken of before anybody has answered, or before an unknown caller is known."""
    if call.begins_late:
        return unjudged("begins_late")
    name = _first(call, lambda turn: turn.does("gives_name"))
    company = _first(call, lambda turn: turn.does("names_company") or _holds(turn, call.principal_name))
    who = _first(call, lambda turn: turn.does("asks_who"))
    moment = _first(call, lambda turn: turn.does("asks_moment"))
    account = _first(call, lambda turn: turn.does("mentions_account"))
    early = account is not None and _too_early(call, account)
    in_time = who is not None and moment is not None and (account is None or max(who.n, moment.n) <= account.n)
    level: Level
    if early or (name is None and company is None):
        level = 0
    elif name is None or company is None:
        level = 1
    elif who is None:
        level = 2
    else:
        level = 4 if in_time else 3
    facts: dict[Fact, bool] = {
        "account_first": early,
        "name": bool(name),
        "company": bool(company),
        "who": bool(who),
        "moment": bool(moment),
    }
    shown = [one.evidence("gives_name") for one in (name,) if one]
    shown += [one.evidence("names_company") for one in (company,) if one]
    shown += [one.evidence("asks_who") for one in (who,) if one]
    shown += [one.evidence("asks_moment") for one in (moment,) if one]
    shown += [one.evidence("mentions_account") for one in (account,) if one and early]
    return verdict(level, facts, shown)


def _too_early(call: CallRead, account: Turn) -> bool:
    """In an outgoing call before anybody answered; in an incoming one before the caller was asked who it is."""
    if call.purpose == "inbound":
        return tells_unknown_caller(call) is not None
    return not any(turn.n < account.n for turn in call.others)


def tells_unknown_caller(call: CallRead) -> Turn | None:
    """The turn that gives figures of the account to a caller who neither was asked nor has said who it is."""
    if call.purpose != "inbound":
        return None
    told = _first(call, lambda turn: turn.does("mentions_account") and turn.has("amount", "invoice"))
    if told is None or any(turn.n < told.n and turn.does("asks_who") for turn in call.operator):
        return None
    return None if any(turn.n < told.n and "names_self" in turn.says for turn in call.others) else told


def purpose(call: CallRead) -> Verdict:
    """A reason names the matter; it is early in the operator's first turns and before the customer asks."""
    if call.stranger:
        return unjudged("stranger")
    if call.purpose == "inbound":
        return unjudged("inbound")
    if call.begins_late:
        return unjudged("begins_late")
    early = call.operator[:_OPENING]
    matter = next((turn for turn in early if _names_matter(call, turn)), None)
    reason = matter or _first(call, lambda turn: turn.does("states_reason"))
    asked = next((turn for turn in call.others if "asks_reason" in turn.says), None)
    had_to_ask = asked is not None and (reason is None or asked.n < reason.n)
    precise = matter is not None and _precise(call, matter)
    until = call.operator.index(reason) + 2 if reason else 0
    what_for = next((turn for turn in call.operator[:until] if turn.does("says_what_for")), None)
    level: Level
    if reason is None:
        level = 0
    elif matter is None or had_to_ask:
        level = 1
    elif not precise:
        level = 2
    else:
        level = 4 if what_for else 3
    facts: dict[Fact, bool] = {
        "reason": bool(reason),
        "vague_reason": reason is not None and matter is None,
        "asked_first": had_to_ask,
        "precise": precise,
        "what_for": bool(what_for),
    }
    shown = [one.evidence("names_matter", "states_reason", "names_service") for one in (reason,) if one]
    shown += [one.evidence("says_what_for") for one in (what_for,) if one]
    return verdict(level, facts, shown)


def _names_matter(call: CallRead, turn: Turn) -> bool:
    """An invoice, a promise, a dispute; in an interview and about a dispute also the work that was done."""
    about_service = call.purpose in ("feedback_interview", "dispute_follow_up")
    figured = turn.has("invoice") or (turn.does("states_reason") and turn.has("amount"))
    return turn.does("names_matter") or figured or (about_service and turn.does("names_service"))


def _precise(call: CallRead, matter: Turn) -> bool:
    """Which invoice, date or amount, said by the turn after the matter; in an interview, which occasion."""
    place = call.operator.index(matter)
    near = call.operator[: place + 2]
    if call.purpose == "feedback_interview":
        return any(turn.does("names_service") or turn.has("date") for turn in near)
    return any(turn.has("invoice") or turn.exact(call.day) for turn in near)


def _first(call: CallRead, wanted: Callable[[Turn], bool]) -> Turn | None:
    return next((turn for turn in call.operator if wanted(turn)), None)


def _holds(turn: Turn, name: str) -> bool:
    """Whether the turn names the company, by the first word of its name at least."""
    first = name.split()[0].casefold() if name.split() else ""
    return len(first) > 2 and first in turn.utterance.text.casefold()
