"""Supervision over REST: the queue of calls, a call's page with its review, and the calls that are going on."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from assistant.domain.queue import QueueChoices, QueuePage, QueueQuery
from assistant.domain.reviews import Move, Review
from assistant.server.auth import Person, ServicesOf
from assistant.services.live_board import LiveCall
from assistant.services.queue import own_calls, queue_choices, queue_page
from assistant.services.reviews import ReviewedCall, reviewed_call, take_step

router = APIRouter(prefix="/v1")


class MineQuery(QueueQuery):
    """The queue's query, of the person's own calls (`?mine`)."""

    mine: bool = True


@router.get("/queue")
async def queue(user: Person, services: ServicesOf, query: Annotated[QueueQuery, Query()]) -> QueuePage:
    """`{"calls", "next_cursor", "total"}` of the supervisor's principals."""
    return await queue_page(user, query, services.reviews.lists)


@router.get("/queue/choices")
async def choices(user: Person, services: ServicesOf) -> QueueChoices:
    """What the filters can be set to."""
    return await queue_choices(user, services.reviews.lists)


@router.get("/reviews")
async def mine(user: Person, services: ServicesOf, query: Annotated[MineQuery, Query()]) -> dict[str, Any]:
    """The person's own calls, as the queue shows them; `waiting` counts those that ask for their word."""
    page, waiting = await own_calls(user, query, services.reviews.lists)
    return page.model_dump(mode="json") | {"waiting": waiting}


@router.get("/reviews/{call_id}")
async def page(call_id: str, user: Person, services: ServicesOf) -> ReviewedCall:
    """The call with its transcript, cards, alerts, note, score and the steps of its review."""
    return await reviewed_call(user, call_id, services.reviews)


@router.post("/reviews/{call_id}/steps")
async def step(call_id: str, move: Move, user: Person, services: ServicesOf) -> Review:
    """Take a step; 409 where somebody was quicker."""
    return await take_step(user, call_id, move, services.reviews)


@router.get("/live")
async def live(user: Person, services: ServicesOf) -> dict[str, list[LiveCall]]:
    """The open calls of the supervisor's principals and what goes on in them."""
    return {"calls": await services.board.calls(user)}
