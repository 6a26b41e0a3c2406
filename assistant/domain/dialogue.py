"""A call as notes read it: turns with what was understood of them, in clauses, their figures grouped to payments."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import pairwise
from typing import Literal, get_args

from assistant.domain import speech
from assistant.domain.calls import Situation, Speaker
from assistant.domain.events import AnyOutEvent, SituationDetected, UtteranceHeard
from assistant.domain.findings import Finding
from assistant.domain.heard import spoken
from assistant.domain.notes import Evidence

Share = Literal["whole", "rest", "half"]
_CUT = re.compile(
    r"[.;:!?…]+|,|\b(?:poi|ma|però|perché|perchè|but|because|then|and|e|quindi|so|mentre|while|since|siccome|se|"
    r"if|quando|"
    r"when|appena|as soon as|once)\b|\b(?:i|we)(?:['’]ll| will| can)\b|\b(?:vi|le|ve l\w|gliel\w) (?=pag|facc|"
    r"sald|vers)",
    re.I,
)
_SENTENCE = re.compile(r"[.!?…;]+(?=\s|$)")
_AND = re.compile(r"\b(?:and|then|another|other|e|poi|altri|altre)\b", re.I)
_QUOTE_CHARS = 240
"""An utterance up to this long is quoted whole: its words explain each other."""


@dataclass(frozen=True)
class Turn:
    """An utterance with its figures and what it may mean (confidence 0 to 1)."""

    id: str
    t: float
    speaker: Speaker
    text: str
    findings: Sequence[Finding] = ()
    situations: Mapping[Situation, float] = field(default_factory=dict)

    def confidence(self, situation: Situation) -> float:
        return self.situations.get(situation, 0.0)


def turns_of(events: Iterable[AnyOutEvent], figures: Callable[[str], Sequence[Finding]]) -> list[Turn]:
    """The final utterances of a call in order; `figures` reads those that the log holds none of (the operator's)."""
    log = list(events)
    understood = {event.utterance_id: event for event in log if isinstance(event, SituationDetected)}
    return [_turn(event, understood.get(event.utterance_id), figures) for event in spoken(log)]


def _turn(event: UtteranceHeard, found: SituationDetected | None, figures: Callable[[str], Sequence[Finding]]) -> Turn:
    return Turn(
        id=event.utterance_id,
        t=event.t,
        speaker=event.speaker,
        text=event.text,
        findings=found.findings if found else figures(event.text),
        situations={s.id: s.confidence for s in found.situations} if found else {},
    )


@dataclass(frozen=True)
class Token:
    """A figure where it stands in the text; `value` is of the kind's type."""

    kind: Literal["amount", "date", "share", "invoice"]
    start: int
    end: int
    value: Decimal | dt.date | str
    currency: str | None = None


@dataclass(frozen=True)
class Part:
    """What belongs together in a sentence: how much, when, of which invoices."""

    start: int
    end: int
    amount: Decimal | None = None
    currency: str | None = None
    share: Share | None = None
    date: dt.date | None = None
    invoices: tuple[str, ...] = ()


def invoices_in(turn: Turn, numbers: Sequence[str]) -> list[Token]:
    """The customer's invoices that are named, however their letters and digits were grouped or shortened."""
    found: dict[str, Token] = {}
    for match in re.finditer(r"\w+(?:[\s./-]+\w*\d\w*)*", turn.text):
        if any(c.isdigit() for c in match.group()):
            for number in numbers:
                if number not in found and _names(match.group(), number):
                    found[number] = Token("invoice", match.start(), match.end(), number)
    for finding in turn.findings:
        spoken = finding.values[0].removesuffix(".00") if finding.kind == "amount" else finding.values[0]
        if finding.kind in ("invoice", "amount") and not finding.ambiguous:
            for number in numbers:
                if number not in found and _names(spoken, number):
                    found[number] = Token("invoice", *finding.span, number)
    return sorted(found.values(), key=lambda token: token.start)


def _names(words: str, number: str) -> bool:
    said, plain = _plain(words), _plain(number)
    digits = re.sub(r"\D", "", plain)
    return bool(said) and (said == plain or (len(digits) >= 4 and digits in re.findall(r"\d+", said)))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]", "", text).upper()


