"""A supervisor's message to the operator of a call that is going on."""

from assistant.domain.errors import Forbidden, InvalidInput
from assistant.domain.events import MessageSent
from assistant.domain.users import User
from assistant.services.access import SUPERVISORS
from assistant.services.session import Session


async def send_message(session: Session, text: str, user: User) -> None:
    """Put the message in the call. Raises `Forbidden` for others than supervisors, `InvalidInput` for no words."""
    if user.role not in SUPERVISORS:
        raise Forbidden("Only a supervisor writes to the operator during a call.", where=session.info.id)
    words = text.replace("\0", "").strip()
    if not words:
        raise InvalidInput("Write what the operator should read.", where="text")
    await session.emit(MessageSent, text=words, by=user.display_name or user.username)
