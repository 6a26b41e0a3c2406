"""Which plan people meant who spoke of instalments: one that was shown, else the plan as it was spoken."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.domain.money import to_cents
from assistant.domain.payments import Debts, PlanTalk
from assistant.domain.plans import Instalment, Plan
from assistant.domain.policy import Policy, Tier
from assistant.domain.schedule import IsWorkingDay, snap, step

_DAY = dt.timedelta(days=1)
_MOVED_BY_HOLIDAYS = 4
"""Days by which "from the twentieth" may be later, because instalments fall due on working days."""


@dataclass(frozen=True)
class PlanReading:
    """What spoken instalments are read against; `shown` are the plans of the call, the chosen one first."""

    debts: Debts
    policy: Policy
    shown: Sequence[Plan]
    is_working_day: IsWorkingDay

    def plan_of(self, talk: PlanTalk, topic: tuple[str, ...]) -> Plan | None:
        """The plan that was meant; None where neither its first day nor its amounts can be known."""
        return self._fitting(talk) or self._spoken(talk, topic or tuple(self.debts.open))

    def moved(self, talk: PlanTalk, plan: Plan) -> list[tuple[dt.date, dt.date]]:
        """(spoken day, due date) of each instalment that would have fallen due on a day on which nobody works."""
        if talk.first is None:
            return []
        days = [(step(talk.first, part.n - 1, "monthly"), part.due) for part in plan.instalments]
        near = [(day, due) for day, due in days if 0 < abs((due - day).days) <= _MOVED_BY_HOLIDAYS]
        return [(day, due) for day, due in near if not self.is_working_day(day)]

    def _fitting(self, talk: PlanTalk) -> Plan | None:
        """The shown plan that was named: same count, instalment and first day, so far as they were spoken."""
        for plan in self.shown:
            amounts = {instalment.amount for instalment in plan.instalments}
            first = plan.instalments[0].due
            if len(plan.instalments) != talk.count or (talk.amount is not None and talk.amount not in amounts):
                continue
            moved = (first - talk.first).days if talk.first is not None else 0
            may_move = talk.first is not None and (talk.first_from or not self.is_working_day(talk.first))
            if moved == 0 or (may_move and 0 < moved <= _MOVED_BY_HOLIDAYS):
                return plan
        return None

    def _spoken(self, talk: PlanTalk, invoices: tuple[str, ...]) -> Plan | None:
        """A plan as it was spoken; unless a shown tier allows just that, a supervisor has to look at it."""
        total = self.debts.total(invoices)
        if talk.first is None or (talk.amount is None and total is None):
            return None
        amounts = [talk.amount] * talk.count if talk.amount is not None else _split(total or Decimal(0), talk.count)
        whole = sum(amounts, Decimal(0))
        plan = Plan(
            id=f"spoken-{talk.count}-{talk.first.isoformat()}",
            label="balanced",
            invoices=list(invoices) if total == whole else [],
            currency=talk.currency or self.debts.currency,
            outstanding=whole,
            discount=Decimal(0),
            interest=Decimal(0),
            compensation=Decimal(0),
            total=whole,
            estimate=False,
            instalments=[
                Instalment(n=n + 1, due=step(talk.first, n, "monthly"), amount=amount)
                for n, amount in enumerate(amounts)
            ],
            authority="supervisor",
            tier="",
            article="",
        )
        like = next((one for one in self.shown if self._allows(one, plan)), None)
        tier = self._tier(like) if like else None
        first_by = self.debts.on + dt.timedelta(days=self._latest(tier)) if tier else None
        plan = plan.model_copy(update={"instalments": self._on_working_days(plan.instalments, first_by)})
        if like is None:
            return plan
        return plan.model_copy(update={"authority": like.authority, "tier": like.tier, "article": like.article})

    def _on_working_days(self, instalments: Sequence[Instalment], first_by: dt.date | None) -> list[Instalment]:
        """Due on the next working day, as a plan of the solver: the first by `first_by`, else on the one before."""
        due: list[dt.date] = []
        for part in instalments:
            earliest = due[-1] + _DAY if due else self.debts.on
            latest = first_by if first_by and not due else dt.date.max
            due.append(snap(part.due, earliest, latest, self.is_working_day) or part.due)
        return [part.model_copy(update={"due": day}) for part, day in zip(instalments, due, strict=True)]

    def _tier(self, shown: Plan) -> Tier | None:
        """The tier that the shown plan was made of."""
        return next((tier for tier in self.policy.tiers if tier.id == shown.tier), None)

    def _allows(self, shown: Plan, plan: Plan) -> bool:
        """Whether the tier that the shown plan was made of covers the spoken one, which only begins on another day."""
        tier = self._tier(shown)
        amounts = [instalment.amount for instalment in plan.instalments]
        return (
            tier is not None
            and plan.outstanding == shown.outstanding == shown.total
            and set(plan.invoices) == set(shown.invoices)
            and len(amounts) <= tier.max_instalments
            and min(amounts) >= tier.min_amount
            and (plan.instalments[0].due - self.debts.on).days <= self._latest(tier)
            and tier.frequency == "monthly"
            and not tier.deposit_percent
        )

    def _latest(self, tier: Tier) -> int:
        """Days until the first instalment at most; where an operator may grant a second plan, the terms of that one."""
        again = self.policy.replanning
        if again is None or again.authority == "supervisor":
            return tier.first_due_within_days
        return min(tier.first_due_within_days, again.first_due_within_days)


def _split(total: Decimal, count: int) -> list[Decimal]:
    """Equal parts to the cent; the last takes the difference."""
    part = to_cents(total / count)
    return [part] * (count - 1) + [total - part * (count - 1)]
