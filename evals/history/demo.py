"""Past calls with the demonstration's own customers: so that a newcomer's lists and reports aren't empty.

They tell of matters that are closed (invoices that were paid late, a dispute that was answered) or of calls of which
nothing followed. No invoice, payment, promise or task is written: what the records say stays as it is.
"""

import datetime as dt
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from sqlalchemy import delete, func, select

from assistant.adapters.calendar import HolidayCalendar
from assistant.adapters.store import Database, tables
from assistant.domain.calls import Purpose
from assistant.domain.ledger import OpenItem, settle
from assistant.domain.notes import Disposition
from assistant.domain.records import CustomerFile
from assistant.domain.users import User
from evals.history.build import HistorySpec
from evals.history.heard import heard_in
from evals.history.houses import houses
from evals.history.past import Past, Place, moment_on
from evals.history.record import CallRecord, CustomerHistory, Recording
from evals.history.world import House, Operator, Story
from evals.history.write import write_calls, write_users

_DAY = dt.timedelta(days=1)
_PREFIX = "past-"
_SEED = 11
_BEFORE_IT_WAS_PAID: dict[Disposition, int] = {
    "promise_to_pay": 40,
    "callback_scheduled": 14,
    "information_given": 16,
    "wrong_party": 8,
    "no_outcome": 10,
    "refused": 4,
    "escalated": 3,
}
"""How calls ended about an invoice that was paid later, and their weights."""
_WITHOUT_CONSEQUENCE: tuple[Disposition, ...] = (
    "callback_scheduled",
    "information_given",
    "information_given",
    "wrong_party",
    "no_outcome",
)


@dataclass(frozen=True)
class DemoSpec:
    """How many calls with which customers, as their records are on the day `today`; `operator` made some of them."""

    files: Sequence[CustomerFile]
    calls: int
    today: dt.date
    operator: User | None = None

    @property
    def stem(self) -> str:
        return f"{_PREFIX}{self.today:%y%m%d}-"

    @property
    def days(self) -> HistorySpec:
        return HistorySpec(self.calls, self.today - _DAY, _SEED)


async def seed_demo_history(database: Database, library_path: Path, spec: DemoSpec) -> dict[str, int]:
    """Write the calls and return how many each principal has now.

    Calls that were written today stay as they are; those of another day are replaced, because the records have moved.
    """
    if not await _count(database, spec.stem):
        found = {house.id: _joined(house, spec.operator) for house in houses(library_path, _SEED)}
        made = list(_histories(found, spec))
        await write_users(database, [one.user for house in found.values() for one in house.operators])
        async with database.writing() as connection:
            for table in tables.metadata.sorted_tables:
                key = table.c.id if table is tables.calls else table.c.get("call_id")
                if key is not None:
                    await connection.execute(delete(table).where(key.startswith(_PREFIX, autoescape=True)))
            await write_calls(connection, made)
    return await _count(database, spec.stem)


async def _count(database: Database, stem: str) -> dict[str, int]:
    calls = tables.calls.c
    query = select(calls.principal, func.count().label("calls")).where(calls.id.startswith(stem, autoescape=True))
    async with database.reading() as connection:
        rows = await connection.execute(query.group_by(calls.principal))
        return {row.principal: row.calls for row in rows}


def _joined(house: House, user: User | None) -> House:
    """The house with one more operator, a kind one."""
    if user is None or not user.may_see(house.id):
        return house
    return replace(house, operators=(*house.operators, Operator(user, 0.75)))


def _histories(found: Mapping[str, House], spec: DemoSpec) -> Iterator[CustomerHistory]:
    """Of all calls that fit the records, so many, spread over the customers."""
    chance = random.Random(f"{_SEED}/{spec.today}")
    place = Place(spec.days.first, spec.days.until, HolidayCalendar().is_working_day, lambda: True)
    possible: list[tuple[str, Story]] = []
    for file in spec.files:
        if (house := found.get(file.customer.principal)) and file.customer.contacts:
            stories = _Stories(house, file, place, chance)
            possible += [(file.customer.id, story) for story in stories.possible()]
    chance.shuffle(possible)
    chosen = sorted(possible[: spec.calls], key=lambda pair: pair[1].at)
    for file in spec.files:
        mine = [story for customer, story in chosen if customer == file.customer.id]
        if mine:
            numbered = [
                replace(s, id=f"{spec.stem}{file.customer.ref.lower()}-{n}") for n, s in enumerate(mine, start=1)
            ]
            past = Past(file.customer, list(file.invoices), list(file.payments), numbered)
            calls = Recording(mine[0].house, past, place.last, place.is_working_day, chance).record().calls
            # The records and tasks that the notes would cause aren't written.
            yield CustomerHistory(file, [_unscored(call) for call in calls])


@dataclass(frozen=True)
class _Matter:
    """An invoice that a call was about, and when it was paid."""

    invoice: str
    amount: Decimal
    paid: dt.date


