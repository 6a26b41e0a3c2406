"""Calls as people see them: the list, and the socket on which a panel follows a call and acts in it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, Query, WebSocket

from assistant.domain.calls import Call
from assistant.domain.errors import AscoltoError, InvalidInput, NotFound
from assistant.domain.events import PANEL_EVENTS, MessageSend, PanelEvent, PlanApprove, PlanReject, live_schema
from assistant.server.auth import Person, ServicesOf, person
from assistant.server.frames import GONE, FrameLimits, Frames, error_frame, unexpected
from assistant.server.services import Services
from assistant.services.access import may_follow, principals_of, require_call
from assistant.services.signin import NotSignedIn

router = APIRouter(prefix="/v1")

NOT_SIGNED_IN, FORBIDDEN, NOT_FOUND = 4401, 4403, 4404
"""Close codes: browsers don't tell a page why a handshake was refused, so that the socket opens and says it."""
FELL_BEHIND = 1013
"""Close code for a panel that didn't keep up: it comes again and asks for what it missed."""
PANEL_LIMITS = FrameLimits(per_second=20, burst=40, close_when_too_large=True)


@router.get("/schema/live.json")
async def schema() -> dict[str, Any]:
    return live_schema()


@router.get("/calls")
async def calls(user: Person, services: ServicesOf, only_open: Annotated[bool, Query(alias="open")] = False) -> Any:
    """The calls that the person may follow, the newest first."""
    found = await services.calls.list(principals_of(user.principals), only_open)
    mine = [call for call in found if may_follow(user, call.info)]
    return {"calls": [_listed(call, services.live.waits_for_approval(call.info.id)) for call in mine]}


def _listed(call: Call, waits: bool) -> dict[str, Any]:
    info = call.info
    return {
        "call_id": info.id,
        "customer": info.customer,
        "customer_name": call.customer_name,
        "principal": info.principal,
        "language": info.language,
        "purpose": info.purpose,
        "started_at": info.started_at,
        "ended_at": call.ended_at,
        "operator": info.operator,
        "last_seq": call.last_seq,
        "waits_for_approval": waits,
    }


@router.websocket("/calls/{call_id}/live")
async def live(socket: WebSocket, call_id: str, services: ServicesOf, after: Annotated[int, Query(ge=0)] = 0) -> None:
    """Follow a call from event `after` on, and act in it."""
    try:
        user = await person(socket)
        require_call(user, (await services.calls.get(call_id)).info)
    except AscoltoError as error:
        await _turn_away(socket, services, error, call_id)
        return
    await services.audit.record(user.username, "call.followed", call_id, services.clock.now())
    await socket.accept()
    async with asyncio.TaskGroup() as group:
        sender = group.create_task(_send_events(socket, services, call_id, after))
        await _receive_events(socket, services, call_id)
        sender.cancel()


async def _turn_away(socket: WebSocket, services: Services, error: AscoltoError, call_id: str) -> None:
    await socket.accept()
    await socket.send_json(error_frame(services.clock, error, call_id))
    codes: dict[type[AscoltoError], int] = {NotSignedIn: NOT_SIGNED_IN, NotFound: NOT_FOUND}
    await socket.close(codes.get(type(error), FORBIDDEN), error.code)


async def _send_events(socket: WebSocket, services: Services, call_id: str, after: int) -> None:
    events = services.live.follow(call_id, after)
    try:
        async for event in events:
            await socket.send_text(event.model_dump_json())
        await socket.close(FELL_BEHIND)
    except GONE:
        return
    finally:
        if isinstance(events, AsyncGenerator):
            await events.aclose()


async def _receive_events(socket: WebSocket, services: Services, call_id: str) -> None:
    with suppress(*GONE):
        async for event in Frames(socket, PANEL_EVENTS, services.clock, PANEL_LIMITS):
            if error := await _act(socket, services, event, call_id):
                await socket.send_json(error_frame(services.clock, error, call_id))


async def _act(socket: WebSocket, services: Services, event: PanelEvent, call_id: str) -> AscoltoError | None:
    """Do what the operator asks, if the session still holds; returns what went wrong."""
    if event.call_id != call_id:
        return InvalidInput("The event names another call than this socket's.", where="call_id", code="invalid_event")
    try:
        user = await person(socket)
        await services.live.act(event, user)
        if isinstance(event, PlanApprove | PlanReject):
            now = services.clock.now()
            await services.audit.record(user.username, event.type, f"{call_id} {event.plan_id}", now, event.text)
        if isinstance(event, MessageSend):
            # The words themselves stay with the call's events.
            await services.audit.record(user.username, event.type, call_id, services.clock.now())
    except AscoltoError as error:
        return error
    except Exception as error:
        return unexpected(error, call_id)
    return None
