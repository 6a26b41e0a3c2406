"""The rubric: criteria with written levels, and what a score by it looks like. One for hints, review and role-play."""

from collections.abc import Mapping
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from assistant.domain.calls import Purpose
from assistant.domain.money import Language
from assistant.domain.notes import Evidence

CriterionId = Literal[
    "identification", "purpose", "listening", "empathy", "clarity", "courtesy", "solution", "recap", "compliance"
]
Level = Literal[0, 1, 2, 3, 4]
ScoredBy = Literal["rule", "classifier", "model"]
CRITERIA: tuple[CriterionId, ...] = (
    "identification",
    "purpose",
    "listening",
    "empathy",
    "clarity",
    "courtesy",
    "solution",
    "recap",
    "compliance",
)
LEVELS: tuple[Level, ...] = (0, 1, 2, 3, 4)


class Criterion(BaseModel):
    """One question with five written answers; `judged` says when it is asked at all.

    `proposes` false: the rules agree too little with a person, so that they show what they found and propose no level.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: CriterionId
    by: ScoredBy
    proposes: bool = True
    name: Mapping[Language, str]
    asks: Mapping[Language, str]
    judged: Mapping[Language, str]
    levels: Mapping[Level, Mapping[Language, str]]

    @field_validator("levels", mode="before")
    @classmethod
    def _numbered(cls, levels: object) -> object:
        """Files are read with their keys as text."""
        if not isinstance(levels, dict):
            return levels
        return {int(key) if isinstance(key, str) and key.isdigit() else key: text for key, text in levels.items()}

    @model_validator(mode="after")
    def _all_levels(self) -> Self:
        if missing := [level for level in LEVELS if level not in self.levels]:
            raise ValueError(f"level {missing[0]} has no description; write one for each of 0 to 4")
        return self


class Rubric(BaseModel):
    """Every criterion once, in the order in which they are shown."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(ge=1)
    criteria: tuple[Criterion, ...]
    must_be_said: Mapping[Purpose, tuple[str, ...]] = Field(default_factory=dict)
    """Checklist items whose absence `compliance` counts, beside a principal's required statements."""

    @model_validator(mode="after")
    def _every_criterion(self) -> Self:
        ids = [criterion.id for criterion in self.criteria]
        if missing := [one for one in CRITERIA if one not in ids]:
            raise ValueError(f"criterion {missing[0]!r} is missing; every one of {', '.join(CRITERIA)} is needed")
        if len(ids) != len(set(ids)):
            raise ValueError("a criterion stands here twice; keep one of them")
        return self

    def criterion(self, criterion_id: CriterionId) -> Criterion:
        return next(criterion for criterion in self.criteria if criterion.id == criterion_id)


class CriterionScore(BaseModel):
    """`level` None: it can't be judged, and `explanation` says why. A proposal: people decide."""

    model_config = ConfigDict(frozen=True)

    id: CriterionId
    level: Level | None
    by: ScoredBy
    explanation: str
    evidence: tuple[Evidence, ...] = ()


class Score(BaseModel):
    """A call's proposed levels. `rubric` is the rubric's version."""

    model_config = ConfigDict(frozen=True)

    call_id: str
    rubric: int
    criteria: tuple[CriterionScore, ...]

    def level(self, criterion_id: CriterionId) -> Level | None:
        return next((one.level for one in self.criteria if one.id == criterion_id), None)
