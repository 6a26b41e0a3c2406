"""`ascolto models check` and `models list` with a scripted model: the tables, what is filed, and what isn't."""

import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from assistant.adapters.models.qualification import read_records
from assistant.adapters.models.target import Target
from assistant.cli import models_check
from assistant.cli.commands import app
from assistant.domain.errors import ModelUnavailable
from assistant.services.ports import ModelRequest, ModelState
from assistant.settings import Settings
from evals.qualification.cases import JudgeCase, read_cases

Command = Callable[..., Result]
LABELS = {case.quote: case.meets for case in read_cases("judge", "en").cases if isinstance(case, JudgeCase)}


class Judging:
    """Answers as `says` does; `fault` is raised instead after so many answers."""

    def __init__(self, says: Callable[[str], str], fault_after: int | None = None) -> None:
        self.says, self.fault_after = says, fault_after
        self.asked = 0

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    def state(self) -> ModelState:
        return ModelState("ready", "scripted")

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        self.asked += 1
        if self.fault_after is not None and self.asked > self.fault_after:
            raise ModelUnavailable("The engine stopped.", where="model")
        yield self.says(request.text)


def knowing(text: str) -> str:
    return next("yes" if meets else "no" for quote, meets in LABELS.items() if f'"{quote}"' in text)


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("ASCOLTO_HOME", str(tmp_path))
    monkeypatch.setattr("evals.qualification.answers.PAUSE", 0.0)

    def run(model: Judging, *arguments: str) -> Result:
        async def found(settings: Settings, wanted: str | None) -> Target:
            return Target(model, wanted or "weights", "a scripted model", "no engine")

        monkeypatch.setattr(models_check, "find_target", found)
        monkeypatch.setattr(sys, "argv", ["ascolto", "models", *arguments])
        result = CliRunner().invoke(app, ["models", *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


JUDGE = ("check", "--kind", "judge", "--language", "en")


def data(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    loaded = json.loads(result.stdout)
    assert isinstance(loaded, dict)
    return loaded


def test_a_model_that_agrees_earns_the_work(command: Command, tmp_path: Path) -> None:
    found = data(command(Judging(knowing), *JUDGE, "--json"))
    (row,) = found["results"]
    assert (row["work"], row["language"], row["passed"], row["pass_rate"]) == ("judge", "en", len(LABELS), 1.0)
    assert row["interval"][0] == pytest.approx(0.886, abs=0.001)
    assert row["earned"]
    assert found["filed"] == str(tmp_path / "models" / "qualification.yaml")
    (record,) = read_records(tmp_path / "models" / "qualification.yaml").values()
    assert record.results[0].prompt
    listed = data(command(Judging(knowing), "list", "--json"))["models"]
    mine = next(model for model in listed if model["id"] == "weights")
    assert (mine["earned"]["en"], mine["standing"]) == (["select", "judge"], "here")


def test_a_model_that_always_says_yes_earns_nothing(command: Command) -> None:
    result = command(Judging(lambda text: "yes"), *JUDGE, "--details")
    assert result.exit_code == 0
    assert f"{len(LABELS) // 2} of {len(LABELS)}" in result.stdout
    assert "│ no" in result.stdout
    assert "the label is no" in result.stdout
    assert "Filed in" in result.stdout


def test_the_list_says_it_in_words(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASCOLTO_LANGUAGE", "en")
    command(Judging(knowing), *JUDGE)
    shown = " ".join(command(Judging(knowing), "list").stdout.split())
    assert "a scripted model: In English it may propose judgements." in shown
    assert "judge 100% ✓" in shown


@pytest.mark.parametrize("option", [("--limit", "3"), ("--dry-run",)])
def test_a_part_or_a_dry_run_is_not_filed(command: Command, tmp_path: Path, option: tuple[str, ...]) -> None:
    found = data(command(Judging(knowing), *JUDGE, *option, "--json"))
    assert found["filed"] is None
    assert not (tmp_path / "models" / "qualification.yaml").exists()


def test_where_it_is_filed_can_be_said(command: Command, tmp_path: Path) -> None:
    command(Judging(knowing), *JUDGE, "--into", str(tmp_path / "record.yaml"))
    assert read_records(tmp_path / "record.yaml")["weights"].results


def test_an_engine_that_stops_is_an_error_and_the_next_run_goes_on(command: Command) -> None:
    failed = command(Judging(knowing, fault_after=10), *JUDGE)
    assert failed.exit_code == 1
    assert "The engine stopped" in failed.stderr
    second = Judging(knowing)
    data(command(second, *JUDGE, "--json"))
    assert second.asked == len(LABELS) - 10


def test_fresh_asks_everything_anew(command: Command) -> None:
    command(Judging(knowing), *JUDGE)
    kept, fresh = Judging(knowing), Judging(knowing)
    command(kept, *JUDGE)
    command(fresh, *JUDGE, "--fresh")
    assert (kept.asked, fresh.asked) == (0, len(LABELS))


def test_an_unknown_kind_of_work_is_named(command: Command) -> None:
    result = command(Judging(knowing), "check", "--kind", "cooking")
    assert result.exit_code == 1
    assert "mention, tailor" in result.stderr
