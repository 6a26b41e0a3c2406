"""`ascolto import`: records and bank statements from files, and what a person decides of bank entries."""

import asyncio
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from assistant.app import App
from assistant.cli.bank import decide, show_waiting
from assistant.cli.common import EXIT_REFUSED, JsonOption, fail, print_json, run
from assistant.domain.errors import AscoltoError, InvalidInput, NotFound
from assistant.domain.records import Principal
from assistant.services.import_files import check_kind, check_principal_id, importable, in_order
from assistant.services.import_kinds import STATEMENT, template
from assistant.services.import_report import ImportReport, StatementReport
from assistant.services.imports import Importer, ImportOptions

_SHOWN = 20


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
        typer.Option(
            metavar="ENTRY", help="Book a bank entry for CUSTOMER, CUSTOMER/INVOICE or CUSTOMER/INVOICE=AMOUNT."
        ),
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
        known = [item.id for item in app.library.principals()]
        if principal is not None and principal not in known:
            raise NotFound(f"No principal {principal!r}; the library has: {', '.join(known)}.", where="--principal")
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
