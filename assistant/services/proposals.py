"""The calls to make next: what promises, plans and disputes ask for, and whether the customer may be called now."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pydantic import BaseModel

from assistant.domain.errors import Forbidden
from assistant.domain.followup import follow_up
from assistant.domain.may_call import PlannedCall
from assistant.domain.money import Language
from assistant.domain.proposals import Proposal, Situated, proposals
from assistant.domain.records import CustomerFile
from assistant.domain.tasks import Task
from assistant.domain.users import User
from assistant.services.access import principals_of
from assistant.services.contact import customers_time, permission_for
from assistant.services.ports import Clock, Customers, Library, WorkingDays
from assistant.services.ports_notes import Tasks


@dataclass(frozen=True)
class ProposalPorts:
    customers: Customers
    tasks: Tasks
    library: Library
    working_days: WorkingDays
    clock: Clock


class ProposedCall(Proposal):
    """`next_allowed` is when the customer may be called again, where not now; None too where no such moment is near."""

    may_call: bool
    next_allowed: datetime | None = None


class ProposalList(BaseModel):
    """The longest waiting first."""

    on: date
    proposals: list[ProposedCall]


async def proposals_for(user: User, principal: str, language: Language, ports: ProposalPorts) -> ProposalList:
    """For the principals that the person may see, or one of them; trainers see none (`Forbidden`)."""
    if user.role == "trainer":
        raise Forbidden("Calls are proposed to those who work with customers.", where=user.role)
    within = [principal] if principal else principals_of(user.principals)
    return await proposed_calls(within, language, ports)


async def proposed_calls(
    principals: Sequence[str] | None, language: Language | None, ports: ProposalPorts
) -> ProposalList:
    """For all customers of the principals (None: of all); reasons in the language, else in each principal's."""
    now = ports.clock.now()
    files = await ports.customers.list(principals)
    done: dict[str, list[Task]] = defaultdict(list)
    for task in await ports.tasks.list(principals, ["done"]):
        done[task.customer].append(task)
    found = await asyncio.to_thread(_all, files, done, language, ports)
    return ProposalList(on=now.date(), proposals=found)


def _all(
    files: Sequence[CustomerFile], done: dict[str, list[Task]], language: Language | None, ports: ProposalPorts
) -> list[ProposedCall]:
    found: list[ProposedCall] = []
    for file in files:
        if file.promises or file.plans or file.disputes:
            found += _of(file, done[file.customer.id], language, ports)
    return sorted(found, key=lambda call: (call.since, call.customer, call.purpose))


def _of(
    file: CustomerFile, done: Sequence[Task], language: Language | None, ports: ProposalPorts
) -> list[ProposedCall]:
    principal = ports.library.principal(file.customer.principal)
    policy, now = ports.library.policy(principal.id), ports.clock.now()
    wording = language or principal.language
    situated = Situated(
        file=file,
        followed=follow_up(file, policy.promise_grace_days, now.date()),
        tasks=done,
        answer_due=_answer_due(policy.response_times.dispute_days, file.customer.country, ports.working_days),
        on=now.date(),
        language=wording,
    )
    calls = []
    for proposal in proposals(situated):
        planned = PlannedCall(file, customers_time(now, ports.library, file), proposal.purpose, wording)
        permission = permission_for(planned, ports.library, ports.working_days)
        allowed = {"may_call": permission.allowed, "next_allowed": permission.next_allowed}
        calls.append(ProposedCall.model_validate(dict(proposal) | allowed))
    return calls


def _answer_due(days: int, country: str, working_days: WorkingDays) -> Callable[[date], date]:
    """So many working days after a day."""

    def answer_due(opened: date) -> date:
        day, left = opened, days
        while left:
            day += timedelta(days=1)
            left -= working_days.is_working_day(day, country)
        return day

    return answer_due
