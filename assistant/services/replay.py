"""Plays a transcript through the live pipeline, as a feed would send it."""

from collections.abc import Awaitable, Callable, Sequence

from assistant.domain.calls import CallInfo, Transcript, Utterance
from assistant.domain.events import CallStarted, UtteranceFinal, UtterancePartial
from assistant.domain.notes import Note
from assistant.services.live import LiveCalls
from assistant.services.ports_notes import Notes

Pause = Callable[[float], Awaitable[None]]
"""Waits for the given seconds of the call's time."""

_SECONDS_A_WORD = 0.35


async def start_replay(
    live: LiveCalls, transcript: Transcript, opening: CallStarted, principals: Sequence[str] | None = None
) -> CallInfo:
    """Open the call; what the transcript says of itself fills what `opening` leaves out."""
    return await live.open(
        opening.model_copy(
            update={
                "principal": opening.principal or transcript.principal,
                "started_at": transcript.started_at or opening.started_at,
                "language": opening.language or transcript.language,
                "purpose": transcript.purpose or opening.purpose,
            }
        ),
        principals,
    )


async def note_of(live: LiveCalls, notes: Notes, transcript: Transcript, opening: CallStarted) -> Note:
    """The note that the call would leave, in a model's words if one has earned them.

    The call is heard as fast as it can be understood.
    """
    info = await start_replay(live, transcript, opening)
    for utterance in transcript.utterances:
        await live.hear(UtteranceFinal(call_id=info.id, **utterance.model_dump()))
    await live.end(info.id)
    await live.settled(info.id)
    return (await notes.get(info.id)).note


async def play(live: LiveCalls, call_id: str, transcript: Transcript, pause: Pause, partials: bool) -> None:
    """Send every utterance at its time, with partial words before it if asked for, then end the call."""
    clock = 0.0
    for utterance in transcript.utterances:
        speaking = min(_SECONDS_A_WORD * len(utterance.text.split()), max(0.0, utterance.t - clock))
        await pause(utterance.t - clock - speaking)
        if partials:
            await _speak(live, call_id, utterance, (speaking, pause))
        else:
            await pause(speaking)
        clock = utterance.t
        await live.hear(UtteranceFinal(call_id=call_id, **utterance.model_dump()))
    await live.end(call_id)


async def _speak(live: LiveCalls, call_id: str, utterance: Utterance, pace: tuple[float, Pause]) -> None:
    seconds, pause = pace
    words = utterance.text.split()
    parts = [words[:end] for end in range(3, len(words), 3)]
    for part in parts:
        await pause(seconds / (len(parts) + 1))
        partial = UtterancePartial(
            call_id=call_id, t=utterance.t, speaker=utterance.speaker, text=" ".join(part), id=utterance.id
        )
        await live.hear(partial)
    await pause(seconds / (len(parts) + 1))
