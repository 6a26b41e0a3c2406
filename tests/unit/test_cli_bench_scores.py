"""`ascolto bench scores` prints what agrees and, for the part that a scorer is made on, what doesn't."""

import pytest
from typer.testing import CliRunner

from assistant.cli.bench_scores import print_report
from assistant.cli.commands import app
from assistant.domain.rubric import CRITERIA, CriterionScore, Score
from evals.scored import Judged, calls, report


def test_a_part_that_there_is_not_is_refused() -> None:
    result = CliRunner().invoke(app, ["bench", "scores", "--part", "fresh"])
    assert result.exit_code == 2 and "'fresh' is not one of" in result.output


def test_what_differs_is_named_for_dev_only(capsys: pytest.CaptureFixture[str]) -> None:
    def twos(call_id: str) -> Score:
        scored = [CriterionScore(id=name, level=2, by="rule", explanation="told so") for name in CRITERIA]
        return Score(call_id=call_id, rubric=1, criteria=tuple(scored))

    found = [Judged(call, twos(call.id)) for call in calls("dev")]
    print_report(report(found))
    shown = capsys.readouterr().out
    assert f"by rules and below 0.6 or without a kappa: {', '.join(CRITERIA)}\n" in shown
    assert "dev-it-plan-administrator, recap: person 4, score 2\n" in shown
    assert "dev-en-one-channel, recap: person -, score 2\n  person: The operator can't be heard.\n" in shown
    print_report(report(found, differences=False))
    assert "person 4" not in capsys.readouterr().out
