"""Who is signed in: a signed cookie that names the person and ends on its own.

The cookie is tied to the account's password, so that a new password ends all sessions. Leaving a session ends it in
this process; elsewhere it ends with its time.
"""

import hashlib
import secrets
from datetime import timedelta

from itsdangerous import BadSignature, URLSafeSerializer
from starlette.responses import Response

from assistant.domain.users import User
from assistant.server.services import Services
from assistant.services.signin import NotSignedIn

LIFETIME = timedelta(hours=12)
_FORGET = "Sign in to go on."


class Sessions:
    def __init__(self, services: Services) -> None:
        self._services = services
        self._signer = URLSafeSerializer(
            services.site.secret, salt="ascolto.session", signer_kwargs={"digest_method": hashlib.sha256}
        )
        self._secure = services.site.public_url.startswith("https://")
        self._left: dict[str, int] = {}
        self.cookie = "__Host-ascolto" if self._secure else "ascolto_session"

    async def open(self, user: User, response: Response) -> None:
        """Put the session's cookie on the response."""
        expires = int((self._services.clock.now() + LIFETIME).timestamp())
        seal = await self._seal(user.username)
        value = self._signer.dumps([user.username, expires, seal, secrets.token_hex(8)])
        self._set(response, str(value), int(LIFETIME.total_seconds()))

    def close(self, value: str, response: Response) -> None:
        """End the session and clear its cookie."""
        now = int(self._services.clock.now().timestamp())
        self._left = {session: expires for session, expires in self._left.items() if expires > now}
        _, expires, _, session = self._read(value)
        self._left[session] = expires
        self._set(response, "", 0)

    async def user(self, value: str | None) -> User:
        """The person of a cookie's value; raises `NotSignedIn`."""
        if not value:
            raise NotSignedIn(_FORGET)
        username, expires, seal, session = self._read(value)
        if expires <= self._services.clock.now().timestamp() or session in self._left:
            raise NotSignedIn("The session has ended. " + _FORGET)
        user = await self._services.users.get(username)
        if user is None or not secrets.compare_digest(seal, await self._seal(username)):
            raise NotSignedIn("The account has changed. " + _FORGET)
        return user

    def _read(self, value: str) -> tuple[str, int, str, str]:
        try:
            username, expires, seal, session = self._signer.loads(value)
        except (BadSignature, ValueError, TypeError):
            raise NotSignedIn(_FORGET) from None
        return str(username), int(expires), str(seal), str(session)

    async def _seal(self, username: str) -> str:
        stored = await self._services.users.password_hash(username) or ""
        return hashlib.sha256(stored.encode()).hexdigest()[:16]

    def _set(self, response: Response, value: str, seconds: int) -> None:
        # Written out: the standard library of Python 3.11 doesn't know `Partitioned`.
        kind = "SameSite=None; Secure; Partitioned" if self._secure else "SameSite=Lax"
        response.headers.append("set-cookie", f"{self.cookie}={value}; Max-Age={seconds}; Path=/; HttpOnly; {kind}")
