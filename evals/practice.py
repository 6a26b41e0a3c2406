"""Every scenario played by the three simulated operators with fixed seeds: `python -m evals.practice [--json]`.

A better operator must never come out worse within a scenario, and must come out better in total: in mood, and where
there is something to collect in amount. Nothing of it needs a model.
"""

import argparse
import asyncio
import datetime as dt
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from itertools import pairwise
from statistics import fmean

from assistant.app import running
from assistant.domain.practice_outcome import Outcome, outcome_of
from assistant.domain.practice_state import PracticeState
from assistant.services.practice import PracticePorts, finish, say, start
from assistant.settings import Settings
from evals.simulated import KINDS, Kind, Simulated

SEEDS = (1, 2, 3, 4, 5)
DAY = dt.date(2026, 11, 25)
"""The day of all practice calls: a Wednesday."""


@dataclass(frozen=True)
class Played:
    """One call. `rank` counts the scenario's outcomes from the best, 0; `best` is the total of the best plan."""

    scenario: str
    operator: Kind
    seed: int
    disposition: str
    rank: int
    mood: float
    amount: Decimal
    possible: Decimal
    best: Decimal
    turns: int


@dataclass(frozen=True)
class Row:
    """A scenario with one operator, over all seeds: means, and the disposition of the first seed."""

    scenario: str
    operator: Kind
    disposition: str
    rank: float
    mood: float
    amount: Decimal
    possible: Decimal
    turns: float


async def simulate(scenario_id: str, kind: Kind, seed: int, ports: PracticePorts) -> PracticeState:
    """A whole call of this operator."""
    state = await start(scenario_id, seed, DAY, ports)
    operator = Simulated(kind, seed, ports)
    while not state.over:
        line = operator.line(state)
        if line is None:
            return finish(state)
        state = await say(state, line, ports)
    return state


async def play_all(ports: PracticePorts, seeds: Sequence[int] = SEEDS) -> list[Played]:
    """Every scenario with every operator and seed; without a model, whatever may be there."""
    ports = replace(ports, actor=None)
    played = []
    for scenario in ports.library.scenarios():
        for kind in KINDS:
            for seed in seeds:
                state = await simulate(scenario.id, kind, seed, ports)
                played.append(_played(state, kind, outcome_of(state)))
    return played


def _played(state: PracticeState, kind: Kind, outcome: Outcome) -> Played:
    return Played(
        scenario=state.scenario.id,
        operator=kind,
        seed=state.seed,
        disposition=outcome.disposition,
        rank=outcome.rank,
        mood=outcome.mood,
        amount=outcome.amount,
        possible=outcome.possible,
        best=outcome.best.total if outcome.best else Decimal(0),
        turns=len(state.turns),
    )


def rows(played: Sequence[Played]) -> list[Row]:
    """One row a scenario and operator, in the order in which they were played."""
    found: dict[tuple[str, Kind], list[Played]] = {}
    for one in played:
        found.setdefault((one.scenario, one.operator), []).append(one)
    return [_row(mine) for mine in found.values()]


def _row(mine: Sequence[Played]) -> Row:
    first = mine[0]
    return Row(
        scenario=first.scenario,
        operator=first.operator,
        disposition=first.disposition,
        rank=fmean(one.rank for one in mine),
        mood=fmean(one.mood for one in mine),
        amount=sum((one.amount for one in mine), Decimal(0)) / len(mine),
        possible=first.possible,
        turns=fmean(one.turns for one in mine),
    )


def inversions(played: Sequence[Played]) -> Iterator[str]:
    """Where a better operator came out worse, with the same scenario and seed, in outcome, mood or amount."""
    by_call = {(one.scenario, one.seed, one.operator): one for one in played}
    for scenario, seed in dict.fromkeys((one.scenario, one.seed) for one in played):
        for better, worse in pairwise(KINDS):
            mine, other = by_call[scenario, seed, better], by_call[scenario, seed, worse]
            worst = {"outcome": mine.rank > other.rank, "mood": mine.mood < other.mood}
            for name, inverted in (worst | {"amount": mine.amount < other.amount}).items():
                if inverted:
                    yield f"{scenario}, seed {seed}: {better} came out worse than {worse} in {name}"


def totals(played: Sequence[Played]) -> dict[Kind, tuple[float, Decimal]]:
    """Mood and amount of each operator over all calls."""
    return {
        kind: (
            sum(one.mood for one in played if one.operator == kind),
            sum((one.amount for one in played if one.operator == kind and one.possible > 0), Decimal(0)),
        )
        for kind in KINDS
    }


def unordered(played: Sequence[Played]) -> Iterator[str]:
    """What isn't strictly ordered in total."""
    sums = totals(played)
    for better, worse in pairwise(KINDS):
        for n, name in enumerate(("mood", "amount")):
            if not sums[better][n] > sums[worse][n]:
                yield f"in total {better} isn't above {worse} in {name}: {sums[better][n]} and {sums[worse][n]}"


def table(played: Sequence[Played]) -> str:
    """The rows as a person reads them, and the totals."""
    head = f"{'scenario':28} {'operator':8} {'disposition':24} {'mood':>5} {'amount':>10} {'possible':>10} {'turns':>5}"
    lines = [head]
    for row in rows(played):
        lines.append(
            f"{row.scenario:28} {row.operator:8} {row.disposition:24} {row.mood:5.1f} {row.amount:10.2f} "
            f"{row.possible:10.2f} {row.turns:5.1f}"
        )
    for kind, (mood, amount) in totals(played).items():
        lines.append(f"{'total':28} {kind:8} {'':24} {mood:5.1f} {amount:10.2f}")
    return "\n".join(lines)


async def _main(as_json: bool) -> int:
    async with running(Settings()) as app:
        played = await play_all(app.practice)
    faults = [*inversions(played), *unordered(played)]
    if as_json:
        sums = {kind: {"mood": mood, "amount": str(amount)} for kind, (mood, amount) in totals(played).items()}
        print(json.dumps({"calls": [asdict(one) for one in played], "totals": sums, "faults": faults}, default=str))
    else:
        print(table(played), *faults, sep="\n")
        print(f"{len(played)} calls, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="Every call as JSON.")
    raise SystemExit(asyncio.run(_main(parser.parse_args().json)))
