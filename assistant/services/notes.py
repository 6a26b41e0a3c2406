"""Drafting the note of a call from its log, at the end of the call or during it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from assistant.domain.conduct import THIRD_PARTY_RULE
from assistant.domain.dialogue import turns_of
from assistant.domain.events import AlertRaised, AnyOutEvent, PlansUpdated
from assistant.domain.heard import utterances
from assistant.domain.interview import answers
from assistant.domain.ledger import open_items
from assistant.domain.note_draft import Draft, NoteBasis, draft_note
from assistant.domain.notes import Answer
from assistant.domain.plans import Plan
from assistant.services.session import Session


async def drafted(session: Session) -> Draft:
    """The note as the call stands now; asks no model and takes some milliseconds."""
    events = await session.ports.calls.events(session.info.id)
    draft = draft_note(turns_of(events, session.figures_of), basis_of(session, events))
    return replace(draft, note=draft.note.model_copy(update={"answers": _answers(session, events)}))


def _answers(session: Session, events: Sequence[AnyOutEvent]) -> tuple[Answer, ...]:
    """What the customer answered, where the call's purpose has questions to ask."""
    guide = session.conduct.purposes.get(session.info.purpose)
    if guide is None or not guide.questions or session.state.stranger:
        return ()
    heard = utterances(events)
    found = answers(session.conduct, guide.questions, heard, session.info.language, session.ports.words)
    return tuple(found)


def basis_of(session: Session, events: Sequence[AnyOutEvent]) -> NoteBasis:
    """What the note rests on beside the words: records, policy, and the plans and alerts of the call."""
    info, file = session.info, session.file
    working = partial(session.ports.working_days.is_working_day, country=file.customer.country)
    return NoteBasis(
        info=info,
        file=file,
        principal=session.principal,
        policy=session.policy,
        texts=session.ports.library.note_texts(info.language),
        open=open_items(file, info.started_at.date()),
        is_working_day=working,
        plans=_plans(events),
        chosen=session.state.chosen,
        approvals=session.state.approvals,
        strangers=_strangers(session, events),
        operator_name=session.operator_name,
    )


def _plans(events: Sequence[AnyOutEvent]) -> list[Plan]:
    """Every plan that was shown, the latest first."""
    shown: dict[str, Plan] = {}
    for event in reversed(events):
        if isinstance(event, PlansUpdated):
            for plan in (*event.options, *((event.nearest,) if event.nearest else ())):
                shown.setdefault(plan.id, plan)
    return list(shown.values())


def _strangers(session: Session, events: Sequence[AnyOutEvent]) -> frozenset[str]:
    """Customers' utterances that raised the alert of a stranger; none if the operator said that it was a mistake."""
    said_by = {utterance.id: utterance.speaker for utterance in utterances(events)}
    found = {
        event.utterance_id
        for event in events
        if isinstance(event, AlertRaised) and event.rule == THIRD_PARTY_RULE and event.utterance_id is not None
    }
    customers = frozenset(name for name in found if said_by.get(name) == "customer")
    return customers if session.state.stranger else frozenset()
