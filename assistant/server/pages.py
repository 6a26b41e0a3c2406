"""What browsers load: the panel, its static files, and the page of the one-time link.

No page has inline script or style.
"""

from contextlib import suppress
from html import escape
from pathlib import Path
from string import Template
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from assistant.domain.errors import AscoltoError, ConfigurationError
from assistant.domain.money import Language
from assistant.domain.users import Role
from assistant.server.auth import Address, ServicesOf, SessionsOf
from assistant.server.security import is_exposed
from assistant.services.signin import NotSignedIn

router = APIRouter()

_PAGE = Template("""<!doctype html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Ascolto · $title</title>
<link rel="icon" href="/static/img/ascolto.svg" type="image/svg+xml">
<link rel="stylesheet" href="/static/css/tokens.css">
<link rel="stylesheet" href="/static/css/base.css">
<link rel="stylesheet" href="/static/css/start.css">
</head>
<body>
<main class="signin-page">
<div class="signin">
<img src="/static/img/ascolto.svg" alt="" width="48" height="48">
<h1>Ascolto</h1>
$body
</div>
</main>
</body>
</html>
""")
_BUTTON = Template("""<p>$hint</p>
<form class="signin" method="post" action="/signin">
<input type="hidden" name="token" value="$token">
<button type="submit" class="primary" autofocus>$button</button>
</form>""")
_EXPLANATION = Template("""<p role="alert">$message</p>
<p><a href="/">$link</a></p>""")
_HOMES: dict[Role, str] = {"supervisor": "/supervisor", "trainer": "/trainer"}
"""Where people begin; the others at the panel."""
_WORDS: dict[Language, dict[str, str]] = {
    "it": {
        "title": "Accesso",
        "hint": "Questo indirizzo permette di entrare una sola volta, da questo computer.",
        "button": "Entra in Ascolto",
        "spent": "Questo indirizzo è già stato usato oppure è scaduto. Riavvii il server per averne uno nuovo, "
        "oppure acceda con nome utente e password.",
        "link": "Accedi con nome utente e password",
    },
    "en": {
        "title": "Sign in",
        "hint": "This address lets you in once, from this computer.",
        "button": "Open Ascolto",
        "spent": "This address was used already or has expired. Restart the server to get a new one, "
        "or sign in with a user name and password.",
        "link": "Sign in with a user name and password",
    },
}


class CheckedFiles(StaticFiles):
    """Static files that browsers keep, and check with their ETag before they use them again."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["cache-control"] = "no-cache"
        return response


def static_files(folder: Path) -> CheckedFiles:
    """The files of the web folder. Raises `ConfigurationError` where the panel's page isn't there."""
    if not (folder / "index.html").is_file():
        raise ConfigurationError("The panel's pages are missing: install Ascolto again.", where=str(folder))
    return CheckedFiles(directory=folder)


@router.api_route("/", methods=["GET", "HEAD"])
async def panel(request: Request) -> Response:
    return await _file(request, "index.html")


@router.api_route("/supervisor", methods=["GET", "HEAD"])
async def supervisor(request: Request) -> Response:
    return await _file(request, "supervisor.html")


@router.api_route("/trainer", methods=["GET", "HEAD"])
async def trainer(request: Request) -> Response:
    return await _file(request, "trainer.html")


async def _file(request: Request, name: str) -> Response:
    files: CheckedFiles = request.app.state.files
    return await files.get_response(name, request.scope)


@router.get("/signin")
async def signin_page(request: Request, services: ServicesOf, sessions: SessionsOf, token: str = "") -> Response:
    """Show a button; only pressing it uses the link up, so that a browser that loads pages ahead doesn't."""
    with suppress(NotSignedIn):
        user = await sessions.user(request.cookies.get(sessions.cookie))
        return RedirectResponse(_HOMES.get(user.role, "/"), status_code=303)
    language = _language(request, services.site.language)
    if _links_allowed(services.site.host, services.site.public_url) and services.signin.link_is_good(token):
        words = _WORDS[language]
        body = _BUTTON.substitute(hint=words["hint"], button=words["button"], token=escape(token))
        return _page(language, body)
    return _spent(language, 410 if token else 404)


@router.post("/signin")
async def signin(
    request: Request, services: ServicesOf, sessions: SessionsOf, address: Address, token: Annotated[str, Form()] = ""
) -> Response:
    language = _language(request, services.site.language)
    if not _links_allowed(services.site.host, services.site.public_url):
        return _spent(language, 404)
    try:
        user = await services.signin.with_link(token, address)
    except AscoltoError:
        return _spent(language, 410)
    response = RedirectResponse(_HOMES.get(user.role, "/"), status_code=303)
    await sessions.open(user, response)
    return response


def _links_allowed(host: str, public_url: str) -> bool:
    return not is_exposed(host, public_url)


def _spent(language: Language, status: int) -> Response:
    words = _WORDS[language]
    return _page(language, _EXPLANATION.substitute(message=words["spent"], link=words["link"]), status)


def _page(language: Language, body: str, status: int = 200) -> Response:
    return HTMLResponse(_PAGE.substitute(language=language, title=_WORDS[language]["title"], body=body), status)


def _language(request: Request, default: Language) -> Language:
    """The one of our languages that the browser names first."""
    for part in request.headers.get("accept-language", "").split(","):
        match part.strip()[:2].lower():
            case "it":
                return "it"
            case "en":
                return "en"
    return default
