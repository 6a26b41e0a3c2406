"""`ascolto bench scores`: how far the proposed levels of evaluation calls agree with a person's."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.app import App
from assistant.cli.common import JsonOption, model_settled, print_json, run
from assistant.cli.progress import prepare_knowledge, work_progress
from assistant.cli.score import scorer_for
from assistant.domain.qualification import Work
from assistant.domain.rubric import Score

if TYPE_CHECKING:
    from evals.scored import Judged, ScoredCall

_JUDGE: frozenset[Work] = frozenset({"judge"})


def scores(
    part: Annotated[Literal["dev", "test"], typer.Option(help="The part a scorer is made on, or the other.")] = "dev",
    as_json: JsonOption = False,
) -> None:
    """Weighted kappa of each criterion, beside the share of levels that are equal or one apart.

    What differs is named for dev only, so that nothing is fitted to test.
    """

    async def work(app: App) -> None:
        from evals.notes import demo_of_the_day
        from evals.scored import calls, report

        cases = calls(part)
        await prepare_knowledge(app)
        async with demo_of_the_day(app.settings, _JUDGE) as demo:
            await demo.knowledge.warm()
            await model_settled(demo)
            found = report(await _judged(demo, cases), differences=part == "dev")
        print_json(found) if as_json else print_report(found)

    run(work)


async def _judged(app: App, cases: "list[ScoredCall]") -> "list[Judged]":
    from evals.scored import judged

    scorer, done = scorer_for(app), 0
    with work_progress("Scoring") as progress:

        async def counted(call: "ScoredCall") -> Score:
            nonlocal done
            score = await scorer(call)
            done += 1
            progress("calls", done, len(cases))
            return score

        return await judged(cases, counted)


def print_report(found: dict[str, Any]) -> None:
    """The table, what is below the gate and, where the report has them, the differences."""
    from evals.scored import table

    print(table(found))
    below = ", ".join(found["below_gate"]) or "none"
    print(f"by rules and below {found['gate']['kappa_of_rules']} or without a kappa: {below}")
    for row in found.get("differences", ()):
        print(f"{row['call']}, {row['criterion']}: person {_level(row['person'])}, score {_level(row['score'])}")
        print(f"  person: {row['why']}")
        print(f"  score:  {row['explanation']}")


def _level(level: int | None) -> str:
    return "-" if level is None else str(level)
