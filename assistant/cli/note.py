"""`ascolto note`: the note that a call leaves, from its transcript."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from assistant.adapters.transcripts import read_transcript
from assistant.app import App
from assistant.cli.common import JsonOption, print_json, run
from assistant.cli.progress import prepare_knowledge
from assistant.cli.replay import opening_of
from assistant.domain.errors import InvalidInput
from assistant.domain.money import Language
from assistant.domain.notes import Note
from assistant.services.replay import note_of


def note(
    call: Annotated[Path, typer.Argument(help="Transcript: JSON Lines, one utterance a line.")],
    customer: Annotated[str | None, typer.Option(help="PRINCIPAL/REF, or REF where unique.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the call.")] = None,
    language: Annotated[Language | None, typer.Option(help="Else the customer's.")] = None,
    as_json: JsonOption = False,
) -> None:
    """The note of a call: items with evidence, how it ended, narrative, follow-up e-mail. Nothing is kept."""

    async def work(app: App) -> None:
        transcript = read_transcript(call)
        if not transcript.utterances:
            raise InvalidInput("The transcript holds no utterance; there is nothing to note.", where=str(call))
        await prepare_knowledge(app)
        opening = opening_of(app, transcript, (customer, on, language), str(call))
        found = await note_of(app.live, app.notes, transcript, opening)
        print_json(found) if as_json else _print(found)

    run(work)


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
