"""Transcripts: what is read, and what is refused with file, line and field."""

from pathlib import Path

import pytest

from assistant.adapters.transcripts import read_transcript
from assistant.domain.errors import InvalidInput


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "call.jsonl"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_call_line_and_utterances(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        '{"call": {"started_at": "2026-03-02T09:30:00+01:00", "customer": "a/1", "language": "it"}}\n'
        '{"t": 1, "speaker": "operator", "text": "Buongiorno"}\n\n'
        '{"t": 2.5, "speaker": "customer", "text": "Mi\u2028dica", "id": "x"}\n',
    )
    transcript = read_transcript(path)
    assert transcript.customer == "a/1"
    assert [(u.id, u.t, u.text) for u in transcript.utterances] == [
        ("u1", 1.0, "Buongiorno"),
        ("x", 2.5, "Mi\u2028dica"),
    ]


def test_the_call_line_is_optional(tmp_path: Path) -> None:
    transcript = read_transcript(write(tmp_path, '\ufeff{"t": 0, "speaker": "customer", "text": "sì"}'))
    assert transcript.started_at is None
    assert len(transcript.utterances) == 1


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ('{"t": 1, "speaker": "operator", "text": "a"}\nnot json', ":2", "Not JSON"),
        ('{"t": 1, "speaker": "robot", "text": "a"}', ":1", "'speaker'"),
        ('{"t": -1, "speaker": "customer", "text": "a"}', ":1", "'t'"),
        ('{"speaker": "customer", "text": "a"}', ":1", "'t'"),
        ("[1]", ":1", "JSON object"),
        ('{"t": Infinity, "speaker": "customer", "text": "a"}', ":1", "'t'"),
        ('{"t": 1, "speaker": "customer", "text": "\\ud800"}', ":1", "Not JSON"),
        ('{"t": 1, "speaker": "customer", "text": "a"}\n{"call": {}}', ":2", "first line"),
        (
            '{"t": 1, "speaker": "customer", "text": "a", "id": "u2"}\n{"t": 2, "speaker": "customer", "text": "b"}',
            ":2",
            "twice",
        ),
        (b'{"t": 1, "speaker": "customer", "text": "\xe8"}', "call.jsonl", "UTF-8"),
        ('{"call": {"started_at": "2026-03-02T09:30:00"}}', "call.jsonl", "time zone"),
    ],
)
def test_refusals_name_the_place(tmp_path: Path, content: str | bytes, place: str, said: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        read_transcript(write(tmp_path, content))
    assert refused.value.where.endswith(place)
    assert said in refused.value.message


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="Can't read"):
        read_transcript(tmp_path / "none.jsonl")
