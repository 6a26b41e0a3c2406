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
    early = account is not None and _too_early(call, account, name, who)
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


def _too_early(call: CallRead, account: Turn, name: Turn | None, who: Turn | None) -> bool:
    """In an outgoing call before anybody answered; in an incoming one before either side has said who it is."""
    if call.purpose == "inbound":
        return name is None and who is None and account.has("amount", "invoice")
    return not any(turn.n < account.n for turn in call.others)


def purpose(call: CallRead) -> Verdict:
    """A reason names the matter; it is early in the operator's first turns and before the customer asks."""
    if call.stranger:
        return unjudged("stranger")
    if call.purpose == "inbound":
        return unjudged("inbound")
    if call.begins_late:
        return unjudged("begins_late")
    matter = _first(call, lambda turn: turn.does("names_matter"))
    reason = matter or _first(call, lambda turn: turn.does("states_reason"))
    asked = next((turn for turn in call.others if "asks_reason" in turn.says), None)
    had_to_ask = asked is not None and (reason is None or asked.n < reason.n)
    early = matter is not None and matter in call.operator[:_OPENING]
    precise = matter is not None and _precise(call, matter)
    what_for = next((turn for turn in call.operator[: _OPENING + 1] if turn.does("says_what_for")), None)
    level: Level
    if reason is None:
        level = 0
    elif matter is None or had_to_ask:
        level = 1
    elif not (precise and early):
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
    shown = [one.evidence("names_matter", "states_reason") for one in (reason,) if one]
    shown += [one.evidence("says_what_for") for one in (what_for,) if one]
    return verdict(level, facts, shown)


def _precise(call: CallRead, matter: Turn) -> bool:
    """Which invoice, date or amount, by the turn that names the matter; of an interview, which occasion."""
    until = [turn for turn in call.operator if turn.n <= matter.n]
    return call.purpose == "feedback_interview" or any(turn.has("amount", "date", "invoice") for turn in until)


def _first(call: CallRead, wanted: Callable[[Turn], bool]) -> Turn | None:
    return next((turn for turn in call.operator if wanted(turn)), None)


def _holds(turn: Turn, name: str) -> bool:
    """Whether the turn names the company, by the first word of its name at least."""
    first = name.split()[0].casefold() if name.split() else ""
    return len(first) > 2 and first in turn.utterance.text.casefold()
