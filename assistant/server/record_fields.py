"""A record's fields with their labels, written as people read them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from assistant.domain.money import Language, format_date, format_money
from assistant.domain.records import Due, Record

_LABELS: dict[str, tuple[str, str]] = {
    "number": ("Numero", "Number"),
    "kind": ("Tipo", "Kind"),
    "issued_on": ("Data di emissione", "Issued on"),
    "dues": ("Scadenze", "Due dates"),
    "disputed": ("Contestata", "Disputed"),
    "paid_on": ("Data del pagamento", "Paid on"),
    "amount": ("Importo", "Amount"),
    "invoice_number": ("Fattura", "Invoice"),
    "reference": ("Riferimento", "Reference"),
    "made_on": ("Promessa fatta il", "Promised on"),
    "due_on": ("Entro il", "Due by"),
    "outcome": ("Esito", "Outcome"),
    "invoices": ("Fatture", "Invoices"),
    "agreed_on": ("Concordato il", "Agreed on"),
    "total": ("Totale", "Total"),
    "instalments": ("Rate", "Instalments"),
    "schedule": ("Scadenze delle rate", "Instalments due"),
    "state": ("Stato", "State"),
    "opened_on": ("Aperto il", "Opened on"),
    "reason": ("Motivo", "Reason"),
    "resolution": ("Soluzione", "Resolution"),
    "subject": ("Oggetto", "Subject"),
    "text": ("Testo", "Text"),
    "closed_on": ("Chiuso il", "Closed on"),
    "at": ("Data", "Date"),
    "channel": ("Canale", "Channel"),
    "with_whom": ("Interlocutore", "Spoken with"),
    "note": ("Nota", "Note"),
}
_ITALIAN = {
    "invoice": "fattura",
    "credit_note": "nota di credito",
    "open": "in corso",
    "kept": "mantenuta",
    "broken": "non rispettato",
    "running": "in corso",
    "completed": "concluso",
    "resolved": "risolto",
    "closed": "chiuso",
    "complaint": "reclamo",
    "service": "assistenza tecnica",
    "call": "telefonata",
    "email": "e-mail",
}
_CODED = frozenset({"kind", "outcome", "state", "channel"})


def fields_of(record: Record, language: Language) -> list[dict[str, str]]:
    """`{"label", "value"}` of every field that says something, in the order of the record."""
    currency = str(getattr(record, "currency", ""))
    rows = []
    for name in type(record).model_fields:
        value = getattr(record, name)
        if name not in _LABELS or value in (None, "", (), False):
            continue
        label = _LABELS[name][0 if language == "it" else 1]
        rows.append(
            {"label": label, "value": _coded(value, language) if name in _CODED else _text(value, currency, language)}
        )
    return rows


def _coded(value: str, language: Language) -> str:
    return _ITALIAN.get(value, value) if language == "it" else value.replace("_", " ")


def _text(value: Any, currency: str, language: Language) -> str:
    match value:
        case bool():
            return "sì" if language == "it" else "yes"
        case Decimal():
            return format_money(value, currency, language)
        case datetime():
            return f"{format_date(value.date(), language)}, {value:%H:%M}"
        case date():
            return format_date(value, language)
        case Due():
            return f"{format_date(value.due_on, language)}: {format_money(value.amount, currency, language)}"
        case tuple():
            return ", ".join(_text(item, currency, language) for item in value)
        case _:
            return str(value)
