"""Scenarios of practice calls: `common/scenarios/*.yaml` and a principal's own, and `common/practice/LANG.yaml`.

They are read apart from the rest of the library: a scenario that a trainer is still writing stops no call. One that
isn't sound is left out of the list, and the log says why.
"""

import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from assistant.adapters.library import FileLibrary
from assistant.domain.errors import InvalidInput, LibraryError, NotFound
from assistant.domain.expressions import expression_fault
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.practice_state import House
from assistant.domain.scenario import DIFFICULTIES, Scenario
from assistant.domain.scenario_check import Fault, house_faults, scenario_faults
from knowledge.articles import principal_folders
from knowledge.errors import ContentError, Problem
from knowledge.types import COMMON
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated

logger = logging.getLogger(__name__)
SCENARIOS_FOLDER = "scenarios"
PRACTICE_FOLDER = "practice"


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario, where it stands, and the lines of its file."""

    scenario: Scenario
    path: Path
    located: LocatedYaml

    def problem(self, fault: Fault) -> Problem:
        return Problem(fault.message, self.located.where(fault.loc))


@dataclass
class _Shelf:
    """What was read, and of which files."""

    stamp: tuple[tuple[str, int, int], ...] = ()
    files: dict[str, ScenarioFile] = field(default_factory=dict)
    broken: dict[str, Problem] = field(default_factory=dict)
    """The first problem of each file that isn't sound, by the file's name without its ending."""
    houses: dict[Language, House] = field(default_factory=dict)


class ScenarioFiles:
    """The scenarios of a library, with what else practice calls need of it; files that were edited are read again."""

    def __init__(self, library: FileLibrary, shipped: Path) -> None:
        self.signals, self.phrases = library.signals, library.phrases
        self.principals, self.principal, self.policy = library.principals, library.principal, library.policy
        self.conduct, self.rubric, self.note_texts = library.conduct, library.rubric, library.note_texts
        self._library = library.path
        self._shipped = shipped
        self._shelf = _Shelf()

    def scenarios(self, principals: Sequence[str] | None = None) -> list[Scenario]:
        """All sound ones of these principals (None: all), by language and from easy to very hard."""
        found = (file.scenario for file in self._read().files.values())
        mine = [one for one in found if principals is None or one.principal in principals]
        return sorted(mine, key=lambda one: (LANGUAGES.index(one.language), DIFFICULTIES.index(one.difficulty), one.id))

    def scenario(self, scenario_id: str) -> Scenario:
        """Raises `NotFound` naming what there is, and `LibraryError` for one that isn't sound."""
        return self.file(scenario_id).scenario

    def file(self, scenario_id: str) -> ScenarioFile:
        """Scenario and file. Raises as `scenario`."""
        shelf = self._read()
        if scenario_id in shelf.files:
            return shelf.files[scenario_id]
        if scenario_id in shelf.broken:
            problem = shelf.broken[scenario_id]
            raise LibraryError(problem.message, where=problem.where)
        known = ", ".join(sorted(shelf.files)) or "none"
        raise NotFound(f"No scenario {scenario_id!r}; there are: {known}.", where=scenario_id)

    def house(self, language: Language) -> House:
        return self._read().houses[language]

    def broken(self) -> dict[str, Problem]:
        """The first problem of each file that isn't sound, by the file's name without its ending."""
        return self._read().broken

    def new_path(self, scenario: Scenario) -> Path:
        """Where a scenario of this principal's own stands. Raises `InvalidInput` for a principal without a folder."""
        if not _is_principal(self._library, scenario.principal):
            raise InvalidInput(f"There is no principal {scenario.principal!r}; name another.", where="principal")
        return self._library / scenario.principal / SCENARIOS_FOLDER / f"{scenario.id}.yaml"

    def is_shipped(self, path: Path) -> bool:
        """Whether the file belongs to the program, where a trainer's words would be lost with the next version."""
        return not path.is_relative_to(self._library)

    def is_own(self, path: Path) -> bool:
        """Whether the file stands in a principal's folder of the library: nobody else has it."""
        return not self.is_shipped(path) and owner_of(path) != COMMON

    def _read(self) -> _Shelf:
        stamp = _stamp(self._library, self._shipped)
        if stamp != self._shelf.stamp or not self._shelf.houses:
            self._shelf = _read_shelf(self._library, self._shipped, stamp)
        return self._shelf


def owner_of(path: Path) -> str:
    """The folder to which a scenario's file belongs: a principal or `common`."""
    return path.parent.parent.name


def read_practice(library: Path, shipped: Path) -> tuple[dict[Language, House], list[ScenarioFile], list[Problem]]:
    """What any customer may say, the sound scenarios, and every fault of both."""
    houses, problems = read_houses(library, shipped)
    files, more = read_scenarios(library, shipped, houses)
    return houses, files, [*problems, *more]


