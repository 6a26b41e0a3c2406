"""The signals of an operator's wording as data: `library/common/manner/LANG.yaml`, edited by trainers."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Self, get_args

from pydantic import Field, field_validator, model_validator

from assistant.domain.expressions import pattern
from assistant.domain.money import Language
from assistant.domain.policy import Conduct, PolicyModel
from assistant.domain.text_words import FREE

_STRAIGHT = str.maketrans("’‘`´", "''''")
Tone = Literal["courtesy", "empathy", "pressure"]
WordedId = Literal[
    "greets", "gives_name", "names_company", "asks_who", "asks_moment", "states_reason", "says_what_for",
    "mentions_account", "third_party_safe", "open_question", "asks_when_pay", "checks_understanding", "acknowledges",
    "names_what_happened", "lifts_blame", "makes_allowance", "gives_time", "thanks", "thanks_for_time", "please",
    "apologises", "respects", "goodbye", "blames", "belittles", "orders", "insists_now", "rejects", "threatens",
    "insults", "mocks", "informal", "interrupts", "discloses", "claims_falsely", "proposes", "offers_choice", "commits",
    "asks_if_clear", "explains_terms", "jargon", "vague_figures", "recaps", "asks_confirmation", "announces_writing",
    "vague_contact", "takes_up", "names_matter", "names_service", "corrects_figures",
    "approximates", "names_total", "names_owed", "changes_amount", "names_due", "alternates", "declines",
]  # fmt: skip
"""What a sentence of an operator can do by its words alone; each has its patterns in the file."""
SignalId = WordedId | Literal["closed_question"]
"""With what is read from the sentence's form."""


CustomerId = Literal[
    "asks_reason", "not_understood", "goes_unheard", "objects", "agrees", "hardship", "goodbye", "names_self",
    "catches_out",
]  # fmt: skip
"""What a customer's words say of the talk itself; what they say of the matter is the classifier's."""


class CustomerRule(PolicyModel):
    """Words of a customer."""

    id: CustomerId
    patterns: tuple[str, ...]
    unless: tuple[str, ...] = ()


class SignalRule(PolicyModel):
    """One signal's words. `checklist` and `forbidden` name items of `conduct.yaml` whose patterns count as well."""

    id: WordedId
    weights: dict[Tone, int] = Field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    checklist: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()

    @field_validator("weights")
    @classmethod
    def _small(cls, weights: dict[Tone, int]) -> dict[Tone, int]:
        if any(not -3 <= weight <= 3 for weight in weights.values()):
            raise ValueError("a weight lies between -3 and 3")
        return weights


class SignalFile(PolicyModel):
    """One language's signals, each once. `generic` and `trade` are dictionary forms, as many a line as one likes."""

    signals: tuple[SignalRule, ...]
    customer: tuple[CustomerRule, ...] = ()
    generic: frozenset[str]
    trade: frozenset[str]
    contrast: tuple[str, ...] = Field(min_length=1)

    @field_validator("generic", "trade", mode="before")
    @classmethod
    def _one_a_word(cls, lines: object) -> object:
        if isinstance(lines, list) and all(isinstance(line, str) for line in lines):
            return frozenset(word for line in lines for word in line.lower().split())
        return lines

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for rules in (self.signals, self.customer):
            ids: list[str] = [rule.id for rule in rules]
            if double := next((name for name in ids if ids.count(name) > 1), None):
                raise ValueError(f"signal {double!r} stands here twice; put its patterns together")
        return self

    @property
    def missing(self) -> list[str]:
        """Signals that the file says nothing of. `patterns: []` says that no words make one."""
        written = {rule.id for rule in self.signals} | {rule.id for rule in self.customer}
        return [name for name in (*get_args(WordedId), *get_args(CustomerId)) if name not in written]

    def completed(self, shipped: Self) -> Self:
        """With the shipped words of the signals that it says nothing of: a file from before there were these."""
        mine = {rule.id for rule in self.signals}, {rule.id for rule in self.customer}
        signals = (*self.signals, *(rule for rule in shipped.signals if rule.id not in mine[0]))
        customer = (*self.customer, *(rule for rule in shipped.customer if rule.id not in mine[1]))
        return self.model_copy(update={"signals": signals, "customer": customer})

    def unknown_references(self, conduct: Conduct) -> Iterable[tuple[int, str, int, str]]:
        """(signal's place, field, place in it, id) of each checklist item or forbidden phrase that isn't there."""
        known = {
            "checklist": {item.id for item in conduct.checklist},
            "forbidden": {phrase.id for phrase in conduct.forbidden_phrases},
        }
        for n, rule in enumerate(self.signals):
            for field, ids in (("checklist", rule.checklist), ("forbidden", rule.forbidden)):
                for k, name in enumerate(ids):
                    if name not in known[field]:
                        yield n, field, k, name


@dataclass(frozen=True)
class Pattern:
    """A signal ready to be looked for."""

    id: WordedId
    weights: Mapping[Tone, int]
    found: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def start(self, sentence: str) -> int | None:
        return _start(self.found, self.unless, sentence)


@dataclass(frozen=True)
class CustomerPattern:
    """Words of a customer, ready to be looked for."""

    id: CustomerId
    found: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]

    def start(self, text: str) -> int | None:
        return _start(self.found, self.unless, text)


def _start(found: Iterable[re.Pattern[str]], unless: Iterable[re.Pattern[str]], text: str) -> int | None:
    """Where the words begin, or None where they aren't there or don't count."""
    straight = text.translate(_STRAIGHT)
    if any(one.search(straight) for one in unless):
        return None
    return min((match.start() for one in found if (match := one.search(straight))), default=None)


@dataclass(frozen=True)
class Signals:
    """The signals of a language with the words of `conduct.yaml` that they refer to."""

    language: Language
    file: SignalFile
    conduct: Conduct

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        return tuple(
            Pattern(rule.id, rule.weights, _compiled(self._words(rule)), _compiled(rule.unless))
            for rule in self.file.signals
        )

    @cached_property
    def customer(self) -> tuple[CustomerPattern, ...]:
        return tuple(
            CustomerPattern(rule.id, _compiled(rule.patterns), _compiled(rule.unless)) for rule in self.file.customer
        )

    @cached_property
    def empty(self) -> frozenset[str]:
        """Words that name nothing: joining words, words of every acknowledgement, of every call about money."""
        return self.file.generic | self.file.trade | FREE[self.language]

    @cached_property
    def contrast(self) -> tuple[re.Pattern[str], ...]:
        return _compiled(self.file.contrast)

    def weights(self, signal: WordedId) -> Mapping[Tone, int]:
        return next(one.weights for one in self.patterns if one.id == signal)

    def _words(self, rule: SignalRule) -> tuple[str, ...]:
        cues = (i.cues.get(self.language, ()) for i in self.conduct.checklist if i.id in rule.checklist)
        bad = (p.patterns.get(self.language, ()) for p in self.conduct.forbidden_phrases if p.id in rule.forbidden)
        return (*rule.patterns, *(word for words in (*cues, *bad) for word in words))


def _compiled(expressions: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(pattern(expression) for expression in expressions)
