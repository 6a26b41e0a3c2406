"""Claims on other people's sources, labelled by people: calls and e-mails with a small thing changed, answers.

The rules were made on these claims. The floors say that nothing was lost since, not how unseen claims would do.
"""

import os
from pathlib import Path

import pytest

from evals.grounding import report, third_party, verdicts

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(
        not os.environ.get("ASCOLTO_EVALDATA"),
        reason="set ASCOLTO_EVALDATA to the folder of third-party evaluation data",
    ),
]
FLOORS = {"calls": 81.8, "e-mails": 80.1, "answers": 85.0}
"""Balanced accuracy, three points below what was measured."""


def test_claims_on_other_peoples_sources_are_told_apart() -> None:
    judged = verdicts(third_party(Path(os.environ["ASCOLTO_EVALDATA"])))
    reached = {row["set"]: row["balanced_accuracy"] for row in report(judged)["sets"]}
    assert reached.keys() == FLOORS.keys()
    assert not {name: figure for name, figure in reached.items() if figure < FLOORS[name]}
    assert all(verdict.unsupported for _, verdict, _ in judged if not verdict.grounded)
