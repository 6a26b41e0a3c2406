"""Who asks: what endpoints declare to get the services, the person, or the caller's address."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from assistant.domain.users import User
from assistant.server.services import Services
from assistant.server.sessions import Sessions


def services_of(connection: HTTPConnection) -> Services:
    services: Services = connection.app.state.services
    return services


def sessions_of(connection: HTTPConnection) -> Sessions:
    sessions: Sessions = connection.app.state.sessions
    return sessions


async def person(connection: HTTPConnection) -> User:
    """The person whose session the cookie carries; raises `NotSignedIn`."""
    sessions = sessions_of(connection)
    return await sessions.user(connection.cookies.get(sessions.cookie))


def address_of(connection: HTTPConnection) -> str:
    """The caller's network address; the proxy's word for it only where a proxy is configured."""
    return connection.client.host if connection.client else "unknown"


ServicesOf = Annotated[Services, Depends(services_of)]
SessionsOf = Annotated[Sessions, Depends(sessions_of)]
Person = Annotated[User, Depends(person)]
Address = Annotated[str, Depends(address_of)]
