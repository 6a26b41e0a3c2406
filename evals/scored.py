"""Whole calls with levels as a careful supervisor gives them, and how far proposed levels agree with these.

Sets are `sets/scored/PART.LANGUAGE.yaml`; a scorer is made on `dev` only. `passes.yaml` beside them holds both readings
that one reader made of every call.
"""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sklearn.metrics import cohen_kappa_score

from assistant.domain.calls import Purpose, Transcript, Utterance
from assistant.domain.errors import InvalidInput
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.rubric import CRITERIA, LEVELS, CriterionId, Level, Score
from knowledge.errors import ContentError
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated

SETS = Path(__file__).parent / "sets" / "scored"
Part = Literal["dev", "test"]
Levels = Mapping[CriterionId, Level | None]
Pair = tuple[Level | None, Level | None]
"""A person's level and the proposed one; None: it can't be judged."""
FEWEST_PAIRS = 5
GATE = 0.6
"""Weighted kappa that criteria decided by rules must reach."""
_QUOTED = re.compile(r"«(.+?)»")


class ScoredCall(BaseModel):
    """A call, a level for each criterion, and for each level the words that decided it, quoted in «»."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[\w-]{1,64}$")
    principal: str
    customer: str
    purpose: Purpose
    language: Language
    situation: str = Field(min_length=1)
    utterances: tuple[Utterance, ...] = Field(min_length=1)
    levels: Levels
    why: Mapping[CriterionId, str]

    @model_validator(mode="before")
    @classmethod
    def _ids_as_in_transcripts(cls, data: Any) -> Any:
        if not isinstance(data, dict) or not isinstance(data.get("utterances"), list):
            return data
        rows = enumerate(data["utterances"], start=1)
        return {**data, "utterances": [{"id": f"u{n}", **row} if isinstance(row, dict) else row for n, row in rows]}

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for name, given in (("levels", self.levels), ("why", self.why)):
            if missing := [criterion for criterion in CRITERIA if criterion not in given]:
                raise ValueError(
                    f"{name} lacks {missing[0]!r}; every criterion needs one, null where it can't be judged"
                )
        if not self.customer.startswith(f"{self.principal}/"):
            raise ValueError(f"customer {self.customer!r} isn't one of {self.principal!r}; write {self.principal}/REF")
        if any(later.t < earlier.t for earlier, later in pairwise(self.utterances)):
            raise ValueError("utterances go back in time; put them in the order in which they were said")
        return self

    @model_validator(mode="after")
    def _quoted_words_were_said(self) -> Self:
        said = [utterance.text.casefold() for utterance in self.utterances]
        for criterion, reason in self.why.items():
            for quote in _QUOTED.findall(reason):
                if not any(quote.casefold() in text for text in said):
                    raise ValueError(f"why.{criterion} quotes «{quote}», which nobody says; quote an utterance")
        return self

    @property
    def transcript(self) -> Transcript:
        known = self.model_dump(include={"id", "principal", "customer", "language", "purpose"})
        return Transcript(**known, utterances=list(self.utterances))


@dataclass(frozen=True)
class Judged:
    """A call and what a scorer proposes for it."""

    call: ScoredCall
    score: Score

    def pair(self, criterion: CriterionId) -> Pair:
        return self.call.levels[criterion], self.score.level(criterion)


class Agreement(BaseModel):
    """`pairs` have a level on both sides; kappa and the shares are of these, and None where they aren't defined.

    `kappa` is Cohen's with quadratic weights (Cohen, Psychological Bulletin 70, 1968): 1 agrees, 0 is chance.
    """

    model_config = ConfigDict(frozen=True)

    pairs: int
    kappa: float | None
    exact: float | None
    within_one: float | None
    both_null: int
    only_person_null: int
    only_score_null: int


class _Passes(BaseModel):
    """One reader's two readings of a call, levels in the order of `CRITERIA`."""

    model_config = ConfigDict(extra="forbid")

    first: tuple[Level | None, ...] = Field(min_length=len(CRITERIA), max_length=len(CRITERIA))
    second: tuple[Level | None, ...] = Field(min_length=len(CRITERIA), max_length=len(CRITERIA))


def calls(part: Part, folder: Path = SETS) -> list[ScoredCall]:
    """The calls of a part in both languages. Raises `InvalidInput` naming file, line and call."""
    found: list[ScoredCall] = []
    for language in LANGUAGES:
        located = _read(folder / f"{part}.{language}.yaml")
        if not isinstance(located.data, list):
            raise InvalidInput("A list of calls is expected; begin each with `- id:`.", where=located.where())
        for n in range(len(located.data)):
            call = _call(located.at(n), n)
            if call.language != language:
                raise InvalidInput(
                    f"Call {call.id}: `language` is not {language}, the file's.", where=located.where((n,))
                )
            if any(call.id == other.id for other in found):
                raise InvalidInput(f"Call {call.id} stands here twice; rename one.", where=located.where((n,)))
            found.append(call)
    return found


def _read(path: Path) -> LocatedYaml:
    try:
        return read_yaml(path)
    except ContentError as error:
        raise InvalidInput(error.problems[0].message, where=error.problems[0].where) from error


