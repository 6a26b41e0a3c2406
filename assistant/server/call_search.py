"""Search over calls, by words and by meaning, with the filters of every list of calls."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import model_validator

from assistant.server.auth import Person, ServicesOf
from assistant.services.call_search import CallHits, CallQuestion

router = APIRouter(prefix="/v1")


class Asked(CallQuestion):
    """The page's query: a filter that is empty doesn't narrow."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, values: Any) -> Any:
        return {name: value for name, value in values.items() if name == "q" or value != ""}


@router.get("/call-search")
async def call_search(user: Person, services: ServicesOf, asked: Annotated[Asked, Query()]) -> CallHits:
    """`{"query", "hits", "total", "unread"}`; 422 where there is nothing to look for, or too much."""
    return await services.search.search(user, asked)
