"""What fills the templates of a call, and what the live rules say to them: each template is looked at once."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from assistant.domain.calls import Purpose
from assistant.domain.conduct import alert_of, checklist_for, entries, forbidden, ticked
from assistant.domain.money import MONTHS, WEEKDAYS, Language, format_date
from evals.history.world import House, Story
from knowledge.types import Phrase


def filled(template: str, story: Story, fields: Mapping[str, str]) -> str:
    """The template with the case's figures; Italian templates speak of euro, which may be pounds."""
    text = template.format_map(fields).replace("..", ".")  # names end in a full stop as sentences do
    return text.replace(" euro", " sterline") if story.language == "it" and story.currency == "GBP" else text


def fields_of(story: Story) -> Mapping[str, str]:
    language, plan = story.language, story.plan
    amount = story.promise[1] if story.promise else story.amount
    day = story.promise[0] if story.promise else plan.instalments[0].due if plan else story.paid_on or story.day
    next_day = story.promise[0] if story.promise else story.call_back_on or story.day + dt.timedelta(days=2)
    return {
        "amount": _spoken(amount, story.currency, language),
        "date": format_date(day, language).rsplit(" ", 1)[0],
        "weekday": WEEKDAYS[language][next_day.weekday()],
        "month": MONTHS[language][(story.day - dt.timedelta(days=70)).month - 1],
        "invoice": story.invoice,
        "count": str(len(plan.instalments)) if plan else "3",
        "instalment": _spoken(plan.instalments[0].amount if plan else story.amount / 3, story.currency, language),
        "name": story.operator.first_name,
        "company": story.house.principal.name,
        "contact": story.contact,
        "customer": story.customer_name,
    }


def _spoken(amount: Decimal, currency: str, language: Language) -> str:
    """Digits as a transcript holds them; Italian templates say the currency themselves."""
    text = f"{amount:.2f}".removesuffix(".00")
    if language == "it":
        return text.replace(".", ",")
    return f"{text} pounds" if currency == "GBP" else f"{text} euros"


_SAMPLE = {
    name: name
    for name in (
        "amount",
        "date",
        "weekday",
        "invoice",
        "count",
        "instalment",
        "name",
        "company",
        "contact",
        "customer",
    )
}


@cache
def ticks(house: House, purpose: Purpose, language: Language, template: str) -> tuple[str, ...]:
    items = checklist_for(house.conduct, house.policy, purpose)
    return tuple(ticked(items, template.format_map(_SAMPLE), language))


@cache
def alerts(house: House, purpose: Purpose, language: Language, template: str) -> tuple[Mapping[str, str], ...]:
    rules = forbidden(house.conduct, house.policy, template.format_map(_SAMPLE), language, purpose)
    return tuple(alert_of(rule, language) for rule in rules)


@cache
def checklist(house: House, purpose: Purpose, language: Language) -> list[dict[str, Any]]:
    items = checklist_for(house.conduct, house.policy, purpose)
    return [entry.model_dump() for entry in entries(items, language)]


def sayable(phrases: Mapping[Language, Sequence[Phrase]]) -> dict[tuple[Language, str], list[Phrase]]:
    """The phrases that need no figure of a record, by language and situation."""
    found: dict[tuple[Language, str], list[Phrase]] = {}
    for language, all_of_it in phrases.items():
        for phrase in all_of_it:
            if "{" not in phrase.text and "{" not in (phrase.question or ""):
                found.setdefault((language, phrase.situation), []).append(phrase)
    return found
