"""The report's page: what it shows, and that nothing of a case is markup."""

import re
from typing import Any

from evals.evaluate import Versions, report
from evals.html import page, trend
from evals.results import worst
from evals.scorers import Verdict
from tests.unit.eval_example import case, played, suggestion

EVIL = "<script>alert(1)</script>"
MADE = Versions("abc123", True, "c0ffee", "cases", "index", "library", "prompts", "off")


def wrong(scorer: Any, turn: str = "", why: str = "") -> Verdict:
    return Verdict(case_id="it-prova", system="approved", scorer=scorer, ok=False, turn=turn, why=why)


def shown(found: list[Verdict], earlier: list[dict[str, Any]] | None = None, text: str = "Grazie.") -> str:
    of = case({"c": f"Si può dividere? {text}"}, about=f"Chiede di dividere {text}")
    seen = [played(suggestion(f"Volentieri. {text}", "payment-plans"))]
    whole = report([of], {"approved": (found, seen)}, MADE)
    return page(whole, [of], {"approved": seen}, worst(found)) + trend(whole, earlier or [])


def test_nothing_of_a_case_is_markup() -> None:
    made = shown([wrong("figures", "u2", EVIL), wrong("disposition", "", EVIL)], text=EVIL)
    assert "<script" not in made
    assert made.count("&lt;script&gt;") == 5, "about, words, suggestion, and why twice"


def test_a_page_needs_nothing_from_elsewhere() -> None:
    assert not re.search(r"(?:src|href|url)\s*[=(]", shown([wrong("figures", "u2")]))


def test_tables_say_how_many() -> None:
    right = wrong("situation").model_copy(update={"ok": True})
    made = shown([right, right, wrong("situation", "u2", "anger; none")])
    assert "<tr><td>Situation understood</td>" in made
    assert "0.667 <small>2/3</small>" in made
    assert "<td>Figures right</td>" not in made, "what wasn't judged has no row"
    assert 'class="good">Hard rules broken: citation 0, figures 0' in made
    assert "commit abc123 with changes" in made


def test_a_broken_rule_and_the_worst_case_turn_by_turn() -> None:
    made = shown([wrong("figures", "u2", "no source has 151,00")])
    assert 'class="bad">Hard rules broken: citation 0, figures 1' in made
    call = made[made.index("it-prova: 1 wrong") :]
    places = [call.index(text) for text in ("Si può dividere", "Volentieri", "no source has 151,00", "Due rate")]
    assert places == sorted(places)


def test_the_trend_has_a_column_a_run() -> None:
    assert "<h2>Trend</h2>" not in shown([])
    of, seen = case(), [played()]
    right = wrong("situation").model_copy(update={"ok": True})
    before = [
        report([of], {"approved": ([right], seen)}, Versions("older", False, "", "", str(n), "", "", "off"))
        for n in range(12)
    ]
    made = shown([wrong("situation", "u2")], before)
    table = made[made.index("<h2>Trend</h2>") :]
    assert table.count("older (") == 9, "the last nine beside this one"
    assert "abc123+ (" in table
    assert table.index("1.000 <small>1/1") < table.index("0.000 <small>0/1")


def test_the_naive_chain_stands_beside_ours() -> None:
    of = case({"expect": {"card": "wanted", "does": ["offer_plan"]}})
    ours, theirs = [played(suggestion("Volentieri.", "x"))], [played(suggestion(EVIL), system="naive")]
    found = [wrong("acceptable", "u2").model_copy(update={"system": system}) for system in ("approved", "naive")]
    whole = report([of], {"approved": (found[:1], ours), "naive": (found[1:], theirs)}, MADE)
    made = page(whole, [of], {"approved": ours, "naive": theirs}, worst(found[:1]))
    assert "on 1 turns, 0 of which the naive chain did not answer" in made
    assert made.index("Both languages") < made.index("Italian")
    assert "the naive chain" in made
    assert "naive: &lt;script&gt;" in made
    assert "<script" not in made
