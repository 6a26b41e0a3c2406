"""Reads Italian electronic invoices (FatturaPA 1.2), plain or signed (.p7m). A signature is not verified.

The XML is parsed with entities and document types refused before the invoice library sees it.
"""

import base64
import binascii
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element

from a38.fattura import Fattura, auto_from_etree
from asn1crypto.cms import ContentInfo

from assistant.adapters.importers.safe_xml import parse
from assistant.domain.errors import InvalidInput
from assistant.domain.records import Customer, Due, Invoice, Principal
from assistant.services.ports import ElectronicInvoice

_CREDIT_NOTES = ("TD04", "TD08")
_SALES = ("TD01", "TD02", "TD03", "TD05", "TD06", "TD07", "TD09", "TD24", "TD25", "TD26", *_CREDIT_NOTES)
_UNUSED = ("Signature", "Allegati")
_LONGEST_NUMBER = 20  # of the format itself
_ZONE = re.compile(r"(Z|[+-]\d{2}:\d{2})$")


def read(data: bytes, where: str, principal: Principal) -> list[ElectronicInvoice]:
    """The documents of a file (a file may be a lot of several); raises `InvalidInput` if it is no FatturaPA."""
    invoice = _parse(_unwrap(data, where), where)
    header = invoice.fattura_elettronica_header
    try:
        buyer, tax_code = _buyer(header.cessionario_committente, principal)
    except _Unusable as problem:
        return [ElectronicInvoice(1, problem=(problem.field, problem.reason))]
    found = []
    for number, body in enumerate(invoice.fattura_elettronica_body, start=1):
        try:
            document = ElectronicInvoice(number, buyer, tax_code, _document(body))
        except _Unusable as problem:
            document = ElectronicInvoice(number, problem=(problem.field, problem.reason))
        found.append(document)
    return found


class _Unusable(Exception):
    """A document that can't be imported: the element, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def _unwrap(data: bytes, where: str) -> bytes:
    """The XML inside a signed envelope (DER, or that in Base64), or the data itself."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" or data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data
    if data[:1] != b"0":
        data = _from_base64(data, where)
    try:
        content = ContentInfo.load(data)
        payload = content["content"]["encap_content_info"]["content"].native
    except (ValueError, TypeError, KeyError) as problem:
        raise InvalidInput("This is neither XML nor a signed envelope (.p7m).", where=where) from problem
    if not isinstance(payload, bytes):
        raise InvalidInput("The signed envelope holds no document; import the XML itself.", where=where)
    return payload


def _from_base64(data: bytes, where: str) -> bytes:
    lines = [line for line in data.splitlines() if not line.startswith(b"-----")]
    try:
        return base64.b64decode(b"".join(b"".join(lines).split()), validate=True)
    except binascii.Error as problem:
        raise InvalidInput("This is neither XML nor a signed envelope (.p7m).", where=where) from problem


def _parse(data: bytes, where: str) -> Fattura:
    root = parse(data, where)
    _tidy(root)
    try:
        invoice = auto_from_etree(root)
    except (RuntimeError, ValueError, TypeError, ArithmeticError, NotImplementedError) as problem:
        raise InvalidInput(f"This is not a FatturaPA 1.2 invoice: {problem}.", where=where) from problem
    if not isinstance(invoice, Fattura):
        raise InvalidInput(
            "Simplified invoices carry no terms of payment; import a table of invoices instead.", where=where
        )
    return invoice


def _tidy(root: Element) -> None:
    """Drop signature and attachments, and the time zones that XML dates may carry and the library doesn't read."""
    for parent in root.iter():
        for child in list(parent):
            name = child.tag.rpartition("}")[2]
            if name in _UNUSED:
                parent.remove(child)
            elif name.startswith("Data") and child.text:
                child.text = _ZONE.sub("", child.text.strip())


def _buyer(party: Any, principal: Principal) -> tuple[Customer, str]:
    person, seat = party.dati_anagrafici, party.sede
    vat = person.id_fiscale_iva
    number = f"{vat.id_paese or ''}{vat.id_codice}".upper() if vat and vat.id_codice else ""
    tax_code = (person.codice_fiscale or "").upper()
    name = person.anagrafica.full_name
    if not (number or tax_code):
        raise _Unusable("CessionarioCommittente", "has neither IdFiscaleIVA nor CodiceFiscale; add one of them")
    if not name:
        raise _Unusable("CessionarioCommittente", "has neither Denominazione nor Nome and Cognome")
    country = (seat.nazione or (vat.id_paese if vat else None) or principal.country).upper()
    customer = Customer(
        principal=principal.id,
        ref=re.sub(r"[/\s]", "", number or tax_code)[:64],
        name=name[:200],
        country=country,
        language="it" if country == "IT" else "en",
        vat_number=number or tax_code,
        contacts=(),
    )
    return customer, tax_code


def _document(body: Any) -> Invoice:
    head = body.dati_generali.dati_generali_documento
    kind = head.tipo_documento
    if kind not in _SALES:
        raise _Unusable("TipoDocumento", f"is {kind}, which is not a sales invoice or credit note")
    if not head.numero or head.data is None:
        raise _Unusable("Numero" if not head.numero else "Data", "is missing")
    if len(head.numero) > _LONGEST_NUMBER:
        raise _Unusable("Numero", f"has {len(head.numero)} characters; {_LONGEST_NUMBER} is the most")
    if not re.fullmatch(r"[A-Z]{3}", head.divisa or ""):
        raise _Unusable("Divisa", f"is {head.divisa!r}; a currency has three capital letters")
    return Invoice(
        number=head.numero.strip(),
        kind="credit_note" if kind in _CREDIT_NOTES else "invoice",
        issued_on=head.data,
        currency=head.divisa,
        dues=_dues(body, head),
    )


def _dues(body: Any, head: Any) -> tuple[Due, ...]:
    """A due date for each part of the payment; without terms the whole amount, on the day of the document."""
    total = _total(body, head)
    parts: dict[date, Decimal] = {}
    for terms in body.dati_pagamento:
        details = [_detail(detail, head.data) for detail in terms.dettaglio_pagamento]
        # Several ways to pay one whole amount are listed as so many details: it is owed once.
        if len(details) > 1 and all(amount == total for _, amount in details):
            details = details[:1]
        for day, amount in details:
            parts[day] = parts.get(day, Decimal(0)) + amount
    dues = [Due(due_on=day, amount=amount) for day, amount in sorted(parts.items()) if amount]
    if not dues and total:
        dues = [Due(due_on=head.data, amount=total)]
    if not dues:
        raise _Unusable("ImportoPagamento", "is zero and there is no total; nothing is owed")
    return tuple(dues)


def _detail(detail: Any, issued_on: date) -> tuple[date, Decimal]:
    if detail.importo_pagamento is None:
        raise _Unusable("ImportoPagamento", "is missing")
    day = detail.data_scadenza_pagamento
    if day is None:
        start = detail.data_riferimento_termini_pagamento or issued_on
        day = start + timedelta(days=detail.giorni_termini_pagamento or 0)
    # Some programs write credit notes with a minus sign; here they are positive and lower the debt.
    return day, _cents(abs(detail.importo_pagamento))


def _total(body: Any, head: Any) -> Decimal:
    if head.importo_totale_documento is not None:
        return _cents(abs(head.importo_totale_documento))
    rows = body.dati_beni_servizi.dati_riepilogo
    return _cents(abs(sum(((row.imponibile_importo or 0) + (row.imposta or 0) for row in rows), Decimal(0))))


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