def read_scenarios(
    library: Path, shipped: Path, houses: dict[Language, House]
) -> tuple[list[ScenarioFile], list[Problem]]:
    """The sound ones, and what is wrong with the others."""
    files: list[ScenarioFile] = []
    problems: list[Problem] = []
    for owner, path in _paths(library, shipped):
        found = _read_file(library, owner, path, houses)
        if _is_of_others(found, library, path):
            continue
        if isinstance(found, ScenarioFile):
            first = next((one for one in files if one.scenario.id == found.scenario.id), None)
            if first is None:
                files.append(found)
                continue
            message = f"Scenario {found.scenario.id!r} stands in {first.path.name} too; give one another id."
            found = [Problem(message, found.located.where(("id",)))]
        problems.extend(found)
    return files, problems


def _read_file(
    library: Path, owner: str, path: Path, houses: dict[Language, House]
) -> ScenarioFile | Sequence[Problem]:
    try:
        located = read_yaml(path)
        file = ScenarioFile(validated(Scenario, located), path, located)
    except ContentError as error:
        return error.problems
    faults = list(_placed(library, owner, file.scenario, path))
    if file.scenario.language in houses:
        faults += scenario_faults(file.scenario, houses[file.scenario.language])
    return [file.problem(fault) for fault in faults] or file


def _placed(library: Path, owner: str, scenario: Scenario, path: Path) -> Iterator[Fault]:
    if scenario.id != path.stem:
        yield Fault(("id",), f"id {scenario.id!r} must be the file's name, {path.stem!r}.")
    if owner != COMMON and scenario.principal != owner:
        yield Fault(("principal",), f"The file lies with {owner!r}; name it as principal, or move the file.")
    if path.is_relative_to(library) and not _is_principal(library, scenario.principal):
        yield Fault(("principal",), f"There is no principal {scenario.principal!r}; name one that has a folder.")


def _is_of_others(found: ScenarioFile | Sequence[Problem], library: Path, path: Path) -> bool:
    """Whether a shipped scenario that is read where it lies belongs to a principal that this library lacks."""
    if not isinstance(found, ScenarioFile) or path.is_relative_to(library):
        return False
    return not _is_principal(library, found.scenario.principal)


def _is_principal(library: Path, name: str) -> bool:
    return (library / name / "principal.yaml").is_file()


def read_houses(library: Path, shipped: Path) -> tuple[dict[Language, House], list[Problem]]:
    """What any customer may say, per language. A library from before role-play is read with the shipped files."""
    own = library / COMMON / PRACTICE_FOLDER
    folder = own if own.is_dir() else shipped / COMMON / PRACTICE_FOLDER
    houses: dict[Language, House] = {}
    problems: list[Problem] = []
    for language in LANGUAGES:
        try:
            located = read_yaml(folder / f"{language}.yaml")
            house = validated(House, located)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        faults = [*house_faults(house), *_broken_cues(house)]
        problems.extend(Problem(fault.message, located.where(fault.loc)) for fault in faults)
        if not faults:
            houses[language] = house
    return houses, problems


def _broken_cues(house: House) -> Iterator[Fault]:
    for act, cues in house.acts.items():
        for name, expressions in (("cues", cues.cues), ("unless", cues.unless)):
            for n, expression in enumerate(expressions):
                if fault := expression_fault(expression):
                    yield Fault(("acts", act, name, n), fault)


def _read_shelf(library: Path, shipped: Path, stamp: tuple[tuple[str, int, int], ...]) -> _Shelf:
    houses, problems = read_houses(library, shipped)
    if problems:
        raise LibraryError(problems[0].message, where=problems[0].where)
    files, problems = read_scenarios(library, shipped, houses)
    broken: dict[str, Problem] = {}
    for problem in problems:
        broken.setdefault(Path(problem.where.rpartition(":")[0]).stem, problem)
    for problem in broken.values():
        logger.warning("A scenario isn't sound and is left out. %s %s", problem.where, problem.message)
    return _Shelf(stamp, {file.scenario.id: file for file in files}, broken, houses)


def _paths(library: Path, shipped: Path) -> Iterator[tuple[str, Path]]:
    """The files with their owners. A library from before role-play has the shipped ones of the principals it knows,

    but for those that somebody has edited since: they stand in a principal's folder.
    """
    folders = [(owner, library / owner / SCENARIOS_FOLDER) for owner in principal_folders(library)]
    own = [(owner, path) for owner, folder in folders for path in sorted(folder.glob("*.yaml"))]
    if not (library / COMMON / SCENARIOS_FOLDER).is_dir():
        edited = {path.name for _, path in own}
        for path in sorted((shipped / COMMON / SCENARIOS_FOLDER).glob("*.yaml")):
            if path.name not in edited:
                yield COMMON, path
    yield from own


def _stamp(library: Path, shipped: Path) -> tuple[tuple[str, int, int], ...]:
    """Changes whenever a scenario or a file of common lines is written, added or removed."""
    practice = sorted((library / COMMON / PRACTICE_FOLDER).glob("*.yaml"))
    found = []
    for path in (*practice, *(path for _, path in _paths(library, shipped))):
        with suppress(FileNotFoundError):
            status = path.stat()
            found.append((str(path), status.st_mtime_ns, status.st_size))
    return tuple(found)
