"""`ascolto customer REF --may-call`: whether a customer may be called at a moment, why not, and when again."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import typer

from assistant.app import App
from assistant.cli.common import EXIT_REFUSED, print_json
from assistant.domain.calls import Purpose
from assistant.domain.contact_rules import Permission
from assistant.domain.may_call import PlannedCall
from assistant.domain.money import WEEKDAYS, Language, format_date
from assistant.domain.policy import Texts
from assistant.services.contact import customers_time, permission_for

_YEARS = range(2000, 2101)
_TEXTS: dict[str, Texts] = {
    "when": {"it": "{weekday} {day}, ore {time}", "en": "{weekday} {day}, {time}"},
    "allowed": {"it": "Si può chiamare.", "en": "The customer may be called."},
    "refused": {"it": "Non si può chiamare.", "en": "The customer may not be called."},
    "again": {"it": "Si può da {when} (ora del cliente).", "en": "Possible from {when} (customer's time)."},
    "never": {
        "it": "Nei prossimi due mesi le regole non lasciano nessun momento: controllare i pacchetti della libreria.",
        "en": "The rules leave no moment in the next two months: check the packs of the library.",
    },
}


@dataclass(frozen=True)
class Question:
    """What is asked: None is now, and the language of the principal."""

    at: datetime | None
    purpose: Purpose
    language: Language | None


def moment(text: str) -> datetime:
    """ISO 8601, as in `2026-11-25T18:30` or `2026-11-25T18:30+01:00`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or "T" not in text.upper() or found.year not in _YEARS:
        message = f"{text!r} is no moment of our time; write date and time, like 2026-11-25T18:30+01:00."
        raise typer.BadParameter(message)
    return found


async def answer(app: App, reference: str, question: Question, as_json: bool) -> int:
    """Print whether the call may be made; returns the exit status."""
    customer = await app.customers.resolve(reference)
    file = await app.customers.file(customer)
    language = question.language or app.library.principal(file.customer.principal).language
    at = customers_time(question.at or app.clock.now(), app.library, file)
    call = PlannedCall(file, at, question.purpose, language)
    permission = permission_for(call, app.library, app.working_days)
    if as_json:
        asked = {"customer": customer, "at": at.isoformat(), "purpose": question.purpose}
        print_json(asked | permission.model_dump(mode="json"))
    else:
        print(*lines(call, permission), sep="\n")
    return 0 if permission.allowed else EXIT_REFUSED


def lines(call: PlannedCall, permission: Permission) -> Iterator[str]:
    """The answer as a person reads it; `call.at` is in the customer's time."""
    language, customer = call.language, call.file.customer
    when = _when(call.at, language)
    yield f"{customer.name} ({customer.id}), {when}, {call.purpose}"
    yield _TEXTS["allowed" if permission.allowed else "refused"][language]
    for reason in permission.reasons:
        yield f"- {reason.text}"
        if reason.citation:
            yield f"  {reason.citation}"
    if permission.next_allowed:
        yield _TEXTS["again"][language].format(when=_when(permission.next_allowed, language))
    elif not permission.allowed:
        yield _TEXTS["never"][language]


def _when(at: datetime, language: Language) -> str:
    weekday, day = WEEKDAYS[language][at.weekday()], format_date(at.date(), language)
    return _TEXTS["when"][language].format(weekday=weekday, day=day, time=f"{at:%H:%M}")
