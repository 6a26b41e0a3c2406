"""Cuts texts into the pieces that are searched, passages into the windows that are compared, stories into questions.

A passage is whole paragraphs under their headings, about 150 words; a window is a few sentences of it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents import markdown_text
from knowledge.types import Article

TARGET_WORDS = 150
MAX_WORDS = 200
WINDOW_WORDS = 50
QUESTION_WORDS = 40
"""A longer question tells a story with several needs, and is asked in parts."""
PART_WORDS = 20
MAX_PARTS = 60
"""Whatever a story says beyond so many parts isn't looked for."""
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


@dataclass(frozen=True)
class Piece:
    """A piece of a text: the headings it stands under, and its words without marks."""

    heading: str
    text: str


def chunk(article: Article) -> list[Piece]:
    """The pieces of an article in reading order; at least one for any article with words."""
    pieces = [piece for section in _sections(article.text) for piece in _pieces(*section)]
    return _joined([p for p in pieces if p.text.strip()])


def split_text(text: str) -> list[str]:
    """Split plain text at paragraphs, then sentences, then words, into parts of at most `MAX_WORDS` words."""
    parts = [text]
    for splitter in (_paragraphs, _sentences, _slices):
        parts = [
            small
            for part in parts
            for small in ([part] if _words(part) <= MAX_WORDS else _pack(splitter(part), TARGET_WORDS))
        ]
    return parts


def windows(text: str) -> list[str]:
    """Runs of whole sentences of about `WINDOW_WORDS` words: what a short question is compared with best."""
    return _runs(text, WINDOW_WORDS) or [text]


def question_parts(text: str) -> list[str]:
    """A question as it is, or a story in sentences that are asked one by one; at most `MAX_PARTS`, none twice."""
    if _words(text) <= QUESTION_WORDS:
        return [text]
    return list(dict.fromkeys(_runs(text, PART_WORDS)))[:MAX_PARTS] or [text]


def _runs(text: str, target: int) -> list[str]:
    sentences = [s for line in _paragraphs(text) for s in _SENTENCE_END.split(line) if any(c.isalnum() for c in s)]
    return _pack(sentences, target, " ")


def _sections(source: str) -> Iterator[tuple[str, str]]:
    heading = ""
    lines: list[str] = []
    fenced = False
    for line in source.splitlines():
        fenced ^= line.lstrip().startswith("```")
        found = None if fenced else _HEADING.match(line)
        if found is None:
            lines.append(line)
            continue
        yield heading, markdown_text("\n".join(lines))
        heading, lines = found.group(1), []
    yield heading, markdown_text("\n".join(lines))


def _pieces(heading: str, text: str) -> Iterator[Piece]:
    if text.strip():
        for part in split_text(text):
            yield Piece(heading, part)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Put short neighbouring sections together, their headings kept in the text."""
    joined: list[Piece] = []
    for piece in pieces:
        before = joined[-1] if joined else None
        if before is not None and _words(before.text) + _words(piece.text) <= TARGET_WORDS:
            following = piece.text if piece.heading == before.heading else f"{piece.heading}\n{piece.text}"
            joined[-1] = Piece(before.heading, f"{before.text}\n{following}")
        else:
            joined.append(piece)
    return joined


def _words(text: str) -> int:
    return len(text.split())


def _paragraphs(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _sentences(text: str) -> list[str]:
    return _SENTENCE_END.split(text)


def _slices(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[i : i + TARGET_WORDS]) for i in range(0, len(words), TARGET_WORDS)]


def _pack(parts: list[str], target: int, joint: str = "\n") -> list[str]:
    """Join neighbours while they stay within `target` words."""
    packed: list[str] = []
    for part in parts:
        if packed and _words(packed[-1]) + _words(part) <= target:
            packed[-1] = f"{packed[-1]}{joint}{part}"
        else:
            packed.append(part)
    return packed
