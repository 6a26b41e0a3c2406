"""Wrong usage of `ascolto plan`: it is refused before anything is read, and the option is named."""

import sys

import pytest
from typer.testing import CliRunner

from assistant.cli.commands import app


@pytest.mark.parametrize("option", ["--max-instalment", "--deposit"])
@pytest.mark.parametrize("amount", ["0", "0.00", "-5", "-0.01", "abc", "NaN", "inf", "1e400", "250,00", "0.001", ""])
def test_amounts(option: str, amount: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _refused(monkeypatch, option, amount)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--max-count", "0"),
        ("--max-count", "-1"),
        ("--day-of-month", "0"),
        ("--day-of-month", "32"),
        ("--end-by", "2026-02-30"),
        ("--end-by", "9999-12-31"),
        ("--first-not-before", "30/11/2026"),
        ("--on", "9999-12-31"),
        ("--on", "1066-10-14"),
    ],
)
def test_counts_and_days(option: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _refused(monkeypatch, option, value)


def _refused(monkeypatch: pytest.MonkeyPatch, option: str, value: str) -> None:
    arguments = ["plan", "--customer", "C-1001", f"{option}={value}", "--json"]
    monkeypatch.setattr(sys, "argv", ["ascolto", *arguments])
    result = CliRunner().invoke(app, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert option in result.stderr
