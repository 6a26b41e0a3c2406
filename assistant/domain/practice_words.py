"""Which written line the customer speaks, and the figures in it: chosen by the seed, never the same sentence twice."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from assistant.domain.money import MONTHS, WEEKDAYS, Language, format_money
from assistant.domain.practice_play import Play
from assistant.domain.practice_state import Agreed
from assistant.domain.scenario import Fact, temper_of
from assistant.domain.scenario_records import day_of
from assistant.domain.slots import fill

_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_LEGAL_FORM = re.compile(
    r"[\s,]+(?:s\.?r\.?l\.?s?\.?|s\.?p\.?a\.?|s\.?n\.?c\.?|s\.?a\.?s\.?|ltd\.?|plc|llp|inc\.?)$", re.I
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Words:
    """A line with its slots, and as it is spoken."""

    template: str
    text: str


@dataclass(frozen=True)
class Moment:
    """When a line is spoken: the turn's number, the intent, the mood, what can be filled in, what was said before."""

    turn: int
    intent: str
    mood: float
    slots: Mapping[str, str]
    said: Collection[str] = ()


def choose(play: Play, seed: int, moment: Moment) -> Words:
    """The line for the moment: a new sentence before one that was said, a scenario's own before a common one.

    Raises `LookupError` where nobody wrote a line for the intent.
    """
    heard = {sentence for text in moment.said for sentence in sentences(text)}
    templates = play.lines(moment.intent, temper_of(moment.mood), deal="agreed_total" in moment.slots)
    fillable = [Words(template, fill(template, dict(moment.slots))) for template in templates]
    if not fillable:
        raise LookupError(moment.intent)
    fresh = [words for words in fillable if not heard & set(sentences(words.text))]
    own = play.scenario.lines.get(moment.intent)
    mine = {line.text for line in own.spoken()} if own else set()
    return min(fresh or fillable, key=lambda words: (words.template not in mine, _rank(seed, moment, words.template)))


def _rank(seed: int, moment: Moment, template: str) -> str:
    return hashlib.sha256(f"{seed}|{moment.turn}|{template}".encode()).hexdigest()


def sentences(text: str) -> list[str]:
    """The sentences of a text, in plain words, for comparing."""
    plain = (" ".join(_WORD.findall(sentence.casefold())) for sentence in _SENTENCE.findall(text))
    return [sentence for sentence in plain if sentence]


def spoken_money(amount: Decimal, currency: str, language: Language) -> str:
    """As it is said: `400 euro`, `£400`; with cents as it is written."""
    written = format_money(amount, currency, language)
    if amount != amount.to_integral_value():
        return written
    if language == "it":
        whole = written.replace(",00", "")
        return whole.replace("€", "euro").replace("£", "sterline")
    return written.removesuffix(".00")


def spoken_company(name: str) -> str:
    """As people say it: without the legal form."""
    return _LEGAL_FORM.sub("", name)


def spoken_day(day: date, language: Language) -> str:
    """`venerdì 18 dicembre`, `Friday 18 December`: with its weekday, so that no article is needed."""
    return f"{WEEKDAYS[language][day.weekday()]} {day.day} {MONTHS[language][day.month - 1]}"


def slot_values(play: Play, principal_name: str, deal: Agreed | None) -> dict[str, str]:
    """Every slot that can be filled now."""
    scenario, figures, language = play.scenario, play.figures, play.scenario.language
    oldest = min(scenario.records.invoices, key=lambda invoice: invoice.due)
    values = {
        "persona_name": scenario.persona.name,
        "company": scenario.persona.company,
        "principal_name": spoken_company(principal_name),
        "invoice_number": oldest.number,
        "invoice_due": spoken_day(day_of(figures.on, oldest.due), language),
    }
    amounts = {
        "outstanding": figures.outstanding,
        "collectable": figures.collectable,
        "invoice_amount": oldest.amount,
        "limit_month": figures.per_month,
        "limit_once": figures.at_once,
        "promise_amount": figures.promise_amount,
    }
    days = {"first_day": figures.first_day, "promise_day": figures.promise_day}
    if deal is not None:
        amounts |= {"agreed_total": deal.total, "agreed_instalment": deal.instalment}
        days |= {"agreed_first": deal.first}
        values["agreed_count"] = str(deal.count)
    for name, amount in amounts.items():
        if amount is not None:
            values[name] = spoken_money(amount, figures.currency, language)
    values |= {name: spoken_day(day, language) for name, day in days.items() if day is not None}
    for fact in scenario.facts:
        values |= _fact_values(fact, play)
    return values


def _fact_values(fact: Fact, play: Play) -> dict[str, str]:
    language, values = play.scenario.language, {}
    if fact.amount is not None:
        values[f"{fact.id}_amount"] = spoken_money(fact.amount, play.figures.currency, language)
    if fact.day is not None:
        values[f"{fact.id}_day"] = spoken_day(day_of(play.figures.on, fact.day), language)
    if fact.invoice:
        values[f"{fact.id}_invoice"] = fact.invoice
    return values
