"""The portfolio of a principal: its customers only, and progress while they are read."""

from dataclasses import replace

import pytest

from assistant.domain.policy import Policy
from assistant.services.portfolio import PortfolioPorts, portfolio_for
from tests.fakes import FakeCustomers, FakeLibrary
from tests.unit.test_facts import POLICY
from tests.unit.test_portfolio import QUERY, TWO, file


class Policies(FakeLibrary):
    def policy(self, principal: str) -> Policy:
        return {"p": POLICY}[principal]


OTHER = file("Z").model_copy(update={"customer": file("Z").customer.model_copy(update={"principal": "q"})})


async def test_the_principals_own_customers_with_progress() -> None:
    seen: list[tuple[int, int]] = []
    ports = PortfolioPorts(FakeCustomers(*TWO, OTHER), Policies())
    found = await portfolio_for(QUERY, ports, lambda done, total: seen.append((done, total)))
    assert (found.principal, found.customers) == ("p", 2)
    assert found.currencies[0].outstanding == 1450
    assert seen == [(0, 2), (1, 2)]


async def test_an_unknown_principal_is_refused_before_anything_is_read() -> None:
    with pytest.raises(KeyError):
        await portfolio_for(replace(QUERY, principal="x"), PortfolioPorts(FakeCustomers(), Policies()))
