"""Payment plans and facts of one customer: loads what the solver needs, and hands it over.

`plan_for_file` works without I/O, because a live call solves again at every limit it hears.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from assistant.domain.eligibility import PlanContext
from assistant.domain.exclusions import exclusion_text, interest_exclusion
from assistant.domain.facts import CustomerFacts, customer_facts, lifetime_value, promise_kept
from assistant.domain.followup import follow_up
from assistant.domain.interest import RateTable
from assistant.domain.ledger import open_items
from assistant.domain.money import Language
from assistant.domain.plans import Limits, PlanResult
from assistant.domain.policy import Policy
from assistant.domain.records import CustomerFile, Principal
from assistant.domain.settlement import SettlementOffer, settlement_offer
from assistant.domain.solver import solve
from assistant.services.ports import Customers, Library, WorkingDays


@dataclass(frozen=True)
class PlanPorts:
    customers: Customers
    library: Library
    working_days: WorkingDays
    rates: RateTable


@dataclass(frozen=True)
class PlanBasis:
    """What plans rest on beside the customer's file; loaded once a call."""

    principal: Principal
    policy: Policy
    on: date
    working_days: WorkingDays
    rates: RateTable
    procedure: bool = False
    """Whether the customer has told of a procedure or a lawyer in this call."""


async def plan_for(customer_id: str, limits: Limits, on: date, ports: PlanPorts) -> PlanResult:
    """Plans for `PRINCIPAL/REF` on the day `on`; raises `NotFound`."""
    file = await ports.customers.file(customer_id)
    principal = file.customer.principal
    basis = PlanBasis(
        principal=ports.library.principal(principal),
        policy=ports.library.policy(principal),
        on=on,
        working_days=ports.working_days,
        rates=ports.rates,
    )
    return plan_for_file(file, limits, basis)


def plan_for_file(file: CustomerFile, limits: Limits, basis: PlanBasis) -> PlanResult:
    """The same for a file that is already here."""
    grace = basis.policy.promise_grace_days
    followed = follow_up(file, grace, basis.on)
    kept = promise_kept(followed, grace, basis.on)
    value = lifetime_value(file, basis.policy.clv_bands, basis.on)
    context = PlanContext(
        customer=file.customer.id,
        country=file.customer.country,
        on=basis.on,
        working_days=partial(basis.working_days.is_working_day, country=file.customer.country),
        rates=basis.rates,
        promise_kept=kept.rate if kept else None,
        clv_band=value.band if value else None,
        language=file.customer.language,
        principal_country=basis.principal.country,
        missed_plan=any(plan.state == "broken" for plan in followed.plans),
        excluded=interest_exclusion(file.customer, basis.on),
        procedure=basis.procedure,
    )
    return solve(open_items(file, basis.on), basis.policy, limits, context)


@dataclass(frozen=True)
class PlanRemarks:
    """What the person on the call should know beside the plans; no figure of it is part of a plan."""

    exclusion: str | None
    """Why no default interest may be charged, as a sentence."""
    settlement: SettlementOffer | None
    """How far the debt might be reduced, and by whose decision."""


async def remarks_for(customer_id: str, on: date, ports: PlanPorts, language: Language) -> PlanRemarks:
    """Remarks on `PRINCIPAL/REF` on the day `on`; raises `NotFound`."""
    file = await ports.customers.file(customer_id)
    policy = ports.library.policy(file.customer.principal)
    return PlanRemarks(
        exclusion=exclusion_text(file.customer, on, language),
        settlement=settlement_offer(open_items(file, on), policy, on),
    )


async def facts_for(customer_id: str, on: date, ports: PlanPorts) -> CustomerFacts:
    """Facts of `PRINCIPAL/REF` on the day `on`, sentences in the principal's language; raises `NotFound`."""
    file = await ports.customers.file(customer_id)
    principal = ports.library.principal(file.customer.principal)
    return customer_facts(file, ports.library.policy(principal.id), on, principal.language)
