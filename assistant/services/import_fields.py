"""Reads single cells of imported tables: texts, amounts, dates, choices. Collects what is wrong with a row."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal

from assistant.services.ports import Cell

_MAX_AMOUNT = Decimal("999999999999.99")
_YEARS = range(1970, 2101)
_WHOLE = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+[.,][0-9]{1,2}")
_ITALIAN = re.compile(r"-?[0-9]{1,3}(\.[0-9]{3})+,[0-9]{1,2}|-?[0-9]{1,3}(\.[0-9]{3}){2,}")
_ENGLISH = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+\.[0-9]{1,2}|-?[0-9]{1,3}(,[0-9]{3}){2,}")
_AMBIGUOUS = re.compile(r"-?[0-9]{1,3}[.,][0-9]{3}")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOCAL_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_CODES = """
AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF
CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD
HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD
MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN
PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CODES.split())
"""ISO 4217 codes of currencies in which invoices are written."""


class BadCell(Exception):
    """Why a cell can't be read, with its remedy."""


class Fields:
    """The cells of one row. Every reader returns a usable value; what was wrong is in `problems` (field, reason)."""

    def __init__(self, cells: Mapping[str, Cell]) -> None:
        self._cells = cells
        self.problems: list[tuple[str, str]] = []

    def text(self, name: str, *, required: bool = False, longest: int = 200) -> str:
        """A text without surrounding spaces; whole numbers of spreadsheets as they look there."""
        value = self._plain(name)
        if required and not value:
            self.reject(name, "is empty; write a value")
        if len(value) > longest:
            self.reject(name, f"has {len(value)} characters; {longest} is the most")
        if _CONTROL.search(value):
            self.reject(name, "holds a control character; remove it")
        return value

    def choice(self, name: str, allowed: Sequence[str], default: str = "") -> str:
        """One of the allowed words; an empty cell is the default where there is one."""
        value = self._plain(name).lower() or default
        if value not in allowed:
            self.reject(name, f"is {value!r}; write one of: {', '.join(allowed)}")
            return allowed[0]
        return value

    def amount(self, name: str) -> Decimal:
        """A positive amount with two decimals."""
        try:
            value = read_amount(self._cells.get(name))
        except BadCell as problem:
            self.reject(name, str(problem))
            return Decimal(1)
        if value <= 0:
            self.reject(name, f"is {value}; an amount must be greater than zero")
        return value

    def currency(self, name: str = "currency") -> str:
        """An ISO 4217 code."""
        value = self._plain(name)
        if value not in CURRENCIES:
            self.reject(name, f"is {value!r}; write an ISO 4217 code in capitals, e.g. EUR")
        return value

    def day(self, name: str, *, required: bool = True) -> date | None:
        """A date, or None for an empty cell that may be empty."""
        if not required and self._cells.get(name) in (None, ""):
            return None
        try:
            return read_day(self._cells.get(name))
        except BadCell as problem:
            self.reject(name, str(problem))
            return date.min

    def day_of(self, name: str) -> date:
        """A date that must be there."""
        return self.day(name) or date.min

    def moment(self, name: str) -> datetime:
        """A date with a time; without a zone it is read as UTC."""
        cell = self._cells.get(name)
        try:
            value = cell if isinstance(cell, datetime) else datetime.fromisoformat(self._plain(name))
        except ValueError:
            self.reject(name, f"is {str(cell)!r}; write a date and time such as 2026-03-31T10:30")
            return datetime.min.replace(tzinfo=UTC)
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)

    def count(self, name: str) -> int:
        """A whole number from 1."""
        value = self._plain(name)
        if not re.fullmatch(r"[0-9]{1,4}", value) or int(value) < 1:
            self.reject(name, f"is {value!r}; write a whole number from 1")
            return 1
        return int(value)

    def reject(self, name: str, reason: str) -> None:
        self.problems.append((name, reason))

    def _plain(self, name: str) -> str:
        cell = self._cells.get(name)
        if cell is None:
            return ""
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return str(cell).strip()


def read_amount(cell: Cell) -> Decimal:
    """`1234.50`, `1.234,50`, `1,234.50` or a number of a spreadsheet; raises `BadCell`."""
    if cell is None or cell == "":
        raise BadCell("is empty; write an amount such as 1234.50")
    if isinstance(cell, bool | date):
        raise BadCell(f"is {cell}; write an amount such as 1234.50")
    value = _typed_amount(cell) if isinstance(cell, int | float) else _written_amount(cell)
    if abs(value) > _MAX_AMOUNT:
        raise BadCell(f"is {value}; amounts up to {_MAX_AMOUNT} can be kept")
    return value.quantize(Decimal("0.01"))


def _typed_amount(cell: int | float) -> Decimal:
    exact = Decimal(repr(cell))
    if not exact.is_finite():
        raise BadCell(f"is {cell}; write an amount such as 1234.50")
    if abs(exact) > _MAX_AMOUNT:
        return exact
    rounded = exact.quantize(Decimal("0.01"))
    # A spreadsheet computes in binary: 0.1 + 0.2 is off by far less than this, a third decimal by more.
    if abs(exact - rounded) > Decimal("0.000001"):
        raise BadCell(f"is {cell}; amounts have two decimals")
    return rounded


def _written_amount(cell: str) -> Decimal:
    written = re.sub(r"[\s\u00a0\u202f]", "", cell)
    if _AMBIGUOUS.fullmatch(written):
        plain = written.replace(",", "").replace(".", "")
        raise BadCell(f"is {cell!r}, which can be read in two ways; write {plain}.00, or the decimals you mean")
    if _WHOLE.fullmatch(written):
        return _bounded(written)
    if _DECIMAL.fullmatch(written):
        return _bounded(written.replace(",", "."))
    if _ITALIAN.fullmatch(written):
        return _bounded(written.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(written):
        return _bounded(written.replace(",", ""))
    raise BadCell(f"is {cell!r}; write an amount with two decimals such as 1234.50 or 1.234,50")


def _bounded(written: str) -> Decimal:
    if len(written) > 20:
        raise BadCell(f"has {len(written)} digits; amounts up to {_MAX_AMOUNT} can be kept")
    return Decimal(written)


def read_day(cell: Cell) -> date:
    """An ISO date, dd/mm/yyyy, or a date of a spreadsheet; raises `BadCell`."""
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    else:
        day = _written_day("" if cell is None else str(cell).strip())
    if day.year not in _YEARS:
        raise BadCell(f"is {day.isoformat()}; years from {_YEARS.start} to {_YEARS.stop - 1} are expected")
    return day


def _written_day(written: str) -> date:
    if not written:
        raise BadCell("is empty; write a date such as 2026-03-31")
    iso, local = _ISO_DATE.fullmatch(written), _LOCAL_DATE.fullmatch(written)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if local:
            return date(int(local[3]), int(local[2]), int(local[1]))
    except ValueError as problem:
        raise BadCell(f"is {written!r}, a day that doesn't exist") from problem
    raise BadCell(f"is {written!r}; write the date as 2026-03-31 or 31/03/2026")
