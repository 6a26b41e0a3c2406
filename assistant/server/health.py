"""Whether the server is up, what its model can do, and what it has done."""

from dataclasses import asdict, replace
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter, Request, Response

from assistant.domain.errors import Forbidden
from assistant.domain.money import LANGUAGES
from assistant.domain.qualification_words import earned_words
from assistant.server.auth import Person, ServicesOf, address_of, person
from assistant.server.security import is_loopback
from assistant.services.access import SUPERVISORS
from assistant.services.ports import ModelState

router = APIRouter(prefix="/v1")
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@router.api_route("/health", methods=["GET", "HEAD"])
async def health(services: ServicesOf) -> dict[str, Any]:
    """Open to everybody, so that a load balancer can ask; it names no customer, person, secret or inner address."""
    state = services.model.state()
    numbered = tuple(replace(server, server=str(number)) for number, server in enumerate(state.servers, start=1))
    return {"status": "ok", "version": version("ascolto"), "model": _told(replace(state, servers=numbered))}


@router.get("/model")
async def model(user: Person, services: ServicesOf) -> dict[str, Any]:
    return _told(services.model.state())


def _told(state: ModelState) -> dict[str, Any]:
    """The state, and in `words` what a model that is up may do, for people of either language."""
    words = {language: earned_words(state.earned, state.standing, language) for language in LANGUAGES}
    return asdict(state) | {"words": words if state.state == "ready" else {}}


@router.get("/metrics")
async def metrics(request: Request, services: ServicesOf) -> Response:
    """What the model did, in the text format of Prometheus: for this machine itself, supervisors and admins."""
    if not _from_this_machine(request):
        user = await person(request)
        if user.role not in SUPERVISORS:
            raise Forbidden("The figures of the server are for supervisors and admins.", where="metrics")
    return Response(services.metrics(), media_type="text/plain; version=0.0.4; charset=utf-8")


def _from_this_machine(request: Request) -> bool:
    """A request that no proxy passed on: a proxy on this machine speaks for the whole world."""
    forwarded = any(name in request.headers for name in _FORWARDED)
    return not forwarded and is_loopback(address_of(request)) and is_loopback(request.url.hostname or "")
