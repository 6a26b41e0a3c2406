"""Commands about data and people: `import`, `demo`, and `users add|list|key`."""

import asyncio
import getpass
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table

from assistant.app import App
from assistant.cli.bank import decide, show_waiting
from assistant.cli.common import EXIT_REFUSED, JsonOption, fail, load_demo_into, print_json, run
from assistant.domain.errors import AscoltoError, InvalidInput, NotFound
from assistant.domain.money import Language
from assistant.domain.records import Principal
from assistant.domain.users import Role, Scope, User
from assistant.services.import_files import check_kind, check_principal_id, importable, in_order
from assistant.services.import_kinds import STATEMENT, template
from assistant.services.import_report import ImportReport, StatementReport
from assistant.services.imports import Importer, ImportOptions
from assistant.services.signin import key_hash, new_key

_SHOWN = 20
_SCOPES: tuple[Scope, ...] = get_args(Scope)


def import_(
    files: Annotated[
        list[str] | None,
        typer.Argument(help="CSV, XLSX, XML or .p7m files, folders or patterns; after --assign, whose payment it is."),
    ] = None,
    principal: Annotated[str | None, typer.Option(help="Whose customers these are; made if it is new.")] = None,
    kind: Annotated[str | None, typer.Option(help="What the files hold; else their columns tell.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check only; write nothing.")] = False,
    skip_rejected: Annotated[bool, typer.Option("--skip-rejected", help="Write the good rows of a file.")] = False,
    example: Annotated[str | None, typer.Option("--template", metavar="KIND", help="Print an example table.")] = None,
    unmatched: Annotated[bool, typer.Option("--unmatched", help="List bank entries that wait for a decision.")] = False,
    assign: Annotated[
        str | None,
        typer.Option(metavar="ENTRY", help="Book a bank entry for CUSTOMER[/INVOICE][=AMOUNT], one or several."),
    ] = None,
    close: Annotated[
        str | None, typer.Option(metavar="ENTRY", help="Close a bank entry that is nobody's payment.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Import records and bank statements from files. A file with a rejected row is not written."""
    if unmatched or assign is not None or close is not None:
        _bank_entries(principal, (unmatched, assign, close), files or [], as_json=as_json)
        return
    try:
        if example is not None:
            sys.stdout.write(template(example))
            return
        check_kind(kind)
        paths = _expand(files or [], kind)
    except AscoltoError as problem:
        fail(problem)

    async def work(app: App) -> int:
        owner = await _principal(app, principal, dry_run)
        options = ImportOptions(dry_run=dry_run, skip_rejected=skip_rejected)
        refused = False
        with _progress() as progress:
            importer = Importer(owner, app.reader, app.records, progress)
            for path, name in in_order([(path, kind or await _statement(app, path)) for path in paths]):
                report = await _import_one(importer, path, name, options, alone=len(paths) == 1)
                refused = refused or bool(report.rejected and not skip_rejected)
                _show(report, dry_run, as_json)
                if report.written:
                    detail = f"{report.kind}: {report.written} rows"
                    await app.audit.record(getpass.getuser(), "import", owner.id, app.clock.now(), detail)
        return EXIT_REFUSED if refused else 0

    run(work)


def _bank_entries(
    principal: str | None, wanted: tuple[bool, str | None, str | None], targets: list[str], *, as_json: bool
) -> None:
    unmatched, assign, close = wanted
    if unmatched + (assign is not None) + (close is not None) > 1 or (targets and assign is None):
        raise typer.BadParameter("--unmatched, --assign and --close stand alone; only --assign takes further words.")

    async def work(app: App) -> None:
        owner = await _principal(app, principal, dry_run=True)
        if assign is not None:
            await decide(app, owner, ("assign", assign), targets, as_json=as_json)
        elif close is not None:
            await decide(app, owner, ("close", close), [], as_json=as_json)
        else:
            await show_waiting(app, owner, as_json)

    run(work)


async def _statement(app: App, path: Path) -> str | None:
    """The kind of a bank statement, which its content tells; other files tell later."""
    return STATEMENT if await app.reader.is_statement(path) else None


async def _import_one(
    importer: Importer, path: Path, kind: str | None, options: ImportOptions, *, alone: bool
) -> ImportReport:
    """A file among many that can't be read is refused by itself; a single one is an error of the command."""
    try:
        return await importer.import_file(path, kind, options)
    except InvalidInput as problem:
        if alone:
            raise
        return importer.refused(path, kind, problem)


def _expand(patterns: list[str], kind: str | None) -> list[Path]:
    if not patterns:
        raise InvalidInput("Name the files to import, or --template KIND for an example.", where="FILE")
    found: list[Path] = []
    for pattern in patterns:
        path = Path(pattern)
        if path.is_dir():
            inside = [item for item in sorted(path.rglob("*")) if item.is_file() and importable(item, kind)]
            if not inside:
                raise InvalidInput("The folder holds no file that can be imported.", where=pattern)
            found.extend(inside)
        elif path.exists() or not set(pattern) & set("*?["):
            found.append(path)
        else:
            anchor = Path(path.anchor)
            matches = sorted(anchor.glob(str(path.relative_to(anchor)) if path.anchor else pattern))
            if not matches:
                raise InvalidInput("No file fits this pattern.", where=pattern)
            found.extend(matches)
    return list(dict.fromkeys(found))


async def _principal(app: App, wanted: str | None, dry_run: bool) -> Principal:
    """The principal of the library, made from the starter folder when it is new."""
    known = {item.id: item for item in app.library.principals()}
    if wanted is None:
        if len(known) == 1:
            return next(iter(known.values()))
        raise InvalidInput(
            f"Say whose customers these are: --principal {'|'.join(known) or 'NAME'}.", where="--principal"
        )
    check_principal_id(wanted)
    if wanted in known:
        return known[wanted]
    new = Principal(id=wanted, name=wanted)
    if dry_run:
        _tell(f"{wanted!r} is a new principal; it would be made.")
        return new
    if await asyncio.to_thread(app.library.ensure_principal, new):
        place = app.settings.library_path / wanted
        _tell(f"{wanted!r} is a new principal: made {place} from the starter. Check its policy.yaml.")
    return app.library.principal(wanted)


def _show(report: ImportReport, dry_run: bool, as_json: bool) -> None:
    for note in report.notes:
        _tell(note)
    if as_json:
        print_json(report)
        return
    state = "would be written" if dry_run else "written"
    print(
        f"{report.file} ({report.kind}): {report.accepted if dry_run else report.written} rows {state}, "
        f"{report.unchanged} unchanged, {len(report.rejected)} problems"
    )
    if isinstance(report, StatementReport):
        print(
            f"  {report.matched} matched, {report.proposed} proposed, {report.unmatched} unmatched, "
            f"{report.returned} taken back; {report.ignored} other movements"
        )
        if report.proposed or report.unmatched or report.returned:
            print("  `ascolto import --unmatched` shows what waits for a decision.")
    for item in report.rejected[:_SHOWN]:
        print(f"  row {item.row}: {item.field} {item.reason}")
    if len(report.rejected) > _SHOWN:
        print(f"  and {len(report.rejected) - _SHOWN} more; --json lists them all")
    if report.rejected and not report.written and not dry_run:
        print("  Nothing of this file was written. Correct the rows, or add --skip-rejected.")


def demo(as_json: JsonOption = False) -> None:
    """Load the invented demonstration companies, with dates around today, and their accounts."""

    async def work(app: App) -> None:
        reports = await load_demo_into(app)
        if as_json:
            print_json([report.model_dump() for report in reports])
            return
        table = Table("principal", "name", "customers", "invoices", "payments", "state")
        for report in reports:
            counts = [str(count) for count in (report.customers, report.invoices, report.payments)]
            table.add_row(report.principal, report.name, *counts, "written" if report.written else "of today already")
        Console().print(table)

    run(work)


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


@contextmanager
def _progress() -> Iterator["_Rows"]:
    """Rows read so far, on standard error, where that is a terminal."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:.0f} rows read"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        yield _Rows(progress)


class _Rows:
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("import", total=None)

    def __call__(self, rows: int) -> None:
        self._progress.advance(self._task, rows)


def _tell(text: str) -> None:
    print(text, file=sys.stderr)
