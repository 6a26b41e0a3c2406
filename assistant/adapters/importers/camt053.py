"""Reads bank statements in ISO 20022 CAMT.053, any version (.001.02 and later), whatever their namespace.

Entries booked on the credit side are money received; a reversal on the debit side takes such money back. Booked batches
are split into their transactions. What the elements mean: ISO 20022 message definition report "Bank-to-Customer Cash
Management", camt.053.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from xml.etree.ElementTree import Element

from assistant.adapters.importers.camt_fields import (
    Unusable,
    amount_of,
    booked_on,
    children,
    cut,
    is_booked,
    is_credit,
    is_reversal,
    name_of,
    part_amount,
    reference_at,
    text_at,
)
from assistant.adapters.importers.safe_xml import parse
from assistant.domain.bank import BankEntry
from assistant.domain.errors import InvalidInput
from assistant.domain.money import amount_text
from assistant.services.ports import StatementLine

_MESSAGE = "BkToCstmrStmt"
_REFERENCED = "ref-"
_OTHERS = {
    "BkToCstmrAcctRpt": "an intraday report (camt.052), whose entries may still change",
    "BkToCstmrDbtCdtNtfctn": "a debit and credit notification (camt.054)",
}
_LONGEST_NAME, _LONGEST_TEXT = 200, 1_000
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


@dataclass(frozen=True)
class _Transaction:
    """One payer's part of an entry."""

    amount: Decimal
    debtor: str
    text: str
    end_to_end: str
    reference: str


@dataclass(frozen=True)
class _Head:
    """What an entry says of all its transactions."""

    account: str
    number: int
    booked_on: date
    currency: str
    kind: str
    reference: str


def looks_like(head: bytes) -> bool:
    """Whether the beginning of a file is that of a bank's message of this family."""
    text = head.decode("utf-16", "ignore") if b"\0" in head else head.decode("latin-1")
    return any(name in text for name in (_MESSAGE, *_OTHERS, ":camt.05"))


def read(data: bytes, where: str) -> list[StatementLine]:
    """The movements of a file, in its order; raises `InvalidInput` if it is no CAMT.053 statement."""
    root = parse(data, where)
    message = next((child for child in (root, *root) if name_of(child) == _MESSAGE), None)
    if message is None:
        found = next((_OTHERS[name_of(child)] for child in (root, *root) if name_of(child) in _OTHERS), "")
        raise InvalidInput(
            f"This is {found or 'not a bank statement'}; export the booked statement (camt.053).", where=where
        )
    statements = children(message, "Stmt")
    if not statements:
        raise InvalidInput("The file holds no statement (Stmt); export it again.", where=where)
    lines: list[StatementLine] = []
    before = 0
    for statement in statements:
        lines += _statement(statement, before)
        before += len(children(statement, "Ntry"))
    return _unrepeated(lines)


def _statement(statement: Element, before: int) -> list[StatementLine]:
    """Lines of one statement; `before` entries stand before it in the file."""
    account = text_at(statement, "Acct", "Id", "IBAN") or text_at(statement, "Acct", "Id", "Othr", "Id")
    lines: list[StatementLine] = []
    entries = children(statement, "Ntry")
    for number, entry in enumerate(entries, start=before + 1):
        try:
            lines += _entry(entry, account, number)
        except Unusable as problem:
            lines.append(StatementLine(number, problem=(problem.field, problem.reason)))
    gap = _balance_problem(statement, entries)
    if gap and not any(line.problem for line in lines):
        lines.append(StatementLine(0, problem=("Bal", gap)))
    return _counted(lines, alike=True)


def _entry(entry: Element, account: str, number: int) -> list[StatementLine]:
    amount, currency = amount_of(entry, "Ntry/Amt")
    credit, reversal = is_credit(entry), is_reversal(entry)
    if not is_booked(entry) or credit == reversal:
        return [StatementLine(number)]
    if amount == 0:
        raise Unusable("Ntry/Amt", "is zero; an entry that brings money has an amount greater than zero")
    head = _Head(
        account=account,
        number=number,
        booked_on=booked_on(entry),
        currency=currency,
        kind="received" if credit else "returned",
        reference=reference_at(entry, "AcctSvcrRef"),
    )
    return _counted([_line(head, transaction) for transaction in _transactions(entry, amount, currency)])


def _transactions(entry: Element, amount: Decimal, currency: str) -> list[_Transaction]:
    """The parts of an entry, which add up to it; the entry as a whole where its parts have no amounts."""
    parts = [part for details in children(entry, "NtryDtls") for part in children(details, "TxDtls")]
    remark = text_at(entry, "AddtlNtryInf")
    if len(parts) < 2:
        return [_transaction(parts[0] if parts else entry, amount, remark)]
    amounts = [part_amount(part, currency) for part in parts]
    if all(value is None for value in amounts):
        texts = [_remittance(part) for part in parts]
        return [_Transaction(amount, "", cut(" | ".join(filter(None, texts)) or remark, _LONGEST_TEXT), "", "")]
    side = is_credit(entry)
    signed = [
        (part, value if is_credit(part, side) == side else -value)
        for part, value in zip(parts, amounts, strict=True)
        if value is not None
    ]
    total = sum((value for _, value in signed), Decimal(0))
    if len(signed) < len(parts) or total != amount:
        raise Unusable(
            "TxDtls", f"add up to {amount_text(total)}, but the entry is {amount_text(amount)}; export the file again"
        )
    if any(value <= 0 for _, value in signed):
        raise Unusable("TxDtls", "hold an amount that is zero or on the other side; the parts can't be told apart")
    return [_transaction(part, value, remark) for part, value in signed]


