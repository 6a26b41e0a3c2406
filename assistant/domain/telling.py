"""What a model may put into sentences of a note: its items with `{{slots}}`, the slots' figures, and what code adds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assistant.domain.guard_text import Source
from assistant.domain.slots import fill, slots_in

MAX_SENTENCES = 3
_NEXT_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-ZÀ-Ù])")


@dataclass(frozen=True)
class Figure:
    """A slot's value as people read it ("250,00 €"), and as machines write it ("250.00", an ISO date, a number)."""

    text: str
    value: str


@dataclass(frozen=True)
class Material:
    """What is to be told: items with `{{slots}}`, each saying who does what, and the slots' values."""

    items: Sequence[str]
    figures: Mapping[str, Figure] = field(default_factory=dict)

    @property
    def slots(self) -> set[str]:
        return {slot for item in self.items for slot in slots_in(item)}

    def filled(self, template: str) -> str:
        """The text with its slots filled; `KeyError` for a slot without a figure."""
        return fill(template, {slot: figure.text for slot, figure in self.figures.items()})

    def sources(self) -> list[Source]:
        """What the guard holds the text against."""
        return [
            Source(self.filled(item), figures=tuple(self.figures[slot].value for slot in slots_in(item)))
            for item in self.items
        ]


@dataclass(frozen=True)
class Letter:
    """What code writes around an e-mail's body."""

    greeting: str
    closing: str


@dataclass(frozen=True)
class Telling:
    """What of a note a model may word; None where the template's words are to stay.

    `quoted` is the sentence with the customer's own words, which code writes.
    """

    narrative: Material | None = None
    quoted: str = ""
    email: Material | None = None
    letter: Letter = Letter("", "")

    def narrated(self, written: str) -> str:
        """The narrative: the customer's own words, then the model's sentences; three in all at most."""
        sentences = len(_NEXT_SENTENCE.split(written))
        return f"{self.quoted} {written}" if self.quoted and sentences < MAX_SENTENCES else written
