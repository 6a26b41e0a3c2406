"""The elements of ISO 20022 cash messages: amounts, sides, states, days, texts. Namespaces make no difference."""

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from xml.etree.ElementTree import Element

from assistant.services.import_fields import CURRENCIES

_NO_REFERENCE = frozenset(("", "NOTPROVIDED", "NONREF", "NOREF", "0", "-"))
_MOST = Decimal("999999999999.99")
_AMOUNT = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{0,5})?")
"""As in the schema: up to 18 digits, 5 of them decimals."""
_YEARS = range(1970, 2101)


class Unusable(Exception):
    """An entry that can't be imported: the element, and why."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field
        self.reason = reason


def amount_of(parent: Element, field: str) -> tuple[Decimal, str]:
    element = next(iter(children(parent, "Amt")), None)
    if element is None:
        raise Unusable(field, "is missing")
    return _money(element, field)


def part_amount(part: Element, currency: str) -> Decimal | None:
    """The amount of a transaction, at its own level or in `AmtDtls`; None where it has none in this currency."""
    elements = [
        *children(part, "Amt"),
        *(amt for d in children(part, "AmtDtls") for t in children(d, "TxAmt") for amt in children(t, "Amt")),
    ]
    for element in elements:
        if element.get("Ccy") == currency:
            return _money(element, "TxDtls/Amt")[0]
    return None


def _money(element: Element, field: str) -> tuple[Decimal, str]:
    written, currency = (element.text or "").strip(), element.get("Ccy", "")
    amount = Decimal(written) if _AMOUNT.fullmatch(written) else None
    if amount is None or abs(amount) > _MOST:
        raise Unusable(field, f"is {written[:40]!r}; an amount is written like 1234.50")
    if amount < 0:
        raise Unusable(field, f"is {written}; amounts are never negative here, CdtDbtInd says the side")
    if amount != amount.quantize(Decimal("0.01")):
        raise Unusable(field, f"is {written}; amounts have two decimals")
    if currency not in CURRENCIES:
        raise Unusable(field, f"has the currency {currency!r}; an ISO 4217 code such as EUR is expected")
    return amount.quantize(Decimal("0.01")), currency


def is_credit(parent: Element, default: bool | None = None) -> bool:
    side = text_at(parent, "CdtDbtInd")
    if not side and default is not None:
        return default
    if side not in ("CRDT", "DBIT"):
        raise Unusable("CdtDbtInd", f"is {side!r}; CRDT or DBIT is expected")
    return side == "CRDT"


def is_reversal(entry: Element) -> bool:
    return text_at(entry, "RvslInd").lower() in ("true", "1")


def is_booked(entry: Element) -> bool:
    """Older versions write the status itself, newer ones a code below it."""
    return (text_at(entry, "Sts", "Cd") or text_at(entry, "Sts")) == "BOOK"


def booked_on(entry: Element) -> date:
    written = (
        text_at(entry, "BookgDt", "Dt")
        or text_at(entry, "BookgDt", "DtTm")
        or text_at(entry, "ValDt", "Dt")
        or text_at(entry, "ValDt", "DtTm")
    )
    try:
        day = datetime.fromisoformat(written).date() if "T" in written else date.fromisoformat(written[:10])
    except ValueError:
        raise Unusable("BookgDt", f"is {written[:40]!r}; a date such as 2026-03-31 is expected") from None
    if day.year not in _YEARS:
        raise Unusable("BookgDt", f"is {day}; years from {_YEARS.start} to {_YEARS.stop - 1} are expected")
    return day


def reference_at(parent: Element, *path: str) -> str:
    written = text_at(parent, *path)
    return "" if written.upper().replace(" ", "") in _NO_REFERENCE else written


def cut(text: str, longest: int) -> str:
    clean = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(clean.split())[:longest]


def name_of(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def children(parent: Element, name: str) -> list[Element]:
    return [child for child in parent if name_of(child) == name]


def text_at(parent: Element, *path: str) -> str:
    """Text of the first element on this path; empty where there is none."""
    for element in _walk(parent, path):
        return (element.text or "").strip()
    return ""


def _walk(parent: Element, path: Sequence[str]) -> Iterator[Element]:
    if not path:
        yield parent
        return
    for child in children(parent, path[0]):
        yield from _walk(child, path[1:])
