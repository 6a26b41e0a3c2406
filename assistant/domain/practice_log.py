"""A practice call as the log of a real one, so that the same rubric reads it. What its customer means is known."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from assistant.domain.calls import CallInfo, ScoredSituation, Situation, Utterance
from assistant.domain.conduct import alert_of, checklist_for, entries, forbidden, ticked
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    CallClosed,
    CallOpened,
    ChecklistTicked,
    SituationDetected,
    UtteranceHeard,
)
from assistant.domain.policy import Conduct, Policy
from assistant.domain.practice_state import CustomerMove, PracticeState
from assistant.domain.records import Principal
from assistant.domain.scenario_records import PRACTICE_REF

_SECONDS_A_TURN = 6.0
_AT = time(10, tzinfo=UTC)
_MEANS: dict[str, Situation] = {
    "agrees_plan": Situation.AGREEMENT,
    "agrees_promise": Situation.AGREEMENT,
    "promises_part": Situation.PROMISE_TO_PAY,
    "names_limit": Situation.INSTALMENT_REQUEST,
    "too_much": Situation.TEMPORARY_DIFFICULTY,
    "offended": Situation.ANGER,
    "hangs_up": Situation.ANGER,
    "leaves": Situation.REFUSAL,
}
"""What the moves that any customer makes mean; a scenario's own mean what the facts that they reveal mean."""


def operator_id(n: int) -> str:
    """The id of the operator's line in turn `n`, as evidence names it."""
    return f"o{n}"


def customer_id(n: int) -> str:
    """The id of the customer's answer in turn `n`; 0 is how the telephone was answered."""
    return f"c{n}"


def utterances(state: PracticeState) -> list[Utterance]:
    """Everything that was said, in order."""
    said = [Utterance(id=customer_id(0), t=0, speaker="customer", text=state.opening)]
    for turn in state.turns:
        t = _SECONDS_A_TURN * 2 * turn.n
        if turn.line:
            said.append(Utterance(id=operator_id(turn.n), t=t, speaker="operator", text=turn.line))
        said.append(Utterance(id=customer_id(turn.n), t=t + _SECONDS_A_TURN, speaker="customer", text=turn.answer))
    return said


def call_info(state: PracticeState, operator: str = "") -> CallInfo:
    """The practice call as a call."""
    scenario = state.scenario
    return CallInfo(
        id=f"practice-{scenario.id}-{state.seed}",
        customer=f"{scenario.principal}/{PRACTICE_REF}",
        principal=scenario.principal,
        started_at=datetime.combine(state.figures.on, _AT),
        language=scenario.language,
        purpose=scenario.purpose,
        operator=operator,
    )


def practice_events(
    state: PracticeState, principal: Principal, conduct: Conduct, policy: Policy
) -> Iterator[AnyOutEvent]:
    """The events that a live call with these words would have left."""
    info, scenario = call_info(state), state.scenario
    items = checklist_for(conduct, policy, scenario.purpose)
    yield CallOpened(
        call_id=info.id,
        at=info.started_at,
        customer=info.customer,
        customer_name=scenario.persona.company,
        contact_name=scenario.persona.name,
        principal_name=principal.name,
        language=info.language,
        purpose=info.purpose,
        started_at=info.started_at,
        checklist=entries(items, info.language),
    )
    moves = {customer_id(turn.n): turn.move for turn in state.turns}
    said = utterances(state)
    for heard in said:
        at = info.started_at + timedelta(seconds=heard.t)
        yield UtteranceHeard(
            call_id=info.id, at=at, utterance_id=heard.id, t=heard.t, speaker=heard.speaker, text=heard.text
        )
        if heard.speaker == "customer":
            means = [ScoredSituation(id=one, confidence=1) for one in meaning(state, moves.get(heard.id))]
            yield SituationDetected(call_id=info.id, at=at, utterance_id=heard.id, situations=means)
            continue
        for item in ticked(items, heard.text, info.language):
            yield ChecklistTicked(call_id=info.id, at=at, item=item, utterance_id=heard.id)
        for rule in forbidden(conduct, policy, heard.text, info.language, info.purpose):
            alert = alert_of(rule, info.language)
            yield AlertRaised.model_validate({"call_id": info.id, "at": at, "utterance_id": heard.id, **alert})
    yield CallClosed(call_id=info.id, at=info.started_at + timedelta(seconds=said[-1].t))


def meaning(state: PracticeState, move: CustomerMove | None) -> list[Situation]:
    """What the customer's words mean, as the scenario knows."""
    if move is None:
        return [Situation.NONE]
    facts = [state.scenario.fact(fact) for fact in move.reveals]
    told = [one for fact in facts for one in (fact.situation, *fact.also)]
    found: list[Situation] = [one for one in dict.fromkeys(told) if one != Situation.NONE]
    return found or [_MEANS.get(move.intent, Situation.NONE)]
