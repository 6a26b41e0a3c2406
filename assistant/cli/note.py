"""`ascolto note`: the note that a call leaves, from its transcript."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use
from assistant.cli.common import JsonOption, model_settled, print_json, run
from assistant.cli.progress import prepare_knowledge
from assistant.cli.replay import opening_of
from assistant.domain.edit_rate import edit_rate as rate
from assistant.domain.errors import InvalidInput, NotFound
from assistant.domain.money import Language
from assistant.domain.notes import Note
from assistant.services.replay import note_of
from assistant.services.telling import WORK


def note(
    call: Annotated[Path | None, typer.Argument(help="Transcript: JSON Lines, one utterance a line.")] = None,
    customer: Annotated[str | None, typer.Option(help="PRINCIPAL/REF, or REF where unique.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the call.")] = None,
    language: Annotated[Language | None, typer.Option(help="Else the customer's.")] = None,
    edit_rate: Annotated[
        bool, typer.Option("--edit-rate", help="Instead: how much of confirmed notes operators changed.")
    ] = False,
    principal: Annotated[list[str] | None, typer.Option(help="With --edit-rate: only of these principals.")] = None,
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="With --edit-rate: only confirmed from this day on.")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """The note of a call: items with evidence, how it ended, narrative, follow-up e-mail. Nothing is kept."""
    if edit_rate:
        _edit_rate(principal, since, as_json)
        return
    if call is None:
        raise typer.BadParameter("Name a transcript, or ask for --edit-rate.", param_hint="CALL")

    path = call

    async def work(app: App) -> None:
        transcript = read_transcript(path)
        if not transcript.utterances:
            raise InvalidInput("The transcript holds no utterance; there is nothing to note.", where=str(path))
        await prepare_knowledge(app)
        await model_settled(app)
        opening = opening_of(app, transcript, (customer, on, language), str(path))
        found = await note_of(app.live, app.notes, transcript, opening)
        print_json(found) if as_json else _print(found)

    run(work, Use(model=True, model_for=WORK))


def _edit_rate(principals: list[str] | None, since: datetime | None, as_json: bool) -> None:
    async def work(app: App) -> None:
        start = since.replace(tzinfo=app.clock.now().tzinfo) if since else None
        found = rate(await app.notes.confirmed(principals or None, start))
        if found is None:
            raise NotFound("No note has been confirmed there yet.", where="--edit-rate")
        if as_json:
            print_json(found)
            return
        print(f"{found.notes} confirmed notes, {found.untouched:.0%} left as drafted")
        print(f"changed: {found.words:.1%} of the words, {found.items:.1%} of the items, ", end="")
        print(f"{found.disposition:.1%} of the dispositions")

    run(work, Use(durable_calls=True))


def _print(note: Note) -> None:
    print(note.reason)
    for item in note.items:
        due = f" [{item.who}, {item.by}]" if item.by else f" [{item.who}]" if item.who else ""
        print(f"  - {item.kind}: {item.text}{due}")
        for evidence in item.evidence:
            print(f"      {evidence.utterance_id}: {evidence.quote}")
    print(f"\n{note.narrative.text}")
    if note.email.body:
        print(f"\n{note.email.subject}\n\n{note.email.body}")
