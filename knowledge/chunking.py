"""Cuts texts into the pieces that are searched: whole paragraphs under their headings, about 150 words each."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.documents import markdown_text
from knowledge.types import Article

TARGET_WORDS = 150
MAX_WORDS = 200
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
        parts = [small for part in parts for small in ([part] if _words(part) <= MAX_WORDS else _pack(splitter(part)))]
    return parts


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


def _pack(parts: list[str]) -> list[str]:
    """Join neighbours while they stay under the target."""
    packed: list[str] = []
    for part in parts:
        if packed and _words(packed[-1]) + _words(part) <= TARGET_WORDS:
            packed[-1] = f"{packed[-1]}\n{part}"
        else:
            packed.append(part)
    return packed
