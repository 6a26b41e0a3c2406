"""Default interest: figures worked out by hand (the sums are in the comments and in the module's docstring)."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from assistant.domain.errors import LibraryError
from assistant.domain.interest import RateTable, compensation, interest_on
from assistant.domain.ledger import OpenItem, Settled

SHIPPED = Path(__file__).parents[2] / "knowledge" / "library" / "common" / "rates.yaml"


@pytest.fixture(scope="module")
def table() -> RateTable:
    return RateTable.model_validate(yaml.safe_load(SHIPPED.read_text(encoding="utf-8")))


def paid(*parts: tuple[date, str]) -> list[Settled]:
    return [Settled(day, Decimal(amount)) for day, amount in parts]


@pytest.mark.parametrize(
    ("due", "parts", "amount"),
    [
        # 30 days at 11.15 % and 31 at 10.15 %: 1000 x 649.15 / 36500 = 17.7849
        (date(2025, 5, 31), [(date(2025, 7, 31), "1000")], "17.78"),
        # 62 days at 10.15 %, over the turn of the year: 1000 x 629.30 / 36500 = 17.2411
        (date(2025, 11, 30), [(date(2026, 1, 31), "1000")], "17.24"),
        # leap year, 30 days at 12.50 % over 365: 1000 x 375 / 36500 = 10.2740
        (date(2024, 1, 31), [(date(2024, 3, 1), "1000")], "10.27"),
        # a part in between: (400 x 10 + 600 x 30) x 11.15 / 36500 = 6.7205
        (date(2024, 12, 31), [(date(2025, 1, 10), "400"), (date(2025, 1, 30), "600")], "6.72"),
        # three half-years: 1 day at 12.00 (2023-12-31), 182 at 12.50, 1 at 12.25: 1000 x 2299.25 / 36500 = 62.9932
        (date(2023, 12, 30), [(date(2024, 7, 1), "1000")], "62.99"),
        # one day at 10.15 %: 539.41 x 10.15 / 36500 = 0.1500; 1.00 bears 0.0003
        (date(2026, 1, 31), [(date(2026, 2, 1), "539.41")], "0.15"),
        (date(2026, 1, 31), [(date(2026, 2, 1), "1.00")], "0.00"),
        # exactly half a cent goes up: 796.6125 x 25 x 8 / 36500 = 4.365
        (date(2022, 1, 31), [(date(2022, 2, 25), "796.6125")], "4.37"),
        # paid on the due date, or before
        (date(2025, 5, 31), [(date(2025, 5, 31), "1000")], "0.00"),
        (date(2025, 5, 31), [(date(2025, 5, 1), "1000")], "0.00"),
        # the part paid in time bears none: 500 x 10 x 11.15 / 36500 = 1.5274
        (date(2024, 12, 31), [(date(2024, 12, 20), "500"), (date(2025, 1, 10), "500")], "1.53"),
    ],
)
def test_italian_interest(table: RateTable, due: date, parts: list[tuple[date, str]], amount: str) -> None:
    interest = interest_on(due, paid(*parts), table.pack("IT"))
    assert (interest.amount, interest.estimate) == (Decimal(amount), False)


def test_segments_show_the_sum(table: RateTable) -> None:
    interest = interest_on(date(2025, 5, 31), paid((date(2025, 7, 31), "1000")), table.pack("IT"))
    assert [(s.days, s.until, s.percent) for s in interest.segments] == [
        (30, date(2025, 6, 30), Decimal("11.15")),
        (31, date(2025, 7, 31), Decimal("10.15")),
    ]


def test_a_missing_half_year_takes_the_last_rate_and_says_so(table: RateTable) -> None:
    # 30 days at 10.15 %: 1000 x 304.5 / 36500 = 8.3425
    interest = interest_on(date(2027, 3, 1), paid((date(2027, 3, 31), "1000")), table.pack("IT"))
    assert (interest.amount, interest.estimate) == (Decimal("8.34"), True)
    known = interest_on(date(2026, 6, 1), paid((date(2026, 6, 30), "1000")), table.pack("IT"))
    touched = interest_on(date(2026, 6, 1), paid((date(2026, 7, 1), "1000")), table.pack("IT"))
    assert (known.estimate, touched.estimate) == (False, True)


def test_before_the_table_the_first_rate_is_an_estimate(table: RateTable) -> None:
    assert table.pack("IT").rate((2010, 1)) == (Decimal("8.75"), True)


def test_british_rate_holds_from_the_start(table: RateTable) -> None:
    # 61 days at 13.25 %: 1000 x 808.25 / 36500 = 22.1438
    interest = interest_on(date(2024, 5, 31), paid((date(2024, 7, 31), "1000")), table.pack("GB"))
    assert (interest.amount, interest.estimate) == (Decimal("22.14"), False)


def test_british_interest_that_starts_in_december_keeps_that_rate(table: RateTable) -> None:
    # due 30 Dec 2024: starts on 31 Dec, at the 5.25 % of that half-year; 31 days: 1000 x 410.75 / 36500 = 11.2534
    interest = interest_on(date(2024, 12, 30), paid((date(2025, 1, 30), "1000")), table.pack("GB"))
    assert (interest.amount, len(interest.segments)) == (Decimal("11.25"), 1)
    # due 31 Dec 2024: starts on 1 Jan; 30 days at 12.75 %: 1000 x 382.5 / 36500 = 10.4795
    assert interest_on(date(2024, 12, 31), paid((date(2025, 1, 30), "1000")), table.pack("GB")).amount == Decimal(
        "10.48"
    )


def test_an_unverified_rate_is_an_estimate(table: RateTable) -> None:
    interest = interest_on(date(2026, 1, 31), paid((date(2026, 3, 2), "1000")), table.pack("GB"))
    # 30 days at 11.75 %: 1000 x 352.5 / 36500 = 9.6575
    assert (interest.amount, interest.estimate) == (Decimal("9.66"), True)


def item(amount: str, number: str = "1", **changes: object) -> OpenItem:
    base = {
        "invoice_number": number,
        "issued_on": date(2024, 12, 1),
        "due_on": date(2024, 12, 31),
        "currency": "EUR",
        "amount": Decimal(amount),
        "original": Decimal(amount),
    }
    return OpenItem(**(base | changes))  # type: ignore[arg-type]


def test_an_open_item_with_a_part_paid(table: RateTable) -> None:
    open_item = item("600", original=Decimal(1000), settled=(Settled(date(2025, 1, 10), Decimal(400)),))
    paid = (*open_item.settled, Settled(date(2025, 1, 30), open_item.amount))
    assert interest_on(open_item.due_on, paid, table.pack("IT")).amount == Decimal("6.72")


def test_disputed_items_bear_no_compensation(table: RateTable) -> None:
    contested = item("1000", disputed=True)
    assert compensation([contested], date(2025, 6, 30), table.pack("IT")) == 0


def test_flat_sum_once_an_invoice(table: RateTable) -> None:
    on = date(2025, 3, 1)
    items = [item("100"), item("100", due_on=date(2025, 1, 31)), item("50", "2"), item("50", "3", due_on=on)]
    assert compensation(items, on, table.pack("IT")) == 80


@pytest.mark.parametrize(("debt", "sum_"), [("999.99", 40), ("1000.00", 70), ("9999.99", 70), ("10000.00", 100)])
def test_british_sums_by_size(table: RateTable, debt: str, sum_: int) -> None:
    assert compensation([item(debt)], date(2025, 3, 1), table.pack("GB")) == sum_


def test_british_sum_counts_what_was_late(table: RateTable) -> None:
    in_time = (Settled(date(2024, 12, 20), Decimal(500)),)
    late = (Settled(date(2025, 1, 20), Decimal(500)),)
    on = date(2025, 3, 1)
    assert compensation([item("900", original=Decimal(1400), settled=in_time)], on, table.pack("GB")) == 40
    assert compensation([item("900", original=Decimal(1400), settled=late)], on, table.pack("GB")) == 70


def test_the_shipped_table(table: RateTable) -> None:
    italian = [rate.half_year for rate in table.pack("IT").rates]
    assert (italian[0], italian[-1], len(italian)) == ("2013-H1", "2026-H1", 27)
    assert not any(rate.verify for rate in table.pack("IT").rates)


def test_unknown_country_names_the_remedy(table: RateTable) -> None:
    with pytest.raises(LibraryError, match="Add a pack"):
        table.pack("FR")


@pytest.mark.parametrize(
    "change",
    [
        {
            "rates": [
                {"half_year": "2026-H1", "percent": "2", "source": "s"},
                {"half_year": "2025-H1", "percent": "2", "source": "s"},
            ]
        },
        {"rates": [{"half_year": "2026-H3", "percent": "2", "source": "s"}]},
        {"compensation": [{"amount": "40"}, {"amount": "70"}]},
        {"compensation": [{"below": "1000", "amount": "40"}]},
    ],
)
def test_a_wrong_table_is_refused(change: dict[str, object]) -> None:
    good = {"law": "L", "currency": "EUR", "margin": "8", "changes": "half_yearly"}
    rates = {"rates": [{"half_year": "2026-H1", "percent": "2", "source": "s"}]}
    with pytest.raises(ValidationError):
        RateTable.model_validate({"packs": {"IT": good | rates | change}})
