"""Reads what calls are judged by: `common/rubric.yaml` and the signals of wording, `common/manner/LANG.yaml`."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.expressions import expression_fault
from assistant.domain.manner_signals import SignalFile, Signals
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.policy import Conduct
from assistant.domain.rubric import Rubric
from knowledge.errors import ContentError, Problem
from knowledge.types import COMMON
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated

MANNER_FOLDER = "manner"
"""Signals of an operator's wording, one file a language."""
RUBRIC_FILE = "rubric.yaml"


@dataclass(frozen=True)
class Yardstick:
    """What a call is judged by."""

    rubric: Rubric
    signals: dict[Language, Signals]


def read_yardstick(library: Path, shipped: Path, conduct: Conduct) -> tuple[Yardstick | None, list[Problem]]:
    """The yardstick, or None with the problems that stand in its way.

    A library from before there were scores is read with the shipped files.
    """
    problems: list[Problem] = []
    signals: dict[Language, Signals] = {}
    rubric = None
    try:
        rubric = validated(Rubric, read_yaml(_own_or_shipped(library, shipped, RUBRIC_FILE)))
    except ContentError as error:
        problems.extend(error.problems)
    folder = _own_or_shipped(library, shipped, MANNER_FOLDER)
    for language in LANGUAGES:
        try:
            located = read_yaml(folder / f"{language}.yaml")
            file = validated(SignalFile, located)
        except ContentError as error:
            problems.extend(error.problems)
            continue
        problems.extend(_unknown(file, located, conduct, shipped))
        problems.extend(_broken(file, located))
        if file.missing:
            file = file.completed(
                validated(SignalFile, read_yaml(shipped / COMMON / MANNER_FOLDER / f"{language}.yaml"))
            )
        signals[language] = Signals(language, file, conduct)
    return (None if rubric is None or problems else Yardstick(rubric, signals)), problems


def _own_or_shipped(library: Path, shipped: Path, name: str) -> Path:
    own = library / COMMON / name
    return own if own.exists() else shipped / COMMON / name


def _unknown(file: SignalFile, located: LocatedYaml, conduct: Conduct, shipped: Path) -> Iterator[Problem]:
    """Ids that neither this library's conduct nor the shipped one holds: an item that was taken out adds no words."""
    unknown = list(file.unknown_references(conduct))
    if unknown:
        whole = validated(Conduct, read_yaml(shipped / COMMON / "conduct.yaml"))
        unknown = [one for one in unknown if one in list(file.unknown_references(whole))]
    for n, field, k, name in unknown:
        what = "checklist item" if field == "checklist" else "forbidden phrase"
        where = located.where(("signals", n, field, k))
        yield Problem(f"No {what} {name!r} in common/conduct.yaml; correct the id or remove it.", where)


def _broken(file: SignalFile, located: LocatedYaml) -> Iterator[Problem]:
    words: list[tuple[str, int, tuple[str, ...], tuple[str, ...]]] = [
        *(("signals", n, rule.patterns, rule.unless) for n, rule in enumerate(file.signals)),
        *(("customer", n, rule.patterns, rule.unless) for n, rule in enumerate(file.customer)),
    ]
    expressions: list[tuple[tuple[str | int, ...], str]] = [
        ((part, n, field, k), pattern)
        for part, n, found, unless in words
        for field, patterns in (("patterns", found), ("unless", unless))
        for k, pattern in enumerate(patterns)
    ]
    expressions += [(("contrast", k), pattern) for k, pattern in enumerate(file.contrast)]
    for loc, pattern in expressions:
        if fault := expression_fault(pattern):
            yield Problem(fault, located.where(loc))
