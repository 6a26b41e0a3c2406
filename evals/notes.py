"""Notes of calls beside what each call must leave: figures, items found and invented, how it ended, and in what time.

Cases are `sets/notes/*.yaml`, one file a split. The demo's customers are loaded as they stand on the day of the cases,
in a data folder of their own that shares library and index with the one in use.
"""

import datetime as dt
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

import knowledge
from assistant.app import App, Use, running
from assistant.domain.calls import Purpose, Speaker, Utterance
from assistant.domain.events import CallStarted, UtteranceFinal
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.notes import Disposition, ItemKind, Note, NoteItem, Owner
from assistant.domain.qualification import Work
from assistant.services.demo import Demo, load_demo
from assistant.services.telling import WORK
from assistant.settings import Settings
from evals.bench.machine import percentiles, processor

SETS = Path(__file__).parent / "sets" / "notes"
DAY = dt.datetime(2026, 11, 25, 10, 0, tzinfo=ZoneInfo("Europe/Rome"))
"""The day of all cases: a Wednesday."""
ITEMS_BUDGET_MS, NOTE_BUDGET_MS = 1_000.0, 15_000.0
RECALL_GATE, DISPOSITION_GATE = 0.95, 0.90
_SPEAKERS: dict[str, Speaker] = {"O": "operator", "C": "customer", "T": "third_party"}
_SECONDS_A_TURN = 6.0


class ExpectedItem(BaseModel):
    """Fields that aren't given aren't compared; an `optional` item may be there or not."""

    model_config = ConfigDict(extra="forbid")

    kind: ItemKind
    amount: Decimal | None = None
    date: dt.date | None = None
    invoices: frozenset[str] | None = None
    who: Owner | None = None
    by: dt.date | None = None
    count: int | None = None
    """Instalments of a plan."""
    optional: bool = False

    def fits(self, item: NoteItem) -> bool:
        found = {**item.model_dump(), "invoices": frozenset(item.invoices)}
        found["count"] = len(item.plan.instalments) if item.plan else None
        wanted = self.model_dump(exclude={"optional"}, exclude_none=True)
        return all(found[name] == value for name, value in wanted.items())