def _transaction(part: Element, amount: Decimal, remark: str) -> _Transaction:
    debtor = text_at(part, "RltdPties", "Dbtr", "Nm") or text_at(part, "RltdPties", "Dbtr", "Pty", "Nm")
    return _Transaction(
        amount=amount,
        debtor=cut(debtor, _LONGEST_NAME),
        text=cut(_remittance(part) or remark, _LONGEST_TEXT),
        end_to_end=cut(reference_at(part, "Refs", "EndToEndId"), _LONGEST_NAME),
        reference=reference_at(part, "Refs", "AcctSvcrRef") or reference_at(part, "Refs", "TxId"),
    )


def _remittance(part: Element) -> str:
    """What the payer wrote: free text, then the numbers of structured documents and creditor references."""
    texts = []
    for info in children(part, "RmtInf"):
        texts += [(line.text or "") for line in children(info, "Ustrd")]
        for structured in children(info, "Strd"):
            texts += [text_at(document, "Nb") for document in children(structured, "RfrdDocInf")]
            texts.append(text_at(structured, "CdtrRefInf", "Ref"))
            texts += [(line.text or "") for line in children(structured, "AddtlRmtInf")]
    return " ".join(" ".join(texts).split())


def _line(head: _Head, transaction: _Transaction) -> StatementLine:
    entry = BankEntry(
        id=_identity(head, transaction),
        booked_on=head.booked_on,
        currency=head.currency,
        amount=transaction.amount,
        debtor_name=transaction.debtor,
        remittance=transaction.text,
        end_to_end=transaction.end_to_end,
    )
    return StatementLine(head.number, "received" if head.kind == "received" else "returned", entry)


def _identity(head: _Head, transaction: _Transaction) -> str:
    """The same for the same movement in every statement that holds it.

    The bank's references, and what every statement says alike: account, day, amount, payer and text. A statement's own
    number isn't part of it, because a day's and a month's statement hold the same movement.
    """
    facts = (
        head.account,
        head.kind,
        head.reference,
        transaction.reference,
        head.booked_on.isoformat(),
        head.currency,
        amount_text(transaction.amount),
        transaction.debtor,
        transaction.text,
        transaction.end_to_end,
    )
    digest = hashlib.sha256("\n".join(facts).encode()).hexdigest()[:16]
    return f"{_REFERENCED if head.reference or transaction.reference else 'sum-'}{digest}"


def _counted(lines: Sequence[StatementLine], *, alike: bool = False) -> list[StatementLine]:
    """Movements that nothing tells apart are counted, the second of them is `ID-2`.

    Within a batch the bank itself counts them. Elsewhere (`alike`) the second may be the first, exported twice; what
    has the bank's own reference isn't counted: it is the same.
    """
    seen: Counter[str] = Counter()
    result = []
    for line in lines:
        if line.entry is not None and not (alike and line.entry.id.startswith(_REFERENCED)):
            seen[line.entry.id] += 1
            if (count := seen[line.entry.id]) > 1:
                changes = {"id": f"{line.entry.id}-{count}", "alike": alike}
                line = replace(line, entry=line.entry.model_copy(update=changes))
        result.append(line)
    return result


def _unrepeated(lines: Iterable[StatementLine]) -> list[StatementLine]:
    """Mark the lines that an earlier one repeats."""
    seen: set[str] = set()
    result = []
    for line in lines:
        repeated = line.entry is not None and line.entry.id in seen
        result.append(replace(line, repeated=True) if repeated else line)
        if line.entry is not None:
            seen.add(line.entry.id)
    return result


def _balance_problem(statement: Element, entries: Sequence[Element]) -> str | None:
    """Why opening balance and booked entries don't make the closing balance; None where they do, or can't be compared.

    Entries that are repeated by mistake count once, or as often as they stand there: either may make the balance.
    """
    opening, closing = _balance(statement, _OPENING, 0), _balance(statement, _CLOSING, -1)
    if opening is None or closing is None or opening[1] != closing[1]:
        return None
    every, once, seen = opening[0], opening[0], set()
    for entry in entries:
        try:
            amount, currency = amount_of(entry, "Ntry/Amt")
            signed = amount if is_credit(entry) else -amount
        except Unusable:
            return None  # the entry itself is refused
        if currency != opening[1]:
            return None
        if is_booked(entry):
            every += signed
            reference = reference_at(entry, "AcctSvcrRef")
            if not reference or reference not in seen:
                once += signed
            seen.add(reference)
    if closing[0] in (every, once):
        return None
    return (
        f"don't agree: opening {_signed(opening[0])} and the entries make {_signed(every)}, but the closing balance is "
        f"{_signed(closing[0])}; entries are missing or repeated, export the statement again"
    )


def _balance(statement: Element, codes: Sequence[str], which: int) -> tuple[Decimal, str] | None:
    """The first (0) or last (-1) balance of these kinds, signed, and its currency."""
    for code in codes:
        found = [item for item in children(statement, "Bal") if text_at(item, "Tp", "CdOrPrtry", "Cd") == code]
        if found:
            try:
                amount, currency = amount_of(found[which], "Bal/Amt")
                return (amount if is_credit(found[which]) else -amount), currency
            except Unusable:
                return None
    return None


def _signed(amount: Decimal) -> str:
    return f"{amount:.2f}"
