"""The demonstration: invented companies whose records are always of these days.

Its files hold dates relative to today: `T-45` is 45 days ago; inside a sentence `{T-45}` is that day in words,
`{T-45:day}` the same without the year, `{T-45:weekday}` the weekday's name. They are written out as real files and put
through the same import as anybody's.
"""

import asyncio
import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, Field, TypeAdapter

from assistant.domain.errors import InvalidInput
from assistant.domain.money import WEEKDAYS, Language, format_date
from assistant.domain.records import Principal, Record
from assistant.domain.users import Role, User
from assistant.services.import_files import in_order, is_electronic
from assistant.services.imports import Changes, Importer, ImportOptions, merge, record_key
from assistant.services.ports import RecordReader, RecordSink, Users

_DAY = re.compile(r"T(?P<days>[+-]\d+)?")
_MOMENT = re.compile(r"T(?P<days>[+-]\d+)?T(?P<time>\d{2}:\d{2})")
_IN_TEXT = re.compile(r"\{T(?P<days>[+-]\d+)?(?P<form>:day|:weekday)?\}")
_IN_XML = re.compile(r">T(?P<days>[+-]\d+)?<")
DEMO_ACCOUNTS: dict[str, Role] = {
    "demo-operator": "operator",
    "demo-supervisor": "supervisor",
    "demo-trainer": "trainer",
}
"""User names and roles of the demonstration's people."""
_NAMES: dict[Role, str] = {"operator": "Sara Esempio", "supervisor": "Ugo Esempio", "trainer": "Nora Esempio"}
_CALLS = "calls"
_INDEX = "index.yaml"
_FILES = ("*.csv", "fatturapa/*.xml")


class DemoPrincipal(BaseModel):
    """What the demonstration holds of a principal; `written` is false when it was of today already."""

    principal: str
    name: str
    customers: int
    invoices: int
    payments: int
    written: bool


class DemoCall(BaseModel):
    """A call that can be replayed, with its title in both languages. `path` is its transcript, JSON Lines."""

    id: str
    title: dict[Language, str]
    customer: str
    language: Language
    path: Path = Field(exclude=True)


class _IndexEntry(BaseModel):
    id: str
    file: str
    title: dict[Language, str]


@dataclass(frozen=True)
class Demo:
    """Where the demonstration comes from and goes to."""

    source: Path
    target: Path
    reader: RecordReader
    sink: RecordSink
    users: Users
    principal: Callable[[str], Principal]


_INDEX_ENTRIES = TypeAdapter(list[_IndexEntry])


async def load_demo(demo: Demo, now: datetime) -> list[DemoPrincipal]:
    """Write out the files for today and import them. Running it again on the same day changes nothing."""
    folders = [path for path in sorted(demo.source.iterdir()) if (path / "customers.csv").is_file()]
    reports = [await _load_principal(demo, folder, now) for folder in folders]
    await asyncio.to_thread(_render_calls, demo, now)
    principals = tuple(report.principal for report in reports)
    for username, role in DEMO_ACCOUNTS.items():
        if await demo.users.get(username) is None:
            person = User(username=username, display_name=_NAMES[role], role=role, principals=principals, team="demo")
            # Without a password there is no sign-in but by a link that is valid once.
            await demo.users.add(person, "")
    return reports


async def demo_calls(target: Path) -> list[DemoCall]:
    """The calls that `load_demo` wrote out in its `target` folder; empty before."""
    return await asyncio.to_thread(_list_calls, target / _CALLS)


async def _load_principal(demo: Demo, folder: Path, now: datetime) -> DemoPrincipal:
    principal = demo.principal(folder.name)
    target = demo.target / principal.id
    paths = await asyncio.to_thread(_render_folder, folder, target, principal, now)
    importer = Importer(principal, demo.reader, demo.sink)
    importer.forget()
    changes = []
    for path, _ in in_order([(path, None) for path in paths]):
        report, change = await importer.read_file(path, None, ImportOptions())
        if report.rejected:
            first = report.rejected[0]
            raise InvalidInput(f"The demonstration's {first.field} {first.reason}.", where=f"{path}:{first.row}")
        changes.append(change)
    merged = merge(changes)
    fresh = not await _is_stored(demo.sink, principal.id, merged)
    if fresh:
        await demo.sink.write(principal.id, merged, replace=True)
    return DemoPrincipal(
        principal=principal.id,
        name=principal.name,
        customers=len(merged.get("customers", ())),
        invoices=len(merged.get("invoices", ())),
        payments=len(merged.get("payments", ())),
        written=fresh,
    )


async def _is_stored(sink: RecordSink, principal: str, changes: Changes) -> bool:
    """Whether every record stands there as it is; others, imported by somebody, may stand beside them."""
    for kind, records in changes.items():
        stored: Mapping[tuple[str, str], Record] = await sink.records(principal, kind)
        if any(stored.get((ref, record_key(record))) != record for ref, record in records):
            return False
    return True


