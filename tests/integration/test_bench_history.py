"""The bench over a seeded history asks every page's question, of a small history here, and tells what it measured."""

import datetime as dt
from pathlib import Path

import pytest

from assistant.settings import Settings
from evals.bench.history import BUDGET_MS, bench_history

pytestmark = pytest.mark.integration
NOW = dt.datetime(2026, 11, 26, 10, tzinfo=dt.UTC)


async def test_every_question_is_asked_and_measured(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, model="off")
    report = await bench_history(settings, 100, 5, NOW)
    assert (report["calls"], report["rounds"], report["budget_ms_p95"]) == (100, 5, BUDGET_MS)
    assert report["customers"] > 5
    asked = {row["question"].partition(",")[0] for row in report["questions"]}
    assert asked >= {"queue", "search by words and meaning", "customers", "a customer's page", "dashboard"}
    for row in report["questions"]:
        assert 0 < row["ms"]["p50"] <= row["ms"]["p95"] <= row["ms"]["max"]
        assert row["within_budget"] == (row["ms"]["p95"] <= BUDGET_MS)
        assert row["cpu_ms"]["p50"] > 0
    assert not (tmp_path / "ascolto.db").exists(), "it works in a folder of its own"
