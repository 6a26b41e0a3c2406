"""Makes the whole journey: steps with their moments, facts of the day, and how the customer has paid."""

from collections import defaultdict

from assistant.domain.facts import customer_facts
from assistant.domain.journey import Journey, JourneyBasis, Moment, PayPoint
from assistant.domain.journey_moments import moments_of
from assistant.domain.journey_steps import steps_of
from assistant.domain.ledger import settle
from assistant.domain.punctuality import payment_history


def journey_of(basis: JourneyBasis) -> Journey:
    """The journey up to the day of the basis. Same basis, same journey."""
    steps = steps_of(basis)
    moments = moments_of(basis, steps)
    marked: dict[str, list[Moment]] = defaultdict(list)
    for moment in moments:
        marked[moment.records[0]].append(moment)
    history = sorted(payment_history(settle(basis.file, basis.on)), key=lambda one: (one.due_on, one.paid_on))
    return Journey(
        customer=basis.file.customer,
        facts=customer_facts(basis.file, basis.policy, basis.on, basis.language),
        pattern=tuple(PayPoint(due_on=one.due_on, paid_on=one.paid_on, delay=one.delay) for one in history),
        moments=tuple(reversed(moments)),
        steps=tuple(
            step.model_copy(update={"moments": tuple(marked[step.id])}) if step.id in marked else step
            for step in reversed(steps)
        ),
    )
