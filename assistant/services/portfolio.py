"""The portfolio of a principal: loads its customers' records, a query a table, and hands them to the rules."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.portfolio import Portfolio, PortfolioQuery, portfolio
from assistant.domain.records import CustomerFile
from assistant.services.ports import Customers, Library

Progress = Callable[[int, int], None]
"""Told how many customers are done, and how many there are."""


@dataclass(frozen=True)
class PortfolioPorts:
    customers: Customers
    library: Library


async def portfolio_for(
    query: PortfolioQuery, ports: PortfolioPorts, progress: Progress = lambda done, total: None
) -> Portfolio:
    """All figures of the principal on the day of the query; raises `NotFound` for an unknown principal."""
    policy = ports.library.policy(query.principal)
    files = await ports.customers.list([query.principal])
    return await asyncio.to_thread(portfolio, _counted(files, progress), policy, query)


def _counted(files: Sequence[CustomerFile], progress: Progress) -> Iterator[CustomerFile]:
    for done, file in enumerate(files):
        progress(done, len(files))
        yield file