class _Stories:
    """What may have been said about the invoices of one customer, before and after they were paid."""

    def __init__(self, house: House, file: CustomerFile, place: Place, chance: random.Random) -> None:
        self.house, self.file, self.place, self.chance = house, file, place, chance
        self.busy = {contact.at.date() for contact in file.contacts}
        themes = [*house.stock[file.customer.language].themes[house.id]]
        self.theme = chance.choice(themes) if file.tickets or chance.random() < 0.3 else ""

    def possible(self) -> Iterator[Story]:
        contested = {dispute.invoice_number: dispute for dispute in self.file.disputes}
        for item in settle(self.file, self.place.last).items:
            dispute = contested.get(item.invoice_number)
            if dispute is not None and dispute.state == "open":
                continue
            if item.amount > 0 or not item.settled:
                yield from self._about_open(item)
                continue
            matter = _Matter(item.invoice_number, item.original, max(part.on for part in item.settled))
            if dispute is not None:
                yield from self._story(dispute.opened_on, "overdue", "dispute_opened", matter)
            yield from self._before(item.due_on, matter)
            yield from self._beside(item.due_on, matter)

    def _about_open(self, item: OpenItem) -> Iterator[Story]:
        """Calls about what is open still, of which nothing followed."""
        matter = _Matter(item.invoice_number, item.amount, self.place.last)
        if item.days_past_due(self.place.last) <= 5:
            yield from self._story(item.issued_on + 9 * _DAY, "pre_due_courtesy", "information_given", matter)
            return
        for days in range(5, min(60, item.days_past_due(self.place.last)), 12):
            ending = self.chance.choice(_WITHOUT_CONSEQUENCE)
            yield from self._story(item.due_on + days * _DAY, "overdue", ending, matter)

    def _before(self, due: dt.date, matter: _Matter) -> Iterator[Story]:
        late = (matter.paid - due).days
        if late > 9:
            ending = self.chance.choices([*_BEFORE_IT_WAS_PAID], [*_BEFORE_IT_WAS_PAID.values()])[0]
            called = due + self.chance.randint(5, min(12, late - 4)) * _DAY
            yield from self._story(called, "overdue", ending, matter)

    def _beside(self, due: dt.date, matter: _Matter) -> Iterator[Story]:
        """A courtesy before it was due, a payment that crossed the call, an interview after it was paid."""
        roll = self.chance.random()
        if roll < 0.25:
            yield from self._story(due - 7 * _DAY, "pre_due_courtesy", "information_given", matter)
        elif roll < 0.4:
            yield from self._story(matter.paid + _DAY, "overdue", "already_paid_to_verify", matter)
        elif roll < 0.6:
            yield from self._story(matter.paid + 10 * _DAY, "feedback_interview", "information_given", matter)
        elif roll < 0.8:
            yield from self._story(matter.paid + 20 * _DAY, "inbound", "information_given", matter)

    def _story(self, day: dt.date, purpose: Purpose, ending: Disposition, matter: _Matter) -> Iterator[Story]:
        """One story, or none where no call was possible on that day."""
        customer = self.file.customer
        taken = any(day + gap * _DAY in self.busy for gap in (-1, 0, 1))
        if day > self.place.last or taken or not self.place.is_working_day(day, customer.country):
            return
        self.busy.add(day)
        operator = self.chance.choice(self.house.operators)
        story = Story(
            id="",
            house=self.house,
            customer=customer.id,
            customer_name=customer.name,
            contact=customer.contacts[0].name,
            language=customer.language,
            sales_rep=customer.sales_rep,
            operator=operator,
            warmth=min(1.0, max(0.0, self.chance.gauss(operator.warmth, 0.14))),
            at=moment_on(day, self.house.zone, self.chance),
            purpose=purpose,
            disposition=ending,
            heard=(),
            invoice=matter.invoice,
            amount=matter.amount,
            currency=self.file.invoices[0].currency,
            promise=(matter.paid, matter.amount) if ending == "promise_to_pay" else None,
            paid_on=matter.paid if ending == "already_paid_to_verify" else None,
            call_back_on=self._working_after(day) if ending == "callback_scheduled" else None,
            theme=self.theme if self.chance.random() < 0.35 else "",
            complete=self.chance.random() > 0.02,
        )
        yield replace(_complete(story), heard=heard_in(story, self.chance))

    def _working_after(self, day: dt.date) -> dt.date:
        while True:
            day += _DAY
            if self.place.is_working_day(day, self.file.customer.country):
                return day


def _unscored(call: CallRecord) -> CallRecord:
    """Without levels: whoever serves the demonstration scores it by the real rules."""
    return replace(call, score=None, review=None, facts=call.facts.model_copy(update={"levels": {}}))


def _complete(story: Story) -> Story:
    """A call that broke off has no outcome."""
    return story if story.complete else replace(story, disposition="no_outcome", promise=None)
