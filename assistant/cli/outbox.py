"""`ascolto outbox list|retry|reconcile`: notes on their way to the principals' systems."""

import getpass
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assistant.app import App
from assistant.cli.common import EXIT_REFUSED, JsonOption, print_json, run
from assistant.domain.deliveries import Delivery, DeliveryState
from assistant.domain.errors import InvalidInput, NotFound
from assistant.services.reconcile import Reconciled
from assistant.services.reconcile import reconcile as compare

PrincipalOption = Annotated[str | None, typer.Option(help="Of one creditor company; else of all.")]


def list_deliveries(
    principal: PrincipalOption = None,
    state: Annotated[DeliveryState | None, typer.Option(help="Only those; else all.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Show what waits, was delivered or was refused, and why."""

    async def work(app: App) -> None:
        found = await app.outbox.list(_within(app, principal), state)
        if as_json:
            print_json([delivery.model_dump(mode="json", exclude={"payload"}) for delivery in found])
            return
        table = Table("call", "principal", "connector", "state", "failures", "next or done", "receipt or error", "key")
        for delivery in found:
            table.add_row(*(escape(cell) for cell in _cells(delivery)))
        Console().print(table)
        _tell_unconfigured(app, principal)

    run(work)


def retry(
    key: Annotated[list[str] | None, typer.Argument(help="Keys as the list shows them.")] = None,
    refused: Annotated[bool, typer.Option("--refused", help="All that were refused.")] = False,
    principal: PrincipalOption = None,
    as_json: JsonOption = False,
) -> None:
    """Have deliveries tried again at once, e.g. after the receiver was put right."""

    async def work(app: App) -> None:
        if bool(key) == refused:
            raise InvalidInput("Name the keys, or say --refused for all that were refused.", where="KEY")
        among = await app.outbox.list(_within(app, principal))
        wanted = [item.key for item in among if (item.state == "refused" if refused else item.key in set(key or ()))]
        if missing := sorted(set(key or ()) - set(wanted)):
            raise NotFound("There is no such delivery; `ascolto outbox list` shows them.", where=missing[0])
        count = await app.outbox.retry(wanted, app.clock.now())
        await app.audit.record(getpass.getuser(), "outbox.retry", principal or "*", app.clock.now(), f"{count}")
        print_json({"retried": count}) if as_json else print(f"{count} deliveries are due now")

    run(work)


def reconcile(principal: PrincipalOption = None, as_json: JsonOption = False) -> None:
    """Ask the receivers which notes they hold, and mark as delivered or as waiting what differs."""

    async def work(app: App) -> int:
        report = await compare(app.deliver, _within(app, principal))
        await app.audit.record(getpass.getuser(), "outbox.reconcile", principal or "*", app.clock.now())
        if as_json:
            print_json([line.model_dump() for line in report])
        else:
            Console().print(_shown(report))
        return EXIT_REFUSED if any(line.finding == "unknown" for line in report) else 0

    run(work)


def _within(app: App, principal: str | None) -> list[str] | None:
    return None if principal is None else [app.library.principal(principal).id]


def _cells(delivery: Delivery) -> tuple[str, ...]:
    moment = delivery.delivered_at or delivery.next_at
    said = delivery.receipt or delivery.last_error
    where = (delivery.subject, delivery.principal, delivery.connector, delivery.state, str(delivery.attempts))
    return (*where, f"{moment.astimezone():%Y-%m-%d %H:%M:%S}", said, delivery.key)


def _tell_unconfigured(app: App, principal: str | None) -> None:
    for item in app.library.principals():
        if principal in (None, item.id) and not app.connectors.names(item.id):
            path = app.settings.library_path / item.id / "connectors.yaml"
            print(f"{item.id}: no connector is configured; its notes stay here. To send them, write {path}")


def _shown(report: list[Reconciled]) -> Table:
    table = Table("call", "principal", "connector", "state", "finding", "receipt or reason", "key")
    for line in report:
        cells = (line.subject, line.principal, line.connector, line.state, line.finding, line.receipt or line.text)
        table.add_row(*(escape(cell) for cell in (*cells, line.key)))
    return table
