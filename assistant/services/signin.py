"""Who somebody is: passwords, one-time links and API keys, with limits on guessing and a line in the audit log.

How a session is carried (cookies) is the server's business.
"""

import asyncio
import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.domain.errors import AscoltoError, Forbidden
from assistant.domain.users import ApiKey, Scope, User
from assistant.services.ports import Audit, Clock, PasswordHasher, Users

LINK_LIFETIME = timedelta(minutes=15)
MAX_PASSWORD_CHARS = 1_024
_WINDOW = timedelta(minutes=15)
_TRIES_PER_ACCOUNT = 5
_TRIES_PER_ADDRESS = 50
_REMEMBERED = 10_000
_PARALLEL_CHECKS = 2


class NotSignedIn(AscoltoError):
    """Nobody is signed in, or the name, password, link or key isn't right."""

    code = "not_signed_in"


class TooManyTries(AscoltoError):
    """Too many failures in a short time."""

    code = "too_many_tries"


class Attempts:
    """Counts tries by key within a window. Bounded: the keys that were quiet longest are forgotten first."""

    def __init__(self, clock: Clock, window: timedelta = _WINDOW, capacity: int = _REMEMBERED) -> None:
        self._clock = clock
        self._window = window
        self._capacity = capacity
        self._tries: OrderedDict[str, list[datetime]] = OrderedDict()

    def count(self, key: str) -> int:
        since = self._clock.now() - self._window
        return sum(moment > since for moment in self._tries.get(key, ()))

    def add(self, key: str, limit: int) -> None:
        """Note a try. Only the last `limit` of a key are kept."""
        self._tries[key] = [*self._tries.pop(key, ()), self._clock.now()][-limit:]
        if len(self._tries) > self._capacity:
            self._tries.popitem(last=False)

    def take_back(self, key: str) -> None:
        """Forget the last try of the key: it succeeded."""
        if tries := self._tries.get(key):
            tries.pop()

    def forget(self, key: str) -> None:
        self._tries.pop(key, None)


@dataclass(frozen=True)
class _Link:
    username: str
    expires: datetime


class SignIn:
    """Checks who somebody is. One object a process: it remembers failures and links."""

    def __init__(self, users: Users, hasher: PasswordHasher, audit: Audit, clock: Clock) -> None:
        self._users = users
        self._hasher = hasher
        self._audit = audit
        self._clock = clock
        self._attempts = Attempts(clock)
        self._links: dict[str, _Link] = {}
        self._checks = asyncio.Semaphore(_PARALLEL_CHECKS)
        self._dummy = ""

    async def with_password(self, username: str, password: str, address: str) -> User:
        """The person of this name and password.

        Raises `NotSignedIn`, the same and as slowly whether or not the account exists, or `TooManyTries`.
        """
        account, everybody = f"account:{username.casefold()}:{address}", f"address:{address}"
        self._admit(account, _TRIES_PER_ACCOUNT)
        self._admit(everybody, _TRIES_PER_ADDRESS)
        # Counted before the check, so that tries made at the same time can't slip past the limit.
        self._attempts.add(account, _TRIES_PER_ACCOUNT)
        self._attempts.add(everybody, _TRIES_PER_ADDRESS)
        user = await self._users.get(username)
        stored = await self._users.password_hash(username) if user else None
        right = await self._verify(stored or "", password)
        if user is None or not right:
            # A name that isn't an account's may be a password typed into the wrong field: it isn't recorded.
            await self._record(user.username if user else "?", "session.refused", address)
            raise NotSignedIn("The user name or the password isn't right. Check both and try again.", where="password")
        self._attempts.forget(account)
        self._attempts.take_back(everybody)
        await self._record(user.username, "session.opened", address)
        return user

    def issue_link(self, username: str) -> str:
        """A token that signs this person in once within 15 minutes. It lives in memory only."""
        token = secrets.token_urlsafe(24)
        self._links[key_hash(token)] = _Link(username, self._clock.now() + LINK_LIFETIME)
        return token

    def link_is_good(self, token: str) -> bool:
        """Whether the link would sign somebody in; looking doesn't use it up."""
        link = self._links.get(key_hash(token))
        return link is not None and self._clock.now() < link.expires

    async def with_link(self, token: str, address: str) -> User:
        """The person of a one-time link, which is used up by this. Raises `NotSignedIn`, or `TooManyTries`."""
        guesses = f"link:{address}"
        self._admit(guesses, _TRIES_PER_ADDRESS)
        good = self.link_is_good(token)
        link = self._links.pop(key_hash(token), None)
        user = await self._users.get(link.username) if link and good else None
        if user is None:
            self._attempts.add(guesses, _TRIES_PER_ADDRESS)
            await self._record("?", "session.refused", f"{address} one-time link")
            raise NotSignedIn("This link was used already or has expired.", where="token")
        await self._record(user.username, "session.opened", f"{address} one-time link")
        return user

    async def with_key(self, secret: str, scope: Scope, address: str) -> ApiKey:
        """The API key of this secret. Raises `NotSignedIn`, `TooManyTries`, or `Forbidden` for a scope it hasn't."""
        guesses = f"key:{address}"
        key = await self._users.key_by_hash(key_hash(secret)) if secret else None
        if key is None:
            # Only wrong keys are held up: a misconfigured bridge doesn't lock out the others behind its address.
            self._admit(guesses, _TRIES_PER_ADDRESS)
            self._attempts.add(guesses, _TRIES_PER_ADDRESS)
            await self._record("?", "key.refused", address)
            raise NotSignedIn("Send a valid key as 'Authorization: Bearer KEY'.", where="Authorization")
        if scope not in key.scopes:
            await self._record(f"key:{key.id}", "key.refused", f"{address} scope {scope}")
            raise Forbidden(
                f"The key {key.name!r} hasn't the scope {scope!r}; use one that has.", where="Authorization"
            )
        await self._record(f"key:{key.id}", "key.used", f"{address} scope {scope}")
        return key

    def _admit(self, key: str, limit: int) -> None:
        if self._attempts.count(key) >= limit:
            raise TooManyTries("Too many failed tries. Wait a quarter of an hour, then try again.", where="password")

    async def _verify(self, stored: str, password: str) -> bool:
        async with self._checks:
            if not self._dummy:
                self._dummy = await asyncio.to_thread(self._hasher.hash, secrets.token_urlsafe(16))
            right = await asyncio.to_thread(self._hasher.verify, stored or self._dummy, password)
        return right and bool(stored)

    async def _record(self, who: str, action: str, detail: str) -> None:
        await self._audit.record(who, action, "session", self._clock.now(), detail)


def key_hash(secret: str) -> str:
    """What is stored of a key. Keys are long and random, so that a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_key(name: str, scopes: Sequence[Scope], principals: Sequence[str]) -> tuple[ApiKey, str]:
    """A key and its secret, which is shown once; store `key_hash(secret)`."""
    key = ApiKey(id=secrets.token_hex(4), name=name, scopes=tuple(scopes), principals=tuple(principals))
    return key, f"ascolto_{key.id}_{secrets.token_urlsafe(32)}"
