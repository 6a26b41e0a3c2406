"""The qualification cases: YAML files named `KIND.LANG.yaml`, checked when they are read."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from assistant.domain.errors import LibraryError, NotFound
from assistant.domain.money import Language
from assistant.domain.qualification import Work
from assistant.domain.slots import slots_in
from knowledge.errors import ContentError
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated

FOLDER = Path(__file__).parent


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression ({error})") from error
    return text


Pattern = Annotated[str, Field(min_length=1), AfterValidator(_pattern)]


class Case(BaseModel):
    """What every case has: an answer holds each pattern of `must` and none of `must_not`, in letters of any case."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    must: tuple[Pattern, ...] = ()
    must_not: tuple[Pattern, ...] = ()


class MentionCase(Case):
    """An utterance whose matter is to be named."""

    utterance: str


class TailorCase(Case):
    """An approved sentence that is to take up an utterance."""

    approved: str
    utterance: str


class ItemsCase(Case):
    """Items of a note to be told; `values` gives each slot as a person reads it and as a machine writes it."""

    items: Annotated[tuple[str, ...], Field(min_length=1)]
    values: dict[str, tuple[str, str]] = {}

    @model_validator(mode="after")
    def _every_slot_has_a_value(self) -> Self:
        slots = {slot for item in self.items for slot in slots_in(item)}
        if odd := slots ^ set(self.values):
            raise ValueError(f"each slot needs a value and each value a slot, but {sorted(odd)} has one only")
        return self


class JudgeCase(Case):
    """An operator's words, and whether they meet what the criterion's anchor describes."""

    criterion: str
    anchor: str
    quote: str
    meets: bool


class RoleplayCase(Case):
    """A customer's line to be spoken: who speaks, in which mood, what may be said, what the line is for."""

    persona: str
    mood: str
    facts: str
    intent: str
    heard: str


KINDS: dict[Work, type[Case]] = {
    "mention": MentionCase,
    "tailor": TailorCase,
    "narrative": ItemsCase,
    "roleplay": RoleplayCase,
    "compose": ItemsCase,
    "judge": JudgeCase,
}


@dataclass(frozen=True)
class CaseSet:
    """The cases of one kind of work in one language; `digest` changes with every change of the file."""

    work: Work
    language: Language
    cases: tuple[Case, ...]
    digest: str

    def first(self, limit: int | None) -> "CaseSet":
        """Only so many cases."""
        return self if limit is None else CaseSet(self.work, self.language, self.cases[:limit], self.digest)


def read_cases(work: Work, language: Language, folder: Path = FOLDER) -> CaseSet:
    """One file; raises `NotFound`, or `LibraryError` naming file, line and remedy."""
    path = folder / f"{work}.{language}.yaml"
    if not path.is_file():
        raise NotFound(f"There are no cases for {work!r} in {language!r}: add the file.", where=str(path))
    try:
        located = read_yaml(path)
        cases = [validated(KINDS[work], located.at("cases", number)) for number in range(_count(located))]
    except ContentError as error:
        raise LibraryError(error.problems[0].message, where=error.problems[0].where) from error
    _check_ids(cases, located)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:12]
    return CaseSet(work, language, tuple(cases), digest)


def _count(located: LocatedYaml) -> int:
    data = located.data
    cases = data.get("cases") if isinstance(data, dict) and len(data) == 1 else None
    if not isinstance(cases, list) or not cases:
        message = "The file must hold `cases:` with one case at least, and nothing else."
        raise ContentError.single(message, located.where())
    return len(cases)


def _check_ids(cases: Sequence[Case], located: LocatedYaml) -> None:
    seen: set[str] = set()
    for number, case in enumerate(cases):
        if case.id in seen:
            where = located.where(("cases", number, "id"))
            raise LibraryError(f"The id {case.id!r} stands twice; give this case another.", where=where)
        seen.add(case.id)
