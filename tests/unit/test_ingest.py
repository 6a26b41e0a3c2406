"""Ingestion and search over a small library, with a fake encoder: hashes, pointer, filters, records, threshold."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.embeddings import Cached
from knowledge.errors import ContentError, IndexMissing
from knowledge.index import IndexReader, current_hash
from knowledge.ingest import Embedders, Ingested, Sources, ingest, up_to_date
from knowledge.search import Searcher
from knowledge.types import Passage, RecordText, SearchQuery
from tests.unit.fake_embedder import Trigrams
from tests.unit.library_files import ARTICLE, small_library, write

DAY = date(2026, 11, 22)
SITUATIONS = ("already_paid", "anger", "none")


@pytest.fixture
def sources(tmp_path: Path) -> Sources:
    return Sources(small_library(tmp_path), tmp_path / "index", tmp_path / "cache", SITUATIONS)


def build(sources: Sources, encoder: Trigrams | None = None) -> Ingested:
    encoder = encoder or Trigrams()
    return ingest(sources, Embedders(encoder, encoder))


def find(sources: Sources, text: str, **fields: object) -> list[Passage]:
    encoder = Trigrams()
    cache = Cached(encoder, sources.cache / "vectors.sqlite")
    searcher = Searcher(IndexReader(sources.index).get(), encoder, cache, encoder)
    values: dict[str, object] = {"on": DAY, "everything": True, **fields}
    return searcher.search(SearchQuery(text=text, **values))  # type: ignore[arg-type]


def test_unchanged_content_is_not_ingested_again(sources: Sources) -> None:
    first = build(sources)
    assert (first.changed, first.articles, first.examples) == (True, 4, 5)
    again = Trigrams()
    assert build(sources, again) == Ingested(first.hash, changed=False)
    assert again.embedded == []
    assert up_to_date(sources, (Trigrams.name, Trigrams.name))


def test_only_what_changed_is_embedded(sources: Sources) -> None:
    first = build(sources)
    path = sources.library / "acme" / "articles" / "it" / "extra.md"
    write(path, ARTICLE.format(id="extra", title="Nuovo", text="Un testo nuovo."))
    assert not up_to_date(sources, (Trigrams.name, Trigrams.name))
    encoder = Trigrams()
    second = build(sources, encoder)
    assert second.hash != first.hash
    assert encoder.embedded == ["Nuovo. Un testo nuovo."]


def understood(sources: Sources, text: str) -> list[str]:
    model = IndexReader(sources.index).get().models.situations
    assert model is not None
    return [found.id for found in model.find(text, "", Trigrams())]


def test_a_trainers_new_example_works_after_ingestion_and_only_it_is_embedded(sources: Sources) -> None:
    build(sources)
    text = "il capo è al mare con la barca"
    assert understood(sources, text) != ["anger"]
    path = sources.library / "common" / "situations" / "it.yaml"
    path.write_text(path.read_text(encoding="utf-8") + f'  anger: ["{text}"]\n', encoding="utf-8")
    encoder = Trigrams()
    assert build(sources, encoder).examples == 6
    assert encoder.embedded == [text]
    assert understood(sources, text) == ["anger"]


def test_new_cues_are_a_change_and_faulty_ones_are_named(sources: Sources) -> None:
    first = build(sources)
    path = sources.library / "common" / "situations" / "cues.yaml"
    write(path, "customer:\n  paid: {it: ['bonifico']}\n")
    done = build(sources)
    assert done.changed and done.hash != first.hash
    write(path, "customer:\n  paid: {it: ['(bonifico']}\n")
    with pytest.raises(ContentError, match=r"cues\.yaml:2"):
        build(sources)
    assert current_hash(sources.index) == done.hash


def test_a_reader_follows_the_pointer_and_old_folders_go(sources: Sources) -> None:
    with pytest.raises(IndexMissing, match="ascolto ingest"):
        IndexReader(sources.index).get()
    build(sources)
    now = [0.0]
    reader = IndexReader(sources.index, monotonic=lambda: now[0])
    before = reader.get()
    for n in range(3):
        path = sources.library / "common" / "articles" / "en" / f"extra-{n}.md"
        write(path, ARTICLE.format(id=f"extra-{n}", title="More", text="Another text."))
        build(sources)
    assert reader.get() is before
    now[0] = 2.0
    assert reader.get().hash == current_hash(sources.index) != before.hash
    folders = [p.name for p in sources.index.iterdir() if p.is_dir()]
    assert len(folders) == 2 and not any(name.startswith(".") for name in folders)


def test_a_faulty_library_leaves_the_index_alone(sources: Sources) -> None:
    done = build(sources)
    write(sources.library / "acme" / "articles" / "it" / "bad.md", "no front matter")
    with pytest.raises(ContentError, match=r"bad\.md:1"):
        build(sources)
    assert current_hash(sources.index) == done.hash


def test_the_right_article_comes_first_in_the_language_of_the_question(sources: Sources) -> None:
    build(sources)
    found = find(sources, "il cliente può pagare a rate, con scadenze mensili?")
    assert (found[0].article_id, found[0].language, found[0].kind) == ("payment-plans", "it", "article")
    assert found[0].score == max(p.score for p in found) <= 1
    found = find(sources, "may the customer pay by instalments")
    assert (found[0].article_id, found[0].language) == ("payment-plans", "en")


def test_filters(sources: Sources) -> None:
    write(
        sources.library / "other" / "articles" / "it" / "secret.md",
        ARTICLE.format(id="secret", title="Piani segreti", text="Il cliente può pagare a rate, con scadenze mensili."),
    )
    write(sources.library / "other" / "principal.yaml", "id: other\nname: Other\n")
    build(sources)
    question = "il cliente può pagare a rate con scadenze mensili"
    assert {p.principal for p in find(sources, question)} == {"acme", "common", "other"}
    assert {p.principal for p in find(sources, question, principals=("acme",))} == {"acme", "common"}
    assert {p.principal for p in find(sources, question, principals=())} == {"common"}
    assert {p.language for p in find(sources, question, language="en")} == {"en"}
    assert find(sources, question, kinds=("record",)) == []
    assert find(sources, question, on=date(2025, 12, 31)) == []
    assert len(find(sources, question, top=1)) == 1


def test_the_principals_own_article_hides_the_common_one(sources: Sources) -> None:
    own = ARTICLE.format(id="listening-first", title="Da noi si ascolta", text="Si lascia finire il cliente.")
    write(sources.library / "acme" / "articles" / "it" / "own.md", own)
    build(sources)
    found = find(sources, "si lascia finire il cliente", principals=("acme",), language="it")
    assert [p.principal for p in found if p.article_id == "listening-first"] == ["acme"]


def record(customer: str, text: str, n: int = 1) -> RecordText:
    return RecordText(f"contact:{n}", "Telefonata", text, "acme", customer, "it", date(2026, 10, 1))


def test_records_are_found_beside_articles(sources: Sources) -> None:
    build(sources)
    history = (record("acme/C1", "Il montacarichi perde olio dal pistone."), record("acme/C1", "Nulla di nuovo.", 2))
    found = find(sources, "montacarichi che perde olio", records=history)
    assert (found[0].id, found[0].kind, found[0].article_id) == ("contact:1", "record", None)
    assert find(sources, "montacarichi che perde olio", records=history, principals=("other",), kinds=("record",)) == []
    assert find(sources, "montacarichi", records=history, kinds=("record",), on=date(2026, 9, 1)) == []


@pytest.mark.parametrize("text", ["", "   ", "?!…", "\x00\x00", "🙂"])
def test_a_question_without_words_finds_nothing(sources: Sources, text: str) -> None:
    build(sources)
    assert find(sources, text) == []


def test_huge_questions_are_taken(sources: Sources) -> None:
    build(sources)
    assert find(sources, "pagare a rate " * 50_000)
