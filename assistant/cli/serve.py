"""`ascolto serve`: the web server with the panel, the feeds and the language model."""

import asyncio
import logging
import secrets
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Any

import typer

from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use, running, shipped_folder
from assistant.cli.common import fail, load_settings
from assistant.cli.progress import prepare_knowledge
from assistant.domain.errors import AscoltoError
from assistant.domain.may_call import PlannedCall
from assistant.server.app import create_app
from assistant.server.security import check_exposure, is_exposed
from assistant.server.services import Services, Site
from assistant.server.serving import listen
from assistant.server.serving import serve as serve_until_stopped
from assistant.services.call_facts import catching_up
from assistant.services.call_indexing import indexing
from assistant.services.contact import permission_for
from assistant.services.customer_view import customer_view
from assistant.services.dashboard_warm import warming
from assistant.services.deliver import working
from assistant.services.demo import DEMO_ACCOUNTS, demo_calls
from assistant.services.demo_player import DemoPlayer
from assistant.services.journey import JourneyPorts
from assistant.services.lost_calls import LostPorts, ending_lost
from assistant.services.practice_retention import expiring
from assistant.services.proposals import ProposalPorts
from assistant.services.reviews import ReviewPorts
from assistant.services.voice_gather import listening
from assistant.settings import Settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on; else ASCOLTO_HOST.")] = None,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one; else ASCOLTO_PORT.")] = None,
) -> None:
    """Serve the panel and the feeds until stopped."""
    logging.getLogger("assistant").setLevel(logging.INFO)
    try:
        settings = load_settings()
        changes = {"host": host, "port": port}
        settings = settings.model_copy(update={name: value for name, value in changes.items() if value is not None})
        asyncio.run(_serve(settings))
    except AscoltoError as problem:
        fail(problem)
    except KeyboardInterrupt:
        raise typer.Exit(0) from None


async def _serve(settings: Settings) -> None:
    async with running(settings, Use(model=True, fetch_weights=True, durable_calls=True)) as app:
        await check_exposure(settings, app.users, DEMO_ACCOUNTS)
        with listen(settings.host, settings.port) as listener:
            await prepare_knowledge(app)
            await app.knowledge.warm()
            player = await _demo_player(app)
            services = _services(app, player)

            lost = LostPorts(app.live, app.calls, app.clock)

            def ready(address: str) -> None:
                _announce(settings.public_url or address, services, player)

            try:
                background = (
                    working(app.deliver),
                    listening(app.gather),
                    catching_up(app.facts),
                    indexing(app.index),
                    ending_lost(lost),
                    expiring(app.retention),
                    warming(app.dashboard),
                )
                async with AsyncExitStack() as stack:
                    for work in background:
                        await stack.enter_async_context(work)
                    await serve_until_stopped(create_app(services), listener, ready, bool(settings.public_url))
            finally:
                if player:
                    await player.close()


def _services(app: App, player: DemoPlayer | None) -> Services:
    def view(call: PlannedCall) -> dict[str, Any]:
        policy = app.library.policy(call.file.customer.principal)
        return customer_view(call, policy, permission_for(call, app.library, app.working_days))

    settings = app.settings
    return Services(
        site=Site(
            secret=settings.secret.get_secret_value() or _kept_secret(settings),
            host=settings.host,
            public_url=settings.public_url,
            frame_ancestors=settings.frame_ancestors,
            language=settings.language,
            web_path=shipped_folder("web"),
        ),
        users=app.users,
        hasher=app.hasher,
        audit=app.audit,
        calls=app.calls,
        customers=app.customers,
        library=app.library,
        clock=app.clock,
        model=app.model,
        live=app.live,
        customer_view=view,
        metrics=app.meter.text,
        tasks=app.tasks,
        proposals=ProposalPorts(app.customers, app.tasks, app.library, app.working_days, app.clock),
        reviews=ReviewPorts(
            calls=app.calls,
            notes=app.notes,
            queue=app.queue,
            scores=app.facts.scores,
            reviews=app.reviews,
            rubric=app.library.rubric,
            audit=app.audit,
            clock=app.clock,
        ),
        journeys=JourneyPorts(app.customers, app.queue, app.journeys, app.library, app.audit, app.clock),
        voice=app.voice,
        practice=app.room,
        dashboard=app.dashboard,
        search=app.search,
        demo=player,
    )


async def _demo_player(app: App) -> DemoPlayer | None:
    """The demo calls, where the demo was loaded and only this machine reaches the server."""
    if is_exposed(app.settings.host, app.settings.public_url):
        return None
    calls = await demo_calls(app.settings.demo_path)
    accounts = [name for name in DEMO_ACCOUNTS if await app.users.get(name)]
    return DemoPlayer(app.live, app.clock, calls, read_transcript) if calls and accounts else None


def _announce(address: str, services: Services, player: DemoPlayer | None) -> None:
    print(f"Ascolto listens at {address}", flush=True)
    if player:
        for name, role in DEMO_ACCOUNTS.items():
            token = services.signin.issue_link(name)
            print(f"Sign in once as the demo {role}: {address}/signin?token={token}", flush=True)
    print("Stop with Ctrl+C.", file=sys.stderr, flush=True)


def _kept_secret(settings: Settings) -> str:
    """The secret of this data folder; made at the first start, readable by its owner only."""
    path = settings.home / "secret"
    if kept := path.read_text(encoding="utf-8").strip() if path.exists() else "":
        return kept
    # Written beside and moved: a start that is cut short leaves no empty secret behind.
    with NamedTemporaryFile("w", dir=settings.home, prefix=".secret-", delete=False, encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(32))
    Path(file.name).replace(path)
    return path.read_text(encoding="utf-8").strip()
