"""Runs qualification cases one after the other and counts what came of them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from assistant.domain.qualification import Threshold, Work, WorkResult, is_earned
from evals.qualification.answers import KeptAnswers
from evals.qualification.cases import Case, CaseSet
from evals.qualification.work import DOERS, Desk, Outcome


@dataclass(frozen=True)
class Checked:
    """One case with its outcome; `seconds` is what the model took, when it was asked."""

    case: Case
    outcome: Outcome
    seconds: float


@dataclass(frozen=True)
class SetChecked:
    """The cases of one kind of work in one language."""

    case_set: CaseSet
    cases: tuple[Checked, ...]


@dataclass(frozen=True)
class Terms:
    """What a result is held against and filed with: thresholds, hashes of today's prompts, the day, the threads."""

    thresholds: Mapping[Work, Threshold]
    prompts: Mapping[tuple[str, str], str]
    on: date
    threads: int


async def check(
    desk: Desk, answers: KeptAnswers, sets: Iterable[CaseSet], done: Callable[[Checked], None]
) -> list[SetChecked]:
    """Do the work of every case. Raises `ModelUnavailable` when the model fails: that says nothing of its words."""
    checked = []
    for case_set in sets:
        outcomes = []
        for case in case_set.cases:
            answers.begin()
            outcome = await DOERS[case_set.work](case, case_set.language, desk)
            if answers.failure is not None:
                raise answers.failure
            outcomes.append(Checked(case, outcome, answers.seconds))
            done(outcomes[-1])
        checked.append(SetChecked(case_set, tuple(outcomes)))
    return checked


def result(checked: SetChecked, terms: Terms) -> WorkResult:
    """The figures of one set, and whether the work is earned."""
    case_set, cases = checked.case_set, checked.cases
    verdicts = Counter(one.outcome.verdict for one in cases)
    threshold = terms.thresholds[case_set.work]
    return WorkResult(
        work=case_set.work,
        language=case_set.language,
        cases=len(cases),
        passed=verdicts["passed"],
        wrong=verdicts["wrong"],
        withheld=_reasons(cases),
        seconds=round(median(one.seconds for one in cases), 2),
        threads=terms.threads,
        prompt=terms.prompts[case_set.work, case_set.language],
        case_set=case_set.digest,
        measured_on=terms.on,
        passes=threshold.passes,
        wrong_at_most=threshold.wrong,
        earned=is_earned(verdicts["passed"], verdicts["wrong"], len(cases), threshold),
    )


def _reasons(cases: Sequence[Checked]) -> dict[str, int]:
    return dict(Counter(one.outcome.reason for one in cases if one.outcome.verdict == "withheld").most_common())
