"""How a practice call came out: disposition by the scenario's rules, money against the best plan, what was learnt."""

from decimal import Decimal

from assistant.domain.money import Money
from assistant.domain.notes import Disposition
from assistant.domain.plans import Plan
from assistant.domain.practice_play import holds
from assistant.domain.practice_state import Agreed, Ending, LineReading, PracticeModel, PracticeState, Progress
from assistant.domain.scenario import OutcomeRule, Scenario, Settlement

_UNKNOWN = OutcomeRule(disposition="no_outcome")


class Outcome(PracticeModel):
    """`rank` counts the scenario's outcomes from the best, 0; `amount` is what the customer undertook to pay."""

    disposition: Disposition
    means: str
    rank: int
    amount: Money
    possible: Money
    """What the best plan comes to, before a discount for paying early; 0 where there is nothing to collect."""
    currency: str
    mood: float
    ended: Ending
    deal: Agreed | None
    settled: tuple[Settlement, ...]
    came_out: tuple[str, ...]
    stayed_hidden: tuple[str, ...]
    best: Plan | None


def outcome_of(state: PracticeState) -> Outcome:
    """The outcome as the call stands now."""
    progress, scenario, figures = state.progress, state.scenario, state.figures
    rank, rule = decided(scenario, progress)
    hidden = [fact.id for fact in scenario.hidden]
    return Outcome(
        disposition=rule.disposition,
        means=rule.means,
        rank=rank,
        amount=progress.deal.total if progress.deal else Decimal(0),
        possible=figures.best.total + figures.best.discount if figures.best else Decimal(0),
        currency=figures.currency,
        mood=progress.mood,
        ended=progress.ended,
        deal=progress.deal,
        settled=progress.settled,
        came_out=tuple(fact for fact in hidden if fact in progress.out),
        stayed_hidden=tuple(fact for fact in hidden if fact not in progress.out),
        best=figures.best,
    )


def decided(scenario: Scenario, progress: Progress) -> tuple[int, OutcomeRule]:
    """The first outcome that holds, and its place; where none holds, `no_outcome` after all of them."""
    for rank, rule in enumerate(scenario.outcomes):
        if holds(rule.when, progress, LineReading()):
            return rank, rule
    return len(scenario.outcomes), _UNKNOWN
