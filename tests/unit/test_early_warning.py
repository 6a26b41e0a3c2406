"""Early warning: when payments leave the customer's own pattern, and the sentence that says so."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from assistant.domain.early_warning import THRESHOLDS, departure, early_warning
from assistant.domain.ledger import OpenItem
from assistant.domain.policy import FalseAlarms
from assistant.domain.punctuality import SettledItem

FIRST = date(2025, 1, 31)
STEADY = (5, 6, 7, 6, 5, 7, 6, 5, 6, 7)


def history(*delays: int) -> list[SettledItem]:
    """Due dates a month apart, paid so many days late."""
    dues = [FIRST + timedelta(days=30 * n) for n in range(len(delays))]
    return [
        SettledItem(due, due + timedelta(days=delay), 30 + delay, delay, "EUR")
        for due, delay in zip(dues, delays, strict=True)
    ]


def open_item(number: str, days: int, on: date, disputed: bool = False) -> OpenItem:
    due = on - timedelta(days=days)
    return OpenItem(number, due - timedelta(days=30), due, "EUR", Decimal(10), Decimal(10), disputed)


ON = FIRST + timedelta(days=400)


def test_the_score_by_hand() -> None:
    """Usual 6, the least deviation of 3 days; three due dates of 16, 18 and 21 days count with weight 1."""
    found = departure(history(*STEADY, 16, 18, 21), [], ON)
    assert found is not None
    assert (found.usual, found.late, found.count, found.still_open) == (6, 16, 3, 0)
    assert found.score == pytest.approx((16 - 6) / 3)


def test_one_very_late_payment_may_be_an_oversight() -> None:
    found = departure(history(*STEADY, 36), [], ON)
    assert found is not None and found.score == pytest.approx(30 / 3 * 0.2)
    assert early_warning(found, 2, "en") is None


def test_a_customer_who_is_often_very_late_has_a_wide_pattern() -> None:
    often = departure(history(*(0, 0, 0, 30) * 4, 20, 20, 20), [], ON)
    never = departure(history(*(0, 0, 0, 0) * 4, 20, 20, 20), [], ON)
    assert often is not None and never is not None
    # Nine of ten were paid by day 30, which is 1.28 deviations of 23.4 days; the latest four are 20 days late or more.
    assert often.score == pytest.approx(20 / 23.4 * 1.3, rel=0.01)
    assert never.score == pytest.approx(20 / 3)


def test_open_invoices_are_seen_before_they_are_paid() -> None:
    items = [open_item("A", 55, ON), open_item("B", 25, ON), open_item("C", 2, ON)]
    found = departure(history(*STEADY), items, ON)
    assert found is not None
    # C isn't later than usual yet: it says nothing.
    assert (found.late, found.count, found.still_open, found.invoice_number) == (25, 2, 2, "B")
    assert early_warning(found, 2, "en") == (
        "Usually pays 6 days after the due date; the latest 2 due dates are all at least 25 days past due: "
        "out of pattern."
    )


def test_disputed_invoices_wait_for_an_answer() -> None:
    items = [open_item("A", 55, ON, disputed=True), open_item("B", 25, ON, disputed=True)]
    found = departure(history(*STEADY), items, ON)
    assert found is None or early_warning(found, 10, "en") is None


@pytest.mark.parametrize(
    "delays", [STEADY[:6], (60, 60), (), (*STEADY, 20, 20, -1), (*STEADY, 0), (-20,) * 8 + (-1,) * 4]
)
def test_no_departure_without_a_pattern_or_in_time(delays: tuple[int, ...]) -> None:
    assert departure(history(*delays), [], ON) is None


def test_habits_of_years_ago_are_not_the_pattern() -> None:
    """Thirty due dates paid at once long ago, then two years at forty days: forty is usual."""
    found = departure(history(*[0] * 30, *[40] * 28), [], ON)
    assert found is not None and (found.usual, found.score) == (40, 0)


@pytest.mark.parametrize(
    ("delays", "days_open", "usual", "now"),
    [
        (STEADY, (90,), "6 giorni dopo la scadenza", "la fattura 0 è scaduta da 90 giorni"),
        ((*STEADY, 90), (), "6 giorni dopo la scadenza", "l'ultima scadenza è stata pagata con 90 giorni di ritardo"),
        (
            (*STEADY, 30),
            (26,),
            "6 giorni dopo la scadenza",
            "le ultime 2 scadenze hanno almeno 26 giorni di ritardo, aperte ancora 1",
        ),
        (
            (*(1,) * 8, 30, 31),
            (),
            "il giorno dopo la scadenza",
            "le ultime 2 scadenze sono state pagate con almeno 30 giorni di ritardo",
        ),
    ],
)
def test_one_sentence_in_italian(delays: Any, days_open: Any, usual: str, now: str) -> None:
    items = [open_item(str(n), days, ON) for n, days in enumerate(days_open)]
    sentence = early_warning(departure(history(*delays), items, ON), 2, "it")
    assert sentence == f"Di solito paga {usual}; {now}: è fuori dal suo andamento."


@pytest.mark.parametrize(
    ("delays", "days_open", "usual", "now"),
    [
        (STEADY, (90,), "6 days after the due date", "invoice 0 is 90 days past due"),
        ((*(1,) * 8, 90), (), "a day after the due date", "the latest due date was paid 90 days late"),
        (
            (*(-2,) * 8, 30, 31),
            (),
            "by the due date",
            "the latest 2 due dates were all paid at least 30 days late",
        ),
        (
            (*STEADY, 30),
            (26,),
            "6 days after the due date",
            "the latest 2 due dates are all at least 26 days late, still open 1",
        ),
    ],
)
def test_one_sentence_in_english(delays: Any, days_open: Any, usual: str, now: str) -> None:
    items = [open_item(str(n), days, ON) for n, days in enumerate(days_open)]
    sentence = early_warning(departure(history(*delays), items, ON), 2, "en")
    assert sentence == f"Usually pays {usual}; {now}: out of pattern."


def test_a_larger_budget_warns_sooner() -> None:
    assert tuple(THRESHOLDS) == get_args(FalseAlarms)
    assert sorted(THRESHOLDS.values(), reverse=True) == list(THRESHOLDS.values())
    found = departure(history(*STEADY, 12, 13, 14), [], ON)
    assert early_warning(found, 2, "it") is None
    assert early_warning(found, 5, "it") is not None
