import numpy as np
import pytest

from evals.call_search import Asked, by_meaning, calls, exchanges, foreign, judge, trade_off
from knowledge.call_index import CallIndex, PassageRow
from knowledge.types import Language


def test_every_exchange_asks_in_both_ways() -> None:
    rows = exchanges()
    assert [sum(row["language"] == language for row in rows) for language in ("it", "en")] == [30, 30]
    assert all(row["words"] and row["meaning"] and row["turns"] for row in rows)


@pytest.mark.parametrize("language", ["it", "en"])
def test_each_exchange_is_planted_in_a_call_of_its_own(language: Language) -> None:
    made = calls(language, 40)
    mine = [row for row in exchanges() if row["language"] == language]
    assert len(made) == 40
    for n, row in enumerate(mine):
        said = max((turn["text"] for turn in row["turns"]), key=len)
        assert [call_id for call_id, turns in made.items() if said in [text for _, text in turns]] == [
            f"{language}-{n}"
        ]


def test_the_figures_say_where_the_sought_call_stands() -> None:
    index = CallIndex(1)
    index.extend([PassageRow(n + 1, f"it-{n}", b"\1") for n in range(3)])
    asked = [
        Asked("rata", "words", "it", "it-1", np.array([0.8, 0.8, 0.8]), np.array([0.0, 1.0, 0.0])),
        Asked("mese", "meaning", "it", "it-1", np.array([0.9, 0.86, 0.8]), np.array([0.0, 0.0, 0.0])),
        Asked("calcio", "foreign", None, None, np.array([0.86, 0.8, 0.8]), np.array([0.0, 0.0, 0.0])),
    ]
    rows = {(row["questions"], row["by"]): row for row in judge(index, asked, ("it",))}
    assert rows["words", "both"]["first"] == 1
    assert rows["words", "meaning"]["first"] == 0, "calls with the same score stand before it"
    assert (rows["meaning", "both"]["mrr"], rows["meaning", "both"]["found"]) == (0.5, 1)
    assert [one.text for one in foreign(asked)] == ["calcio"]
    assert by_meaning(asked[2])
    costs = {row["alike"]: (row["found"], row["foreign"]) for row in trade_off(index, asked)}
    assert (costs[0.855], costs[0.87]) == ((1, 1), (0, 0))
