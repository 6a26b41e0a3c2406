"""`ascolto rates` on a copy of the shipped library: the table, the rate of a day, and adding one."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.commands import app

Command = Callable[..., Result]


@pytest.fixture
def rates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("ASCOLTO_HOME", str(tmp_path))

    def run(*arguments: str) -> Result:
        monkeypatch.setattr(sys, "argv", ["ascolto", "rates", *arguments])
        return CliRunner().invoke(app, ["rates", *arguments], env={"COLUMNS": "200"})

    return run


NEW = ("add", "--country", "IT", "--half-year", "2026-H2", "--percent", "2.15", "--source", "MEF, G.U.")


def test_the_table(rates: Command) -> None:
    packs = {pack["country"]: pack for pack in json.loads(rates("--json").stdout)["packs"]}
    assert list(packs) == ["IT", "GB"]
    assert set(packs["IT"]) == {"country", "law", "currency", "margin", "changes", "compensation", "rates"}
    assert [band["below"] for band in packs["GB"]["compensation"]] == ["1000.00", "10000.00", None]
    assert packs["IT"]["rates"][-1] == {
        "half_year": "2026-H1",
        "percent": "2.15",
        "total": "10.15",
        "source": "MEF, G.U. n. 15 del 20 gennaio 2026",
        "verify": False,
        "estimate": False,
    }
    shown = rates("--country", "gb").stdout
    assert "2026-H1" in shown and "to be checked" in shown and "D.Lgs." not in shown


def test_the_rate_of_a_day(rates: Command) -> None:
    expected = {
        "country": "IT",
        "on": "2026-06-30",
        "half_year": "2026-H1",
        "reference": "2.15",
        "margin": "8",
        "total": "10.15",
        "estimate": False,
        "source": "MEF, G.U. n. 15 del 20 gennaio 2026",
    }
    assert json.loads(rates("--country", "it", "--on", "2026-06-30", "--json").stdout) == expected
    after = json.loads(rates("--country", "IT", "--on", "2026-07-01", "--json").stdout)
    assert after == expected | {"on": "2026-07-01", "half_year": "2026-H2", "estimate": True}
    assert "10.15 %, estimate" in rates("--country", "IT", "--on", "2026-07-01").stdout


def test_adding_a_rate(rates: Command, tmp_path: Path) -> None:
    path = tmp_path / "library" / "common" / "rates.yaml"
    added = json.loads(rates(*NEW, "--verify", "--json").stdout)
    assert added["where"].startswith(f"{path}:") and added["estimate"] is True
    assert path.read_text(encoding="utf-8").startswith("# Reference rates")
    again = rates(*NEW, "--json")
    assert again.exit_code == 1 and json.loads(again.stderr)["error"]["where"] == added["where"]
    assert rates(*NEW, "--replace").exit_code == 0
    found = json.loads(rates("--country", "IT", "--on", "2026-11-25", "--json").stdout)
    assert (found["total"], found["estimate"], found["source"]) == ("10.15", False, "MEF, G.U.")


@pytest.mark.parametrize(
    ("arguments", "status", "named"),
    [
        (("--on", "2026-01-01"), 2, "--on"),
        (("--country", "FR"), 1, "there are: GB, IT"),
        ((*NEW, "--percent", "2,15"), 2, "--percent"),
        ((*NEW, "--percent", "-1"), 2, "--percent"),
        ((*NEW, "--percent", "NaN"), 2, "--percent"),
        ((*NEW, "--half-year", "2026-H3"), 2, "--half-year"),
        ((*NEW, "--source", " "), 2, "--source"),
        ((*NEW, "--source", "a\nb"), 2, "--source"),
        ((*NEW, "--country", "FR"), 1, "no pack"),
    ],
)
def test_what_is_refused(rates: Command, arguments: tuple[str, ...], status: int, named: str) -> None:
    result = rates(*arguments)
    assert (result.exit_code, named in result.stderr) == (status, True), result.stderr