def _render_folder(folder: Path, target: Path, principal: Principal, now: datetime) -> list[Path]:
    languages = _languages(folder / "customers.csv", principal.language)
    written = []
    for pattern in _FILES:
        for source in sorted(folder.glob(pattern)):
            text = source.read_text(encoding="utf-8")
            if is_electronic(source):
                rendered = _IN_XML.sub(lambda match: f">{_day(match, now):%Y-%m-%d}<", text)
            else:
                rendered = render_table(text, now, lambda ref: languages.get(ref, principal.language))
            path = target / source.relative_to(folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(rendered, encoding="utf-8")
            written.append(path)
    return written


def _languages(customers: Path, default: Language) -> dict[str, Language]:
    with customers.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["ref"]: "en" if (row.get("language") or default) == "en" else "it" for row in rows}


def render_table(text: str, now: datetime, language_of: Callable[[str], Language]) -> str:
    """A CSV with real dates; sentences in the language of the row's customer."""
    rows = list(csv.reader(io.StringIO(text)))
    output = io.StringIO()
    writer = csv.writer(output, lineterminator="\n")
    columns = rows[0] if rows else []
    for number, row in enumerate(rows):
        if number == 0:
            writer.writerow(row)
        elif row:
            language = language_of(row[0])
            cells = zip(columns, row, strict=False)
            writer.writerow([_cell(name, cell, now, language) for name, cell in cells])
    return output.getvalue()


def render_text(text: str, now: datetime, language: Language) -> str:
    """A sentence with its `{T...}` tokens as people write days."""

    def words(match: re.Match[str]) -> str:
        day = _day(match, now).date()
        if match["form"] == ":weekday":
            return WEEKDAYS[language][day.weekday()]
        written = format_date(day, language)
        return written.rsplit(" ", 1)[0] if match["form"] == ":day" else written

    return _IN_TEXT.sub(words, text)


def render_moment(token: str, now: datetime) -> str:
    """`T-45` as an ISO date, `T-12T10:30` as a date and time; anything else stays as it is."""
    if match := _DAY.fullmatch(token):
        return f"{_day(match, now):%Y-%m-%d}"
    if match := _MOMENT.fullmatch(token):
        return f"{_day(match, now):%Y-%m-%d}T{match['time']}"
    return token


def _cell(name: str, cell: str, now: datetime, language: Language) -> str:
    if name == "at" or name.endswith("_on"):
        return render_moment(cell, now)
    return render_text(cell, now, language)


def _day(match: re.Match[str], now: datetime) -> datetime:
    return now + timedelta(days=int(match["days"] or 0))


def _render_calls(demo: Demo, now: datetime) -> None:
    target = demo.target / _CALLS
    target.mkdir(parents=True, exist_ok=True)
    index = demo.source / _CALLS / _INDEX
    if index.is_file():
        shutil.copyfile(index, target / _INDEX)
    for source in sorted((demo.source / _CALLS).glob("*.jsonl")):
        lines = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines() if line.strip()]
        head: dict[str, Any] = lines[0].get("call", {}) if lines else {}
        language: Language = "en" if head.get("language") == "en" else "it"
        rendered = [json.dumps(_render_line(line, now, language), ensure_ascii=False) for line in lines]
        (target / source.name).write_text("\n".join(rendered) + "\n", encoding="utf-8")


def _render_line(line: dict[str, Any], now: datetime, language: Language) -> dict[str, Any]:
    if "call" not in line:
        return line | {"text": render_text(str(line.get("text", "")), now, language)}
    head = dict(line["call"])
    if match := _MOMENT.fullmatch(str(head.get("started_at", ""))):
        moment = datetime.combine(_day(match, now).date(), time.fromisoformat(match["time"]), tzinfo=now.tzinfo)
        head["started_at"] = moment.isoformat()
    return {"call": head}


def _list_calls(folder: Path) -> list[DemoCall]:
    index = folder / _INDEX
    if not index.is_file():
        return []
    listed = _INDEX_ENTRIES.validate_python(yaml.safe_load(index.read_text(encoding="utf-8")))
    return [_demo_call(folder / entry.file, entry) for entry in listed if (folder / entry.file).is_file()]


def _demo_call(path: Path, entry: _IndexEntry) -> DemoCall:
    with path.open(encoding="utf-8") as file:
        head: dict[str, Any] = json.loads(file.readline()).get("call", {})
    language: Language = "en" if head.get("language") == "en" else "it"
    return DemoCall(id=entry.id, title=entry.title, customer=_full_reference(head), language=language, path=path)


def _full_reference(head: Mapping[str, Any]) -> str:
    customer, principal = str(head.get("customer") or ""), str(head.get("principal") or "")
    return customer if "/" in customer or not principal else f"{principal}/{customer}"
