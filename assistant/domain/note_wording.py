"""Words of a note: the library's sentences filled with the figures of its items and the customer's own words."""

import datetime as dt
import re
from collections.abc import Mapping

from assistant.domain.calls import Purpose
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.note_texts import ItemText, NoteTexts, filled
from assistant.domain.notes import Disposition, Email, Note, NoteItem
from assistant.domain.payments import PlanTalk

_NO_EMAIL: frozenset[Disposition] = frozenset({"wrong_party", "refused", "no_outcome"})
_TOLD_ITEMS = 3
"""Items that the narrative names at most; the note lists them all."""


class Wording:
    """Fills texts; remembers which text each item was worded by, so that the e-mail says the same."""

    def __init__(self, texts: NoteTexts, language: Language) -> None:
        self.texts = texts
        self.language = language
        self._emails: dict[str, str] = {}

    def promise(self, item: NoteItem) -> NoteItem:
        text = "promise" if item.amount and item.date else "promise_no_date" if item.amount else "promise_no_amount"
        return self.item(item, text, quoted=_latest(item))

    def plan(self, item: NoteItem, talk: PlanTalk | None) -> NoteItem:
        values: dict[str, str] = {}
        if item.plan is not None:
            last = item.plan.instalments[-1]
            values = {
                "count": str(len(item.plan.instalments)),
                "instalment": self._money(item.plan.instalments[0].amount, item.plan.currency),
                "last": format_date(last.due, self.language),
            }
        elif talk is not None:
            values = {"count": str(talk.count)}
            if talk.amount is not None and talk.currency:
                values["instalment"] = self._money(talk.amount, talk.currency)
        return self.item(item, "plan" if item.plan else "plan_open", quoted=_latest(item), more=values)

    def item(self, item: NoteItem, text: str, quoted: str = "", more: Mapping[str, str] | None = None) -> NoteItem:
        """The item with its text."""
        name: ItemText = text  # type: ignore[assignment]
        values = self._values(item) | {"quote": quoted} | dict(more or {})
        worded = filled(self.texts.items[name].note, values)
        self._emails[worded] = filled(self.texts.items[name].email, values)
        return item.model_copy(update={"text": worded})

    def _values(self, item: NoteItem) -> dict[str, str]:
        values: dict[str, str] = {}
        if item.amount is not None and item.currency:
            values["amount"] = self._money(item.amount, item.currency)
        if item.date is not None:
            values["date"] = format_date(item.date, self.language)
        if item.by is not None:
            values["by"] = format_date(item.by, self.language)
        if item.invoices:
            values["invoices"] = " " + filled(self.texts.for_invoices, {"invoices": ", ".join(item.invoices)})
        values["paid"] = filled(self.texts.paid, values)
        return values

    def _money(self, amount: object, currency: str) -> str:
        return format_money(amount, currency, self.language)  # type: ignore[arg-type]

    def reason(self, purpose: Purpose, disposition: Disposition) -> str:
        values = {"purpose": self.texts.purposes[purpose], "outcome": self.texts.dispositions[disposition]}
        return filled(self.texts.reason, values)

    def narrative(self, note: Note, purpose: Purpose, names: Mapping[str, str], told: str) -> str:
        """Three sentences at most."""
        texts, outcome = self.texts.narrative, self.texts.dispositions[note.disposition]
        first = filled(texts.call, {**names, "purpose": self.texts.purposes[purpose]})
        if note.disposition == "wrong_party":
            return f"{_ended(first)} {texts.wrong_party}"
        if note.disposition == "no_outcome" and not told and not note.items:
            return f"{_ended(first)} {texts.silent}"
        second = filled(texts.told, {"quote": _plain_end(told)}) if told else ""
        agreed = [self._emails[item.text] for item in note.items if self._emails.get(item.text)]
        if agreed:
            third = filled(texts.outcome, {"outcome": outcome, "items": "; ".join(agreed[:_TOLD_ITEMS])})
        else:
            third = filled(texts.no_items, {"outcome": outcome})
        return " ".join(_ended(sentence) for sentence in (first, second, third) if sentence)

    def email(self, note: Note, names: Mapping[str, str], on: dt.date) -> Email:
        """What was agreed, for the customer; empty where nothing is to be written."""
        lines = [self._emails[item.text] for item in note.items if self._emails.get(item.text)]
        if note.disposition in _NO_EMAIL or not lines:
            return Email()
        texts = self.texts.email
        values = {**names, "call_date": format_date(on, self.language)}
        values["items"] = ";\n".join(filled(texts.line, {"items": line}) for line in lines) + "."
        greeting = texts.greeting if names.get("contact_name") else texts.greeting_unnamed
        paragraphs = (filled(greeting, values), filled(texts.body, values), filled(texts.closing, values))
        return Email(subject=filled(texts.subject, values), body="\n\n".join(paragraphs))


def _latest(item: NoteItem) -> str:
    return item.evidence[0].quote if item.evidence else ""


def _plain_end(text: str) -> str:
    return text.rstrip(" .;,")


def _ended(sentence: str) -> str:
    """With one full stop where a name that ends in one comes last."""
    return re.sub(r"\.\.$", ".", sentence)
