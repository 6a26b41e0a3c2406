"""How a qualification is shown: tables for people, rows for machines."""

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from assistant.adapters.models.qualification import Qualifications
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.qualification import ModelRecord, Speeds, WorkResult, wilson
from assistant.domain.qualification_words import earned_words

if TYPE_CHECKING:
    from evals.qualification.check import SetChecked


def result_row(result: WorkResult) -> dict[str, Any]:
    """A result with its pass rate and the rate's 95 % interval, shares from 0 to 1."""
    low, high = wilson(result.passed, result.cases)
    rates = {"pass_rate": round(result.passed / result.cases, 3), "interval": [round(low, 3), round(high, 3)]}
    return result.model_dump(mode="json") | rates


def list_row(weights: str, qualifications: Qualifications) -> dict[str, Any]:
    """What a model has earned, where that is known from, and its results."""
    found = qualifications.of(weights)
    return {
        "earned": {language: list(kinds) for language, kinds in found.earned.items()},
        "standing": found.standing,
        "results": [result_row(result) for result in qualifications.results(weights)],
    }


def print_list(rows: list[dict[str, Any]], language: Language) -> None:
    """A line a model, then what it may do, in words."""
    table = Table("model", *LANGUAGES, "record")
    for row in rows:
        about = [f"{row['bytes'] / 1e9:.1f} GB, {row['licence']}"] if "bytes" in row else []
        about += ["here" if row["present"] else "not fetched"] if "present" in row else []
        rates = [_rates(row["results"], spoken) for spoken in LANGUAGES]
        table.add_row("\n".join((row["title"], ", ".join(about))).strip(), *rates, _STANDING[row["standing"]])
    console = Console()
    console.print(table)
    for row in rows:
        console.print(f"{row['title']}: {earned_words(row['earned'], row['standing'], language)}", highlight=False)


_STANDING = {
    "never": "never checked",
    "shipped": "shipped",
    "here": "checked here",
    "outdated": "older prompt: check again",
}


def _rates(results: list[dict[str, Any]], language: Language) -> str:
    """A line a kind of work, marked where it is earned."""
    lines = (
        f"{result['work']} {result['pass_rate']:.0%}{' ✓' if result['earned'] else ''}"
        for result in results
        if result["language"] == language
    )
    return "\n".join(lines)


def print_check(record: ModelRecord, checked: "list[SetChecked]", details: bool) -> None:
    """The table of a record, its speeds, and the cases that didn't pass where they are asked for."""
    console = Console()
    if record.results:
        console.print(_table(record))
        for result in record.results:
            if result.withheld:
                reasons = ", ".join(f"{count} {reason}" for reason, count in result.withheld.items())
                console.print(f"{result.work} {result.language}: withheld {reasons}", highlight=False)
    if record.speeds:
        console.print(speeds_line(record.speeds), highlight=False)
    for one in checked if details else ():
        for case in one.cases:
            if case.outcome.verdict != "passed":
                said = case.outcome.text or case.outcome.raw
                line = f"{one.case_set.work}.{one.case_set.language} {case.case.id}: {case.outcome.verdict}"
                console.print(f"{line}, {case.outcome.reason}: {said!r}", markup=False, highlight=False)


def _table(record: ModelRecord) -> Table:
    table = Table("work", "", "passed", "rate", "95 % interval", "wrong", "s a case", "earned")
    table.title = f"{record.name} ({record.engine})"
    for result in record.results:
        low, high = wilson(result.passed, result.cases)
        table.add_row(
            result.work,
            result.language,
            f"{result.passed} of {result.cases}",
            f"{result.passed / result.cases:.0%}",
            f"{low:.0%} to {high:.0%} (≥ {result.passes:.0%})",
            f"{result.wrong} (≤ {result.wrong_at_most:.0%})",
            f"{result.seconds:.1f}",
            "yes" if result.earned else "no",
        )
    return table


def speeds_line(speeds: Speeds) -> str:
    """What is known of a model's pace, in one line."""
    parts = [
        speeds.prompt_tokens is not None and f"{speeds.prompt_tokens:.0f} prompt tokens/s",
        speeds.generated_tokens is not None and f"{speeds.generated_tokens:.1f} generated tokens/s",
        speeds.load_seconds is not None and f"loaded in {speeds.load_seconds:.1f} s",
        speeds.memory_mb is not None and f"{speeds.memory_mb} MB of memory",
        speeds.threads > 0 and f"{speeds.threads} thread{'s' if speeds.threads > 1 else ''}",
        speeds.processor,
    ]
    return ", ".join(part for part in parts if part) or "The server doesn't tell its speed."
