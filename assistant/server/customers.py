"""A customer's facts and history, as the panel shows them beside a call, and whether a call may be made now."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from assistant.domain.calls import Purpose
from assistant.domain.may_call import PlannedCall
from assistant.domain.money import Language
from assistant.domain.records import CustomerFile
from assistant.domain.users import User
from assistant.server.auth import Person, ServicesOf
from assistant.server.services import Services

router = APIRouter(prefix="/v1/customers")


class Asked(BaseModel):
    """What a panel may ask for: the language (else the person's), and the purpose of a call that it thinks of."""

    language: Language | None = None
    purpose: Purpose = "overdue"


@router.get("/{principal}/{ref}")
async def customer(
    principal: str, ref: str, user: Person, services: ServicesOf, asked: Annotated[Asked, Query()]
) -> dict[str, Any]:
    file = await read_file(services, user, principal, ref)
    now, language = services.clock.now(), asked.language or user.language
    return dict(services.customer_view(PlannedCall(file, now, asked.purpose, language)))


async def read_file(services: Services, user: User, principal: str, ref: str, record_id: str = "") -> CustomerFile:
    """The customer's file, if the person may see it; the reading is recorded. Raises `Forbidden` or `NotFound`."""
    user.require(principal)
    file = await services.customers.file(f"{principal}/{ref}")
    action = "record.read" if record_id else "customer.read"
    await services.audit.record(user.username, action, file.customer.id, services.clock.now(), record_id)
    return file
