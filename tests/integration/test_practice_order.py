"""All scenarios, operators and seeds, as the evaluations run them."""

import pytest

from evals.practice import SEEDS, inversions, play_all, unordered
from evals.simulated import KINDS
from tests.fake_practice import shipped_practice

pytestmark = pytest.mark.integration


async def test_with_every_seed_a_better_operator_never_comes_out_worse() -> None:
    ports = shipped_practice()
    played = await play_all(ports)
    assert len(played) == len(ports.library.scenarios()) * len(KINDS) * len(SEEDS)
    assert [*inversions(played), *unordered(played)] == []
