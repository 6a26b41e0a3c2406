"""Recorded calls of the demo company, played through the panel as if they were going on."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field
from starlette.requests import HTTPConnection

from assistant.domain.errors import NotFound
from assistant.domain.users import User
from assistant.server.auth import Person, ServicesOf, services_of
from assistant.server.services import Demo
from assistant.services.access import require_call
from assistant.services.demo import DemoCall

router = APIRouter(prefix="/v1/demo")


class ReplayRequest(BaseModel):
    model_config = ConfigDict(extra="forbid")

    speed: float = Field(default=1, ge=0.25, le=20)


def demo_of(connection: HTTPConnection) -> Demo:
    demo = services_of(connection).demo
    if demo is None:
        raise NotFound("This server has no demo calls; start the demo with 'ascolto demo'.", where="demo")
    return demo


DemoOf = Annotated[Demo, Depends(demo_of)]


@router.get("/calls")
async def demo_calls(user: Person, services: ServicesOf) -> dict[str, Any]:
    """The recorded calls of the person's principals; none where the demo isn't loaded."""
    return {"calls": _seen_by(user, services.demo) if services.demo else []}


@router.post("/calls/{demo_id}/replay", status_code=202)
async def replay(demo_id: str, user: Person, demo: DemoOf, request: ReplayRequest | None = None) -> dict[str, str]:
    if demo_id not in {call.id for call in _seen_by(user, demo)}:
        raise NotFound(f"There is no demo call {demo_id!r} for you.", where=demo_id)
    return {"call_id": await demo.replay(demo_id, user, (request or ReplayRequest()).speed)}


@router.post("/calls/{call_id}/stop", status_code=204)
async def stop(call_id: str, user: Person, demo: DemoOf, services: ServicesOf) -> None:
    require_call(user, (await services.calls.get(call_id)).info)
    await demo.stop(call_id)


def _seen_by(user: User, demo: Demo) -> list[DemoCall]:
    return [call for call in demo.calls() if user.may_see(call.customer.partition("/")[0])]
