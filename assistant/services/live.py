"""The live call: a feed opens it and sends utterances, a panel acts on cards and plans, and all follow its events."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import aclosing

from assistant.domain.calls import MAX_UTTERANCE_CHARS, CallInfo, Utterance
from assistant.domain.callstate import CallState
from assistant.domain.conduct import entries
from assistant.domain.errors import Conflict, Forbidden
from assistant.domain.events import (
    AnyOutEvent,
    Ask,
    CallClosed,
    CallOpened,
    CallStarted,
    ErrorRaised,
    MessageSend,
    NoteConfirm,
    NoteDraft,
    NoteEdit,
    PanelEvent,
    PlanApprove,
    PlanChosen,
    PlanLimits,
    PlanReject,
    SuggestionClosed,
    SuggestionDismissed,
    SuggestionEdited,
    SuggestionUsed,
    UtteranceFinal,
    UtteranceHeard,
    UtterancePartial,
)
from assistant.domain.facts import customer_facts
from assistant.domain.users import User
from assistant.services.access import is_own
from assistant.services.answers import answer
from assistant.services.approvals import choose_plan, decide_plan
from assistant.services.cards import opening_for
from assistant.services.contact import before_call, during_call, rules_of
from assistant.services.customer_view import facts_in_words
from assistant.services.history import record_texts
from assistant.services.messages import send_message
from assistant.services.session import LivePorts, Session
from assistant.services.turns import customer_turn, operator_turn, update_plans
from assistant.services.wrapup import act_on_note, draft_at_end

_CLOSING_STATES = {
    SuggestionUsed: "used",
    SuggestionEdited: "edited",
    SuggestionDismissed: "dismissed",
}


class LiveCalls:
    """All calls that are going on in this process. A call unknown here is taken up again from its stored events."""

    def __init__(self, ports: LivePorts) -> None:
        self._ports = ports
        self._sessions: dict[str, Session] = {}
        self._watchers: Counter[str] = Counter()

    async def open(self, event: CallStarted, principals: Sequence[str] | None = None) -> CallInfo:
        """Start a call. `principals` is what the feed may see (None: all).

        Raises `NotFound` or `Ambiguous` for the customer, `Forbidden` for the principal, `Conflict` for an id in use.
        """
        customer_id = await self._customer_id(event, principals)
        file = await self._ports.customers.file(customer_id)
        info = CallInfo(
            id=event.call_id,
            customer=customer_id,
            principal=file.customer.principal,
            started_at=event.started_at or self._ports.clock.now(),
            language=event.language or file.customer.language,
            purpose=event.purpose,
            operator=event.operator,
        )
        session = await self._build(info, CallState())
        try:
            await self._ports.calls.open(info, file.customer.name)
        except Conflict:
            return await self._resumed(info)
        self._sessions[info.id] = session
        async with session.lock:
            await self._announce(session)
        return info

    async def _resumed(self, info: CallInfo) -> CallInfo:
        """The call that goes on: a feed that comes back may start it again. Raises `Conflict` for another one."""
        known = await self._ports.calls.get(info.id)
        if known.ended_at is None and known.info.customer == info.customer:
            return known.info
        raise Conflict("A call with this id exists already; give this one another id.", where=info.id)

    async def _customer_id(self, event: CallStarted, principals: Sequence[str] | None) -> str:
        if event.principal and principals is not None and event.principal not in principals:
            raise Forbidden("This key may not open calls of that principal.", where=event.principal)
        within = [event.principal] if event.principal else principals
        return await self._ports.customers.resolve(event.customer, within)

    async def _announce(self, session: Session) -> None:
        info, customer = session.info, session.file.customer
        await session.emit(
            CallOpened,
            customer=info.customer,
            customer_name=customer.name,
            contact_name=customer.contacts[0].name if customer.contacts else "",
            principal_name=session.principal.name,
            language=info.language,
            purpose=info.purpose,
            started_at=info.started_at,
            facts=facts_in_words(session.facts, session.file, info.language),
            checklist=entries(session.checklist, info.language),
            opening=opening_for(session),
        )
        await before_call(session)
        await update_plans(session, session.state.limits)

    async def hear(self, event: UtteranceFinal | UtterancePartial) -> str:
        """Take in what was said; returns the utterance's id. The same utterance sent twice is heard once."""
        session = await self._session(event.call_id)
        if session.state.ended:
            raise Conflict("The call has ended; nothing more can be said in it.", where=event.call_id)
        if isinstance(event, UtterancePartial):
            utterance_id = event.id or _next_id(session)
            session.ahead.follow(self._ports.tailor, event, utterance_id, session.info.language)
            await session.publish_only(
                UtteranceHeard,
                utterance_id=utterance_id,
                t=event.t,
                speaker=event.speaker,
                text=event.text[:MAX_UTTERANCE_CHARS],
                partial=True,
            )
            return utterance_id
        session.ahead.stop()
        async with session.lock:
            return await self._final(session, event)

    async def _final(self, session: Session, event: UtteranceFinal) -> str:
        utterance_id = event.id or _next_id(session)
        text = event.text[:MAX_UTTERANCE_CHARS].replace("\0", "")
        if session.state.heard.get(utterance_id) == hash(text):
            return utterance_id
        utterance = Utterance(id=utterance_id, t=event.t, speaker=event.speaker, text=text)
        await session.emit(UtteranceHeard, utterance_id=utterance_id, t=event.t, speaker=event.speaker, text=text)
        if len(event.text) > MAX_UTTERANCE_CHARS:
            await session.emit(
                ErrorRaised,
                code="utterance_too_long",
                message=f"Utterance {utterance_id} has {len(event.text):,} characters; the first "
                f"{MAX_UTTERANCE_CHARS:,} were heard. Send one breath of speech at a time.",
            )
        await (operator_turn if event.speaker == "operator" else customer_turn)(session, utterance)
        await during_call(session, utterance)
        return utterance_id

    async def end(self, call_id: str, lost: bool = False) -> None:
        """End the call; ending it twice changes nothing. `lost`: nobody hung up."""
        session = await self._session(call_id)
        async with session.lock:
            session.cancel_tailoring()
            session.ahead.stop()
            if session.state.ended:
                # A crash may have come between the event and this; a call that is over keeps its end.
                await self._ports.calls.close(call_id, self._ports.clock.now())
                return
            if session.state.card:
                await session.emit(SuggestionClosed, card_id=session.state.card.id, state="expired")
            await session.emit(CallClosed, lost=lost)
            await self._ports.calls.close(call_id, self._ports.clock.now())
            await draft_at_end(session)
        self._sessions.pop(call_id, None)

    async def act(self, event: PanelEvent, user: User) -> None:
        """What the operator does in the panel. Raises `Forbidden`, `NotFound` or `Conflict`."""
        session = await self._session(event.call_id)
        user.require(session.info.principal)
        if user.role == "operator" and not is_own(user, session.info.operator):
            raise Forbidden("This call is another operator's.", where=event.call_id)
        if isinstance(event, Ask):
            # A search takes longer than a turn: the call's next card doesn't wait for it.
            await answer(session, event.question)
            return
        if isinstance(event, NoteDraft | NoteEdit | NoteConfirm):
            async with session.lock:
                await act_on_note(session, event, user)
            return
        if session.state.ended:
            raise Conflict("The call has ended; its cards and plans are closed.", where=event.call_id)
        async with session.lock:
            match event:
                case PlanLimits():
                    await update_plans(session, event.limits)
                case PlanChosen():
                    await choose_plan(session, event.plan_id)
                case PlanApprove() | PlanReject():
                    await decide_plan(session, event, user)
                case MessageSend():
                    await send_message(session, event.text, user)
                case _:
                    await _close_card(session, event)

    def waits_for_approval(self, call_id: str) -> bool:
        """Whether a plan of this call waits for a supervisor, as far as this process follows the call."""
        session = self._sessions.get(call_id)
        return session is not None and session.state.waiting

    def follow(self, call_id: str, after: int = 0) -> AsyncIterator[AnyOutEvent]:
        """Stored events after `after`, then live ones as they come: no gap, no duplicate. Ends with the consumer."""
        return self._watch(call_id, after)

    async def _watch(self, call_id: str, after: int) -> AsyncIterator[AnyOutEvent]:
        self._watchers[call_id] += 1
        try:
            async with aclosing(_follow(self._ports, call_id, after)) as events:
                async for event in events:
                    yield event
        finally:
            self._watchers[call_id] -= 1
            if not self._watchers[call_id]:
                del self._watchers[call_id]

    async def settled(self, call_id: str) -> None:
        """Wait until what goes on beside the call's turns has ended: preparing its records, tailoring, telling."""
        session = self._sessions.get(call_id)
        if session:
            beside = [task for task in (session.warming, session.tailoring) if task]
            await asyncio.gather(*beside, return_exceptions=True)
        if self._ports.teller:
            await self._ports.teller.settled(call_id)

    async def _session(self, call_id: str) -> Session:
        session = self._sessions.get(call_id)
        if session is None:
            call = await self._ports.calls.get(call_id)
            state = CallState.fold(await self._ports.calls.events(call_id))
            session = await self._build(call.info, state)
            if not state.ended:
                session = self._sessions.setdefault(call_id, session)
        return session

    async def _build(self, info: CallInfo, state: CallState) -> Session:
        library = self._ports.library
        file = await self._ports.customers.file(info.customer)
        operator = await self._ports.users.get(info.operator) if info.operator else None
        policy = library.policy(info.principal)
        session = Session(
            info=info,
            file=file,
            facts=customer_facts(file, policy, info.started_at.date(), info.language),
            principal=library.principal(info.principal),
            policy=policy,
            conduct=library.conduct(),
            records=record_texts(file),
            rules=rules_of(library, file, info.started_at),
            ports=self._ports,
            operator_name=operator.display_name if operator else "",
            state=state,
            watched=lambda: self._watchers[info.id] > 0,
        )
        session.warming = asyncio.create_task(self._ports.retriever.warm(session.records))
        return session


def _next_id(session: Session) -> str:
    return f"u{len(session.state.heard) + 1}"


async def _close_card(session: Session, event: SuggestionUsed | SuggestionEdited | SuggestionDismissed) -> None:
    card = session.state.card
    if card is None or card.id != event.card_id:
        raise Conflict("That card is no longer shown.", where=event.card_id)
    session.cancel_tailoring()
    text = event.text if isinstance(event, SuggestionEdited) else None
    procedure = session.state.procedure
    await session.emit(SuggestionClosed, card_id=card.id, state=_CLOSING_STATES[type(event)], text=text)
    if session.state.procedure != procedure:
        await update_plans(session, session.state.limits)


async def _follow(ports: LivePorts, call_id: str, after: int) -> AsyncGenerator[AnyOutEvent, None]:
    subscription = ports.bus.subscribe(call_id)
    try:
        for event in await ports.calls.events(call_id, after):
            after = event.seq
            yield event
        async for event in subscription:
            if event.seq == 0 or event.seq > after:
                after = max(after, event.seq)
                yield event
    finally:
        await subscription.close()
