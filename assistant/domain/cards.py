"""A card: one approved sentence with its figures filled in and its sources named."""

from typing import Literal

from pydantic import BaseModel

from assistant.domain.calls import Situation
from assistant.domain.money import Language
from assistant.domain.plans import Plan

SourceKind = Literal["record", "plan", "policy", "utterance"]


class Source(BaseModel):
    """Where a figure comes from: `field` of the thing `id`.

    `record`: a record id such as `invoice:2026/118` or `customer:PRINCIPAL/REF` (computed totals); `plan`: a plan's id;
    `policy`: `PRINCIPAL/policy`; `utterance`: an utterance's id.
    """

    kind: SourceKind
    id: str
    field: str


class Figure(BaseModel):
    """A figure as it is shown (`text`), as machines read it (`value`), and its source."""

    text: str
    value: str
    source: Source


class Citation(BaseModel):
    kind: Literal["article", "record"]
    id: str
    title: str
    quote: str


class Card(BaseModel):
    """Every figure visible in `text`, `question` or `options` stands in `figures` or in the plan itself."""

    id: str
    replaces: str | None = None
    utterance_id: str
    situation: Situation
    language: Language
    text: str
    phrase_id: str
    question: str | None = None
    options: list[Plan] = []
    citations: list[Citation] = []
    figures: list[Figure] = []


class Opening(BaseModel):
    """How a call of this purpose begins: `text` names nothing of the customer's affairs, `question` is for the person
    who may hear of them, once it is known who speaks. Every figure in either stands in `figures`."""

    text: str
    phrase_id: str
    question: str | None = None
    figures: list[Figure] = []
