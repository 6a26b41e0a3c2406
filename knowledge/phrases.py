"""Reads approved sentences and checks what can be checked without knowing the application: shape, digits, ids."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.errors import ContentError, Problem
from knowledge.types import Language, Phrase
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated


class PhraseFile(BaseModel):
    """The shape of `phrases/LANG.yaml`."""

    model_config = ConfigDict(extra="forbid")

    phrases: tuple[Phrase, ...]


def phrase_path(library: Path, principal: str, language: Language) -> Path:
    return library / principal / "phrases" / f"{language}.yaml"


def read_phrases(path: Path) -> tuple[tuple[Phrase, ...], LocatedYaml]:
    """The phrases in the order of the file, and the file with its lines; raises `ContentError`."""
    located = read_yaml(path)
    phrases = validated(PhraseFile, located).phrases
    problems = list(_faults(phrases, located))
    if problems:
        raise ContentError(problems)
    return phrases, located


def _faults(phrases: tuple[Phrase, ...], located: LocatedYaml) -> Iterator[Problem]:
    seen: set[str] = set()
    for n, phrase in enumerate(phrases):
        if phrase.id in seen:
            message = f"Phrase id {phrase.id!r} stands twice; give each phrase an id of its own."
            yield Problem(message, located.where(("phrases", n, "id")))
        seen.add(phrase.id)
        for field in ("text", "question", "tailored"):
            value: str | None = getattr(phrase, field)
            if value is None:
                continue
            where = located.where(("phrases", n, field))
            if not value.strip():
                yield Problem(f"`{field}` is empty; write the sentence or leave the line out.", where)
            digits = sorted({c for c in value if c.isnumeric()})
            if digits:
                message = (
                    f"`{field}` holds the digit {digits[0]!r}; figures come from slots such as {{{{outstanding}}}}."
                )
                yield Problem(message, where)
