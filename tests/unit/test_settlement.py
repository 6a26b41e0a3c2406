"""How far a debt may be reduced: which items count, and to which cent."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.ledger import OpenItem
from assistant.domain.policy import Policy
from assistant.domain.settlement import settlement_offer
from tests.unit.test_solver import item, policy

ON = date(2026, 11, 23)
RULE = {"max_percent": "10", "min_days_past_due": 180, "authority": "supervisor", "article": "settlement"}


def rules(**changes: Any) -> Policy:
    return Policy.model_validate(policy().model_dump() | {"settlement": RULE | changes})


def aged(days: int, amount: str = "1000.00", number: str = "2026/1", **changes: Any) -> OpenItem:
    return item(amount, number, ON - timedelta(days=days), **changes)


def test_the_limit_with_its_source() -> None:
    offer = settlement_offer([aged(180), aged(400, "333.33", "2025/9")], rules(), ON)
    assert offer is not None
    # A tenth of 1,333.33 is 133.333: rounded down, or the policy would be exceeded.
    assert offer.model_dump(mode="json") == {
        "invoices": ["2025/9", "2026/1"],
        "currency": "EUR",
        "outstanding": "1333.33",
        "percent": "10",
        "reduction": "133.33",
        "total": "1200.00",
        "authority": "supervisor",
        "article": "settlement",
    }


@pytest.mark.parametrize("items", [[], [aged(179)], [aged(300, disputed=True)], [aged(300, amount="0.00")]], ids=str)
def test_nothing_old_enough_and_undisputed(items: list[OpenItem]) -> None:
    assert settlement_offer(items, rules(), ON) is None


def test_a_policy_without_settlement_offers_none() -> None:
    assert settlement_offer([aged(300)], policy(), ON) is None
    assert settlement_offer([aged(300)], rules(max_percent="0"), ON) is None
    # Without a least age it is still for debts that are late.
    assert settlement_offer([aged(0)], rules(min_days_past_due=0), ON) is None


def test_only_the_items_that_count_are_reduced() -> None:
    items = [aged(200), aged(20, "500.00", "2026/2"), aged(300, "70.00", "2026/3", currency="GBP")]
    offer = settlement_offer(items, rules(), ON)
    assert offer is not None and (offer.currency, offer.outstanding, offer.invoices) == ("GBP", Decimal(70), ["2026/3"])
    offer = settlement_offer(items[:2], rules(), ON)
    assert offer is not None and (offer.outstanding, offer.total) == (Decimal(1000), Decimal(900))
