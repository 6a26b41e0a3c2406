"""A run over the evaluation cases: each case is played once, kept as it comes, and judged; a run that was cut goes on.

A run's folder is named after all that its results depend on, so that only a change makes a new one.
"""

import datetime as dt
import hashlib
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.adapters.files import write_text
from assistant.app import App
from assistant.domain.errors import InvalidInput
from assistant.domain.money import Language
from evals.bench.machine import percentiles
from evals.beside import Systems, side_by_side, spread
from evals.case import CASES, Case
from evals.play import Played, play_case
from evals.results import summary
from evals.scored import Pair, agreement
from evals.scorers import Rules, Verdict, verdicts

_LONGEST_NAME = 100
"""Characters of a folder's name."""
Tell = Callable[[int, int], None]
"""Cases done, of how many."""


@dataclass(frozen=True)
class Versions:
    """What the results of a run depend on."""

    commit: str
    dirty: bool
    changes: str
    """Hash of what was changed since the commit, new files and their contents included."""
    cases: str
    index: str
    library: str
    prompts: str
    model: str

    @property
    def run(self) -> str:
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Kept:
    """The folder of a run: a file a case, each written whole or not at all."""

    folder: Path

    def get(self, case_id: str) -> Played | None:
        path = self.folder / f"{case_id}.json"
        return Played.model_validate_json(path.read_text(encoding="utf-8")) if path.is_file() else None

    def put(self, played: Played) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        write_text(self.folder / f"{played.case_id}.json", played.model_dump_json())


async def run_cases(app: App, cases: Sequence[Case], kept: Kept, tell: Tell = lambda done, of: None) -> list[Played]:
    """Every case as an operator would have seen it without a model; what is kept already isn't played again."""
    found = []
    for n, case in enumerate(cases, start=1):
        played = kept.get(case.id)
        if played is None:
            played = await play_case(app, case)
            kept.put(played)
        found.append(played)
        tell(n, len(cases))
    return found


def judged(app: App, cases: Sequence[Case], played: Sequence[Played]) -> list[Verdict]:
    """What is right and what is wrong in all of them."""
    known = {case.id: case for case in cases}
    rules = {(case.principal, case.language): rules_for(app, case) for case in cases}
    return [
        verdict
        for one in played
        for case in (known[one.case_id],)
        for verdict in verdicts(case, one, rules[case.principal, case.language])
    ]


def rules_for(app: App, case: Case) -> Rules:
    """What the scorers read of the library in use."""
    library = app.practice.library

    def detect(text: str) -> Language | None:
        return app.knowledge.language_of(text)

    def holds(article: str, on: dt.date) -> bool:
        return app.library.article(case.principal, article, case.language, on) is not None

    return Rules(
        conduct=app.library.conduct(),
        policy=app.library.policy(case.principal),
        signals=app.library.signals(case.language),
        house=library.house(case.language),
        extractor=app.extractor,
        lemma=app.practice.lemma,
        detect=detect,
        holds=holds,
    )


def versions(app: App, model: str = "off") -> Versions:
    """What this run depends on. Outside a checkout the commit is unknown."""
    checkout = Path(__file__).parent.parent
    changed = _git(checkout, "diff", "HEAD") + new_files(checkout)
    return Versions(
        commit=_git(checkout, "rev-parse", "--short=12", "HEAD").strip() or "unknown",
        dirty=bool(changed.strip()),
        changes=_hash(changed) if changed.strip() else "",
        cases=_hash("".join(path.read_text(encoding="utf-8") for path in sorted(CASES.glob("*.yaml")))),
        index=app.knowledge.index_version(),
        library=_hash(_library_text(app.settings.library_path)),
        prompts=_hash(repr(sorted(app.prompts.hashes().items()))),
        model=model,
    )


def report(
    cases: Sequence[Case],
    systems: Systems,
    made: Versions,
    passes: Mapping[str, Sequence[Sequence[Verdict]]] | None = None,
) -> dict[str, Any]:
    """The run as machines read it, by system. Only times differ between runs of the same versions.

    `passes` are the verdicts of each pass of the systems that asked a model.
    """
    _, played = systems["approved"]
    return {
        "bench": "evaluation",
        "run": made.run,
        "versions": made.__dict__,
        "systems": {name: summary(cases, verdicts) for name, (verdicts, _) in systems.items()},
        "levels": level_agreement(cases, played),
        "ms_to_suggestion": {name: _times(plays) for name, (_, plays) in systems.items()},
        "side_by_side": side_by_side(cases, systems),
        "spread": {name: spread(several) for name, several in (passes or {}).items()},
    }


def _times(played: Sequence[Played]) -> dict[str, float]:
    return percentiles([turn.ms for one in played for turn in one.turns if turn.suggestion is not None])


def level_agreement(cases: Sequence[Case], played: Sequence[Played]) -> dict[str, dict[str, Any]]:
    """How far proposed levels agree with a person's, by split and criterion; criteria without levels are left out."""
    known = {case.id: case for case in cases}
    pairs: dict[str, dict[str, list[Pair]]] = {}
    for one in played:
        case = known[one.case_id]
        for criterion, level in case.levels.items():
            if one.score is not None:
                of_split = pairs.setdefault(case.split, {})
                of_split.setdefault(criterion, []).append((level, one.score.level(criterion)))
    return {
        split: {criterion: agreement(several).model_dump() for criterion, several in sorted(of_split.items())}
        for split, of_split in sorted(pairs.items())
    }


def only(cases: Sequence[Case], ids: Sequence[str]) -> list[Case]:
    """The cases of these ids, all where none is named. Raises `InvalidInput` for one that isn't there."""
    known = {case.id: case for case in cases}
    for name in ids:
        if name not in known:
            raise InvalidInput(f"There is no case {name!r}; the files in evals/cases name them.", where=name)
    return [known[name] for name in ids] if ids else list(cases)


def part_of(split: str, ids: Sequence[str]) -> str:
    """The name of the folder for the report of some cases only; empty where all were asked for."""
    chosen = [*([] if split == "all" else [split]), *sorted(set(ids))]
    name = "+".join(chosen)
    return name if len(name) <= _LONGEST_NAME else f"{len(chosen)}-cases-{_hash(name)}"


def _library_text(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".md"))
    return "".join(f"{path.relative_to(folder)}\n{path.read_text(encoding='utf-8')}" for path in files)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def new_files(checkout: Path) -> str:
    """Names and contents' hashes of the files that git doesn't know yet, a line each."""
    names = sorted(_git(checkout, "ls-files", "--others", "--exclude-standard", "-z").split("\0"))
    paths = [checkout / name for name in names if name]
    return "".join(f"{p}\n{hashlib.sha256(p.read_bytes()).hexdigest()}\n" for p in paths if p.is_file())


def _git(folder: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""
