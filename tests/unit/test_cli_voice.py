"""`ascolto voice`: the report and the rebuilding of themes, as a command."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from assistant.adapters import themes as grouping
from tests.unit.cli_home import ascolto, within
from tests.unit.cli_home import home as home
from tests.unit.fake_embedder import Trigrams
from tests.unit.test_voice_gather import LATE
from tests.voiced_calls import write_calls

FIRST_DAY = date.today() - timedelta(days=85)  # noqa: DTZ011  (the command's own day)
OTHERS = ["il rubinetto gocciola giorno e notte", "mi avete cambiato il codice cliente", "un bullone era storto"]


class Letters(Trigrams):
    """In place of both encoders: texts that share words lie near each other."""

    def __init__(self, threads: int = 1) -> None:
        super().__init__()


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.adapters.retrieval.E5", Letters)
    monkeypatch.setattr("assistant.adapters.retrieval.Use", Letters)
    monkeypatch.setattr(grouping.Use, "size", Letters.size)


def test_rebuilding_finds_the_theme_and_the_report_shows_it(home: Path) -> None:
    rows = [{"theme": "", "language": "it", "text": text} for text in (*LATE, *OTHERS)]
    within(home, lambda database: write_calls(database, rows, FIRST_DAY))
    assert json.loads(ascolto("voice", "--json").output)["themes"] == []
    done = ascolto("voice", "--rebuild", "--json")
    assert done.exit_code == 0, done.output
    [theme] = json.loads(done.output)["themes"]
    assert theme["share"] | {"low": 0, "high": 0} == {"heard": 6, "of": 9, "share": 6 / 9, "low": 0, "high": 0}
    shown = ascolto("voice", "--principal", "montelupo")
    assert "6 of 9 = 66.7%" in shown.output and "ritardo" in shown.output and theme["id"] in shown.output


def test_another_time_or_source_is_asked_for(home: Path) -> None:
    within(home, lambda database: write_calls(database, [{"language": "it", "text": LATE[0]}], FIRST_DAY))
    ascolto("voice", "--rebuild")
    early = json.loads(ascolto("voice", "--from", "2020-01-01", "--to", "2020-01-31", "--json").output)
    assert (early["start"], early["end"], early["listened"]["call"]) == ("2020-01-01", "2020-01-31", 0)
    assert json.loads(ascolto("voice", "--source", "interview", "--json").output)["listened"]["call"] == 1
    assert ascolto("voice", "--from", "2020-02-01", "--to", "2020-01-01").exit_code == 1
    assert ascolto("voice", "--principal", "nobody").exit_code == 1
    assert ascolto("voice", "--source", "rumour").exit_code == 2
