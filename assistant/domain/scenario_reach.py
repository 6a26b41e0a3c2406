"""Whether a scenario can come out as it says: a bounded search over what an operator may do, line by line.

Lines stand as what they do (their acts, an offer), so nothing is understood wrongly; a state is where the call stands.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_CEILING, Decimal

from assistant.domain.practice import advance, beginning
from assistant.domain.practice_outcome import decided
from assistant.domain.practice_play import Play
from assistant.domain.practice_state import Figures, House, LineReading, Offer, Progress
from assistant.domain.scenario import Act, Bargain, Scenario, When
from assistant.domain.scenario_check import Fault

MOST_STATES = 6_000
"""States looked at before what wasn't reached counts as out of reach."""
MOST_LINES = 12
"""Lines of the longest call that is looked at."""
_ON = date(2026, 1, 7)
_ALWAYS: tuple[Act, ...] = ("introduce", "ask_how", "ask_when", "ask_amount", "acknowledge")


@dataclass
class _Reached:
    outcomes: set[int] = field(default_factory=set)
    facts: set[str] = field(default_factory=set)


def reach_faults(scenario: Scenario, house: House) -> Iterator[Fault]:
    """Outcomes and hidden facts that no way of speaking brings about."""
    reached = _search(scenario, house)
    for n, outcome in enumerate(scenario.outcomes):
        if n not in reached.outcomes:
            message = (
                f"The outcome {outcome.disposition!r} can't be reached: no way of speaking makes its `when` hold "
                "before another outcome's. Change the rules, the limit, or the order."
            )
            yield Fault(("outcomes", n), message, "outcome_out_of_reach")
    for n, fact in enumerate(scenario.facts):
        if fact.hidden and fact.id not in reached.facts:
            message = (
                f"The hidden fact {fact.id!r} never comes out, though a rule reveals it; loosen the rule's `when`."
            )
            yield Fault(("facts", n), message, "fact_out_of_reach")


def _search(scenario: Scenario, house: House) -> _Reached:
    play = Play(scenario, _figures(scenario), house)
    lines = list(_lines(scenario, play.figures))
    mentioned = _mentioned(scenario)
    hidden = {fact.id for fact in scenario.hidden}
    reached = _Reached()
    seen: set[tuple[object, ...]] = set()
    waiting = deque([(beginning(scenario), 0)])
    while waiting and len(seen) < MOST_STATES:
        progress, depth = waiting.popleft()
        _note(scenario, progress, reached)
        if len(reached.outcomes) == len(scenario.outcomes) and hidden <= reached.facts:
            break
        if progress.ended or depth == MOST_LINES:
            continue
        for line in lines:
            after, _ = advance(play, progress, line)
            key = _key(after, mentioned)
            if key not in seen:
                seen.add(key)
                waiting.append((after, depth + 1))
    return reached


def _note(scenario: Scenario, progress: Progress, reached: _Reached) -> None:
    """An operator may end the call at any moment, so where it stands is how it may come out."""
    rank, _ = decided(scenario, progress)
    reached.outcomes.add(rank)
    reached.facts.update(progress.out)


def _key(progress: Progress, mentioned: frozenset[Act]) -> tuple[object, ...]:
    done = tuple(sorted(set(progress.done) & mentioned))
    deal = progress.deal.kind if progress.deal else ""
    return progress.mood, progress.out, progress.settled, deal, done, progress.ended, progress.refused_offers > 0


def _conditions(scenario: Scenario) -> Iterator[When]:
    yield from (rule.when for rule in scenario.rules)
    yield from (outcome.when for outcome in scenario.outcomes)
    if scenario.bargain is not None:
        yield scenario.bargain.agrees


def _mentioned(scenario: Scenario) -> frozenset[Act]:
    return frozenset(act for when in _conditions(scenario) for act in (*when.done, *when.not_done))


def _lines(scenario: Scenario, figures: Figures) -> Iterator[LineReading]:
    """Every act that the scenario speaks of, kindly and plainly; offers; pressure and an insult."""
    acts = {act for when in _conditions(scenario) for act in (*when.acts, *when.done)}
    for act in sorted(acts | set(_ALWAYS)):
        yield LineReading(acts=tuple(dict.fromkeys((act, "acknowledge", "courteous"))))
        yield LineReading(acts=(act,))
    if scenario.bargain is not None:
        yield LineReading(acts=("offer_plan", "courteous"), offer=_best_offer(scenario.bargain, figures))
        yield LineReading(
            acts=("offer_plan", "courteous"), offer=Offer(amount=_least(figures), first=figures.first_day)
        )
    yield LineReading(acts=("press",))
    yield LineReading(acts=("insult",))


def _best_offer(bargain: Bargain, figures: Figures) -> Offer:
    limit, total = bargain.limit, figures.collectable
    if max(limit.at_once, limit.per_month) >= total:
        return Offer(whole=True, first=figures.first_day)
    count = int((total / limit.per_month).to_integral_value(ROUND_CEILING))
    return Offer(count=count, amount=limit.per_month, each=True, first=figures.first_day)


def _least(figures: Figures) -> Decimal:
    return min(figures.per_month or Decimal(1), Decimal(1))


def _figures(scenario: Scenario) -> Figures:
    """Figures without policy or calendar: what the records add up to."""
    total = sum((invoice.amount for invoice in scenario.records.invoices), Decimal(0))
    paid = sum((payment.amount for payment in scenario.records.payments), Decimal(0))
    disputed = {fact.invoice for fact in scenario.facts if fact.kind == "dispute"}
    less = sum((one.amount for one in scenario.records.invoices if one.number in disputed), Decimal(0))
    less += sum((fact.amount for fact in scenario.facts if fact.kind == "paid" and fact.amount), Decimal(0))
    bargain = scenario.bargain
    promise = bargain.promise if bargain else None
    return Figures(
        on=_ON,
        currency="",
        outstanding=total - paid,
        collectable=total - paid - less,
        per_month=bargain.limit.per_month if bargain else None,
        at_once=bargain.limit.at_once if bargain else None,
        promise_amount=promise.amount if promise else None,
        promise_day=_ON if promise else None,
    )
