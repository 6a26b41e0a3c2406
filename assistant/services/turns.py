"""What one utterance sets off: card and plans for the customer's words, checklist and alerts for the operator's."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import asdict, replace

from assistant.domain.calls import Situation, Utterance
from assistant.domain.conduct import (
    EMPATHY_RULE,
    THIRD_PARTY_RULE,
    THIRD_PARTY_SITUATIONS,
    THIRD_PARTY_TEXT,
    alert_of,
    forbidden,
    ticked,
    unacknowledged,
    unapproved_plan,
)
from assistant.domain.contact_rules import third_party_citation
from assistant.domain.events import (
    AlertRaised,
    ChecklistTicked,
    PlansUpdated,
    SituationDetected,
    SuggestionClosed,
    SuggestionReady,
    SuggestionTailored,
    SuggestionWithheld,
)
from assistant.domain.findings import Finding
from assistant.domain.limits import spoken_limits, spoken_option, spoken_start
from assistant.domain.plans import Approval, Limits, Plan
from assistant.domain.said import Said, after
from assistant.domain.speech_told import is_asked_for
from assistant.services.cards import card_for
from assistant.services.model_work import Priority
from assistant.services.plans import plan_for_file
from assistant.services.session import Session
from assistant.services.tailor import ChosenCard, Withheld

log = logging.getLogger(__name__)

CARD_CONFIDENCE = 0.8
"""Below this the situation is too uncertain for a card: silence is better than a wrong sentence. At 0.8 about 2 of 100
labelled utterances are wrong and sure enough, at 0.6 about 5; `ascolto situation --report` counts them."""
IDENTIFYING_TURNS = 2
"""Who is speaking is settled in the customer's first turns; ..."""
STRANGER_CONFIDENCE = 0.75
LATE_STRANGER_CONFIDENCE = 0.95
"""... after them only near certainty makes the voice a stranger's: a false alarm silences the rest of the call."""


async def customer_turn(session: Session, utterance: Utterance) -> None:
    """Understand what the customer (or a third person) said and put the one useful card in front of the operator."""
    ports, info = session.ports, session.info
    previous = [heard for heard in session.state.recent if heard.id != utterance.id]
    found = await ports.situations.classify(utterance.text, info.language, previous)
    certain = [s.id for s in found.situations if s.confidence >= _needed(s.id, utterance, session)]
    stranger = utterance.speaker == "third_party" or Situation.WRONG_PERSON in certain
    private = not stranger and not session.state.stranger
    session.findings = session.figures_of(utterance.text)
    await session.emit(
        SituationDetected,
        utterance_id=utterance.id,
        situations=found.situations,
        findings=session.findings,
        said=_said(session, utterance, certain) if private else session.state.said,
    )
    newly = utterance.speaker == "customer" and not session.state.stranger
    if stranger and (newly or not session.state.alerted(THIRD_PARTY_RULE)):
        await session.emit(
            AlertRaised,
            rule=THIRD_PARTY_RULE,
            severity="critical",
            text=THIRD_PARTY_TEXT[info.language],
            citation=third_party_citation(session.rules, info.language),
            utterance_id=utterance.id,
        )
    heard = spoken_limits(session.state.limits, utterance.text, session.findings, info.language)
    limits = heard if private else session.state.limits
    procedure = session.state.procedure or Situation.INSOLVENCY_OR_LEGAL in certain
    if limits != session.state.limits or procedure != session.state.procedure:
        await update_plans(session, limits, procedure=procedure)
    await _show_card(session, utterance, certain, private)


def _said(session: Session, utterance: Utterance, certain: list[Situation]) -> list[Said]:
    agreed = session.state.agreed_plan
    context = (session.info.language, agreed.id if agreed else None)
    return after(session.state.said, utterance, certain, session.findings, context)


def _needed(situation: Situation, utterance: Utterance, session: Session) -> float:
    """The confidence from which a situation counts."""
    if situation != Situation.WRONG_PERSON or utterance.speaker != "customer":
        return CARD_CONFIDENCE
    identifying = session.state.customer_turns <= IDENTIFYING_TURNS and not is_asked_for(utterance.text)
    return STRANGER_CONFIDENCE if identifying else LATE_STRANGER_CONFIDENCE


