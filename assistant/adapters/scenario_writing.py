"""Scenarios written back into the library as by a trainer's hand: sections that didn't change keep every letter."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from assistant.adapters.files import write_text
from assistant.adapters.library_scenarios import ScenarioFiles, owner_of
from assistant.domain.errors import Conflict
from assistant.domain.scenario import Lines, Scenario
from assistant.domain.scenario_check import Fault, Loc
from assistant.domain.scenario_editing import BrokenScenario, ScenarioRefused, ShelvedScenario, file_changed
from knowledge.types import COMMON
from knowledge.yamlfiles import fault_sentence, parse_yaml, read_text, validated

_WIDTH = 120


class ScenarioWriter:
    """Implements the port `ScenarioShelf` on the files of a library."""

    def __init__(self, files: ScenarioFiles) -> None:
        self._files = files
        self._writing = threading.Lock()

    def parse(self, data: object) -> Scenario:
        """What a form sent. Raises `ScenarioRefused` with every field that isn't as it should be."""
        try:
            return _plain_lines(Scenario.model_validate(data))
        except ValidationError as error:
            raise ScenarioRefused(list(_faults(error, data))) from error

    def open(self, scenario_id: str) -> ShelvedScenario:
        """Raises `NotFound`, or `LibraryError` for one that isn't sound."""
        file = self._files.file(scenario_id)
        place = "/".join(file.path.parts[-3:])
        stamp, own = _stamp(read_text(file.path)), self._files.is_own(file.path)
        return ShelvedScenario(scenario=file.scenario, stamp=stamp, place=place, own=own)

    def broken(self) -> Sequence[tuple[str, BrokenScenario]]:
        """Files that aren't sound, each with the folder's owner: a principal or `common`."""
        return list(self._broken())

    def _broken(self) -> Iterator[tuple[str, BrokenScenario]]:
        for scenario_id, problem in self._files.broken().items():
            file, _, line = problem.where.rpartition(":")
            path = Path(file)
            where = f"{'/'.join(path.parts[-3:])}:{line}"
            yield owner_of(path), BrokenScenario(id=scenario_id, where=where, message=problem.message)

    def add(self, scenario: Scenario) -> ShelvedScenario:
        """A new file in its principal's folder. Raises `Conflict` where the id is taken."""
        with self._writing:
            path = self._files.new_path(scenario)
            taken = scenario.id in {one.id for one in self._files.scenarios()} or scenario.id in self._files.broken()
            if taken or path.exists():
                message = f"There is a scenario {scenario.id!r} already; give this one another id."
                raise Conflict(message, where="id", code="id_taken")
            _write(path, as_yaml(scenario))
        return self.open(scenario.id)

    def write(self, scenario: Scenario, stamp: str) -> ShelvedScenario:
        """The next version of a file that still holds what `stamp` names. Raises `Conflict` where it doesn't."""
        with self._writing:
            file = self._files.file(scenario.id)
            text = read_text(file.path)
            if _stamp(text) != stamp:
                raise file_changed(scenario.id)
            held = _plain_lines(file.scenario)
            if held != scenario.model_copy(update={"version": held.version}):
                moved = self._files.is_shipped(file.path) or owner_of(file.path) not in (COMMON, scenario.principal)
                path = self._files.new_path(scenario) if moved else file.path
                newer = scenario.model_copy(update={"version": held.version + 1})
                _write(path, rewritten(text, held, newer))
                if path != file.path and not self._files.is_shipped(file.path):
                    file.path.unlink()
        return self.open(scenario.id)

    def remove(self, scenario_id: str, stamp: str) -> None:
        """Delete a principal's own file that still holds what `stamp` names.

        Raises `Conflict` where it doesn't, and for a file that isn't one principal's own.
        """
        with self._writing:
            file = self._files.file(scenario_id)
            if not self._files.is_own(file.path):
                message = "All principals share this scenario; only one that stands in a principal's folder is deleted."
                raise Conflict(message, where=scenario_id, code="shared")
            if _stamp(read_text(file.path)) != stamp:
                raise file_changed(scenario_id)
            file.path.unlink()


def as_yaml(scenario: Scenario) -> str:
    """The scenario as a trainer would write it: nothing that is as it is anyway."""
    return "".join(_section(key, value) for key, value in _data(scenario).items())


def rewritten(text: str, held: Scenario, newer: Scenario) -> str:
    """The file's text with the sections (fields at the top) that differ written anew; the others keep every letter.

    Comments above a section stay; those within one that differs are lost.
    """
    head, sections = _sections(text)
    data = _data(newer)
    written = [head]
    for key, above, body in sections:
        if getattr(held, key) == getattr(newer, key):
            written += [above, body]
        elif key in data:
            written += [above, _section(key, data[key])]
    there = {key for key, _, _ in sections}
    written += [_section(key, value) for key, value in data.items() if key not in there]
    found = "".join(written)
    located = parse_yaml(found, Path(f"{newer.id}.yaml"))
    # Anchors across sections and the like: where the pieces don't say the same, the whole is written anew.
    return found if _plain_lines(validated(Scenario, located)) == newer else as_yaml(newer)


def _sections(text: str) -> tuple[str, list[tuple[str, str, str]]]:
    """What stands before the first field; then each field with the comments right above it and its own lines."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    found = parse_yaml(text, Path("scenario.yaml")).lines
    begins = sorted((line - 1, str(loc[0])) for loc, line in found.items() if len(loc) == 1)
    ends = [begin for begin, _ in begins[1:]] + [len(lines)]
    head, sections, above = "".join(lines[: begins[0][0]]), [], ""
    for (begin, key), end in zip(begins, ends, strict=True):
        last = end
        while last > begin + 1 and lines[last - 1].lstrip()[:1] in ("", "#"):
            last -= 1
        sections.append((key, above, "".join(lines[begin:last])))
        above = "".join(lines[last:end])
    return head, sections


def _data(scenario: Scenario) -> dict[str, Any]:
    return _plain_lines(scenario).model_dump(mode="json", exclude_defaults=True)


def _section(key: str, value: object) -> str:
    return str(yaml.safe_dump({key: value}, allow_unicode=True, sort_keys=False, width=_WIDTH))


def _plain_lines(scenario: Scenario) -> Scenario:
    """Lines for any mood stand as plain text, as people write them."""
    lines = {
        intent: Lines(purpose=one.purpose, say=tuple(line if line.mood else line.text for line in one.spoken()))
        for intent, one in scenario.lines.items()
    }
    return scenario.model_copy(update={"lines": lines})


def _faults(error: ValidationError, data: object) -> Iterator[Fault]:
    # A spoken line may be text or an object: forms send objects, so what is said of text is noise.
    found = [one for one in error.errors() if one["loc"][-1] != "str"]
    for one in found:
        # A list counts its sound entries only, so that it may seem too short where an entry is at fault.
        within = len(one["loc"])
        if not any(other["loc"][:within] == one["loc"] for other in found if len(other["loc"]) > within):
            yield Fault(_known(one["loc"], data), fault_sentence(Scenario, one), one["type"])


def _known(loc: Loc, data: object) -> Loc:
    """The place without the names that a type gives to its alternatives."""
    kept: list[str | int] = []
    here: Any = data
    for n, part in enumerate(loc):
        inside = (isinstance(here, dict) and part in here) or (isinstance(here, list) and isinstance(part, int))
        if inside:
            here = here[part]
        elif n < len(loc) - 1:
            continue
        kept.append(part)
    return tuple(kept)


def _stamp(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, text)
