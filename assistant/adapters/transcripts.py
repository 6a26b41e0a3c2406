"""Reads a whole call from a JSON Lines file: an optional first line about the call, then one utterance a line."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.domain.calls import Purpose, Speaker, Transcript, Utterance
from assistant.domain.errors import InvalidInput
from assistant.domain.money import Language

ModelT = TypeVar("ModelT", bound=BaseModel)

MAX_TRANSCRIPT_BYTES = 20_000_000
"""A 90-minute call has about 100 kB; a larger file isn't a transcript."""


class _CallLine(BaseModel):
    model_config = ConfigDict(extra="ignore")

    started_at: datetime | None = None
    id: str | None = Field(default=None, pattern=r"^[\w.:@-]{1,128}$")
    principal: str | None = None
    customer: str | None = None
    language: Language | None = None
    purpose: Purpose | None = None


class _UtteranceLine(BaseModel):
    model_config = ConfigDict(extra="ignore")

    t: float = Field(ge=0, allow_inf_nan=False)
    speaker: Speaker
    text: str
    id: str | None = Field(default=None, min_length=1, max_length=64)


def read_transcript(path: Path) -> Transcript:
    """The call in the file. Raises `InvalidInput` that names the file, the line and the field."""
    call = _CallLine()
    utterances: list[Utterance] = []
    for number, row in _rows(path):
        where = f"{path}:{number}"
        if "call" in row and "text" not in row:
            if utterances:
                raise InvalidInput("The call line must be the first line of the file.", where=where)
            call = _parsed(_CallLine, row["call"], where)
            continue
        line = _parsed(_UtteranceLine, row, where)
        utterance_id = line.id or f"u{len(utterances) + 1}"
        if any(u.id == utterance_id for u in utterances):
            raise InvalidInput(f"Utterance id {utterance_id!r} stands twice; ids are unique in a call.", where=where)
        utterances.append(Utterance(id=utterance_id, t=line.t, speaker=line.speaker, text=line.text))
    if call.started_at is not None and call.started_at.tzinfo is None:
        raise InvalidInput("`started_at` needs a time zone, e.g. 2026-03-02T09:30:00+01:00.", where=str(path))
    return Transcript(**call.model_dump(), utterances=utterances)


def _rows(path: Path) -> list[tuple[int, dict[str, Any]]]:
    try:
        if path.stat().st_size > MAX_TRANSCRIPT_BYTES:
            raise InvalidInput(f"The transcript is larger than {MAX_TRANSCRIPT_BYTES:,} bytes.", where=str(path))
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as problem:
        raise InvalidInput(f"Can't read the transcript: {problem.strerror}.", where=str(path)) from problem
    except UnicodeDecodeError as problem:
        message = f"Not UTF-8 at byte {problem.start}; save the transcript as UTF-8."
        raise InvalidInput(message, where=str(path)) from problem
    rows = []
    # Split at line feeds only: str.splitlines would also break inside strings that hold U+2028.
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            rows.append((number, _object(line, f"{path}:{number}")))
    return rows


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
        json.dumps(row, ensure_ascii=False).encode()  # half a surrogate pair is JSON, but no text
    except (ValueError, RecursionError) as problem:
        raise InvalidInput(f"Not JSON: {problem}. A transcript has one JSON object a line.", where=where) from problem
    if not isinstance(row, dict):
        raise InvalidInput("Each line must be a JSON object.", where=where)
    return row


def _parsed(model: type[ModelT], value: Any, where: str) -> ModelT:
    try:
        return model.model_validate(value)
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "line"
        raise InvalidInput(f"Field {field!r}: {first['msg']}.", where=where) from problem
