"""A confirmed note as plain text, for systems whose notes are text; in the language of the call."""

from collections.abc import Iterator

from assistant.domain.deliveries import NotePayload
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.notes import NoteItem
from assistant.domain.plans import Plan
from assistant.domain.policy import Texts

_TEXTS: dict[str, Texts] = {
    "title": {"it": "Telefonata del {day}, confermata da {by}", "en": "Call of {day}, confirmed by {by}"},
    "by": {"it": " (entro il {day})", "en": " (by {day})"},
    "plan": {
        "it": "Piano di pagamento concordato il {day}: {total} in {count} rate",
        "en": "Payment plan agreed on {day}: {total} in {count} instalments",
    },
    "for": {"it": "Fatture: {invoices}", "en": "Invoices: {invoices}"},
    "instalment": {"it": "{n}. {day}: {amount}", "en": "{n}. {day}: {amount}"},
    "deposit": {"it": " (acconto)", "en": " (deposit)"},
    "covered": {
        "it": "Compresa nel piano di pagamento concordato il {day}: vedere le note del cliente.",
        "en": "Part of the payment plan agreed on {day}: see the customer's notes.",
    },
}


def note_text(payload: NotePayload) -> str:
    """Reason, narrative, and the items with the words that they rest on."""
    return "\n".join(_note_lines(payload))


def plan_text(payload: NotePayload, plan: Plan) -> str:
    """The plan with its schedule."""
    language = payload.note.language
    fields = {"day": _day(payload), "total": format_money(plan.total, plan.currency, language)}
    lines = [_TEXTS["plan"][language].format(**fields, count=len(plan.instalments))]
    lines.append(_TEXTS["for"][language].format(invoices=", ".join(plan.invoices)))
    for part in plan.instalments:
        amount = format_money(part.amount, plan.currency, language)
        line = _TEXTS["instalment"][language].format(n=part.n, day=format_date(part.due, language), amount=amount)
        lines.append(line + (_TEXTS["deposit"][language] if part.deposit else ""))
    return "\n".join(lines)


def invoice_text(payload: NotePayload) -> str:
    """What to write beside an invoice that a plan covers."""
    return _TEXTS["covered"][payload.note.language].format(day=_day(payload))


def _note_lines(payload: NotePayload) -> Iterator[str]:
    note = payload.note
    yield _TEXTS["title"][note.language].format(day=_day(payload), by=payload.confirmed_by)
    yield note.reason
    if note.narrative.text:
        yield note.narrative.text
    for item in note.items:
        yield f"- {item.text}{_by(item, note.language)}"
        for words in item.evidence:
            yield f"  «{words.quote}»"


def _by(item: NoteItem, language: Language) -> str:
    return _TEXTS["by"][language].format(day=format_date(item.by, language)) if item.by else ""


def _day(payload: NotePayload) -> str:
    return format_date(payload.call.started_at.date(), payload.note.language)
