"""The state of a call as it grows: what the customer has promised, contested, complained of, agreed to.

The last word counts: a correction replaces what it corrects and keeps the rest. Cards, plans and notes read this; it
holds nothing that the customer didn't say, and each part names the utterance it comes from.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.domain.calls import Situation, Utterance
from assistant.domain.findings import Finding
from assistant.domain.money import Language, Money

SaidKind = Literal["promise", "paid", "dispute", "complaint", "difficulty", "callback", "request", "agreement"]

SAID_KINDS: dict[Situation, SaidKind] = {
    Situation.PROMISE_TO_PAY: "promise",
    Situation.ALREADY_PAID: "paid",
    Situation.INVOICE_DISPUTE: "dispute",
    Situation.SERVICE_COMPLAINT: "complaint",
    Situation.INSOLVENCY_OR_LEGAL: "difficulty",
    Situation.BEREAVEMENT_OR_ILLNESS: "difficulty",
    Situation.TEMPORARY_DIFFICULTY: "difficulty",
    Situation.CALLBACK_REQUEST: "callback",
    Situation.INFORMATION_REQUEST: "request",
    Situation.AGREEMENT: "agreement",
}
_FIGURES = frozenset({"promise", "paid", "callback"})
"""Kinds whose amount and date are of interest; a later figure replaces the earlier one."""
_ENDS: dict[Situation, frozenset[SaidKind]] = {
    Situation.REFUSAL: frozenset({"promise", "agreement"}),
    Situation.INSTALMENT_REQUEST: frozenset({"agreement"}),
    Situation.ALREADY_PAID: frozenset({"promise"}),
}
"""What a customer takes back by saying the other."""
_CORRECTION: dict[Language, re.Pattern[str]] = {
    "it": re.compile(
        r"^\W*(?:no[,. ]+)?"
        r"(?:anzi|scusi|mi scusi|cioè|volevo dire|mi correggo|ho sbagliato|mi sono sbagliat\w|aspetti)\b",
        re.I,
    ),
    "en": re.compile(
        r"^\W*(?:no[,. ]+)?(?:sorry|actually|rather|i mean|i meant|make (?:it|that)|scratch that|correction|wait)\b",
        re.I,
    ),
}


class Said(BaseModel):
    """One thing that holds so far. `utterances` are its evidence, oldest first; `*_from` says whence a figure comes."""

    model_config = ConfigDict(frozen=True)

    kind: SaidKind
    situation: Situation
    utterances: tuple[str, ...]
    text: str
    """The customer's latest words on it."""
    amount: Money | None = None
    amount_from: str = ""
    currency: str | None = None
    date: dt.date | None = None
    date_from: str = ""
    invoices: tuple[str, ...] = ()
    plan: str | None = None
    """The plan that was agreed to."""


def after(
    said: Sequence[Said],
    utterance: Utterance,
    situations: Sequence[Situation],
    findings: Sequence[Finding],
    context: tuple[Language, str | None],
) -> list[Said]:
    """What holds after the customer's `utterance`, of which `situations` are certain.

    `context` is the language of the call and the id of the plan that was offered or chosen, if any.
    """
    language, plan = context
    ended = frozenset[SaidKind]().union(*(_ENDS.get(situation, frozenset()) for situation in situations[:1]))
    kept = [one for one in said if one.kind not in ended]
    kinds = dict.fromkeys(SAID_KINDS[situation] for situation in situations if situation in SAID_KINDS)
    if not kinds:
        return _corrected(kept, utterance, findings) if _CORRECTION[language].search(utterance.text) else kept
    for kind in kinds:
        situation = next(s for s in situations if SAID_KINDS.get(s) == kind)
        new = _read(kind, situation, utterance, findings, plan)
        if new is not None:
            kept = _with(kept, new)
    return kept


def _read(
    kind: SaidKind, situation: Situation, utterance: Utterance, findings: Sequence[Finding], plan: str | None
) -> Said | None:
    if kind == "agreement" and plan is None:
        return None  # there is nothing on the table that could have been agreed to
    new = Said(kind=kind, situation=situation, utterances=(utterance.id,), text=utterance.text)
    if kind == "agreement":
        return new.model_copy(update={"plan": plan})
    invoices = tuple(f.values[0] for f in findings if f.kind == "invoice" and not f.ambiguous)
    return _figured(new, utterance, findings).model_copy(update={"invoices": invoices})


def _figured(said: Said, utterance: Utterance, findings: Sequence[Finding]) -> Said:
    """With the amount and date of this utterance, where it holds just one of each; "entro il dieci" is the tenth."""
    if said.kind not in _FIGURES:
        return said
    changes: dict[str, object] = {}
    amount = _only(findings, "amount", lambda f: f.bound == "exact")
    if amount is not None:
        changes |= {"amount": Decimal(amount.values[0]), "currency": amount.currency, "amount_from": utterance.id}
    day = _only(findings, "date", lambda f: f.bound in ("exact", "max"))
    # "Non prima del venti, perché il quindici incasso": beside a first date another one is a reason, not the promise.
    limited = any(f.kind == "date" and f.bound == "min" for f in findings)
    if day is not None and not limited:
        changes |= {"date": dt.date.fromisoformat(day.values[0]), "date_from": utterance.id}
    return said.model_copy(update=changes)


def _only(findings: Sequence[Finding], kind: str, fits: Callable[[Finding], bool]) -> Finding | None:
    """The one finding that fits; "venerdì, venerdì" is one."""
    found = list({tuple(f.values): f for f in findings if f.kind == kind and not f.ambiguous and fits(f)}.values())
    return found[0] if len(found) == 1 else None


def _with(said: list[Said], new: Said) -> list[Said]:
    """`new` joins what was said of the same thing before, its figures replacing older ones, else stands beside it."""
    for place, old in enumerate(said):
        apart = old.invoices and new.invoices and not set(old.invoices) & set(new.invoices)
        if old.kind == new.kind and not apart:
            return [*said[:place], *said[place + 1 :], _joined(old, new)]
    return [*said, new]


def _joined(old: Said, new: Said) -> Said:
    changes = {
        name: value
        for name, value in new.model_copy(update={"utterances": (), "invoices": ()}).__dict__.items()
        if value not in (None, "", ())
    }
    evidence = tuple(dict.fromkeys((*old.utterances, *new.utterances)))
    invoices = tuple(dict.fromkeys((*old.invoices, *new.invoices)))
    return old.model_copy(update=changes | {"utterances": evidence, "invoices": invoices})


def _corrected(said: list[Said], utterance: Utterance, findings: Sequence[Finding]) -> list[Said]:
    """The latest thing with figures takes those of a correction ("no, scusi, il venti"); nothing else changes."""
    for place in reversed(range(len(said))):
        old = said[place]
        if old.kind in _FIGURES:
            bare = Said(kind=old.kind, situation=old.situation, utterances=(utterance.id,), text=utterance.text)
            new = _figured(bare, utterance, findings)
            if new.amount is None and new.date is None:
                return said
            return [*said[:place], *said[place + 1 :], _joined(old, new)]
    return said