async def _show_card(session: Session, utterance: Utterance, situations: list[Situation], private: bool) -> None:
    answered = [
        situation
        for situation in situations
        if situation not in session.conduct.silent_situations
        and (private or situation in THIRD_PARTY_SITUATIONS)
        and session.state.wants_card(situation, session.conduct.cards)
    ]
    chosen = await card_for(session, utterance, answered, private) if answered else None
    if chosen is None:
        return
    session.cancel_tailoring()
    if session.state.card:
        await session.emit(SuggestionClosed, card_id=session.state.card.id, state="replaced")
    await session.emit(SuggestionReady, card=chosen.card)
    session.tailoring = asyncio.create_task(_tailor(session, chosen, utterance))
    session.tailoring.add_done_callback(_report)


async def _tailor(session: Session, chosen: ChosenCard, utterance: Utterance) -> None:
    priority = Priority.FOCUS if session.watched() else Priority.LIVE
    result = await session.ports.tailor.tailor(chosen, utterance, session.info.id, priority)
    if result is None or session.state.card is None or session.state.card.id != chosen.card.id:
        return
    if isinstance(result, Withheld):
        log.info("Call %s: tailoring of card %s withheld: %s", session.info.id, chosen.card.id, result.reason)
        await session.emit(SuggestionWithheld, card_id=chosen.card.id, **asdict(result))
    else:
        await session.emit(SuggestionTailored, card_id=chosen.card.id, **asdict(result))


def _report(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and task.exception():
        log.error("Tailoring broke off; the approved sentence stands", exc_info=task.exception())


async def operator_turn(session: Session, utterance: Utterance) -> None:
    """Tick what the operator has done, warn of words that harm, and close a card whose moment has passed."""
    language = session.info.language
    for item in ticked(session.checklist, utterance.text, language):
        if item in session.state.unticked:
            await session.emit(ChecklistTicked, item=item, utterance_id=utterance.id)
    figures = session.figures_of(utterance.text)
    await _offered_aloud(session, utterance, figures)
    for rule in forbidden(session.conduct, session.policy, utterance.text, language, session.info.purpose):
        await session.emit(AlertRaised, utterance_id=utterance.id, **alert_of(rule, language))
    await _hint_at_empathy(session)
    if session.state.card_has_expired and session.state.card:
        session.cancel_tailoring()
        await session.emit(SuggestionClosed, card_id=session.state.card.id, state="expired")


async def _offered_aloud(session: Session, utterance: Utterance, figures: Sequence[Finding]) -> None:
    """Mark the option that was named; a first day of the operator's own is solved for first.

    Without that, the recap would read the option's day back instead of the one that was spoken.
    """
    on, limits = session.info.started_at.date(), session.state.limits
    options: Sequence[Plan] = session.state.options
    start = spoken_start(figures, on)
    if start is not None and all(plan.instalments[0].due != start for plan in options):
        limits = limits.model_copy(update={"first_not_before": start})
        options = plan_for_file(session.file, limits, session.basis).options
    option = spoken_option(options, figures, on)
    if option is None or option.id in (session.state.offered, session.state.chosen):
        return
    await update_plans(session, limits, offered=option.id)
    if not session.state.may_be_promised(option):
        await session.emit(AlertRaised, utterance_id=utterance.id, **unapproved_plan(session.info.language))


async def _hint_at_empathy(session: Session) -> None:
    state, language, hint = session.state, session.info.language, session.conduct.empathy
    passed = unacknowledged(session.conduct, state.recent, state.said, language)
    if hint and passed and not any((EMPATHY_RULE, heard) in state.alerts for heard in passed.utterances):
        await session.emit(
            AlertRaised,
            rule=EMPATHY_RULE,
            severity="info",
            text=hint.text[language],
            kinder=hint.kinder[language],
            utterance_id=passed.utterances[-1],
        )


async def update_plans(
    session: Session,
    limits: Limits,
    approvals: dict[str, Approval] | None = None,
    *,
    procedure: bool = False,
    **marks: str | None,
) -> None:
    """Solve again under these limits and show the result; `marks` names the option `offered` or `chosen`.

    `procedure`: the customer has just told of one. Plans keep their ids where nothing about them changed, so what
    supervisors said of them stays.
    """
    basis = replace(session.basis, procedure=procedure or session.state.procedure)
    result = plan_for_file(session.file, limits, basis)
    approvals = approvals or session.state.approvals
    await session.emit(PlansUpdated, **result.model_dump(), limits=limits, approvals=list(approvals.values()), **marks)
