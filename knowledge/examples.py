"""Reads the example utterances from which the situations are learned: `common/situations/LANG.yaml`."""

from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from knowledge.errors import ContentError, Problem
from knowledge.types import COMMON, Language, SituationExample
from knowledge.yamlfiles import read_yaml, validated


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1)
    also: tuple[str, ...] = ()
    previous: str = ""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    situations: dict[str, list[str | _Entry]]


def situations_path(library: Path, language: Language) -> Path:
    return library / COMMON / "situations" / f"{language}.yaml"


def read_examples(path: Path, language: Language, known: Collection[str] | None = None) -> list[SituationExample]:
    """Every example of the file. With `known`, other situation ids are faults; raises `ContentError`."""
    located = read_yaml(path)
    content = validated(_File, located)
    examples: list[SituationExample] = []
    problems: list[Problem] = []
    for situation, entries in content.situations.items():
        for n, entry in enumerate(entries):
            entry = _Entry(text=entry) if isinstance(entry, str) else entry
            names = (situation, *entry.also)
            unknown = [name for name in names if known is not None and name not in known]
            if unknown:
                message = f"Unknown situation {unknown[0]!r}; the ids are: {', '.join(known or ())}."
                problems.append(Problem(message, located.where(("situations", situation, n))))
            example = SituationExample(text=entry.text, situations=names, language=language, previous=entry.previous)
            examples.append(example)
    if problems:
        raise ContentError(problems)
    return examples
