"""A plan beyond the operator's authority: asked for, approved or rejected by a supervisor, and not said before."""

from decimal import Decimal

import pytest

from assistant.domain.calls import Situation
from assistant.domain.conduct import UNAPPROVED_PLAN_RULE
from assistant.domain.errors import Conflict, Forbidden, NotFound
from assistant.domain.events import (
    AlertRaised,
    PlanApprove,
    PlanChosen,
    PlanLimits,
    PlanReject,
    PlansUpdated,
    SuggestionReady,
)
from assistant.domain.plans import Limits, Plan
from assistant.domain.users import User
from assistant.services.live import LiveCalls
from assistant.services.session import LivePorts
from tests.unit.test_conduct import POLICY
from tests.unit.test_live import OPERATOR, Library, World

SUPERVISOR = User(username="sara", display_name="Sara Conti", role="supervisor", principals=("acme",))


@pytest.fixture
async def strict(monkeypatch: pytest.MonkeyPatch) -> World:
    """A call under a policy whose only tier is a supervisor's."""
    tier = POLICY.tiers[0].model_copy(update={"authority": "supervisor"})
    monkeypatch.setattr(Library, "policy", lambda *_: POLICY.model_copy(update={"tiers": (tier,)}))
    world = World()
    await world.open()
    return world


async def updated(world: World) -> PlansUpdated:
    event = await world.last(PlansUpdated)
    assert isinstance(event, PlansUpdated)
    return event


async def option(world: World) -> Plan:
    return (await updated(world)).options[0]


async def test_choosing_such_a_plan_asks_a_supervisor_whose_approval_is_noted(strict: World) -> None:
    plan = await option(strict)
    assert plan.authority == "supervisor"
    await strict.live.act(PlanChosen(call_id="k", plan_id=plan.id), OPERATOR)
    event = await updated(strict)
    assert event.chosen == plan.id
    assert [(a.plan_id, a.state) for a in event.approvals] == [(plan.id, "pending")]
    assert strict.live.waits_for_approval("k")
    await strict.live.act(PlanApprove(call_id="k", plan_id=plan.id, text="cliente storico"), SUPERVISOR)
    event = await updated(strict)
    assert event.chosen == plan.id
    assert [(a.state, a.by, a.text) for a in event.approvals] == [("approved", "Sara Conti", "cliente storico")]
    assert not strict.live.waits_for_approval("k")


async def test_a_rejected_plan_is_no_longer_chosen_and_can_t_be_chosen_again(strict: World) -> None:
    plan = await option(strict)
    await strict.live.act(PlanChosen(call_id="k", plan_id=plan.id), OPERATOR)
    await strict.live.act(PlanReject(call_id="k", plan_id=plan.id, text="serve un acconto"), SUPERVISOR)
    event = await updated(strict)
    assert event.chosen is None
    assert event.approvals[0].state == "rejected"
    with pytest.raises(Conflict, match=r"Sara Conti.*serve un acconto"):
        await strict.live.act(PlanChosen(call_id="k", plan_id=plan.id), OPERATOR)


async def test_only_a_supervisor_decides_and_only_on_what_is_shown(strict: World) -> None:
    plan = await option(strict)
    with pytest.raises(Forbidden):
        await strict.live.act(PlanApprove(call_id="k", plan_id=plan.id), OPERATOR)
    with pytest.raises(NotFound):
        await strict.live.act(PlanApprove(call_id="k", plan_id="nope"), SUPERVISOR)
    stranger = SUPERVISOR.model_copy(update={"principals": ("other",)})
    with pytest.raises(Forbidden):
        await strict.live.act(PlanApprove(call_id="k", plan_id=plan.id), stranger)
    assert (await updated(strict)).approvals == []


async def test_what_an_operator_may_decide_needs_nobody() -> None:
    world = World()
    await world.open()
    plan = await option(world)
    with pytest.raises(Conflict):
        await world.live.act(PlanApprove(call_id="k", plan_id=plan.id), SUPERVISOR)
    await world.live.act(PlanChosen(call_id="k", plan_id=plan.id), OPERATOR)
    assert (await updated(world)).approvals == []


async def test_an_unapproved_plan_is_not_put_into_the_operators_mouth(strict: World) -> None:
    await strict.hear("posso pagare a rate?", (Situation.INSTALMENT_REQUEST, 0.9))
    assert await strict.count(SuggestionReady) == 0
    plan = next(p for p in (await updated(strict)).options if p.label == "balanced")
    await strict.live.act(PlanApprove(call_id="k", plan_id=plan.id), SUPERVISOR)
    await strict.hear("allora, posso pagare a rate?", (Situation.INSTALMENT_REQUEST, 0.9))
    card = (await strict.last(SuggestionReady)).card  # type: ignore[union-attr]
    assert card.phrase_id == "plan"


async def test_saying_it_aloud_before_raises_an_alert_once_approved_it_does_not(strict: World) -> None:
    plan = (await updated(strict)).options[-1]
    words = f"Allora facciamo {len(plan.instalments)} rate"
    await strict.hear(words, speaker="operator")
    alert = await strict.last(AlertRaised)
    assert isinstance(alert, AlertRaised)
    assert alert.rule == UNAPPROVED_PLAN_RULE
    assert alert.kinder
    approved = World()
    await approved.open()
    await approved.live.act(PlanApprove(call_id="k", plan_id=plan.id), SUPERVISOR)
    await approved.hear(words, speaker="operator")
    assert await approved.count(AlertRaised) == 0


async def test_decisions_survive_new_limits_and_a_restart(strict: World) -> None:
    plan = await option(strict)
    await strict.live.act(PlanApprove(call_id="k", plan_id=plan.id), SUPERVISOR)
    await strict.hear("non più di trecento al mese", (Situation.INSTALMENT_REQUEST, 0.9))
    event = await updated(strict)
    assert event.limits.max_instalment == Decimal(300)
    assert [a.plan_id for a in event.approvals] == [plan.id]
    revived = World()
    revived.live = LiveCalls(LivePorts(**{**revived.ports.__dict__, "calls": strict.calls}))
    await revived.live.act(PlanLimits(call_id="k", limits=Limits()), OPERATOR)
    assert [(a.plan_id, a.state) for a in (await updated(strict)).approvals] == [(plan.id, "approved")]
