"""Who may see which call: the principal decides, and for operators whose call it is."""

from assistant.domain.calls import CallInfo
from assistant.domain.errors import Forbidden
from assistant.domain.users import User


def principals_of(principals: tuple[str, ...]) -> list[str] | None:
    """The principals as the ports take them: `None` for all (`"*"`)."""
    return None if "*" in principals else list(principals)


def may_follow(user: User, info: CallInfo) -> bool:
    """Operators follow their own calls and those that name no operator; trainers none; others all they may see."""
    if user.role == "trainer" or not user.may_see(info.principal):
        return False
    return user.role != "operator" or info.operator in ("", user.username)


def require_call(user: User, info: CallInfo) -> None:
    """Raise `Forbidden` unless the person may follow the call."""
    user.require(info.principal)
    if not may_follow(user, info):
        raise Forbidden("This call is another person's; ask a supervisor of the principal.", where=info.id)
