"""What a judge reads beside the words it judges: the sources of a suggestion, and what a note has to say."""

from collections.abc import Mapping, Sequence

from assistant.app import App
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.note_texts import NoteTexts
from assistant.domain.notes import Owner
from assistant.domain.plans import Plan
from assistant.services.history import history
from evals.case import Case
from evals.naive import passages
from evals.notes import ExpectedItem
from evals.play import Suggestion

_PLAN: dict[Language, str] = {
    "it": "Piano che si può proporre: {parts}; in tutto {total}.",
    "en": "A plan that may be offered: {parts}; {total} in all.",
}
_PART: dict[Language, str] = {"it": "{amount} il {day}", "en": "{amount} on {day}"}
_SAID: dict[Language, str] = {"it": "Il cliente ha detto: {words}", "en": "The customer said: {words}"}
_CALL: dict[Language, str] = {
    "it": "{purpose} (cliente: {customer}). {about} Esito: {outcome}.",
    "en": "{purpose} (customer: {customer}). {about} Outcome: {outcome}.",
}
_KINDS: dict[Language, dict[str, str]] = {
    "it": {
        "promise": "Il cliente ha promesso di pagare",
        "plan": "È stato concordato un piano di pagamento",
        "dispute": "Il cliente ha contestato quanto gli è stato addebitato",
        "complaint": "Il cliente ha fatto un reclamo",
        "request": "Il cliente ha fatto una richiesta",
        "next_action": "Dopo la chiamata resta qualcosa da fare",
    },
    "en": {
        "promise": "The customer promised to pay",
        "plan": "A payment plan was agreed",
        "dispute": "The customer disputed what was charged",
        "complaint": "The customer complained",
        "request": "The customer asked for something",
        "next_action": "Something is left to do after the call",
    },
}
_FACTS: dict[Language, dict[str, str]] = {
    "it": {
        "amount": "importo {}",
        "count": "{} rate",
        "date": "data {}",
        "invoices": "fatture {}",
        "who": "incaricato {}",
        "by": "entro il {}",
    },
    "en": {
        "amount": "amount {}",
        "count": "{} instalments",
        "date": "date {}",
        "invoices": "invoices {}",
        "who": "owner {}",
        "by": "by {}",
    },
}


async def sources(app: App, case: Case, words: str, shown: Suggestion, plans: Sequence[Plan]) -> list[str]:
    """What a suggestion after these words may rest on: articles, the customer's records, the words, the plans offered.

    The articles are those that it cites; where it cites none, as the naive chain's don't, the passages that chain read.
    """
    names = [cited.id.rpartition("/")[2] for cited in shown.citations if cited.kind == "article"]
    articles = [app.library.article(case.principal, name, case.language, case.on) for name in names]
    texts = [article.text for article in articles if article is not None]
    if not texts:
        texts = [f"{one.title}\n{one.text}" for one in await passages(app, case, words)]
    records = [f"{entry.title}: {entry.text}" for entry in history(case.file, case.language, case.on)]
    return [
        *texts,
        "\n".join([case.customer.name, *records]),
        _SAID[case.language].format(words=words),
        *(_told_plan(plan, case.language) for plan in plans),
    ]


def _told_plan(plan: Plan, language: Language) -> str:
    parts = [
        _PART[language].format(
            amount=format_money(part.amount, plan.currency, language), day=format_date(part.due, language)
        )
        for part in plan.instalments
    ]
    total = format_money(plan.total, plan.currency, language)
    return _PLAN[language].format(parts=", ".join(parts), total=total)


def note_reference(case: Case, texts: NoteTexts) -> str:
    """What the call must leave, a sentence each: why and with whom, how it ended, every item that isn't optional."""
    first = _CALL[case.language].format(
        purpose=texts.purposes[case.purpose],
        customer=case.customer.name,
        about=case.about,
        outcome=texts.dispositions[case.note.disposition],
    )
    items = [_told_item(item, case, texts.owners) for item in case.note.items if not item.optional]
    return " ".join([first, *items])


def _told_item(item: ExpectedItem, case: Case, owners: Mapping[Owner, str]) -> str:
    language = case.language
    facts = {
        "amount": item.amount and format_money(item.amount, case.customer.currency, language),
        "count": item.count,
        "date": item.date and format_date(item.date, language),
        "invoices": item.invoices and ", ".join(sorted(item.invoices)),
        "who": item.who and owners[item.who],
        "by": item.by and format_date(item.by, language),
    }
    told = [_FACTS[language][name].format(value) for name, value in facts.items() if value is not None]
    return f"{_KINDS[language][item.kind]}{': ' if told else ''}{', '.join(told)}."
