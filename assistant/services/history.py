"""A customer's records in words: as searchable texts, as citations, and as the history that the panel lists."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from assistant.domain.cards import Citation
from assistant.domain.ledger import open_items
from assistant.domain.money import Language, format_date, format_money
from assistant.domain.records import (
    Contact,
    CustomerFile,
    Dispute,
    Invoice,
    Payment,
    PlanRecord,
    Promise,
    Ticket,
)
from knowledge.types import Article, Passage, RecordText

AnyRecord = Invoice | Payment | Promise | PlanRecord | Dispute | Ticket | Contact
MAX_QUOTE_CHARS = 400

_TITLES: dict[Language, dict[str, str]] = {
    "it": {
        "invoice": "Fattura {number}",
        "credit_note": "Nota di credito {number}",
        "payment": "Pagamento del {day}",
        "promise": "Promessa di pagamento per il {day}",
        "plan": "Piano di pagamento del {day}",
        "dispute": "Contestazione del {day}",
        "service": "Segnalazione tecnica del {day}",
        "complaint": "Reclamo del {day}",
        "call": "Telefonata del {day}",
        "email": "E-mail del {day}",
        "chat": "Chat del {day}",
    },
    "en": {
        "invoice": "Invoice {number}",
        "credit_note": "Credit note {number}",
        "payment": "Payment of {day}",
        "promise": "Promise to pay by {day}",
        "plan": "Payment plan of {day}",
        "dispute": "Dispute of {day}",
        "service": "Service ticket of {day}",
        "complaint": "Complaint of {day}",
        "call": "Call of {day}",
        "email": "E-mail of {day}",
        "chat": "Chat of {day}",
    },
}
_STATES: dict[Language, dict[str, str]] = {
    "it": {
        "open": "aperta",
        "kept": "mantenuta",
        "broken": "non mantenuta",
        "running": "in corso",
        "completed": "concluso",
        "resolved": "risolta",
        "closed": "chiusa",
    },
    "en": {state: state for state in ("open", "kept", "broken", "running", "completed", "resolved", "closed")},
}


class HistoryEntry(BaseModel):
    """A line of the panel's history; `id` opens the record."""

    kind: str
    id: str
    date: date
    title: str
    text: str


def all_records(file: CustomerFile) -> list[AnyRecord]:
    return [
        *file.invoices,
        *file.payments,
        *file.promises,
        *file.plans,
        *file.disputes,
        *file.tickets,
        *file.contacts,
    ]


def history(file: CustomerFile, language: Language, on: date) -> list[HistoryEntry]:
    """All records in words, the newest first; what is still open of an invoice is as of `on`."""
    lines = [_entry(record, file, language, on) for record in all_records(file)]
    return sorted(lines, key=lambda line: (line.date, line.id), reverse=True)


def record_texts(file: CustomerFile) -> list[RecordText]:
    """What of the history can be searched: notes, tickets, complaints, disputes and promises."""
    customer = file.customer
    texts: list[RecordText] = []
    spoken: list[AnyRecord] = [*file.tickets, *file.disputes, *file.promises, *file.contacts]
    for record in spoken:
        entry = _entry(record, file, customer.language, date.max)
        if entry.text:
            texts.append(
                RecordText(
                    id=entry.id,
                    title=entry.title,
                    text=entry.text,
                    principal=customer.principal,
                    customer=customer.id,
                    language=customer.language,
                    on=entry.date,
                )
            )
    return texts


def record_citation(file: CustomerFile, record_id: str, language: Language, on: date) -> Citation | None:
    """The record as a source; None for ids that aren't a single record (computed totals of the customer)."""
    record = next((r for r in all_records(file) if r.id == record_id), None)
    if record is None:
        return None
    entry = _entry(record, file, language, on)
    return Citation(kind="record", id=record_id, title=entry.title, quote=_shortened(entry.text or entry.title))


def article_citation(article: Article, passages: Sequence[Passage]) -> Citation:
    """The article as a source, quoted where it speaks of what the customer said, else from its beginning."""
    found = next((p.text for p in passages if p.kind == "article" and p.article_id == article.id), None)
    return Citation(kind="article", id=article.id, title=article.title, quote=_shortened(found or _beginning(article)))


def _beginning(article: Article) -> str:
    paragraphs = [block.strip() for block in article.text.split("\n\n")]
    return next((block for block in paragraphs if block and not block.startswith("#")), article.title)


def _shortened(text: str) -> str:
    if len(text) <= MAX_QUOTE_CHARS:
        return text
    return text[:MAX_QUOTE_CHARS].rsplit(" ", 1)[0] + " …"


def _entry(record: AnyRecord, file: CustomerFile, language: Language, on: date) -> HistoryEntry:
    kind, day, text = _described(record, file, language, on)
    number = record.number if isinstance(record, Invoice) else ""
    title = _TITLES[language][kind].format(number=number, day=format_date(day, language))
    return HistoryEntry(kind=kind, id=record.id, date=day, title=title, text=text)


def _described(record: AnyRecord, file: CustomerFile, language: Language, on: date) -> tuple[str, date, str]:
    """Kind, day and words of a record."""
    states = _STATES[language]
    match record:
        case Invoice():
            return record.kind, record.issued_on, _invoice_text(record, file, language, on)
        case Payment():
            amount = format_money(record.amount, record.currency, language)
            return "payment", record.paid_on, _joined(amount, record.invoice_number, record.reference)
        case Promise():
            amount = format_money(record.amount, record.currency, language)
            return "promise", record.due_on, _joined(amount, states[record.outcome], ", ".join(record.invoices))
        case PlanRecord():
            amount = format_money(record.total, record.currency, language)
            return "plan", record.agreed_on, _joined(amount, f"{record.instalments} x", states[record.state])
        case Dispute():
            return "dispute", record.opened_on, _joined(record.invoice_number, record.reason, record.resolution)
        case Ticket():
            return record.kind, record.opened_on, _joined(record.subject, record.text)
        case Contact():
            return record.channel, record.at.date(), _joined(record.with_whom, record.note)


def _invoice_text(invoice: Invoice, file: CustomerFile, language: Language, on: date) -> str:
    dues = ", ".join(
        f"{format_date(due.due_on, language)}: {format_money(due.amount, invoice.currency, language)}"
        for due in invoice.dues
    )
    if invoice.kind == "credit_note" or on == date.max:
        return dues
    still_open = sum((i.amount for i in open_items(file, on) if i.invoice_number == invoice.number), Decimal(0))
    amount = format_money(still_open, invoice.currency, language)
    return f"{dues}. " + (f"Ancora aperto: {amount}" if language == "it" else f"Still open: {amount}")


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
