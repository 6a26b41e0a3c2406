"""The invented payers: the same each time, of every kind, and slower from the planted day on only."""

import random
from dataclasses import replace
from datetime import date, timedelta
from statistics import median

from evals.payers import KINDS, Payer, invoices, payer

FIRST, LAST = date(2024, 1, 1), date(2025, 12, 31)
STEADY = Payer(kind="late", every=30, terms=30, usual=12, spread=2, shut=False, run_day=10)


def test_the_same_each_time() -> None:
    first, again = (
        list(invoices(payer(chance), chance, FIRST, LAST)) for chance in (random.Random(3), random.Random(3))
    )
    assert first == again and len(first) > 4


def test_every_kind_occurs_and_pays_after_issue_on_working_days() -> None:
    chance = random.Random(1)
    payers = [payer(chance) for _ in range(300)]
    assert {who.kind for who in payers} == set(KINDS)
    for who in payers:
        for paid in invoices(who, chance, FIRST, LAST):
            assert paid.issued_on < paid.paid_on and paid.paid_on.weekday() < 5
            assert paid.due_on - paid.issued_on == timedelta(days=who.terms)


def test_a_change_makes_later_due_dates_slower_and_nothing_else() -> None:
    day = date(2025, 1, 1)
    same = list(invoices(STEADY, random.Random(5), FIRST, LAST))
    slower = list(invoices(replace(STEADY, changes_on=day, slower_by=20), random.Random(5), FIRST, LAST))
    assert [paid for paid in same if paid.due_on < day] == [paid for paid in slower if paid.due_on < day]
    gains = [b.delay - a.delay for a, b in zip(same, slower, strict=True) if a.due_on >= day]
    assert 18 <= median(gains) <= 22 and min(gains) > 15


def test_nobody_pays_while_shut_in_august() -> None:
    days = [paid.paid_on for paid in invoices(replace(STEADY, every=7, shut=True), random.Random(2), FIRST, LAST)]
    assert not any(day.month == 8 and 5 <= day.day <= 25 for day in days)


def test_a_monthly_run_pays_on_its_day_or_the_monday_after() -> None:
    run = replace(STEADY, kind="monthly_run", every=14)
    days = {paid.paid_on.day for paid in invoices(run, random.Random(2), FIRST, LAST)}
    assert days and days <= {10, 11, 12}
