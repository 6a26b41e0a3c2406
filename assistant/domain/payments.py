"""Payments that are spoken of, beside the invoices that are open: what an amount names, what "the rest" comes to."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.domain import speech
from assistant.domain.dialogue import Part, Turn, sentence_at
from assistant.domain.money import to_cents
from assistant.domain.notes import Evidence


@dataclass(frozen=True)
class Debts:
    """What is open on the day of the call: amounts by invoice number; `overdue` are those past their due date."""

    on: dt.date
    open: Mapping[str, Decimal]
    overdue: frozenset[str]
    numbers: tuple[str, ...]
    """All invoice numbers of the customer, settled ones too."""
    currency: str

    def total(self, invoices: Sequence[str]) -> Decimal | None:
        known = [self.open[number] for number in invoices if number in self.open]
        return sum(known, Decimal(0)) if known and len(known) == len(invoices) else None

    def owing(self, amount: Decimal, topic: Sequence[str] = ()) -> tuple[str, ...]:
        """The invoices that an amount names: the only one of that amount (of those spoken of, else overdue, else open),
        or all overdue, or all open ones."""
        fitting = [number for number, open_ in self.open.items() if open_ == amount]
        for group in (topic, self.overdue, self.open):
            alone = [number for number in fitting if number in group]
            if len(alone) == 1:
                return (alone[0],)
        for whole in (tuple(n for n in self.open if n in self.overdue), tuple(self.open)):
            if len(whole) > 1 and self.total(whole) == amount:
                return whole
        return ()


@dataclass(frozen=True)
class Commitment:
    """A payment that was spoken of, with the words that it rests on."""

    evidence: tuple[Evidence, ...]
    amount: Decimal | None = None
    currency: str | None = None
    share: str | None = None
    date: dt.date | None = None
    invoices: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    """The invoices that were being spoken of then."""
    topic_amount: Decimal | None = None
    conditional: bool = False


@dataclass(frozen=True)
class PlanTalk:
    """Instalments as they were spoken of."""

    count: int
    amount: Decimal | None = None
    currency: str | None = None
    first: dt.date | None = None
    first_from: bool = False
    """Whether `first` is the least, not the day itself."""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Proposal:
    turn: Turn
    parts: tuple[Part, ...] = ()
    plan: PlanTalk | None = None
    adds: bool = False
    age: int = 0


def settled(promises: Sequence[Commitment], debts: Debts) -> list[Commitment]:
    """The promises with the amounts that follow from the records: all of it, half, the rest."""
    found = [_whole(debts, promise) for promise in promises]
    for place, promise in enumerate(found):
        if promise.amount is None and promise.share == "rest":
            found[place] = _remainder(debts, promise, [one for n, one in enumerate(found) if n != place])
    return [_with_invoices(debts, promise) for promise in found]


def _base(debts: Debts, promise: Commitment) -> Decimal | None:
    total = debts.total(promise.invoices or promise.topic)
    if total is not None:
        return total
    if promise.topic_amount is not None:
        return promise.topic_amount
    return debts.total(tuple(debts.open)) if len(debts.open) == 1 else None


def _whole(debts: Debts, promise: Commitment) -> Commitment:
    if promise.amount is not None or promise.share == "rest":
        return promise
    base = _base(debts, promise)
    if base is None or (promise.share is None and not (promise.invoices or len(promise.topic) == 1)):
        return promise
    amount = to_cents(base / 2) if promise.share == "half" else base
    return replace(promise, amount=amount, currency=promise.currency or debts.currency)


def _remainder(debts: Debts, promise: Commitment, others: Sequence[Commitment]) -> Commitment:
    parts = [one for one in others if set(one.topic) & set(promise.topic) or not promise.topic or not one.topic]
    base = _base(debts, promise)
    if base is None or not parts or any(one.amount is None for one in parts):
        return promise
    rest = base - sum((one.amount for one in parts if one.amount is not None), Decimal(0))
    return replace(promise, amount=rest, currency=promise.currency or debts.currency) if rest > 0 else promise


def _with_invoices(debts: Debts, promise: Commitment) -> Commitment:
    if promise.invoices or promise.amount is None:
        return promise
    if promise.topic and debts.total(promise.topic) == promise.amount:
        return replace(promise, invoices=promise.topic)
    owing = debts.owing(promise.amount, promise.topic)
    return replace(promise, invoices=owing) if len(owing) == 1 else promise


def same_both(promise: Commitment, part: Part) -> bool:
    """Whether a part repeats the promise: amount and day; the others compare one of these."""
    return same_day(promise, part) and promise.amount is not None and promise.amount == part.amount


def same_day(promise: Commitment, part: Part) -> bool:
    return promise.date is not None and promise.date == part.date


def same_amount(promise: Commitment, part: Part) -> bool:
    return promise.amount is not None and promise.amount == part.amount


def same_invoice(promise: Commitment, part: Part) -> bool:
    return bool(set(promise.invoices) & set(part.invoices))


def merged(old: Commitment, new: Commitment) -> Commitment:
    """The older with what the newer adds or corrects, and the evidence of both."""
    return replace(
        old,
        amount=new.amount if new.amount is not None else old.amount,
        currency=new.currency or old.currency,
        date=new.date or old.date,
        invoices=tuple(dict.fromkeys((*old.invoices, *new.invoices))),
        evidence=tuple(dict.fromkeys((*old.evidence, *new.evidence))),
    )


def last_year(day: dt.date) -> dt.date:
    """The same day a year earlier; the 28th for a 29 February."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def last_words(text: str, parts: Sequence[Part]) -> list[Part]:
    """Without figures that are taken back in the same breath ("il dieci, no aspetti, il quindici")."""
    kept: list[Part] = []
    for part in parts:
        if kept and speech.corrects(text[kept[-1].start : part.start]) and _replaces(kept[-1], part):
            old = kept.pop()
            part = replace(
                part,
                amount=part.amount if part.amount is not None or part.share else old.amount,
                currency=part.currency or old.currency,
                share=part.share or (old.share if part.amount is None else None),
                date=part.date or old.date,
                invoices=part.invoices or old.invoices,
            )
        kept.append(part)
    return kept


def words_of(text: str, parts: Sequence[Part], place: int) -> str:
    """The words that belong to one of several payments: its sentence, up to the payments beside it."""
    part = parts[place]
    sentence = sentence_at(text, part.start, part.end)
    start = max(text.find(sentence), parts[place - 1].end if place else 0)
    end = min(text.find(sentence) + len(sentence), parts[place + 1].start if place + 1 < len(parts) else len(text))
    return text[start:end]


def _replaces(old: Part, new: Part) -> bool:
    return (new.date is not None and old.date is not None) or (new.amount is not None and old.amount is not None)
