"""The sets of utterances that judge the situation classifier: well formed, balanced, apart from what it learns from.

Both were written from the definitions of the situations alone. `situations.jsonl` has a part to tune on (dev) and one
to report (test); `situations_holdout.jsonl`, in another style, is for nobody to tune on.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

import evals
from assistant.domain.calls import Situation
from knowledge.seed import SHIPPED

SETS = Path(evals.__file__).parent / "sets"
MAIN, HOLDOUT = "situations.jsonl", "situations_holdout.jsonl"
LANGUAGES = ("it", "en")
ORDER = [situation.value for situation in Situation]
ALONE = {"anger", "none"}
"""By definition what is left when nothing else holds."""
PROPOSALS = {"instalment_request", "discount_request", "promise_to_pay"}
"""Whoever makes one isn't in difficulty "without a proposal"."""

both = pytest.mark.parametrize("name", [MAIN, HOLDOUT])


@cache
def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (SETS / name).read_text(encoding="utf-8").splitlines()]


def plain(text: str) -> str:
    """Words only, so that case and punctuation hide no copy."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def learned() -> set[str]:
    files = (SHIPPED / "common" / "situations" / f"{language}.yaml" for language in LANGUAGES)
    return {plain(text) for file in files for text in strings(yaml.safe_load(file.read_text(encoding="utf-8")))}


@both
def test_each_line_has_the_fields_and_no_others(name: str) -> None:
    needed = {"text", "language", "situation", "situations"} | ({"split"} if name == MAIN else set())
    for row in rows(name):
        assert needed <= set(row) <= needed | {"previous"}, row
        assert row["language"] in LANGUAGES, row
        assert row["text"] == row["text"].strip() != "", row


@both
def test_the_last_words_before_are_one_or_two_turns_and_end_with_the_operator(name: str) -> None:
    spoken = [row["previous"] for row in rows(name) if "previous" in row]
    assert spoken
    for turns in spoken:
        assert 1 <= len(turns) <= 2
        assert all(set(turn) == {"speaker", "text"} and turn["text"] for turn in turns)
        assert {turn["speaker"] for turn in turns} <= {"operator", "customer"}
        assert turns[-1]["speaker"] == "operator"


@both
def test_situations_are_known_and_in_the_order_of_precedence(name: str) -> None:
    for row in rows(name):
        held = row["situations"]
        assert set(held) <= set(ORDER), row
        assert held == sorted(set(held), key=ORDER.index), row
        assert held[0] == row["situation"], row


@both
def test_situations_that_exclude_one_another_are_not_together(name: str) -> None:
    for row in rows(name):
        held = set(row["situations"])
        assert len(held) == 1 or not held & ALONE, row
        assert "temporary_difficulty" not in held or not held & PROPOSALS, row


@pytest.mark.parametrize(("split", "least"), [("dev", 8), ("test", 12)])
def test_each_situation_has_enough_lines_in_each_language_and_split(split: str, least: int) -> None:
    counts = Counter((row["situation"], row["language"]) for row in rows(MAIN) if row["split"] == split)
    few = {(s, lang): counts[s, lang] for s in ORDER for lang in LANGUAGES if counts[s, lang] < least}
    assert few == {}
    assert {row["split"] for row in rows(MAIN)} == {"dev", "test"}


def test_each_situation_has_enough_lines_held_out() -> None:
    counts = Counter((row["situation"], row["language"]) for row in rows(HOLDOUT))
    assert {(s, lang): counts[s, lang] for s in ORDER for lang in LANGUAGES if counts[s, lang] < 8} == {}


def test_no_utterance_is_there_twice_in_either_set_or_in_both() -> None:
    counts = Counter(plain(row["text"]) for name in (MAIN, HOLDOUT) for row in rows(name))
    assert {text: count for text, count in counts.items() if count > 1} == {}


@both
def test_no_utterance_is_one_the_classifier_learns_from(name: str) -> None:
    known = learned()
    assert len(known) > len(ORDER)
    assert [row["text"] for row in rows(name) if plain(row["text"]) in known] == []
