"""`ascolto score`: the proposed levels of a call by the rubric, from its transcript; or of all stored calls anew."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol

import typer

from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use
from assistant.cli.common import JsonOption, model_settled, print_json, run
from assistant.cli.progress import prepare_knowledge, work_progress
from assistant.cli.replay import opening_of
from assistant.domain.calls import Purpose, Transcript, Utterance
from assistant.domain.errors import InvalidInput
from assistant.domain.events import CallStarted
from assistant.domain.money import Language
from assistant.domain.qualification import Work
from assistant.domain.rubric import Rubric, Score
from assistant.services.call_facts import Catching, rescore
from assistant.services.scoring import score_transcript

_JUDGE: frozenset[Work] = frozenset({"judge"})
_NO_LEVEL = "–"


def score(
    call: Annotated[Path | None, typer.Argument(help="Transcript: JSON Lines, one utterance a line.")] = None,
    customer: Annotated[str | None, typer.Option(help="PRINCIPAL/REF; else the transcript's.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the call.")] = None,
    language: Annotated[Language | None, typer.Option(help="Else the transcript's or the customer's.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Instead: score all stored calls anew.")] = False,
    due: Annotated[
        bool, typer.Option("--due", help="Instead: score stored calls whose score is missing or old.")
    ] = False,
    principal: Annotated[list[str] | None, typer.Option(help="With --all: only of these principals.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Propose levels for a call by the rubric, each with the words that speak for it. People decide on them."""
    if every or due:
        if call is not None:
            raise typer.BadParameter("Name a transcript, or ask for stored calls; not both.", param_hint="CALL")
        _stored(due and not every, principal, as_json)
        return
    if call is None:
        raise typer.BadParameter("Name a transcript, or ask for --all.", param_hint="CALL")
    path = call

    async def work(app: App) -> None:
        transcript = read_transcript(path)
        opening = opening_of(app, transcript, (customer, on, language), str(path))
        await prepare_knowledge(app)
        await model_settled(app)
        found = await score_transcript(app.live, app.facts.scoring, transcript, opening)
        if as_json:
            print_json(found)
            return
        chosen = language or transcript.language or (await app.calls.get(found.call_id)).info.language
        _print(found, app.library.rubric(), chosen)

    run(work, Use(model=True, model_for=_JUDGE))


def _stored(due: bool, principals: Sequence[str] | None, as_json: bool) -> None:
    async def work(app: App) -> int:
        for name in principals or ():
            app.library.principal(name)
        await model_settled(app)
        with work_progress("Scoring") as bar:
            if due:
                catching = Catching(app.facts)
                done, failed = await catching.all(), sorted(catching.failed)
            else:
                done, failed = await rescore(app.facts, principals or None, lambda n, of: bar("calls", n, of))
        if as_json:
            print_json({"scored": done, "failed": failed})
        else:
            print(f"{done} calls scored" + (f"; these can't be: {', '.join(failed)}" if failed else ""))
        return 1 if failed else 0

    run(work, Use(model=True, model_for=_JUDGE, durable_calls=True))


class CallToScore(Protocol):
    """A call as an evaluation set holds it."""

    @property
    def id(self) -> str: ...
    @property
    def principal(self) -> str: ...
    @property
    def customer(self) -> str: ...
    @property
    def purpose(self) -> Purpose: ...
    @property
    def language(self) -> Language: ...
    @property
    def utterances(self) -> Sequence[Utterance]: ...


def scorer_for(app: App) -> Callable[[CallToScore], Awaitable[Score]]:
    """Scores a call of an evaluation set by all rules, also those whose levels aren't proposed; needs the index."""

    async def scored(call: CallToScore) -> Score:
        if not call.customer.startswith(f"{call.principal}/"):
            raise InvalidInput(f"Customer {call.customer!r} isn't one of {call.principal!r}.", where=call.id)
        transcript = Transcript(
            id=call.id,
            customer=call.customer,
            principal=call.principal,
            language=call.language,
            purpose=call.purpose,
            utterances=list(call.utterances),
        )
        opening = CallStarted(
            call_id=call.id, customer=call.customer, started_at=app.clock.now(), language=call.language
        )
        return await score_transcript(app.live, replace(app.facts.scoring, withholds=False), transcript, opening)

    return scored


def _print(score: Score, rubric: Rubric, language: Language) -> None:
    for one in score.criteria:
        level = _NO_LEVEL if one.level is None else str(one.level)
        print(f"{level}  {rubric.criterion(one.id).name[language]}  ({one.by})")
        print(f"   {one.explanation}")
        for evidence in one.evidence:
            print(f"     {evidence.utterance_id}: {evidence.quote}")
