"""A call cut into what a search finds: a few neighbouring turns each, so that an answer keeps its question."""

import unicodedata
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import Speaker, Utterance
from assistant.domain.notes import Note

PassageSpeaker = Speaker | Literal["note"]
_TURNS, _MOST_TURNS = 2, 6
_WORDS, _MOST_WORDS = 20, 90
"""A passage has two turns and twenty words at least (short turns say little), six turns or ninety words at most."""


class Line(BaseModel):
    """One turn, or one sentence of the note with the utterances that prove it. `t` is seconds into the call."""

    model_config = ConfigDict(frozen=True)

    speaker: PassageSpeaker
    utterance_ids: tuple[str, ...]
    t: float
    text: str


class CallPassage(BaseModel):
    """`n` counts from 0 within a call: the turns first, then the note."""

    model_config = ConfigDict(frozen=True)

    n: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def passages_of(heard: Sequence[Utterance], note: Note | None) -> list[CallPassage]:
    """The passages of a call: overlapping by a turn, so that no two neighbouring turns are torn apart."""
    turns = [_turn(utterance) for utterance in heard if utterance.text.strip()]
    groups = [*_windows(turns), *((line,) for line in _note_lines(note, heard))]
    return [CallPassage(n=n, lines=lines) for n, lines in enumerate(groups)]


def _windows(turns: Sequence[Line]) -> list[tuple[Line, ...]]:
    found: list[tuple[Line, ...]] = []
    start = 0
    while start < len(turns):
        end = _end(turns, start)
        found.append(tuple(turns[start:end]))
        if end == len(turns):
            break
        start = max(end - 1, start + 1)
    return found


def _end(turns: Sequence[Line], start: int) -> int:
    """Where the passage that begins at `start` ends."""
    end, words = start, 0
    while end < len(turns):
        more = len(turns[end].text.split())
        count = end - start
        full = count >= _TURNS and words >= _WORDS
        if count and (full or count == _MOST_TURNS or words + more > _MOST_WORDS):
            break
        end, words = end + 1, words + more
    return end


def _turn(utterance: Utterance) -> Line:
    return Line(speaker=utterance.speaker, utterance_ids=(utterance.id,), t=utterance.t, text=_one_line(utterance.text))


def _note_lines(note: Note | None, heard: Sequence[Utterance]) -> list[Line]:
    if note is None:
        return []
    times = {utterance.id: utterance.t for utterance in heard}
    lines = [_said("note", note.narrative.text, (), times)]
    for item in note.items:
        lines.append(_said("note", item.text, tuple(e.utterance_id for e in item.evidence), times))
    return [line for line in lines if line.text]


def _said(speaker: PassageSpeaker, text: str, utterances: tuple[str, ...], times: dict[str, float]) -> Line:
    proven = tuple(dict.fromkeys(utterances))
    t = min((times[name] for name in proven if name in times), default=0.0)
    return Line(speaker=speaker, utterance_ids=proven, t=t, text=_one_line(text))


def _one_line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