class NoteCase(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str
    language: Language
    customer: str
    purpose: Purpose = "overdue"
    call: str
    disposition: Disposition
    items: list[ExpectedItem]
    split: str = ""

    @property
    def utterances(self) -> list[Utterance]:
        turns = [line.partition(":") for line in self.call.strip().splitlines()]
        return [
            Utterance(id=f"u{n}", t=n * _SECONDS_A_TURN, speaker=_SPEAKERS[who.strip()], text=text.strip())
            for n, (who, _, text) in enumerate(turns, start=1)
        ]


@dataclass(frozen=True)
class Outcome:
    """A case, its note, and what is wrong with it. Times are milliseconds from hang-up."""

    case: NoteCase
    note: Note
    missing: Sequence[ExpectedItem]
    invented: Sequence[NoteItem]
    false_quotes: int
    items_ms: float
    note_ms: float
    """With the model's words, where a model has earned them; else as `items_ms`."""

    @property
    def figures(self) -> tuple[int, int]:
        """Promises and plans that are right in every figure, and how many there are to find."""
        kinds = ("promise", "plan")
        wanted = [item for item in self.case.items if item.kind in kinds and not item.optional]
        return len(wanted) - sum(item.kind in kinds for item in self.missing), len(wanted)

    @property
    def explanation(self) -> str:
        said = [f"missing {item.model_dump_json(exclude_none=True, exclude={'optional'})}" for item in self.missing]
        said += [f"invented {item.kind}: {item.text} {item.by or ''}" for item in self.invented]
        if self.note.disposition != self.case.disposition:
            said.append(f"disposition {self.note.disposition}, not {self.case.disposition}")
        return f"{self.case.id}: {'; '.join(said)}" if said else ""


def cases(split: str | None = None) -> list[NoteCase]:
    """The cases of a split, or all."""
    found = []
    for path in sorted(SETS.glob("*.yaml")):
        if split in (None, path.stem):
            read = TypeAdapter(list[NoteCase]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
            found += [case.model_copy(update={"split": path.stem}) for case in read]
    return found


def compare(case: NoteCase, note: Note, items_ms: float = 0.0, note_ms: float = 0.0) -> Outcome:
    """Each expected item takes one item of the note; what is left over was invented."""
    left = list(note.items)
    missing = []
    for expected in sorted(case.items, key=lambda item: item.optional):
        match = next((item for item in left if expected.fits(item)), None)
        if match is not None:
            left.remove(match)
        elif not expected.optional:
            missing.append(expected)
    heard = {utterance.id: utterance.text for utterance in case.utterances}
    quotes = [evidence for item in note.items for evidence in item.evidence]
    false = sum(evidence.quote not in heard.get(evidence.utterance_id, "") for evidence in quotes)
    false += sum(not item.evidence for item in note.items)
    return Outcome(case, note, missing, left, false, items_ms, note_ms)


@asynccontextmanager
async def demo_of_the_day(settings: Settings, work: frozenset[Work] = WORK) -> AsyncIterator[App]:
    """The application over a data folder with the demo as of `DAY`; library, index and cache are the real ones."""
    with tempfile.TemporaryDirectory(prefix="ascolto-notes-") as folder:
        home = Path(folder)
        qualifications = settings.qualification_path.parent
        for path in (settings.library_path, settings.index_path, settings.cache_path, qualifications):
            (home / path.name).symlink_to(path.absolute())
        own = settings.model_copy(update={"home": home, "database_url": ""})
        async with running(own, Use(model=True, model_for=work)) as app:
            source = Path(knowledge.__file__).parent / "demo"
            demo = Demo(source, home / "demo", app.reader, app.records, app.users, app.library.principal)
            await load_demo(demo, DAY)
            yield app


async def outcome_of(app: App, case: NoteCase) -> Outcome:
    """Play the call, hang up, compare."""
    opening = CallStarted(
        call_id=case.id, customer=case.customer, started_at=DAY, language=case.language, purpose=case.purpose
    )
    info = await app.live.open(opening)
    for utterance in case.utterances:
        await app.live.hear(UtteranceFinal(call_id=info.id, **utterance.model_dump()))
    await app.live.settled(info.id)
    start = time.perf_counter()
    await app.live.end(info.id)
    items_ms = (time.perf_counter() - start) * 1_000
    await app.live.settled(info.id)
    note_ms = (time.perf_counter() - start) * 1_000
    return compare(case, (await app.notes.get(info.id)).note, items_ms, note_ms)


def report(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The figures of each split and of all, with their gates, and every difference in words."""
    splits = dict.fromkeys(outcome.case.split for outcome in outcomes)
    return {
        "bench": "notes",
        "processor": processor(),
        "all": _figures(outcomes),
        "by_split": {split: _figures([o for o in outcomes if o.case.split == split]) for split in splits},
        "by_language": {lang: _figures([o for o in outcomes if o.case.language == lang]) for lang in LANGUAGES},
        "gates": {"figures_exact": 1.0, "recall": RECALL_GATE, "invented": 0, "disposition": DISPOSITION_GATE},
        "items_ms": percentiles([outcome.items_ms for outcome in outcomes]),
        "note_ms": percentiles([outcome.note_ms for outcome in outcomes]),
        "by_model": sum(outcome.note.narrative.by == "model" for outcome in outcomes),
        "budget_ms": {"items": ITEMS_BUDGET_MS, "note": NOTE_BUDGET_MS},
        "wrong": [outcome.explanation for outcome in outcomes if outcome.explanation],
    }


def _figures(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    wanted = sum(not item.optional for o in outcomes for item in o.case.items)
    missing = sum(len(o.missing) for o in outcomes)
    noted = sum(len(o.note.items) for o in outcomes)
    invented = sum(len(o.invented) for o in outcomes)
    exact, figured = (sum(pair) for pair in zip(*(o.figures for o in outcomes), strict=True)) if outcomes else (0, 0)
    right = sum(o.note.disposition == o.case.disposition for o in outcomes)
    return {
        "cases": len(outcomes),
        "figures_exact": _share(exact, figured),
        "figures": figured,
        "recall": _share(wanted - missing, wanted),
        "precision": _share(noted - invented, noted),
        "invented": invented,
        "disposition": _share(right, len(outcomes)),
        "false_quotes": sum(o.false_quotes for o in outcomes),
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 1.0
