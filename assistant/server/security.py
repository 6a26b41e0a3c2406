"""What holds for every request: who may send it (host, origin, type, size) and the headers of every answer."""

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.domain.errors import ConfigurationError
from assistant.server.errors import error_response
from assistant.server.services import Site
from assistant.services.ports import Users
from assistant.settings import Settings

MAX_BODY_BYTES = 65_536
MIN_SECRET_CHARS = 32
_MIN_DIFFERENT_CHARS = 10
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_ANCESTOR = re.compile(r"https?://(\*\.)?[A-Za-z0-9.-]+(:\d+)?|'self'")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_exposed(host: str, public_url: str) -> bool:
    """Whether others than this machine's own people reach the server, by themselves or through a proxy."""
    return not is_loopback(host) or (bool(public_url) and not is_loopback(urlsplit(public_url).hostname or ""))


async def check_exposure(settings: Settings, users: Users, demo_accounts: Collection[str] = ()) -> None:
    """Refuse to start (`ConfigurationError`) where others reach a server that isn't made safe for it."""
    if not is_exposed(settings.host, settings.public_url):
        return
    secret = settings.secret.get_secret_value()
    if len(secret) < MIN_SECRET_CHARS or len(set(secret)) < _MIN_DIFFERENT_CHARS or "change" in secret.lower():
        raise ConfigurationError(
            f"A server that isn't on loopback needs a secret of its own, of {MIN_SECRET_CHARS} random characters or "
            "more: python -c 'import secrets; print(secrets.token_urlsafe(32))'",
            where="ASCOLTO_SECRET",
        )
    accounts = [user.username for user in await users.list()]
    if present := sorted(set(accounts) & set(demo_accounts)):
        raise ConfigurationError(
            "A server that isn't on loopback can't have the demo accounts; remove them: " + ", ".join(present),
            where="ASCOLTO_HOST",
        )
    if not [name for name in accounts if await users.password_hash(name)]:
        raise ConfigurationError(
            "A server that isn't on loopback needs an account with a password; add one with 'ascolto users add'.",
            where="ASCOLTO_HOST",
        )


def security_headers(site: Site) -> dict[str, str]:
    """The headers of every answer. Raises `ConfigurationError` for a frame ancestor that isn't an origin."""
    ancestors = site.frame_ancestors.split()
    for ancestor in ancestors:
        if not _ANCESTOR.fullmatch(ancestor):
            raise ConfigurationError(
                f"{ancestor!r} isn't an origin such as https://crm.example.org.", where="ASCOLTO_FRAME_ANCESTORS"
            )
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {' '.join(ancestors) or chr(39) + 'none' + chr(39)}"
    )
    headers = {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        # Not `no-referrer`: with that, browsers send `Origin: null` from our own forms.
        "referrer-policy": "same-origin",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        "cross-origin-resource-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
    }
    if not ancestors:
        headers["x-frame-options"] = "DENY"
    if site.public_url.startswith("https://"):
        headers["strict-transport-security"] = "max-age=31536000"
    return headers


class Security:
    """ASGI middleware: refuses what another site made a browser send, and marks every answer."""

    def __init__(self, app: ASGIApp, site: Site, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers
        self._public = site.public_url.rstrip("/").lower()
        self._framing = frozenset(origin.lower() for origin in site.frame_ancestors.split())
        # A name that somebody else's DNS points at this machine isn't ours.
        self._loopback_only = not is_exposed(site.host, site.public_url)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return

        async def send_marked(message: Message) -> None:
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal:
            await error_response(*refusal)(scope, receive, send_marked)
            return
        await self._app(scope, _limited(receive) if scope["type"] == "http" else receive, send_marked)

    def _refusal(self, scope: Scope) -> tuple[int, str, str, str] | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._loopback_only and not is_loopback(urlsplit(f"//{host}").hostname or ""):
            return 421, "misdirected", "This server answers to the names of this machine only.", "Host"
        origin = headers.get("origin")
        own = {self._public, f"{_scheme(scope)}://{host}".lower()}
        if scope["type"] == "websocket":
            allowed = origin is None or origin.lower() in own | self._framing
            return None if allowed else (403, "bad_origin", "This page may not open the socket.", "Origin")
        if scope["method"] in _SAFE_METHODS:
            return None
        if (origin is not None and origin.lower() not in own) or headers.get("sec-fetch-site", "same-origin") not in (
            "same-origin",
            "none",
        ):
            return 403, "bad_origin", "Requests that change something come from this server's own pages.", "Origin"
        return _body_refusal(scope["path"], headers)


def _body_refusal(path: str, headers: Headers) -> tuple[int, str, str, str] | None:
    length = headers.get("content-length", "0")
    kind = headers.get("content-type", "").split(";")[0].strip().lower()
    has_body = length != "0" or "transfer-encoding" in headers
    if path.startswith("/v1/") and kind != "application/json" and (has_body or kind):
        return 415, "unsupported_media_type", "Send JSON, with Content-Type: application/json.", "Content-Type"
    if length.isdecimal() and int(length) > MAX_BODY_BYTES:
        return 413, "too_large", "The request is too large; send at most 64 kB.", "Content-Length"
    return None


def _limited(receive: Receive) -> Receive:
    """Count what arrives: a body without a length can be too large as well."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > MAX_BODY_BYTES:
            raise HTTPException(413)
        return message

    return counted


def _scheme(scope: Scope) -> str:
    return "https" if scope["scheme"] in ("https", "wss") else "http"