def _call(located: LocatedYaml, n: int) -> ScoredCall:
    name = located.data.get("id") if isinstance(located.data, dict) else None
    try:
        return validated(ScoredCall, located)
    except ContentError as error:
        first = error.problems[0]
        raise InvalidInput(f"Call {name or n + 1}: {first.message}", where=first.where) from error


async def judged(cases: Sequence[ScoredCall], score: Callable[[ScoredCall], Awaitable[Score]]) -> list[Judged]:
    """What `score` proposes for each call, one after the other."""
    return [Judged(call, await score(call)) for call in cases]


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """How far the proposed levels of one criterion, or of several together, agree with a person's."""
    both = [(person, score) for person, score in pairs if person is not None and score is not None]
    return Agreement(
        pairs=len(both),
        kappa=_kappa(both),
        exact=_share([person == score for person, score in both]),
        within_one=_share([abs(person - score) <= 1 for person, score in both]),
        both_null=sum(person is None and score is None for person, score in pairs),
        only_person_null=sum(person is None and score is not None for person, score in pairs),
        only_score_null=sum(person is not None and score is None for person, score in pairs),
    )


def _kappa(both: Sequence[tuple[Level, Level]]) -> float | None:
    persons, scores = [person for person, _ in both], [score for _, score in both]
    if len(both) < FEWEST_PAIRS or len(set(persons)) == 1 or len(set(scores)) == 1:
        return None
    return round(float(cohen_kappa_score(persons, scores, labels=list(LEVELS), weights="quadratic")), 3)


def _share(hits: Sequence[bool]) -> float | None:
    return round(sum(hits) / len(hits), 3) if hits else None


def self_agreement(part: Part, folder: Path = SETS) -> dict[CriterionId, Agreement]:
    """Both readings of the part's calls against each other, by criterion: how evenly the reader applied the anchors."""
    ids = {call.id for call in calls(part, folder)}
    try:
        read = validated(dict[str, _Passes], _read(folder / "passes.yaml"))
    except ContentError as error:
        raise InvalidInput(error.problems[0].message, where=error.problems[0].where) from error
    if missing := ids - read.keys():
        raise InvalidInput(f"Call {min(missing)} has no second reading; add it.", where=str(folder / "passes.yaml"))
    return {
        criterion: agreement([(read[name].first[n], read[name].second[n]) for name in sorted(ids)])
        for n, criterion in enumerate(CRITERIA)
    }


def report(found: Sequence[Judged], differences: bool = True) -> dict[str, Any]:
    """Agreement by criterion, overall (the pairs of all criteria together) and of each language; JSON-able.

    `below_gate` are criteria decided by rules whose kappa is below `GATE` or undefined. `differences` names each level
    that isn't the person's: leave it out for the part that nobody may tune on.
    """
    by = {name: sorted({one.by for j in found for one in j.score.criteria if one.id == name}) for name in CRITERIA}
    figures = _figures(found)
    rules = [(name, figures["by_criterion"][name]["kappa"]) for name in CRITERIA if by[name] == ["rule"]]
    result: dict[str, Any] = {
        "bench": "scores",
        "calls": len(found),
        "by": by,
        **figures,
        "by_language": {lang: _figures([j for j in found if j.call.language == lang]) for lang in LANGUAGES},
        "gate": {"kappa_of_rules": GATE},
        "below_gate": [name for name, kappa in rules if kappa is None or kappa < GATE],
    }
    return {**result, "differences": _differences(found)} if differences else result


def _figures(found: Sequence[Judged]) -> dict[str, Any]:
    pairs = {criterion: [one.pair(criterion) for one in found] for criterion in CRITERIA}
    return {
        "overall": agreement([pair for several in pairs.values() for pair in several]).model_dump(),
        "by_criterion": {criterion: agreement(several).model_dump() for criterion, several in pairs.items()},
    }


def _differences(found: Sequence[Judged]) -> list[dict[str, Any]]:
    return [
        {
            "call": one.call.id,
            "criterion": scored.id,
            "person": one.call.levels[scored.id],
            "score": scored.level,
            "why": one.call.why[scored.id],
            "explanation": scored.explanation,
        }
        for one in found
        for scored in one.score.criteria
        if one.call.levels[scored.id] != scored.level
    ]


def table(found: Mapping[str, Any]) -> str:
    """The report as text: a line a criterion, then overall and each language."""
    heads = ("kappa", "exact", "within 1", "pairs", "both null", "only person", "only score")
    lines = [f"{'':<15}" + "".join(f"{head:>12}" for head in heads)]
    rows = dict(found["by_criterion"]) | {"overall": found["overall"]}
    rows |= {f"overall, {language}": figures["overall"] for language, figures in found["by_language"].items()}
    for name, row in rows.items():
        cells = [row["kappa"], row["exact"], row["within_one"], row["pairs"]]
        cells += [row["both_null"], row["only_person_null"], row["only_score_null"]]
        lines.append(f"{name:<15}" + "".join(f"{_cell(value):>12}" for value in cells))
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
