"""What the library and the index are made of. Situation ids and purposes are plain strings to this package."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Language = Literal["it", "en"]
PassageKind = Literal["article", "record"]
COMMON = "common"
"""The pseudo-principal of content that holds for everybody."""


class KnowledgeModel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Article(KnowledgeModel):
    """A policy text. Valid from `valid_from` to `valid_to`, both inclusive; `None` is without end."""

    id: str
    title: str
    owner: str
    valid_from: date
    valid_to: date | None = None
    principal: str
    language: Language
    text: str
    """Markdown."""
    path: str = ""

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class Phrase(KnowledgeModel):
    """An approved sentence with `{{slots}}`.

    `situation` is a situation id, `opening` for the first sentence of a call, or `topic` for what the call is about,
    said once the right person is on the line. `tailored` is the same sentence
    with a `{{mention}}` slot for what the customer just said; its frame takes any noun phrase. A phrase whose slots
    can't all be filled from the customer's records is passed over, so the more telling phrases stand first.
    `unless` names slots that must not be fillable: what the phrase asks for is known then.
    `article` is the id of the article that allows the sentence. `offers_plans` puts the plan options on the card.
    """

    id: str
    situation: str
    text: str
    article: str
    tailored: str | None = None
    question: str | None = None
    purposes: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    offers_plans: bool = False


class SituationExample(KnowledgeModel):
    """An utterance as people speak, and the situations it shows (the primary one first)."""

    text: str
    situations: tuple[str, ...]
    language: Language
    previous: str = ""
    """What the operator had said before, where that decides the meaning."""


@dataclass(frozen=True)
class RecordText:
    """A text of a customer's history that can be found: a note, a ticket, a complaint. `id` is the record's id."""

    id: str
    title: str
    text: str
    principal: str
    customer: str
    language: Language
    on: date


@dataclass(frozen=True)
class SearchQuery:
    """`records` are the searchable texts of the one customer whose history may be seen; none: articles only.

    `principals` limits what may be found (None: all); common articles are always included. `on` decides which articles
    are valid. `everything` lifts the threshold.
    """

    text: str
    on: date
    principals: tuple[str, ...] | None = None
    language: Language | None = None
    records: tuple[RecordText, ...] = ()
    kinds: tuple[PassageKind, ...] = ("article", "record")
    top: int = 5
    everything: bool = False


class Passage(BaseModel):
    """A retrieved piece. `score` is 0 to 1, one scale for articles and records; `article_id` is null for records."""

    id: str
    article_id: str | None
    kind: PassageKind
    title: str
    principal: str
    language: Language
    score: float = Field(ge=0)
    text: str
