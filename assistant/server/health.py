"""Whether the server is up, and what its model can do."""

from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from fastapi import APIRouter

from assistant.server.auth import Person, ServicesOf

router = APIRouter(prefix="/v1")


@router.api_route("/health", methods=["GET", "HEAD"])
async def health(services: ServicesOf) -> dict[str, Any]:
    """Open to everybody, so that a load balancer can ask; it names no customer, person or secret."""
    return {"status": "ok", "version": version("ascolto"), "model": asdict(services.model.state())}


@router.get("/model")
async def model(user: Person, services: ServicesOf) -> dict[str, Any]:
    return asdict(services.model.state())
