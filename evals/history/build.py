"""Builds an invented history customer by customer, until enough calls were made."""

import datetime as dt
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.domain.money import Language
from assistant.domain.records import ContactPerson, Customer
from evals.history.past import Life, Place
from evals.history.people import company_names, person
from evals.history.record import CustomerHistory, Recording
from evals.history.world import House
from evals.payers import payer

_DAY = dt.timedelta(days=1)
_DAYS = 730
_SHARES = {"montelupo": 6, "brackwater": 4}
_EVERY = {61: 2, 91: 5, 122: 4, 182: 4}
"""Days between a customer's invoices and their weights: a few invoices a year each."""
_CHANGED = 0.15
"""Share of customers who become slower on some day of the two years."""
_ABROAD = 0.07
"""Share of customers who speak the other language."""


@dataclass(frozen=True)
class HistorySpec:
    """How many calls, until which day (itself included), from which seed. Same values, same history."""

    calls: int
    until: dt.date
    seed: int = 7

    @property
    def first(self) -> dt.date:
        return self.until - dt.timedelta(days=_DAYS)


class Builder:
    """Builds the histories of the houses in turn, until enough calls were made."""

    def __init__(
        self, houses: Sequence[House], spec: HistorySpec, is_working_day: Callable[[dt.date, str], bool]
    ) -> None:
        self.houses, self._spec, self._is_working_day = houses, spec, is_working_day
        self._left = spec.calls

    def histories(self) -> Iterator[CustomerHistory]:
        """Customers one after the other; the last one's calls stop where the number is reached."""
        names = {
            (house.id, language): company_names(random.Random(f"{self._spec.seed}/{house.id}/{language}"), language)
            for house in self.houses
            for language in house.stock
        }
        place = Place(self._spec.first, self._spec.until, self._is_working_day, self._take)
        number = 0
        while self._left:
            number += 1
            chance = random.Random(f"{self._spec.seed}/{number}")
            house = chance.choices(self.houses, [_SHARES.get(house.id, 5) for house in self.houses])[0]
            customer = _customer(house, number, chance, names)
            yield self._history(house, customer, place, chance)

    def _take(self) -> bool:
        if not self._left:
            return False
        self._left -= 1
        return True

    def _history(self, house: House, customer: Customer, place: Place, chance: random.Random) -> CustomerHistory:
        changes = None
        if chance.random() < _CHANGED:
            changes = place.first + chance.randint(200, _DAYS - 60) * _DAY
        who = replace(
            payer(chance, changes, chance.randint(10, 30)), every=chance.choices([*_EVERY], [*_EVERY.values()])[0]
        )
        past = Life(house, customer, who, place, chance).live()
        return Recording(house, past, self._spec.until, self._is_working_day, chance).record()


def _customer(
    house: House, number: int, chance: random.Random, names: dict[tuple[str, Language], Iterator[str]]
) -> Customer:
    home = house.principal.language
    language = home if chance.random() > _ABROAD or len(house.stock) == 1 else next(x for x in house.stock if x != home)
    who = person(chance, language)
    ref = f"H{house.id[0].upper()}-{number:05}"
    return Customer(
        principal=house.id,
        ref=ref,
        name=next(names[house.id, language]),
        country="IT" if language == "it" else "GB",
        language=language,
        vat_number=f"9999{number:07}",
        sales_rep=house.operators[number % 2].user.display_name,
        contacts=(
            ContactPerson(
                name=who.name, role=who.role, email=f"{ref.lower()}@example.invalid", phone=f"+39 0555 {number:06}"
            ),
        ),
    )
