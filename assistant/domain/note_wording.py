"""Words of a note: the library's sentences filled with the figures of its items and the customer's own words."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from assistant.domain.calls import Purpose
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.note_texts import ItemText, NoteTexts, filled
from assistant.domain.notes import Disposition, Email, Note, NoteItem
from assistant.domain.payments import PlanTalk
from assistant.domain.telling import Figure, Letter, Material

_NO_EMAIL: frozenset[Disposition] = frozenset({"wrong_party", "refused", "no_outcome"})
_TOLD_ITEMS = 3
"""Items that the narrative names at most; the note lists them all."""
_COMPOSED_ITEMS = 4
"""Items above which an e-mail stays a list: sentences would hide some."""


class Wording:
    """Fills texts; remembers which text each item was worded by, so that the e-mail says the same."""

    def __init__(self, texts: NoteTexts, language: Language) -> None:
        self.texts = texts
        self.language = language
        self._emails: dict[str, str] = {}
        self._worded: dict[str, tuple[ItemText, Mapping[str, Figure]]] = {}

    def promise(self, item: NoteItem) -> NoteItem:
        text = "promise" if item.amount and item.date else "promise_no_date" if item.amount else "promise_no_amount"
        return self.item(item, text, quoted=_latest(item))

    def plan(self, item: NoteItem, talk: PlanTalk | None, moved: Sequence[tuple[dt.date, dt.date]] = ()) -> NoteItem:
        """The item with its text; `moved` are (spoken day, due date) of instalments that fall due on another day."""
        more: dict[str, Figure] = {}
        if item.plan is not None:
            first, last = item.plan.instalments[0], item.plan.instalments[-1]
            count = str(len(item.plan.instalments))
            more = {
                "count": Figure(count, count),
                "instalment": self._money(first.amount, item.plan.currency),
                "last": self._date(last.due),
            }
            if moved:
                days = "; ".join(f"{self._date(day).text} → {self._date(due).text}" for day, due in moved)
                more["moved"] = Figure(days, days)
        elif talk is not None:
            more = {"count": Figure(str(talk.count), str(talk.count))}
            if talk.amount is not None and talk.currency:
                more["instalment"] = self._money(talk.amount, talk.currency)
        return self.item(item, "plan" if item.plan else "plan_open", quoted=_latest(item), more=more)

    def item(self, item: NoteItem, text: str, quoted: str = "", more: Mapping[str, Figure] | None = None) -> NoteItem:
        """The item with its text."""
        name: ItemText = text  # type: ignore[assignment]
        figures = self._figures(item) | dict(more or {})
        values = self._values({slot: figure.text for slot, figure in figures.items()}) | {"quote": quoted}
        worded = filled(self.texts.items[name].note, values)
        self._emails[worded] = filled(self.texts.items[name].email, values)
        self._worded[worded] = name, figures
        return item.model_copy(update={"text": worded})

    def _figures(self, item: NoteItem) -> dict[str, Figure]:
        figures: dict[str, Figure] = {}
        if item.amount is not None and item.currency:
            figures["amount"] = self._money(item.amount, item.currency)
        if item.date is not None:
            figures["date"] = self._date(item.date)
        if item.by is not None:
            figures["by"] = self._date(item.by)
        if item.invoices:
            invoices = ", ".join(item.invoices)
            figures["invoices"] = Figure(invoices, invoices)
        return figures

    def _values(self, figures: Mapping[str, str]) -> dict[str, str]:
        """The slots of an item's text, from what stands for its figures."""
        values = dict(figures)
        if "invoices" in values:
            values["invoices"] = " " + filled(self.texts.for_invoices, {"invoices": values["invoices"]})
        values["paid"] = filled(self.texts.paid, values)
        return values

    def _money(self, amount: Decimal, currency: str) -> Figure:
        return Figure(format_money(amount, currency, self.language), str(amount))

    def _date(self, day: dt.date) -> Figure:
        return Figure(format_date(day, self.language), day.isoformat())

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
        second = self.quoted(told)
        agreed = [self._emails[item.text] for item in note.items if self._emails.get(item.text)]
        if agreed:
            third = filled(texts.outcome, {"outcome": outcome, "items": "; ".join(agreed[:_TOLD_ITEMS])})
        else:
            third = filled(texts.no_items, {"outcome": outcome})
        return " ".join(_ended(sentence) for sentence in (first, second, third) if sentence)

    def quoted(self, told: str) -> str:
        """The sentence with the customer's own words; empty where there are none."""
        return filled(self.texts.narrative.told, {"quote": _plain_end(told)}) if told else ""

    def email(self, note: Note, names: Mapping[str, str], on: dt.date) -> Email:
        """What was agreed, for the customer; empty where nothing is to be written."""
        lines = [self._emails[item.text] for item in note.items if self._emails.get(item.text)]
        if note.disposition in _NO_EMAIL or not lines:
            return Email()
        texts = self.texts.email
        values = {**names, "call_date": format_date(on, self.language)}
        values["items"] = ";\n".join(filled(texts.line, {"items": line}) for line in lines) + "."
        letter = self.letter(names)
        paragraphs = (letter.greeting, filled(texts.body, values), letter.closing)
        return Email(subject=filled(texts.subject, values), body="\n\n".join(paragraphs))

    def letter(self, names: Mapping[str, str]) -> Letter:
        """What stands around an e-mail's body, whoever writes that."""
        texts = self.texts.email
        greeting = texts.greeting if names.get("contact_name") else texts.greeting_unnamed
        return Letter(filled(greeting, {**names}), filled(texts.closing, {**names}))

    def material(self, note: Note, use: Literal["told", "email"]) -> Material | None:
        """The note's items for a model to put into sentences: slots of their own instead of figures, nobody's quotes.

        None where there is nothing to tell, or more than an e-mail says in sentences.
        """
        items: list[str] = []
        figures: dict[str, Figure] = {}
        for place, item in enumerate(note.items):
            if item.text not in self._worded or (use == "told" and len(items) == _TOLD_ITEMS):
                continue
            name, found = self._worded[item.text]
            template = self.texts.items[name].told if use == "told" else self.texts.items[name].email
            if not template:
                continue
            slots = {slot: f"{item.kind}_{slot}" for slot in found}
            taken = {slot: f"{own}_{place}" if own in figures else own for slot, own in slots.items()}
            items.append(filled(template, self._values({slot: f"{{{{{own}}}}}" for slot, own in taken.items()})))
            figures |= {own: found[slot] for slot, own in taken.items()}
        if not items or (use == "email" and len(items) > _COMPOSED_ITEMS):
            return None
        return Material(items, figures)


def _latest(item: NoteItem) -> str:
    return item.evidence[0].quote if item.evidence else ""


def _plain_end(text: str) -> str:
    return text.rstrip(" .;,")


def _ended(sentence: str) -> str:
    """With one full stop where a name that ends in one comes last."""
    return re.sub(r"\.\.$", ".", sentence)
