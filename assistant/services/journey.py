"""A customer's page: the journey with its moments of truth, worth and debts; and the list that leads to it."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.domain.call_filter import AskedDays, FilterText, several
from assistant.domain.errors import InvalidInput
from assistant.domain.facts import CustomerFacts, balances
from assistant.domain.journey import STEP_KINDS, Journey, JourneyBasis, Moment, PayPoint, Step, StepKind
from assistant.domain.journey_whole import journey_of
from assistant.domain.ledger import settle
from assistant.domain.money import Language, Money
from assistant.domain.queue import MAX_LIMIT, QueueEntry, QueueQuery
from assistant.domain.records import Customer
from assistant.domain.users import Role, User
from assistant.services.access import SUPERVISORS, is_own, principals_of, refusals_logged, require_role
from assistant.services.ports import Audit, Clock, Customers, Library
from assistant.services.ports_journey import FoundCustomer, Journeys
from assistant.services.ports_reviews import CallQueue

READERS: tuple[Role, ...] = ("operator", *SUPERVISORS)
_OWN_CALLS_ONLY = "operator"
_LISTED = 40


class JourneyQuery(AskedDays):
    """Which part of a journey: days (both included), kinds of steps, and where the last page ended (`cursor`)."""

    language: Language | None = None
    kinds: Annotated[tuple[StepKind, ...], BeforeValidator(several)] = ()
    """Any of these; one text may name several, separated by commas."""
    cursor: str = Field(default="", max_length=300)
    limit: int = Field(default=100, ge=1, le=500)


class JourneyPage(BaseModel):
    """The customer, and the part of the journey that was asked for; `counts` are of all steps within the days."""

    model_config = ConfigDict(frozen=True)

    customer: Customer
    facts: CustomerFacts
    pattern: tuple[PayPoint, ...]
    moments: tuple[Moment, ...]
    counts: dict[StepKind, int]
    steps: tuple[Step, ...]
    next_cursor: str | None
    total: int


class Owed(BaseModel):
    """What is open in one currency."""

    currency: str
    outstanding: Money
    overdue: Money


class CustomerLine(BaseModel):
    """A customer in the list that leads to a page."""

    id: str
    name: str
    language: Language
    sales_rep: str
    owed: tuple[Owed, ...]
    last_call: dt.date | None


@dataclass(frozen=True)
class JourneyPorts:
    customers: Customers
    calls: CallQueue
    journeys: Journeys
    library: Library
    audit: Audit
    clock: Clock


async def customers_found(user: User, text: FilterText, principal: str, ports: JourneyPorts) -> list[CustomerLine]:
    """Customers of the person's principals by name or reference, the last called first; at most some dozens."""
    await _require(user, principal, "*", ports)
    principals = [principal] if principal else principals_of(user.principals)
    now = ports.clock.now()
    found = await ports.journeys.find(text, principals, _LISTED)
    await ports.audit.record(user.username, "journey.list", principal or "*", now, text)
    return [_line(one, now.date()) for one in found]


async def journey_page(user: User, customer: str, query: JourneyQuery, ports: JourneyPorts) -> JourneyPage:
    """The journey of `PRINCIPAL/REF`; raises `Forbidden` (logged), `NotFound`, or `InvalidInput` for a wrong cursor."""
    await _require(user, customer.partition("/")[0], customer, ports)
    whole = await whole_journey(user, customer, query.language or user.language, ports)
    await ports.audit.record(user.username, "journey.read", customer, ports.clock.now())
    return page_of(whole, query)


async def whole_journey(user: User, customer: str, language: Language, ports: JourneyPorts) -> Journey:
    """Everything of the customer that the person may see: operators see alerts and links of their own calls only."""
    file = await ports.customers.file(customer)
    calls = await _calls(customer, ports)
    notes = await ports.journeys.notes([call.call_id for call in calls])
    basis = JourneyBasis(
        file=file,
        policy=ports.library.policy(file.customer.principal),
        on=ports.clock.now().date(),
        language=language,
        texts=ports.library.note_texts(language),
        calls=[_seen_by(user, call) for call in calls],
        notes=notes,
        tasks=await ports.journeys.tasks(customer),
    )
    journey = journey_of(basis)
    if user.role != _OWN_CALLS_ONLY:
        return journey
    mine = {call.call_id for call in calls if is_own(user, call.operator)}
    steps = [s if s.call_id in mine else s.model_copy(update={"call_id": ""}) for s in journey.steps]
    return journey.model_copy(update={"steps": tuple(steps)})


def page_of(journey: Journey, query: JourneyQuery) -> JourneyPage:
    """The steps that the query lets through, one page of them, newest first."""
    within = [step for step in journey.steps if _within(step.day, query)]
    counts = Counter(step.kind for step in within)
    wanted = [step for step in within if not query.kinds or step.kind in query.kinds]
    start = _start(wanted, query.cursor)
    shown = wanted[start : start + query.limit]
    more = len(wanted) > start + query.limit
    return JourneyPage(
        customer=journey.customer,
        facts=journey.facts,
        pattern=journey.pattern,
        moments=tuple(moment for moment in journey.moments if _within(moment.day, query)),
        counts={kind: counts[kind] for kind in STEP_KINDS if counts[kind]},
        steps=tuple(shown),
        next_cursor=shown[-1].id if more else None,
        total=len(wanted),
    )


def _start(steps: Sequence[Step], cursor: str) -> int:
    """Behind the step that the last page ended with."""
    if not cursor:
        return 0
    for place, step in enumerate(steps):
        if step.id == cursor:
            return place + 1
    raise InvalidInput("This cursor isn't of this journey; leave it out to begin at the first page.", where="cursor")


def _within(day: dt.date, query: JourneyQuery) -> bool:
    return (query.since is None or query.since <= day) and (query.until is None or day <= query.until)


async def _calls(customer: str, ports: JourneyPorts) -> list[QueueEntry]:
    """All calls with the customer, oldest first."""
    principal = customer.partition("/")[0]
    found: list[QueueEntry] = []
    cursor: str | None = ""
    while cursor is not None:
        query = QueueQuery(customer=customer, principal=principal, limit=MAX_LIMIT, cursor=cursor)
        page = await ports.calls.page(query, [principal])
        found += page.calls
        cursor = page.next_cursor
    return sorted(found, key=lambda call: (call.started_at, call.call_id))


def _seen_by(user: User, call: QueueEntry) -> QueueEntry:
    if user.role != _OWN_CALLS_ONLY or is_own(user, call.operator):
        return call
    return call.model_copy(update={"critical_alerts": 0, "alerts": 0})


async def _require(user: User, principal: str, subject: str, ports: JourneyPorts) -> None:
    """Raise `Forbidden` unless the person may read customers (of this principal); the refusal is logged."""
    async with refusals_logged(user, "journey.refused", subject, ports):
        require_role(user, READERS, "Customers' pages are for operators and supervisors.", principal)


def _line(found: FoundCustomer, on: dt.date) -> CustomerLine:
    customer = found.file.customer
    owed = [
        Owed(currency=one.currency, outstanding=one.outstanding, overdue=one.overdue)
        for one in balances(settle(found.file, on), on)
        if one.outstanding
    ]
    return CustomerLine(
        id=customer.id,
        name=customer.name,
        language=customer.language,
        sales_rep=customer.sales_rep,
        owed=tuple(owed),
        last_call=found.last_call,
    )
