"""Search by words: stems, accents, stop words, weights."""

from pathlib import Path

from knowledge.lexical import LETTERS, RAREST, Lexical, TermWeights, letters, terms

TEXTS = ["Il cliente chiede rate mensili", "La fattura contestata resta sospesa", "Orari delle telefonate"]


def test_terms_are_stems_without_accents_or_stop_words() -> None:
    assert terms("Le fatture più contestate", "it") == terms("la FATTURA contestata", "it")
    assert terms("civiltà", "it") == terms("civilta", "it")
    assert terms("what is the payment?", "en") == terms("payments", "en")
    assert terms("che cosa", "it") != []
    assert terms("!?", "it") == []


def test_scores_survive_the_disk(tmp_path: Path) -> None:
    built = Lexical.build(TEXTS, "it")
    built.save(tmp_path)
    loaded = Lexical.load(tmp_path, len(TEXTS), "it")
    for index in (built, loaded):
        scores = index.scores("rata mensile")
        assert scores.argmax() == 0 and scores[0] > 0
        assert not index.scores("parola ignota xyz").any()
        assert not index.scores("").any()


def test_an_empty_collection(tmp_path: Path) -> None:
    Lexical.build(["..."], "it").save(tmp_path)
    assert not Lexical.load(tmp_path, 1, "it").scores("rata").any()


def test_coverage_weighs_rare_words_more() -> None:
    weights = TermWeights([Lexical.build(["rata uno", "rata due", "rata tre ascensore"], "it")], [3])
    rare, common = terms("ascensore", "it"), terms("rata", "it")
    assert weights.coverage(rare + common, rare) > weights.coverage(rare + common, common) > 0
    assert weights.coverage(rare, rare) == 1
    assert weights.coverage([], rare) == 0


def test_groups_of_letters_survive_a_slip(tmp_path: Path) -> None:
    built = Lexical.build(TEXTS, "it", LETTERS)
    built.save(tmp_path)
    for index in (built, Lexical.load(tmp_path, len(TEXTS), "it", LETTERS)):
        assert index.scores("fatura contestatta").argmax() == 1
        assert not index.scores("xyz").any()
    assert letters("è una rata", "it") == [" rat", "rata", "ata "]
    assert letters("Sì", "it") == [" si "]


def test_only_the_rarest_groups_of_letters_are_looked_up() -> None:
    common, rare = "fattura scadenza pagamento bonifico sollecito importo", "ascensore"
    index = Lexical.build([common] * 9 + [f"{common} {rare}"], "it", LETTERS)
    assert len(set(letters(f"{common} {rare}", "it"))) > RAREST
    scores = index.scores(f"{common} {rare}")
    assert scores.argmax() == 9 and scores[0] < index.scores(common)[0]
