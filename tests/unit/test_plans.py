"""The use case: from a customer's file to plans, by way of the principal's policy and the customer's calendar."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assistant.domain.contact_rules import RulePack
from assistant.domain.errors import NotFound
from assistant.domain.interest import RateTable
from assistant.domain.manner_signals import Signals
from assistant.domain.note_texts import NoteTexts
from assistant.domain.plans import Limits
from assistant.domain.policy import Conduct, Policy
from assistant.domain.records import Customer, CustomerFile, Due, Invoice, Payment, PlanRecord, Principal, Promise
from assistant.domain.rubric import Rubric
from assistant.services.plans import PlanBasis, PlanPorts, facts_for, plan_for, plan_for_file, remarks_for
from knowledge.types import Article, Language, Phrase

ON = date(2026, 11, 23)
WHEN = {"total_max": "50000", "days_past_due_max": 200}
POLICY = Policy.model_validate(
    {
        "tiers": [
            {
                "id": tier,
                "when": WHEN | extra,
                "max_instalments": most,
                "min_amount": "50",
                "first_due_within_days": 20,
                "interest": "charged",
                "article": "payment-plans",
            }
            for tier, extra, most in [("trusted", {"promise_kept_min": "0.8"}, 10), ("standard", {}, 4)]
        ],
        "response_times": {"dispute_days": 5, "complaint_days": 5, "document_days": 2, "payment_check_days": 3},
    }
)
PACK = {"law": "L", "currency": "GBP", "margin": "8", "changes": "at_start", "compensation": [{"amount": "40"}]}
RATES = RateTable.model_validate(
    {"packs": {"GB": PACK | {"rates": [{"half_year": "2026-H2", "percent": "2.15", "source": "S"}]}}}
)


class ClosedOn:
    """Weekends, and one holiday in one country."""

    def __init__(self, holiday: date, country: str) -> None:
        self.closed = (holiday, country)

    def is_working_day(self, day: date, country: str) -> bool:
        return day.weekday() < 5 and not self.is_public_holiday(day, country)

    def is_public_holiday(self, day: date, country: str) -> bool:
        return (day, country) == self.closed


class OneCustomer:
    def __init__(self, file: CustomerFile) -> None:
        self._file = file

    async def file(self, customer_id: str) -> CustomerFile:
        if customer_id != self._file.customer.id:
            raise NotFound(f"No customer {customer_id!r}.")
        return self._file

    async def resolve(self, reference: str, principals: Any = None) -> str:
        return self._file.customer.id

    async def list(self, principals: Any = None) -> list[CustomerFile]:
        return [self._file]


class OnePrincipal:
    def principals(self) -> list[Principal]:
        return [self.principal("brack")]

    def principal(self, principal: str) -> Principal:
        return Principal(id=principal, name="Brack Ltd", language="en", country="GB", currency="GBP")

    def policy(self, principal: str) -> Policy:
        return POLICY

    def note_texts(self, language: Language) -> NoteTexts:
        raise NotImplementedError

    def rubric(self) -> Rubric:
        raise NotImplementedError

    def signals(self, language: Language) -> Signals:
        raise NotImplementedError

    def contact_rules(self, principal: str) -> Sequence[RulePack]:
        raise NotImplementedError

    def conduct(self) -> Conduct:
        raise NotImplementedError

    def phrases(self, principal: str, language: Language) -> list[Phrase]:
        return []

    def article(self, principal: str, article_id: str, language: Language) -> Article | None:
        return None


def customer_file(*outcomes: Any) -> CustomerFile:
    return CustomerFile(
        customer=Customer(principal="brack", ref="C1", name="Officine Prova", country="IT", language="it"),
        invoices=(
            Invoice(
                number="A1",
                issued_on=date(2026, 9, 1),
                currency="GBP",
                dues=(Due(due_on=date(2026, 10, 1), amount=Decimal(1000)),),
            ),
        ),
        payments=(Payment(id="payment:1", paid_on=date(2026, 10, 20), currency="GBP", amount=Decimal(400)),),
        promises=tuple(
            Promise(
                id=f"promise:{n}",
                made_on=date(2026, 1, 1),
                due_on=date(2026, 2, 1),
                amount=Decimal(10),
                currency="GBP",
                outcome=outcome,
            )
            for n, outcome in enumerate(outcomes)
        ),
    )


def ports(file: CustomerFile) -> PlanPorts:
    return PlanPorts(OneCustomer(file), OnePrincipal(), ClosedOn(date(2026, 12, 8), "IT"), RATES)


async def test_plans_rest_on_the_open_part_with_the_principals_law() -> None:
    result = await plan_for("brack/C1", Limits(), ON, ports(customer_file()))
    plan = result.options[0]
    assert (result.customer, plan.outstanding, plan.currency, plan.compensation) == ("brack/C1", 600, "GBP", 40)
    # 19 days on 1,000 and then 600 to 29 November or later, at 10.15 %: more than for 40 days on 600.
    assert plan.interest > Decimal("600") * 40 * Decimal("10.15") / 36500


async def test_working_days_are_those_of_the_customers_country() -> None:
    limits = Limits(first_not_before=date(2026, 12, 8), max_count=1)
    result = await plan_for("brack/C1", limits, ON, ports(customer_file()))
    assert result.options[0].instalments[0].due == date(2026, 12, 9)


@pytest.mark.parametrize(
    ("outcomes", "tier"), [(["kept"], "trusted"), (["kept", "broken"], "standard"), ([], "standard")]
)
async def test_promises_kept_choose_the_tier(outcomes: list[str], tier: str) -> None:
    result = await plan_for("brack/C1", Limits(), ON, ports(customer_file(*outcomes)))
    assert {plan.tier for plan in result.options} == {tier}


@pytest.mark.parametrize("changes", [{"kind": "consumer"}, {"insolvency_since": date(2026, 11, 1)}, {"kind": "public"}])
async def test_customers_whom_the_law_excludes_pay_no_interest(changes: dict[str, Any]) -> None:
    file = customer_file()
    file = file.model_copy(update={"customer": file.customer.model_copy(update=changes)})
    charged = changes == {"kind": "public"}
    for plan in (await plan_for("brack/C1", Limits(), ON, ports(file))).options:
        assert (plan.interest > 0, plan.compensation > 0, plan.total > plan.outstanding) == (charged,) * 3
    remarks = await remarks_for("brack/C1", ON, ports(file), "en")
    assert (remarks.exclusion is None, remarks.settlement) == (charged, None)


@pytest.mark.parametrize(
    ("state", "agreed", "strict"), [("broken", 1, True), ("completed", 1, False), ("broken", 30, False)]
)
async def test_a_broken_plan_calls_for_a_supervisor(state: Any, agreed: int, strict: bool) -> None:
    record = PlanRecord(
        id="plan:1", agreed_on=date(2026, 11, agreed), total=Decimal(9), currency="GBP", instalments=3, state=state
    )
    file = customer_file().model_copy(update={"plans": (record,)})
    basis = PlanBasis(
        principal=OnePrincipal().principal("brack"),
        policy=Policy.model_validate(
            POLICY.model_dump()
            | {"replanning": {"authority": "supervisor", "first_due_within_days": 7, "article": "payment-plans"}}
        ),
        on=ON,
        working_days=ports(file).working_days,
        rates=RATES,
    )
    plans = plan_for_file(file, Limits(), basis).options
    assert {plan.authority for plan in plans} == {"supervisor" if strict else "operator"}
    assert all(plan.instalments[0].due <= date(2026, 11, 30) for plan in plans) == strict


async def test_a_loaded_file_gives_the_same() -> None:
    file = customer_file()
    these = ports(file)
    principal = OnePrincipal().principal("brack")
    basis = PlanBasis(principal=principal, policy=POLICY, on=ON, working_days=these.working_days, rates=RATES)
    assert plan_for_file(file, Limits(), basis) == await plan_for("brack/C1", Limits(), ON, these)


async def test_reasons_speak_the_customers_language() -> None:
    result = await plan_for("brack/C1", Limits(max_instalment=Decimal(60)), ON, ports(customer_file()))
    assert result.reason is not None and result.reason.code == "limits_max_instalment"
    assert result.reason.text.startswith("Con rate di al massimo 60,00 £")


async def test_unknown_customers() -> None:
    with pytest.raises(NotFound):
        await plan_for("brack/C9", Limits(), ON, ports(customer_file()))


async def test_facts() -> None:
    facts = await facts_for("brack/C1", ON, ports(customer_file("kept")))
    assert facts.balances[0].outstanding == 600
    assert facts.promises is not None and facts.promises.rate == 1
