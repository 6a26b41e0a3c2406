"""How signals become one order, and how a story is asked in parts."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.chunking import PART_WORDS, QUESTION_WORDS
from knowledge.embeddings import Cached, Vectors
from knowledge.fusion import COUNTED, EMBEDDED, WEIGHTS, Signals, Weights, best_parts, candidates, running, standardised
from knowledge.index import Chunk, Collection, collection_in_memory
from knowledge.types import PassageKind
from tests.unit.fake_embedder import Trigrams

TEXTS = {
    "rates": "Il piano di rientro prevede rate mensili con un acconto iniziale.",
    "disputes": "Una fattura contestata resta sospesa fino alla verifica del reclamo.",
    "hours": "Le telefonate si fanno nei giorni feriali dalle nove alle diciotto.",
    "discount": "Chi salda subito il totale ottiene uno sconto del due per cento.",
}
FILLER = [
    "Mi chiamo Aurelio Fantinelli e gestisco una piccola ferramenta vicino al porto da parecchi decenni ormai.",
    "Stamattina il magazzino era pieno di scatole arrivate dalla Baviera senza alcuna etichetta leggibile sopra.",
    "Mia cugina preferisce il tè verde, mentre io bevo soltanto orzo tiepido prima delle riunioni noiose.",
    "Il gatto del vicino dorme sempre sulla tettoia nuova quando piove forte in primavera oppure nevica.",
]
STORY = (
    f"{FILLER[0]} Vorrei sapere se la fattura contestata resta sospesa. {FILLER[1]} {FILLER[2]} "
    f"Chiedo poi quante rate mensili prevede il piano di rientro. {FILLER[3]}"
)


@pytest.fixture
def collection(tmp_path: Path) -> Collection:
    chunks = [Chunk(f"{name}#1", name, "", "", text, "acme", "it") for name, text in TEXTS.items()]
    return collection_in_memory("acme", "it", chunks, Cached(Trigrams(), tmp_path / "vectors.sqlite"))


def found(question: str, collection: Collection) -> list[str]:
    return [c.chunk.article_id for c in candidates(question, Trigrams().queries, [(collection, "article")])]


def test_standardised_scores_have_zero_mean_and_unit_spread() -> None:
    values = standardised([1.0, 2.0, 6.0])
    assert values.mean() == pytest.approx(0) and values.std() == pytest.approx(1)
    assert standardised([3.0, 3.0]).tolist() == [0, 0]
    assert standardised([]).size == 0


def test_signals_count_by_their_weights_whatever_their_scale() -> None:
    up, down = np.array([0.0, 1.0]), np.array([1.0, 0.0])
    assert Signals(1000 * down, down, down, up).fused().argmax() == 0
    assert Signals(1000 * down, up, up, up).fused().argmax() == 1
    total = WEIGHTS.words + WEIGHTS.letters + WEIGHTS.passages + WEIGHTS.windows
    assert Signals(down, down, down, down).fused()[0] == pytest.approx(total)
    assert Signals(down, down, up, up).fused().argmax() == 1
    assert Signals(down, down, up, up).fused(Weights(words=9)).argmax() == 0
    assert Signals(down, down, up, up, embedded=0.1).fused().argmax() == 0


def test_the_best_parts_of_a_story_count() -> None:
    scores = np.array([[5.0, 0.0], [1.0, 0.0], [4.0, 9.0], [3.0, 1.0]])
    assert COUNTED == 3
    assert best_parts(scores).tolist() == [12.0, 10.0]
    assert best_parts(scores[:1]).tolist() == [5.0, 0.0]


def test_a_question_finds_its_piece_in_spite_of_slips(collection: Collection) -> None:
    assert found("quante rate nel piano di rientro?", collection)[0] == "rates"
    assert found("fatura contestatta", collection)[0] == "disputes"


def test_a_story_finds_the_pieces_of_all_its_needs(collection: Collection) -> None:
    assert len(STORY.split()) > QUESTION_WORDS > PART_WORDS
    assert set(found(STORY, collection)[:2]) == {"rates", "disputes"}


def test_only_the_telling_parts_of_a_story_are_embedded(collection: Collection) -> None:
    asked: list[str] = []

    def embed(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return Trigrams().queries(texts)

    story = " ".join([*(f"{start} {sentence.lower()}" for start in ("Poi", "Inoltre") for sentence in FILLER), STORY])
    best = candidates(story, embed, [(collection, "article")])[0]
    assert len(asked) == EMBEDDED
    assert any("rate mensili" in part for part in asked) and any("contestata" in part for part in asked)
    assert best.part in asked


def test_nothing_is_found_in_nothing() -> None:
    assert candidates("rate", Trigrams().queries, []) == []


def test_words_of_another_language_are_chance_except_in_records(collection: Collection) -> None:
    question = "rate mensili"
    kinds: list[tuple[PassageKind, bool]] = [("article", False), ("record", True)]
    for kind, counted in kinds:
        pool = running(question, Trigrams().queries, [(collection, kind)], "en")
        assert pool is not None and pool.words.any() == pool.letters.any() == counted
    own = running(question, Trigrams().queries, [(collection, "article")], "it")
    assert own is not None and own.words.any() and own.letters.any()