def tokens_of(turn: Turn, numbers: Sequence[str]) -> list[Token]:
    """Certain figures in order. Bounds that limit ("non più di", "non prima del") and ambiguous ones are left out."""
    invoices = invoices_in(turn, numbers)
    tokens = list(invoices)
    for finding in turn.findings:
        start, end = finding.span
        overlapped = any(start < token.end and token.start < end for token in invoices)
        if finding.ambiguous or overlapped:
            continue
        if finding.kind == "amount" and finding.bound == "exact":
            tokens.append(Token("amount", start, end, Decimal(finding.values[0]), finding.currency))
        elif finding.kind == "date" and finding.bound in ("exact", "max"):
            tokens.append(Token("date", start, end, dt.date.fromisoformat(finding.values[0])))
    figures = list(tokens)
    for start, end, name in speech.shares(turn.text):
        if all(end <= token.start or start >= token.end for token in figures):
            tokens.append(Token("share", start, end, name))
    return sorted(tokens, key=lambda token: token.start)


@dataclass(frozen=True)
class Clause:
    start: int
    end: int
    text: str


def clauses_of(text: str, tokens: Sequence[Token]) -> list[Clause]:
    """Pieces between stops, commas and conjunctions that stand outside figures."""
    cuts = [0]
    for match in _CUT.finditer(text):
        if all(match.end() <= token.start or match.start() >= token.end for token in tokens):
            cuts.append(match.start())
    cuts.append(len(text))
    return [Clause(a, b, text[a:b]) for a, b in pairwise(cuts) if text[a:b].strip()]


def parts_of(turn: Turn, tokens: Sequence[Token], about_paying: Callable[[str], bool | None]) -> list[Part]:
    """The payments spoken of in the clauses that are about paying, in order; one without a figure isn't there.

    A clause of which `about_paying` can't tell (None) goes on with what the one before it was about.
    """
    clauses, going_on = [], True
    for clause in clauses_of(turn.text, tokens):
        verdict = about_paying(clause.text)
        going_on = going_on if verdict is None else verdict
        if going_on:
            clauses.append(clause)
    parts: list[Part] = []
    current: Part | None = None
    for token in tokens:
        if not any(clause.start <= token.start < clause.end for clause in clauses):
            continue
        if current is not None and (
            _taken(current, token) or _closed(turn.text, current, token) or _again(turn.text, current, token)
        ):
            parts.append(current)
            current = None
        current = _with(current or Part(token.start, token.end), token)
    if current is not None:
        parts.append(current)
    return [part for part in parts if part.amount is not None or part.date is not None or part.share is not None]


def _closed(text: str, part: Part, token: Token) -> bool:
    """Whether the sentence of a part that has its day is over."""
    return part.date is not None and bool(_SENTENCE.search(text[part.end : token.start]))


def _again(text: str, part: Part, token: Token) -> bool:
    """Whether the same amount is another payment: "five hundred now and five hundred on Friday"."""
    return token.kind == "amount" and part.amount == token.value and bool(_AND.search(text[part.end : token.start]))


def _taken(part: Part, token: Token) -> bool:
    """Whether the part has a figure of that kind already ("il dieci, il dieci dicembre" is one)."""
    if token.kind == "date":
        return part.date is not None and part.date != token.value
    if token.kind == "amount":
        return part.amount is not None and part.amount != token.value
    if token.kind == "share":
        known = part.amount is not None or part.share is not None
        return known and (token.value != "whole" or (part.date is not None and part.amount is None))
    return part.date is not None and (part.amount is not None or part.share is not None) and bool(part.invoices)


def _with(part: Part, token: Token) -> Part:
    part = replace(part, end=token.end)
    match token.kind, token.value:
        case "date", dt.date() as day:
            return replace(part, date=day)
        case "amount", Decimal() as amount:
            return replace(part, amount=amount, currency=token.currency or part.currency, share=None)
        case "share", _ if part.amount is None and part.share is None:
            return replace(part, share=next(name for name in get_args(Share) if name == token.value))
        case "invoice", str() as number:
            return replace(part, invoices=tuple(dict.fromkeys((*part.invoices, number))))
        case _:
            return part


def sentence_at(text: str, start: int, end: int) -> str:
    """The sentence (or sentences) that hold the span; a real piece of the text."""
    left = max((m.end() for m in _SENTENCE.finditer(text) if m.end() <= start), default=0)
    right = min((m.end() for m in _SENTENCE.finditer(text) if m.start() >= end), default=len(text))
    return text[left:right].strip()


def sentences_of(text: str) -> list[tuple[int, int]]:
    """[start, end) of each sentence."""
    cuts = [0, *(m.end() for m in _SENTENCE.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]


def quote(turn: Turn, start: int = 0, end: int | None = None) -> Evidence:
    """The words of the turn around the span."""
    if len(turn.text) <= _QUOTE_CHARS:
        return Evidence(utterance_id=turn.id, quote=turn.text.strip())
    words = sentence_at(turn.text, start, len(turn.text) if end is None else end)
    return Evidence(utterance_id=turn.id, quote=words if len(words) <= 2 * _QUOTE_CHARS else words[: 2 * _QUOTE_CHARS])
