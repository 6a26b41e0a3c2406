"""Who may see what: roles, principals, and for operators whose call it is. Refusals can be put into the audit log."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from typing import Protocol

from assistant.domain.calls import CallInfo
from assistant.domain.errors import Forbidden
from assistant.domain.users import Role, User
from assistant.services.ports import Audit, Clock

SUPERVISORS: tuple[Role, ...] = ("supervisor", "admin")
"""Who sees all calls of their principals, and decides."""


class Audited(Protocol):
    """Ports of a use case that is logged."""

    @property
    def audit(self) -> Audit: ...

    @property
    def clock(self) -> Clock: ...


@asynccontextmanager
async def refusals_logged(
    user: User, action: str, subject: str, ports: Audited, about: str = ""
) -> AsyncIterator[None]:
    """What the block refuses (`Forbidden`) is logged as `action`, with its reason after `about`, and raised on."""
    try:
        yield
    except Forbidden as refusal:
        await ports.audit.record(user.username, action, subject, ports.clock.now(), about + refusal.message)
        raise


def require_role(user: User, roles: Collection[Role], message: str, principal: str = "") -> None:
    """Raise `Forbidden` with the message unless the role is one of these, and unless the principal is theirs."""
    if user.role not in roles:
        raise Forbidden(message, where=user.role)
    if principal:
        user.require(principal)


def principals_of(principals: tuple[str, ...]) -> list[str] | None:
    """The principals as the ports take them: `None` for all (`"*"`)."""
    return None if "*" in principals else list(principals)


def is_own(user: User, operator: str) -> bool:
    """Whether a call is the person's own: it names them as its operator, or nobody."""
    return operator in ("", user.username)


def may_follow(user: User, info: CallInfo) -> bool:
    """Operators follow their own calls and those that name no operator; trainers none; others all they may see."""
    if user.role == "trainer" or not user.may_see(info.principal):
        return False
    return user.role != "operator" or is_own(user, info.operator)


def require_call(user: User, info: CallInfo) -> None:
    """Raise `Forbidden` unless the person may follow the call."""
    user.require(info.principal)
    if not may_follow(user, info):
        raise Forbidden("This call is another person's; ask a supervisor of the principal.", where=info.id)
