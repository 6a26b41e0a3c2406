"""Signing in and out over the API."""

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from assistant.domain.users import User
from assistant.server.auth import Address, Person, ServicesOf, SessionsOf
from assistant.services.signin import MAX_PASSWORD_CHARS

router = APIRouter(prefix="/v1/session")


class Credentials(BaseModel):
    model_config = ConfigDict(extra="forbid")

    username: str = Field(min_length=1, max_length=128)
    password: SecretStr = Field(min_length=1, max_length=MAX_PASSWORD_CHARS)


class SignedIn(BaseModel):
    user: User


@router.post("")
async def open_session(
    credentials: Credentials, services: ServicesOf, sessions: SessionsOf, address: Address, response: Response
) -> SignedIn:
    user = await services.signin.with_password(credentials.username, credentials.password.get_secret_value(), address)
    await sessions.open(user, response)
    return SignedIn(user=user)


@router.get("")
async def session(user: Person) -> SignedIn:
    return SignedIn(user=user)


@router.delete("", status_code=204)
async def close_session(
    user: Person, services: ServicesOf, sessions: SessionsOf, request: Request, response: Response
) -> None:
    sessions.close(request.cookies[sessions.cookie], response)
    await services.audit.record(user.username, "session.closed", "session", services.clock.now())
