"""Customers' pages over REST: the list that leads to them, and a customer's journey."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from assistant.domain.call_filter import FilterText
from assistant.server.auth import Person, ServicesOf
from assistant.services.journey import CustomerLine, JourneyPage, JourneyQuery, customers_found, journey_page

router = APIRouter(prefix="/v1")


class WantedCustomers(BaseModel):
    """A part of the name or the reference, and whose customers."""

    model_config = ConfigDict(extra="forbid")

    q: FilterText = ""
    principal: FilterText = ""


@router.get("/journeys")
async def journeys(
    user: Person, services: ServicesOf, wanted: Annotated[WantedCustomers, Query()]
) -> dict[str, list[CustomerLine]]:
    """`{"customers"}` of the person's principals, the last called first."""
    return {"customers": await customers_found(user, wanted.q, wanted.principal, services.journeys)}


@router.get("/journey/{principal}/{ref:path}")
async def journey(
    principal: str, ref: str, user: Person, services: ServicesOf, query: Annotated[JourneyQuery, Query()]
) -> JourneyPage:
    """The customer with the part of the journey that was asked for."""
    return await journey_page(user, f"{principal}/{ref}", query, services.journeys)
