"""Commands about data and people: `demo`, and `users add|list|remove|key|revoke`."""

import asyncio
import getpass
import re
import sys
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.table import Column, Table

from assistant.app import App
from assistant.app_delivery import opened_database
from assistant.cli.common import JsonOption, load_demo_into, print_json, run
from assistant.domain.errors import InvalidInput, NotFound
from assistant.domain.money import Language
from assistant.domain.users import Role, Scope, User
from assistant.services.demo import DEMO_ACCOUNTS
from assistant.services.signin import key_hash, new_key

_SCOPES: tuple[Scope, ...] = get_args(Scope)


def demo(
    history: Annotated[int, typer.Option(min=0, max=1_000, help="Past calls with their customers; 0 for none.")] = 200,
    as_json: JsonOption = False,
) -> None:
    """Load the invented demonstration companies, with dates around today, and their accounts."""

    async def work(app: App) -> None:
        reports = await load_demo_into(app)
        calls = await _past_calls(app, [report.principal for report in reports], history)
        if as_json:
            print_json([report.model_dump() | {"past_calls": calls.get(report.principal, 0)} for report in reports])
            return
        table = Table(
            Column("principal", no_wrap=True), "name", "customers", "invoices", "payments", "past calls", "state"
        )
        for report in reports:
            counts = [report.customers, report.invoices, report.payments, calls.get(report.principal, 0)]
            state = "written" if report.written else "of today already"
            table.add_row(report.principal, report.name, *map(str, counts), state)
        Console().print(table)

    run(work)


async def _past_calls(app: App, principals: list[str], calls: int) -> dict[str, int]:
    """Write past calls with the demonstration's customers, and say how many each principal has."""
    if not calls:
        return {}
    from evals.history.demo import DemoSpec, seed_demo_history

    operator = next(name for name, role in DEMO_ACCOUNTS.items() if role == "operator")
    files = [file for file in await app.customers.list(principals) if file.customer.contacts]
    spec = DemoSpec(files, calls, app.clock.now().date(), await app.users.get(operator))
    async with opened_database(app.settings) as database:
        return await seed_demo_history(database, app.settings.library_path, spec)


def add_user(
    name: Annotated[str, typer.Argument(help="User name.")],
    role: Annotated[Role, typer.Option(help="What the person may do.")] = "operator",
    principal: Annotated[list[str] | None, typer.Option(help="Whose data; repeat it, or * for all.")] = None,
    display_name: Annotated[str, typer.Option(help="As colleagues know the person.")] = "",
    team: Annotated[str, typer.Option()] = "",
    language: Annotated[Language, typer.Option(help="Of the person's panel.")] = "it",
    password_stdin: Annotated[bool, typer.Option("--password-stdin", help="Read the password from a line.")] = False,
) -> None:
    """Add an account; the password is asked for, or read from standard input."""

    async def work(app: App) -> None:
        if not re.fullmatch(r"[\w.@-]{1,64}", name):
            raise InvalidInput("A user name has letters, digits and . _ - @ only, 64 at most.", where=name)
        user = User(
            username=name,
            display_name=display_name or name,
            role=role,
            principals=_principals(app, principal, role),
            team=team,
            language=language,
        )
        password = await asyncio.to_thread(_password, password_stdin)
        await app.users.add(user, await asyncio.to_thread(app.hasher.hash, password))
        await app.audit.record(getpass.getuser(), "user.add", name, app.clock.now(), role)
        _tell(f"Added {name} ({role}).")

    run(work)


def list_users(as_json: JsonOption = False) -> None:
    """List the accounts."""

    async def work(app: App) -> None:
        people = await app.users.list()
        if as_json:
            print_json([user.model_dump() for user in people])
            return
        table = Table("user name", "name", "role", "principals", "team", "language")
        for user in people:
            principals = ", ".join(user.principals)
            table.add_row(user.username, user.display_name, user.role, principals, user.team, user.language)
        Console().print(table)

    run(work)


def _scope(text: str) -> str:
    if text not in _SCOPES:
        raise typer.BadParameter(f"{text!r} is no scope; the scopes are: {', '.join(_SCOPES)}.")
    return text


def add_key(
    name: Annotated[str, typer.Argument(help="What the key is for, e.g. the telephone system.")],
    scope: Annotated[
        list[str], typer.Option(parser=_scope, metavar="SCOPE", help="feed or crm; repeat it for several.")
    ],
    principal: Annotated[list[str], typer.Option(help="Whose calls; repeat it, or * for all.")],
    as_json: JsonOption = False,
) -> None:
    """Make a bearer key and print it once: only its hash is stored."""

    async def work(app: App) -> None:
        scopes = [item for item in _SCOPES if item in scope]
        key, secret = new_key(name, scopes, _principals(app, principal, "key"))
        await app.users.add_key(key, key_hash(secret))
        await app.audit.record(getpass.getuser(), "key.add", key.id, app.clock.now(), name)
        if as_json:
            print_json(key.model_dump() | {"key": secret})
            return
        _tell(f"Key {key.id} for {name}. It is shown this once:")
        print(secret)

    run(work)


def remove_user(name: Annotated[str, typer.Argument(help="User name.")]) -> None:
    """Remove an account; it can't sign in any more, and its running sessions end."""

    async def work(app: App) -> None:
        if not await app.users.remove(name):
            raise NotFound("There is no such account; `ascolto users list` shows them.", where=name)
        await app.audit.record(getpass.getuser(), "user.remove", name, app.clock.now())

    run(work)


def revoke_key(key: Annotated[str, typer.Argument(help="The key's id, as it was shown when it was made.")]) -> None:
    """Revoke a key: feeds that use it are turned away from now on."""

    async def work(app: App) -> None:
        if not await app.users.revoke_key(key):
            raise NotFound("There is no such key; ids are shown when keys are made.", where=key)
        await app.audit.record(getpass.getuser(), "key.revoke", key, app.clock.now())

    run(work)


def _principals(app: App, wanted: list[str] | None, role: str) -> tuple[str, ...]:
    known = {item.id for item in app.library.principals()}
    if not wanted:
        if role == "admin":
            return ("*",)
        raise InvalidInput(
            f"Say whose data the person may see: --principal {'|'.join(sorted(known))}.", where="--principal"
        )
    unknown = [item for item in wanted if item != "*" and item not in known]
    if unknown:
        raise NotFound(
            f"No principal {unknown[0]!r}; the library has: {', '.join(sorted(known))}.", where="--principal"
        )
    return tuple(wanted)


def _password(from_input: bool) -> str:
    if from_input:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
    if len(password) < 10:
        raise InvalidInput("A password has 10 characters or more.", where="password")
    return password


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
