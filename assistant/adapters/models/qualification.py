"""Keeps what models have earned: the record that ships as data, and the one of checks made on this installation.

A check made here stands before the shipped record, work by work and language by language.
"""

import os
import tempfile
from collections.abc import Callable, Mapping, Set
from functools import cache
from pathlib import Path
from typing import TypeVar

import yaml
from filelock import FileLock
from pydantic import TypeAdapter

from assistant.domain.errors import LibraryError
from assistant.domain.money import LANGUAGES
from assistant.domain.qualification import (
    ModelRecord,
    Qualification,
    Standing,
    Threshold,
    Work,
    WorkResult,
    merged,
    qualify,
)
from knowledge.errors import ContentError
from knowledge.yamlfiles import read_yaml, validated

T = TypeVar("T")
Prompts = Mapping[tuple[str, str], str]
"""Prompt id and language -> the hash of what a model reads today."""
Qualify = Callable[[str], Qualification]
"""From weights (SHA-256, Ollama digest or served name) to what they have earned."""
SHIPPED = Path(__file__).with_name("qualification.yaml")
_THRESHOLDS = Path(__file__).with_name("thresholds.yaml")
_HEADER = "# Written by `ascolto models check`: what each model has earned, and the measurements that say so.\n"


def never_checked(weights: str) -> Qualification:
    """What holds of a model that nobody has checked: it may only select."""
    return Qualification(dict.fromkeys(LANGUAGES, ("select",)))


def read_records(path: Path) -> dict[str, ModelRecord]:
    """The records of a file by weights; none where there is no file. Raises `LibraryError` naming file and line."""
    if not path.exists():
        return {}
    found = _read(dict[str, list[ModelRecord]], path).get("records", [])
    return {record.weights: record for record in found}


def save_record(path: Path, record: ModelRecord) -> ModelRecord:
    """Merge a record into a file and exchange that whole; returns what stands there now of these weights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_suffix(".lock")):
        records = read_records(path)
        records[record.weights] = merged(records.get(record.weights), record)
        _exchange(path, _HEADER + _dumped(records))
    return records[record.weights]


@cache
def load_thresholds(path: Path = _THRESHOLDS) -> dict[Work, Threshold]:
    """What each kind of work asks for; raises `LibraryError` naming file and line."""
    return _read(dict[Work, Threshold], path)


class Qualifications:
    """What ships, what was measured here, and the prompts of today that both are held against."""

    def __init__(self, shipped: Mapping[str, ModelRecord], stored: Mapping[str, ModelRecord], prompts: Prompts) -> None:
        self._shipped, self._stored, self._prompts = shipped, stored, prompts

    def of(self, weights: str) -> Qualification:
        """What these weights may do."""
        results = self.results(weights)
        if not results:
            return never_checked(weights)
        standing: Standing = "here" if weights in self._stored else "shipped"
        return qualify(results, load_thresholds(), self._prompts, standing)

    def earned(self, works: Set[Work]) -> bool:
        """Whether any model here has earned any of these kinds of work, in any language."""
        earned = (self.of(record.weights).earned.values() for record in self.all())
        return any(works & {*kinds} for languages in earned for kinds in languages)

    def results(self, weights: str) -> tuple[WorkResult, ...]:
        """The measurements that count, one for each work and language."""
        record = self.record(weights)
        return record.results if record else ()

    def record(self, weights: str) -> ModelRecord | None:
        """The shipped record with what was measured here in the place of its own; None where there is neither."""
        shipped, stored = self._shipped.get(weights), self._stored.get(weights)
        return merged(shipped, stored) if stored else shipped

    def all(self) -> list[ModelRecord]:
        """Every model of which there is a record."""
        return [record for weights in {**self._shipped, **self._stored} if (record := self.record(weights))]


def load_qualifications(stored: Path, prompts: Prompts) -> Qualifications:
    """Read the shipped record and the one at `stored`; raises `LibraryError` where a file isn't sound."""
    return Qualifications(read_records(SHIPPED), read_records(stored), prompts)


def _read(kind: type[T], path: Path) -> T:
    try:
        return validated(kind, read_yaml(path))
    except ContentError as error:
        problem = error.problems[0]
        message = f"{problem.message} Or delete the file and run `ascolto models check`."
        raise LibraryError(message, where=problem.where) from error


def _dumped(records: Mapping[str, ModelRecord]) -> str:
    data = TypeAdapter(list[ModelRecord]).dump_python([*records.values()], mode="json", exclude_none=True)
    return yaml.safe_dump({"records": data}, sort_keys=False, allow_unicode=True, width=120)


def _exchange(path: Path, text: str) -> None:
    """Write beside it and rename, so that a reader never sees half of it."""
    handle, name = tempfile.mkstemp(prefix=".qualification-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
