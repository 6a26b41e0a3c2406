"""A customer's facts and history, as the panel shows them beside a call."""

from typing import Any

from fastapi import APIRouter

from assistant.domain.money import Language
from assistant.domain.records import CustomerFile
from assistant.domain.users import User
from assistant.server.auth import Person, ServicesOf
from assistant.server.services import Services

router = APIRouter(prefix="/v1/customers")


@router.get("/{principal}/{ref}")
async def customer(
    principal: str, ref: str, user: Person, services: ServicesOf, language: Language | None = None
) -> dict[str, Any]:
    file = await read_file(services, user, principal, ref)
    return dict(services.customer_view(file, language or user.language, services.clock.now().date()))


async def read_file(services: Services, user: User, principal: str, ref: str, record_id: str = "") -> CustomerFile:
    """The customer's file, if the person may see it; the reading is recorded. Raises `Forbidden` or `NotFound`."""
    user.require(principal)
    file = await services.customers.file(f"{principal}/{ref}")
    action = "record.read" if record_id else "customer.read"
    await services.audit.record(user.username, action, file.customer.id, services.clock.now(), record_id)
    return file
