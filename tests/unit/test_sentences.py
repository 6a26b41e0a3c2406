"""Preparing utterances, and cutting them into clauses."""

import re

import numpy as np
import pytest

from knowledge.cues import NO_CUES, Cues
from knowledge.sentences import MAX_CHARS, MAX_CLAUSES, Reader, clauses, prepared
from tests.unit.fake_embedder import Trigrams


def test_prepared_text_is_one_short_line_in_small_letters() -> None:
    assert prepared("L’HO\n già  PAGATA\x00") == "l'ho già pagata"
    assert len(prepared("x" * 9_000)) == MAX_CHARS


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("posso pagare a rate", []),
        ("sì, va bene", []),
        ("that one is paid, and i'll send the rest on monday", ["that one is paid", "i'll send the rest on monday"]),
        ("quella è pagata ma l'altra la contesto", ["quella è pagata", "l'altra la contesto"]),
        ("eh, quella l'ho pagata. l'altra non posso", ["eh quella l'ho pagata", "l'altra non posso"]),
        ("", []),
        ("... , ;", []),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert clauses(text) == parts


def test_the_first_clauses_and_the_last_are_kept() -> None:
    text = ", ".join(f"parte numero {n}" for n in range(40))
    found = clauses(text)
    assert len(found) == MAX_CLAUSES
    assert found[0] == "parte numero 0" and found[-1] == "parte numero 39"


def test_features_of_unknown_words_are_numbers() -> None:
    texts = ["ho già pagato", "ho pagato ieri", "non pago"]
    reader = Reader(NO_CUES)
    reader.learn(texts, [""] * 3)
    read = reader.read(["zzz", "ho pagato"], ["", "quando paga?"], Trigrams().queries)
    assert len(read) == 2
    assert not read.before[0].any() and read.before[1].any()
    assert np.isfinite(read.wording.toarray()).all()


def test_a_word_counts_as_known_from_the_examples_or_from_a_cue() -> None:
    reader = Reader(Cues(customer=(re.compile("sanguisugh\\w"), re.compile("\\?"))))
    reader.learn(["ho già pagato", "non pago"], ["", ""])
    assert reader.knows("pagato") and reader.knows("sanguisughe!")
    assert not reader.knows("zzz?") and not reader.knows("")
