"""Puts the web application together from the services that it is given."""

from fastapi import FastAPI

from assistant.server import (
    account,
    call_search,
    calls,
    customers,
    dashboard,
    demo,
    feeds,
    health,
    journey,
    pages,
    practice,
    reviews,
    scenarios,
    sources,
    tasks,
    voice,
)
from assistant.server.errors import add_error_handlers
from assistant.server.security import Security, security_headers
from assistant.server.services import Services
from assistant.server.sessions import Sessions

_PARTS = (
    account,
    call_search,
    calls,
    customers,
    feeds,
    health,
    practice,
    scenarios,
    journey,
    reviews,
    sources,
    tasks,
    voice,
    dashboard,
    demo,
    pages,
)
"""Modules with a `router`; the pages come last."""


def create_app(services: Services) -> FastAPI:
    """The application. Raises `ConfigurationError` for settings that can't be served."""
    headers = security_headers(services.site)
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        # Nothing leaves the company: no tracing, whatever the environment says.
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.state.services = services
    app.state.sessions = Sessions(services)
    app.state.files = pages.static_files(services.site.web_path)
    add_error_handlers(app, headers)
    app.add_middleware(Security, site=services.site, headers=headers)
    for part in _PARTS:
        app.include_router(part.router)
    app.mount("/static", app.state.files)
    return app
