"""What a model has earned: results of qualification cases, the thresholds they must reach, and what follows from both.

A case passes, is withheld (code refused the answer, so the fallback stands), or is wrong: it would have been shown
though it is not what the case asks for. Work is earned where the lower end of the 95 % interval of the pass rate
reaches the threshold and the share of wrong ones stays within its own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.money import LANGUAGES, Language

Work = Literal["mention", "tailor", "narrative", "roleplay", "compose", "judge"]
WORKS: tuple[Work, ...] = ("mention", "tailor", "narrative", "roleplay", "compose", "judge")
Standing = Literal["never", "shipped", "here", "outdated"]
"""Where the record is from: none; shipped as data; measured on this installation; measured with an older prompt."""
Z_95 = 1.959963984540054
"""The normal distribution's 97.5 % quantile: a two-sided interval of 95 %."""
Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Threshold(_Data):
    """`passes` is the least that the lower end of the interval must reach, `wrong` the largest share of wrong cases.

    `outdated` says what becomes of work whose prompt has changed since: it stands (code checks every answer), or is
    withdrawn until it is measured again (nothing but the model's word decides).
    """

    passes: Share
    wrong: Share
    outdated: Literal["stands", "withdrawn"]
    reason: str = Field(min_length=1)


class WorkResult(_Data):
    """The cases of one kind of work in one language. `seconds` is the median of a case, on `threads` (0: the server's).

    `withheld` counts the refused answers by reason; `prompt` and `case_set` are hashes of what was measured with.
    """

    work: Work
    language: Language
    cases: Annotated[int, Field(ge=1)]
    passed: Count
    wrong: Count
    withheld: dict[str, Count] = {}
    seconds: float = Field(ge=0)
    threads: Count = 0
    prompt: str
    case_set: str
    measured_on: date
    passes: Share
    """The thresholds of the day, ..."""
    wrong_at_most: Share
    earned: bool
    """... and what followed."""


class Speeds(_Data):
    """Tokens a second, seconds and megabytes; None where the server doesn't tell."""

    prompt_tokens: float | None = None
    generated_tokens: float | None = None
    load_seconds: float | None = None
    memory_mb: int | None = None
    threads: Count = 0
    processor: str = ""
    measured_on: date


class ModelRecord(_Data):
    """All that was measured of one model. `weights`: SHA-256 of a GGUF file, Ollama digest, or served name."""

    weights: str = Field(min_length=1)
    name: str
    engine: str
    product: str
    """The version of Ascolto: its guard decided."""
    speeds: Speeds | None = None
    results: tuple[WorkResult, ...] = ()


@dataclass(frozen=True)
class Qualification:
    """Kinds of work per language, `select` always among them, and where that is known from."""

    earned: dict[str, tuple[str, ...]]
    standing: Standing = "never"


def wilson(passed: int, cases: int) -> tuple[float, float]:
    """The 95 % interval of a share, 0 to 1 without cases (E. B. Wilson, JASA 22, 1927, 209-212)."""
    if cases == 0:
        return 0.0, 1.0
    share, square = passed / cases, Z_95 * Z_95
    centre = (share + square / (2 * cases)) / (1 + square / cases)
    half = Z_95 * sqrt(share * (1 - share) / cases + square / (4 * cases * cases)) / (1 + square / cases)
    return max(0.0, centre - half), min(1.0, centre + half)


def is_earned(passed: int, wrong: int, cases: int, threshold: Threshold) -> bool:
    """True where the cases reach the threshold; never without cases."""
    return cases > 0 and wilson(passed, cases)[0] >= threshold.passes and wrong / cases <= threshold.wrong


def merged(old: ModelRecord | None, new: ModelRecord) -> ModelRecord:
    """The new results in place of old ones of the same work and language; speeds only replace speeds."""
    if old is None:
        return new
    fresh = {(result.work, result.language) for result in new.results}
    kept = [result for result in old.results if (result.work, result.language) not in fresh]
    results = tuple(sorted((*kept, *new.results), key=_place))
    return new.model_copy(update={"results": results, "speeds": new.speeds or old.speeds})


def _place(result: WorkResult) -> tuple[int, int]:
    return WORKS.index(result.work), LANGUAGES.index(result.language)


def is_outdated(result: WorkResult, prompts: Mapping[tuple[str, str], str]) -> bool:
    """True where the prompt of today isn't the one that the result was measured with."""
    return prompts.get((result.work, result.language)) != result.prompt


def qualify(
    results: Iterable[WorkResult],
    thresholds: Mapping[Work, Threshold],
    prompts: Mapping[tuple[str, str], str],
    standing: Standing,
) -> Qualification:
    """What these results allow today; `standing` is where they are from."""
    earned: dict[str, list[str]] = {language: ["select"] for language in LANGUAGES}
    for result in results:
        old = is_outdated(result, prompts)
        if old:
            standing = "outdated"
        if result.earned and not (old and thresholds[result.work].outdated == "withdrawn"):
            earned[result.language].append(result.work)
    return Qualification({language: tuple(kinds) for language, kinds in earned.items()}, standing)
