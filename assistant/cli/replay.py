"""`ascolto replay`: runs a call from a file through the live pipeline and prints its events as they come."""

import asyncio
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated

import typer

from assistant.adapters.transcripts import read_transcript
from assistant.app import App, Use
from assistant.cli.common import JsonOption, model_settled, print_json, run
from assistant.cli.progress import prepare_knowledge
from assistant.domain.calls import Transcript
from assistant.domain.card_use import card_use
from assistant.domain.errors import InvalidInput
from assistant.domain.events import (
    AlertRaised,
    AnyOutEvent,
    CallClosed,
    CallOpened,
    CallStarted,
    ChecklistTicked,
    ErrorRaised,
    NoteDrafted,
    PlansUpdated,
    SuggestionReady,
    SuggestionTailored,
    UtteranceHeard,
)
from assistant.domain.money import Language, amount_text
from assistant.services.replay import play, start_replay


def replay(
    call: Annotated[Path, typer.Argument(help="Transcript: JSON Lines, one utterance a line.")],
    customer: Annotated[str | None, typer.Option(help="PRINCIPAL/REF, or REF where unique.")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day of the call.")] = None,
    language: Annotated[Language | None, typer.Option(help="Else the customer's.")] = None,
    no_wait: Annotated[bool, typer.Option("--no-wait", help="Don't keep the pace of the call.")] = False,
    tailor: Annotated[bool, typer.Option(help="Use the language model if its weights are here.")] = True,
    as_json: JsonOption = False,
) -> None:
    """Replay a call: what the operator's panel would have shown, event by event."""

    async def work(app: App) -> None:
        await prepare_knowledge(app)
        await model_settled(app)
        transcript = read_transcript(call)
        opening = opening_of(app, transcript, (customer, on, language), str(call))
        await _replay(app, transcript, opening, not no_wait, as_json)

    run(work, Use(model=tailor))


def opening_of(
    app: App, transcript: Transcript, given: tuple[str | None, datetime | None, Language | None], where: str
) -> CallStarted:
    """How the call begins: with the customer, day and language that were given, else the transcript's own."""
    customer, on, language = given
    reference = customer or transcript.customer
    if not reference:
        raise InvalidInput("The transcript names no customer; add --customer PRINCIPAL/REF.", where=where)
    return CallStarted(
        call_id=transcript.id or "replay",
        customer=reference,
        started_at=_moment(on.date(), app) if on else app.clock.now(),
        language=language,
    )


def _moment(day: date, app: App) -> datetime:
    return datetime.combine(day, time(10), tzinfo=app.clock.now().tzinfo)


async def _replay(app: App, transcript: Transcript, opening: CallStarted, paced: bool, as_json: bool) -> None:
    info = await start_replay(app.live, transcript, opening)
    show = print_json if as_json else _print_line

    async def pause(seconds: float) -> None:
        if paced:
            await asyncio.sleep(max(0.0, seconds))
        else:
            await app.live.settled(info.id)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(play(app.live, info.id, transcript, pause, partials=False))
        events = []
        async for event in app.live.follow(info.id):
            show(event)
            events.append(event)
            if isinstance(event, NoteDrafted) and event.final:
                break
    await app.live.settled(info.id)
    for event in await app.calls.events(info.id, events[-1].seq):  # the note in a model's words
        show(event)
    if not as_json:
        use = card_use(events)
        print(f"  {use.shown} cards in {use.minutes:.1f} minutes: {use.per_minute:.1f} a minute")


def _print_line(event: AnyOutEvent) -> None:
    line = _line(event)
    if line:
        print(line, flush=True)


def _line(event: AnyOutEvent) -> str:
    """The event as a person reads it in a terminal; empty for what is only for machines."""
    match event:
        case CallOpened():
            sentences = [event.opening.text, event.opening.question] if event.opening else []
            opening = "".join(f"\n    {sentence}" for sentence in sentences if sentence)
            return f"— {event.customer_name} ({event.customer}), {event.purpose}{opening}"
        case UtteranceHeard():
            return f"{event.t:7.1f}  {event.speaker}: {event.text}"
        case SuggestionReady(card=card):
            sources = ", ".join(citation.title for citation in card.citations)
            question = f" {card.question}" if card.question else ""
            return f"         > [{card.situation}] {card.text}{question}\n           ({sources})"
        case SuggestionTailored():
            return f"         » {event.text}"
        case PlansUpdated():
            return f"         = {_plans(event)}"
        case AlertRaised():
            source = f" ({event.citation})" if event.citation else ""
            return f"         ! {event.text}{source}" + (f" → {event.kinder}" if event.kinder else "")
        case ChecklistTicked():
            return f"         ✓ {event.item}"
        case ErrorRaised():
            return f"         x {event.code}: {event.message}"
        case CallClosed():
            return "— end of call"
        case NoteDrafted():
            items = "".join(f"\n  - {item.text}" for item in event.items)
            return f"— {event.reason}{items}"
        case _:
            return ""


def _plans(event: PlansUpdated) -> str:
    if event.reason:
        return event.reason.text
    return "; ".join(
        f"{plan.label}: {len(plan.instalments)} x {amount_text(plan.instalments[-1].amount)} {plan.currency}"
        for plan in event.options
    )
