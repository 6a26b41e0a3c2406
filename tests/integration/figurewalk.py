"""Walks the events of a call and says which visible figure is uncovered, untrue or badly written.

It shares no code with the product: number words, formats and speech are in `wording.py`, arithmetic in `books.py`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from tests.integration.books import Account, Books
from tests.integration.wording import SPOKEN_AMOUNTS, SPOKEN_DATES, day, money, percent, uncovered

Json = dict[str, Any]


class Walk:
    """One call's events, judged one after the other; `problems` says what is wrong, `seen` which sources there were."""

    def __init__(self, events: Sequence[Json], home: Path) -> None:
        self.events = events
        opened = events[0]
        self.language: str = opened["language"]
        self.principal, self.ref = opened["customer"].split("/", 1)
        self.on = date.fromisoformat(opened["started_at"][:10])
        self.books = Books(home, self.principal)
        self.account = Account(self.books, self.ref, self.on)
        self.currency: str = self.books.written("principal")["currency"]
        self.heard: dict[str, str] = {}
        self.options: dict[str, Json] = {}
        self.cards: dict[str, Json] = {}
        self.problems: list[str] = []
        self.seen: list[tuple[str, str]] = []

    def run(self) -> "Walk":
        for event in self.events:
            step = getattr(self, "_" + event["type"].replace(".", "_"), None)
            if step:
                step(event)
        return self

    def _call_opened(self, event: Json) -> None:
        for fact in event["facts"]:
            self._fact(fact["key"], fact["figure"])
        if event["opening"]:
            opening = event["opening"]
            self._sentence(" ".join(filter(None, (opening["text"], opening["question"]))), opening["figures"])

    def _utterance_heard(self, event: Json) -> None:
        self.heard[event["utterance_id"]] = event["text"]

    def _suggestion_ready(self, event: Json) -> None:
        card = event["card"]
        self.cards[card["id"]] = card
        self._sentence(" ".join(filter(None, (card["text"], card["question"]))), card["figures"])
        if card["options"] and card["options"] != list(self.options.values()):
            self._report(f"card {card['id']} shows options that plans.updated didn't")

    def _suggestion_tailored(self, event: Json) -> None:
        self._sentence(event["text"], event["figures"])

    def _plans_updated(self, event: Json) -> None:
        self.options = {option["id"]: option for option in event["options"]}
        for option in [*event["options"], *filter(None, [event["nearest"]])]:
            self._plan(option)
        for option in event["options"]:
            self._within(option, event["limits"])

    def _report(self, problem: str) -> None:
        self.problems.append(f"{self.principal}/{self.ref}: {problem}")

    def _expect(self, what: str, shown: object, expected: object) -> None:
        if shown != expected:
            self._report(f"{what} is {shown!r}, but its source says {expected!r}")

    def _sentence(self, sentence: str, figures: Sequence[Json]) -> None:
        self.problems += uncovered(sentence, [figure["text"] for figure in figures], self.language)
        for figure in figures:
            self._figure(figure)

    # The facts of the panel's head

    def _fact(self, key: str, figure: Json) -> None:
        source = figure["source"]
        if key in ("last_payment", "promise"):
            self._money_and_day(key, figure)
        elif key == "early_warning":
            self._warning(figure["text"])
        elif key == "days_to_pay":
            if abs(int(figure["value"]) - self.account.average_days_to_pay) > 0.55 or figure["text"] != figure["value"]:
                self._report(f"days to pay {figure['text']} are {self.account.average_days_to_pay} in the books")
        elif key == "clv_band":
            self._expect("clv band", figure["value"], self.account.customer_field("clv_band", self.currency))
            words = {"low": "basso", "medium": "medio", "high": "alto"}
            shown = words[figure["value"]] if self.language == "it" else figure["value"]
            self._expect("clv band in words", figure["text"], shown)
        elif key == "promise_kept":
            self._expect(key, figure["value"], self.account.customer_field(key, self.currency))
            self._expect(key, figure["text"], percent(figure["value"], self.language))
        else:
            if key in ("oldest_due", "days_past_due"):
                self._expect(f"source of {key}", source["id"], f"invoice:{self.account.open[0].number}")
            self._figure(figure)

    def _money_and_day(self, key: str, figure: Json) -> None:
        """ "1.098,00 €, 25 giugno 2026": the amount is the value, the day that of the same record."""
        row = self._record(figure["source"])
        if row is None:
            return
        if key == "last_payment":
            latest = max(r["paid_on"] for r in self.books.payments(self.ref, self.on).values())
            self._expect("day of the last payment", row["paid_on"], latest)
        shown = day(row["paid_on" if key == "last_payment" else "due_on"], self.language)
        self._expect(key, figure["value"], row["amount"])
        self._expect(key, figure["text"], f"{money(row['amount'], row['currency'], self.language)}, {shown}")

    def _warning(self, text: str) -> None:
        """Its figures: the delay before the latest due dates, how many of those are late, and by how much at least."""
        delays, latest = self.account.delays_by_due_date, min(4, len(self.account.delays_by_due_date) - 6)
        usual = round(median(days for days, _ in delays[:-latest][-24:]))
        after = {"it": "giorni dopo la scadenza", "en": "days after the due date"}[self.language]
        pattern = [f"{usual} {after}"] if usual > 1 else []
        problems = []
        for count in range(1, latest + 1):
            least, still_open = min(days for days, _ in delays[-count:]), [n for _, n in delays[-count:] if n]
            named = still_open if count == 1 else [str(count)]
            mixed = [str(len(still_open))] if 0 < len(still_open) < count else []
            problems.append(uncovered(text, [*pattern, *named, *mixed, str(least)], self.language))
        self.problems += min(problems, key=lambda found: len(found))

    # Figures and their sources

    def _figure(self, figure: Json) -> None:
        source, value, text = figure["source"], figure["value"], figure["text"]
        expected = list(self._truth(source))
        self.seen.append((source["kind"], source["field"]))
        if value not in expected:
            self._report(f"{text!r} has the value {value!r}, but {source} says {expected}")
        if text not in self._writings(source, value):
            self._report(f"{value!r} is written {text!r}")

    def _writings(self, source: Json, value: str) -> list[str]:
        """How the value of such a field is written; nothing fits a value that hasn't the field's form."""
        field = source["field"].rsplit(".", 1)[-1]
        if field == "percent":
            return [percent(value, self.language)]
        if field in ("due", "date") or field.endswith("_on") or field == "client_since":
            return [day(value, self.language)] if re.fullmatch(r"\d{4}-\d\d-\d\d", value) else []
        if field in ("amount", "total", "outstanding", "overdue_total", "overdue_total_discounted", "open_amount"):
            return [money(value, self.currency, self.language)] if re.fullmatch(r"\d+\.\d\d", value) else []
        return [value]

    def _truth(self, source: Json) -> Iterator[str]:
        """The values that the named source holds; none for a source that isn't there."""
        match source["kind"]:
            case "policy":
                yield from self._from_policy(source)
            case "plan":
                yield from self._from_plan(source)
            case "utterance":
                yield from self._from_words(source)
            case "record":
                yield from self._from_record(source)

    def _from_policy(self, source: Json) -> Iterator[str]:
        principal, _, document = source["id"].partition("/")
        if principal != self.principal or document not in ("policy", "principal"):
            return
        value: Any = self.books.written(document)
        for name in source["field"].split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if value is not None:
            yield str(value)

    def _from_plan(self, source: Json) -> Iterator[str]:
        plan = self.options.get(source["id"])
        if plan is None:
            return
        parts = plan["instalments"]
        values = {
            "instalments": str(len(parts)),
            "instalments.amount": max((part["amount"] for part in parts), key=Decimal),
            "instalments.due": min(part["due"] for part in parts),
            "total": str(sum(Decimal(part["amount"]) for part in parts)),
        }
        if source["field"] in values:
            yield values[source["field"]]

    def _from_words(self, source: Json) -> Iterator[str]:
        said = self.heard.get(source["id"], "").lower()
        if source["field"] == "amount":
            yield from (value for words, value in SPOKEN_AMOUNTS.items() if words in said)
        elif source["field"] == "date":
            yield from (f"{find(self.on)}" for words, find in SPOKEN_DATES.items() if words in said)

    def _record(self, source: Json) -> Mapping[str, str] | None:
        """The row of this customer that the source names."""
        kind, _, key = source["id"].partition(":")
        rows: Mapping[str, Mapping[str, str]] = {}
        if kind == "payment":
            rows = self.books.payments(self.ref, self.on)
        elif kind in ("promise", "ticket", "dispute"):
            rows = {f"{kind}:{row['id']}": row for row in self.books.of(f"{kind}s", self.ref)}
        row = rows.get(source["id"])
        if row is None:
            self._report(f"there is no {kind} {key!r} of this customer")
        return row

    def _from_record(self, source: Json) -> Iterator[str]:
        kind, _, key = source["id"].partition(":")
        if kind == "customer":
            found = self.account.customer_field(source["field"], self.currency)
            if key == f"{self.principal}/{self.ref}" and found is not None:
                yield found
        elif kind == "invoice":
            yield from self._from_invoice(key, source["field"])
        elif row := self._record(source):
            yield row[source["field"]]

    def _from_invoice(self, number: str, field: str) -> Iterator[str]:
        items = [item for item in self.account.open if item.number == number]
        if not items:
            return
        values = {
            "number": number,
            "open_amount": str(sum(item.open for item in items)),
            "due_on": str(items[0].due),
            "days_past_due": str((self.on - items[0].due).days),
        }
        if field in values:
            yield values[field]

    # Plans

    def _plan(self, plan: Json) -> None:
        sums = {name: Decimal(plan[name]) for name in ("outstanding", "discount", "interest", "compensation", "total")}
        parts = [(date.fromisoformat(part["due"]), Decimal(part["amount"])) for part in plan["instalments"]]
        name = f"plan {plan['id']}"
        self._expect(f"sum of {name}", sum(amount for _, amount in parts), sums["total"])
        due = sums["outstanding"] - sums["discount"] + sums["interest"] + sums["compensation"]
        self._expect(f"total of {name}", sums["total"], due)
        self._expect(f"outstanding of {name}", sums["outstanding"], self.account.open_of(plan["invoices"]))
        early = self.books.written("policy").get("early_payment") or {}
        most = sums["outstanding"] * Decimal(early.get("percent", "0")) / 100
        if sums["discount"] and (len(parts) > 1 or abs(sums["discount"] - most) > Decimal("0.005")):
            self._report(f"discount of {name} is {sums['discount']}, the policy's {most}")
        days = [when for when, _ in parts]
        if days != sorted(set(days)) or days[0] < self.on or any(when.weekday() > 4 for when in days):
            self._report(f"{name} has dates out of order, past or on a weekend")

    def _within(self, plan: Json, limits: Json) -> None:
        parts = plan["instalments"]
        least = limits["first_not_before"]
        most = limits["max_instalment"]
        if (
            (least and parts[0]["due"] < least)
            or (most and any(Decimal(part["amount"]) > Decimal(most) for part in parts))
            or (limits["max_count"] and len(parts) > limits["max_count"])
        ):
            self._report(f"plan {plan['id']} breaks the limits {limits}")


def walk(events: Sequence[Json], home: Path) -> list[str]:
    """What is wrong with the figures of a call; empty when all are covered, true and well written."""
    return Walk(events, home).run().problems
