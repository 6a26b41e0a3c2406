"""Who decides on a plan: the operator within their authority, else a supervisor, asked and answering in the call."""

from assistant.domain.errors import Conflict, Forbidden, NotFound
from assistant.domain.events import PlanApprove, PlanReject
from assistant.domain.plans import Approval, Plan
from assistant.domain.users import User
from assistant.services.access import SUPERVISORS
from assistant.services.session import Session
from assistant.services.turns import update_plans


async def choose_plan(session: Session, plan_id: str) -> None:
    """Mark the option as chosen; one beyond the operator's authority is put to the supervisors.

    Raises `NotFound` for a plan that isn't offered, `Conflict` for one that a supervisor has rejected.
    """
    state = session.state
    plan = _shown(session, plan_id)
    # The nearest plan isn't one of the options: it is beyond the policy, or beyond what the customer can manage.
    if plan not in state.options and plan.authority == "operator":
        raise NotFound("That plan isn't among the options; change the customer's limits first.", where=plan_id)
    known = state.approvals.get(plan_id)
    if known and known.state == "rejected":
        raise Conflict(f"{known.by} rejected that plan: {known.text}", where=plan_id)
    asked = {} if plan.authority == "operator" or known else {plan_id: Approval(plan_id=plan_id, state="pending")}
    await update_plans(session, state.limits, state.approvals | asked, chosen=plan_id)


async def decide_plan(session: Session, event: PlanApprove | PlanReject, user: User) -> None:
    """Note a supervisor's decision; the latest counts.

    Raises `Forbidden` for others, `NotFound` for a plan that isn't shown, `Conflict` for one that needs no decision.
    """
    if user.role not in SUPERVISORS:
        raise Forbidden("Only a supervisor decides on a plan beyond the operator's authority.", where=event.plan_id)
    plan = _shown(session, event.plan_id)
    if plan.authority == "operator":
        raise Conflict("That plan is within the operator's authority and needs no decision.", where=event.plan_id)
    state = session.state
    decision = Approval(
        plan_id=plan.id,
        state="approved" if isinstance(event, PlanApprove) else "rejected",
        by=user.display_name or user.username,
        text=event.text.strip(),
    )
    chosen = None if decision.state == "rejected" and state.chosen == plan.id else state.chosen
    await update_plans(
        session, state.limits, state.approvals | {plan.id: decision}, offered=state.offered, chosen=chosen
    )


def _shown(session: Session, plan_id: str) -> Plan:
    for plan in session.state.shown:
        if plan.id == plan_id:
            return plan
    raise NotFound("That plan isn't among the options any more; choose one that is shown.", where=plan_id)
