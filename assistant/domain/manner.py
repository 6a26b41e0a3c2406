"""How one sentence or turn of an operator sounds and what it does, by its words. It judges wording, never the person.

The signals are the library's (`common/manner/LANG.yaml`). Whether the customer's words are taken up is read from shared
content words in their dictionary form.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.domain.dialogue import sentences_of
from assistant.domain.manner_signals import CustomerId, Pattern, SignalId, Signals, Tone
from assistant.domain.money import Language
from assistant.domain.text_words import FREE

Lemma = Callable[[str, Language], str]
_WORD = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[,;:.!?]")
_MIN_LETTERS = 4
_MIN_CLOSED = 3
"""Words of a question that asks something; "va bene?" doesn't."""
_COURTESIES: frozenset[SignalId] = frozenset({"asks_confirmation", "asks_if_clear", "asks_who", "asks_moment"})
"""Questions that aren't about the customer's matter."""


@dataclass(frozen=True)
class Signal:
    """One thing that the words do. `kind` "act": it says what was done and weighs nothing."""

    id: SignalId
    kind: Tone | Literal["act"]
    quote: str
    weight: int = 0


@dataclass(frozen=True)
class Heard:
    """What was said before the line: the customer's turns and the operator's, oldest first, and the dictionary."""

    customer: Sequence[str]
    operator: Sequence[str]
    lemma: Lemma


@dataclass(frozen=True)
class Manner:
    """What a line does. `taken_up` are the customer's words that it takes up, in their dictionary form."""

    signals: tuple[Signal, ...] = ()
    taken_up: tuple[str, ...] = ()
    does: frozenset[SignalId] = field(default_factory=frozenset)

    @property
    def courtesy(self) -> int:
        return self._sum("courtesy")

    @property
    def empathy(self) -> int:
        return self._sum("empathy")

    @property
    def pressure(self) -> int:
        return self._sum("pressure")

    def quotes(self, *ids: SignalId) -> tuple[str, ...]:
        """The sentences that did one of these, each once."""
        return tuple(dict.fromkeys(signal.quote for signal in self.signals if signal.id in ids))

    def _sum(self, tone: Tone) -> int:
        weights = {signal.id: signal.weight for signal in self.signals if signal.kind == tone}
        return sum(weights.values())


def read_manner(text: str, language: Language, signals: Signals, heard: Heard | None = None) -> Manner:
    """What `text`, a line of the operator, does. Without `heard` only wording tells what is taken up.

    Each signal counts once a line, however often its words occur.
    """
    sentences = [text[a:b].strip() for a, b in sentences_of(text)]
    found: list[tuple[SignalId, str]] = []
    shared: list[str] = []
    for n, sentence in enumerate(sentences):
        ids = _worded(sentence, signals.patterns)
        mine = _shared(sentence, language, signals, heard)
        if mine:
            ids.append("takes_up")
        before = sentences[n - 1] if n else ""
        if "names_what_happened" not in ids and _names(sentence, before, mine, signals, heard):
            ids.append("names_what_happened")
        if _is_closed(sentence, ids):
            ids.append("closed_question")
        found += [(signal, sentence) for signal in dict.fromkeys(ids)]
        shared += mine
    made = tuple(signal for one, quote in found for signal in _signals(one, quote, signals))
    return Manner(made, tuple(dict.fromkeys(shared)), frozenset(signal.id for signal in made))


def content_words(text: str, language: Language, signals: Signals, lemma: Lemma) -> list[str]:
    """Dictionary forms of the words that name something: no joining words, no words of every call about money."""
    passed = signals.file.generic | signals.file.trade | FREE[language]
    found = []
    for word in _WORD.findall(text):
        base = lemma(word, language)
        if (len(word) >= _MIN_LETTERS or word.isdigit()) and not {word.lower(), base} & passed:
            found.append(base)
    return found


def read_customer(text: str, signals: Signals) -> frozenset[CustomerId]:
    """What a customer's words say of the talk itself."""
    return frozenset(pattern.id for pattern in signals.customer if pattern.start(text) is not None)


def _worded(sentence: str, patterns: Sequence[Pattern]) -> list[SignalId]:
    return [pattern.id for pattern in patterns if pattern.start(sentence) is not None]


def _signals(signal: SignalId, quote: str, signals: Signals) -> Iterator[Signal]:
    weights = signals.weights(signal) if signal != "closed_question" else {}
    if not weights:
        yield Signal(signal, "act", quote)
    for tone, weight in weights.items():
        yield Signal(signal, tone, quote, weight)


def _shared(sentence: str, language: Language, signals: Signals, heard: Heard | None) -> list[str]:
    """Words that the customer brought up and that the sentence holds again."""
    if heard is None:
        return []
    mine = content_words(sentence, language, signals, heard.lemma)
    if not mine:
        return []
    told = {w for turn in heard.customer for w in content_words(turn, language, signals, heard.lemma)}
    own = {w for turn in heard.operator for w in content_words(turn, language, signals, heard.lemma)}
    return [word for word in dict.fromkeys(mine) if word in told and word not in own]


def _names(sentence: str, before: str, mine: Sequence[str], signals: Signals, heard: Heard | None) -> bool:
    """Whether an acknowledgement says of what: in its own clause, or in the customer's words after it."""
    ready = next(pattern for pattern in signals.patterns if pattern.id == "acknowledges")
    start = ready.start(sentence)
    if start is None:
        follows = before and ready.start(before) is not None
        return bool(follows and mine and not sentence.endswith("?") and not _objects(sentence[:20], signals))
    tail = sentence[start:]
    contrast = min((m.start() for one in signals.contrast if (m := one.search(tail))), default=len(tail))
    tail = tail[:contrast]
    if heard is None:
        return False
    clause = _CLAUSE_END.split(tail, maxsplit=1)[0]
    said = content_words(tail, signals.language, signals, heard.lemma)
    return bool(content_words(clause, signals.language, signals, heard.lemma) or set(said) & set(mine))


def _objects(text: str, signals: Signals) -> bool:
    return any(one.search(text) for one in signals.contrast)


def _is_closed(sentence: str, ids: Sequence[SignalId]) -> bool:
    asks = sentence.rstrip().endswith("?") and len(_WORD.findall(sentence)) >= _MIN_CLOSED
    return asks and "open_question" not in ids and not _COURTESIES & set(ids)
