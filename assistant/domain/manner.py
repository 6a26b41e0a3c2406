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

Lemma = Callable[[str, Language], str]
_WORD = re.compile(r"\w+")
_CLAUSE_END = re.compile(r"[,;:.!?]")
_MIN_LETTERS = 4
_MIN_CLOSED = 3
"""Words of a question that asks something; "va bene?" doesn't."""
_RESUMING: frozenset[SignalId] = frozenset(
    {
        "acknowledges", "checks_understanding", "lifts_blame", "makes_allowance", "open_question", "proposes",
        "thanks", "says_what_for",
    }
)  # fmt: skip
"""What a line does that takes the customer's matter up with one shared word."""
_FEELING: frozenset[SignalId] = frozenset({"acknowledges", "lifts_blame"})
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
    told = _brought_up(language, signals, heard)
    lines: list[_Line] = []
    for begin, end in sentences_of(text):
        line = _read(text[begin:end].strip(), told, signals, heard)
        if "names_what_happened" not in line.ids and _names(line, lines[-1] if lines else None, signals, heard):
            line.ids.append("names_what_happened")
        if _is_closed(line.text, line.ids):
            line.ids.append("closed_question")
        lines.append(line)
    _take_up(lines)
    found = [(signal, line.text) for line in lines for signal in dict.fromkeys(line.ids)]
    shared = [word for line in lines for word in line.shared]
    made = tuple(signal for one, quote in found for signal in _signals(one, quote, signals))
    return Manner(made, tuple(dict.fromkeys(shared)), frozenset(signal.id for signal in made))


@dataclass(frozen=True)
class _Line:
    """One sentence: what it does, and the customer's words in it."""

    text: str
    ids: list[SignalId]
    shared: list[str]


def _read(sentence: str, told: frozenset[str], signals: Signals, heard: Heard | None) -> _Line:
    ids = _worded(sentence, signals.patterns)
    words = content_words(sentence, signals.language, signals, heard.lemma) if told and heard else []
    return _Line(sentence, ids, [word for word in dict.fromkeys(words) if word in told])


def _take_up(lines: Sequence[_Line]) -> None:
    """Two shared words take something up; one does, where the line acknowledges, asks or proposes something as well."""
    resumes = any(_RESUMING & set(line.ids) for line in lines)
    for line in lines:
        if "takes_up" not in line.ids and len(line.shared) > (0 if resumes else 1):
            line.ids.append("takes_up")


def content_words(text: str, language: Language, signals: Signals, lemma: Lemma) -> list[str]:
    """Dictionary forms of the words that name something: no joining words, no words of every call about money."""
    words = (word for word in _WORD.findall(text) if len(word) >= _MIN_LETTERS or word.isdigit())
    pairs = ((word.lower(), lemma(word, language)) for word in words)
    return [base for word, base in pairs if word not in signals.empty and base not in signals.empty]


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


def _brought_up(language: Language, signals: Signals, heard: Heard | None) -> frozenset[str]:
    """Words that the customer brought up, not the operator."""
    if heard is None:
        return frozenset()

    def words(turns: Sequence[str]) -> frozenset[str]:
        return frozenset(w for turn in turns for w in content_words(turn, language, signals, heard.lemma))

    return words(heard.customer) - words(heard.operator)


def _names(line: _Line, before: _Line | None, signals: Signals, heard: Heard | None) -> bool:
    """Whether an acknowledgement says of what: in its own clause, or in the customer's words beside it."""
    if heard is None or {"blames", "belittles", "mocks", "insults"} & set(line.ids):
        return False
    feeling = [pattern for pattern in signals.patterns if pattern.id in _FEELING]
    start = min((at for pattern in feeling if (at := pattern.start(line.text)) is not None), default=None)
    if start is None:
        felt = before is not None and bool(_FEELING & set(before.ids))
        return felt and bool(line.shared) and not line.text.endswith("?") and not _objects(line.text[:20], signals)
    tail = line.text[start:]
    contrast = min((m.start() for one in signals.contrast if (m := one.search(tail))), default=len(tail))
    clause = _CLAUSE_END.split(tail[:contrast], maxsplit=1)[0]
    told = content_words(line.text[: start + contrast], signals.language, signals, heard.lemma)
    mirrored = before is not None and bool(before.shared) and not before.text.endswith("?")
    named = content_words(clause, signals.language, signals, heard.lemma)
    return mirrored or bool(named) or bool(set(told) & set(line.shared))


def _objects(text: str, signals: Signals) -> bool:
    return any(one.search(text) for one in signals.contrast)


def _is_closed(sentence: str, ids: Sequence[SignalId]) -> bool:
    asks = sentence.rstrip().endswith("?") and len(_WORD.findall(sentence)) >= _MIN_CLOSED
    return asks and "open_question" not in ids and not _COURTESIES & set(ids)
