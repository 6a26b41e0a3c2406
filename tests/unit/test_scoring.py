from assistant.domain.calls import Situation
from assistant.domain.rubric import CRITERIA, CriterionId, Level
from assistant.domain.scoring import score_of
from assistant.domain.scoring_call import CallRead
from tests.unit.scored_calls import library, read

WHOLE = """O: Buongiorno, sono Sara di Montelupo Ascensori, parlo con il signor Abeti?
C: sì sono io, mi dica pure
O: La chiamo per la fattura da trecento euro, per capire come aiutarla. È un buon momento?
C: da giugno i condomini non versano le quote e io non riesco a pagare tutto
O: Capisco: se i condomini non versano le quote, la cassa resta vuota. Che cosa riuscirebbe a fare?
C: cento al mese
O: Possiamo fare tre rate da cento euro dal quindici dicembre, oppure preferisce gennaio?
C: dicembre va bene
O: Riepilogo: tre rate da cento euro dal quindici dicembre. È corretto? La ringrazio per il tempo, buona giornata.
C: corretto, arrivederci"""


def levels(call: CallRead) -> dict[CriterionId, Level | None]:
    return {one.id: one.level for one in score_of(call, library().rubric()).criteria}


def test_a_whole_call_gets_every_level_with_its_words() -> None:
    call = read(WHOLE, meant={4: Situation.TEMPORARY_DIFFICULTY, 8: Situation.AGREEMENT})
    score = score_of(call, library().rubric())
    assert [one.id for one in score.criteria] == list(CRITERIA)
    assert (score.call_id, score.rubric) == ("c1", library().rubric().version)
    assert all(one.level is not None and one.level >= 3 for one in score.criteria)
    said = {turn.utterance.id: turn.utterance.text for turn in call.turns}
    quoted = [evidence for one in score.criteria for evidence in one.evidence]
    assert quoted and all(evidence.quote in said[evidence.utterance_id] for evidence in quoted)


def test_by_says_who_proposes() -> None:
    score = score_of(read(WHOLE), library().rubric())
    by = {one.id: one.by for one in score.criteria}
    assert (by["identification"], by["empathy"]) == ("rule", "classifier")


def test_an_empty_call_has_no_level() -> None:
    assert set(levels(read("")).values()) == {None}


def test_without_the_operators_words_nothing_is_judged() -> None:
    assert set(levels(read("C: pronto\nC: sì il quindici\nC: arrivederci")).values()) == {None}


def test_of_the_operators_words_alone_what_they_show_is_judged() -> None:
    found = levels(
        read("O: Buongiorno, sono Sara di Montelupo Ascensori.\nO: La richiamo domani, grazie, buona giornata.")
    )
    judged = {criterion for criterion, level in found.items() if level is not None}
    assert judged == {"identification", "courtesy", "compliance"}


def test_with_somebody_else_only_conduct_and_ending_are_judged() -> None:
    lines = (
        "O: Buongiorno, sono Sara di Montelupo, c'è il signor Abeti?\nT: non c'è\nO: Richiamo domani, grazie.\nT: ciao"
    )
    found = levels(read(lines))
    assert {criterion for criterion, level in found.items() if level is None} == {
        "purpose", "listening", "empathy", "clarity", "solution",
    }  # fmt: skip


def test_an_explanation_is_in_the_calls_language_and_says_why_there_is_no_level() -> None:
    italian = score_of(read("O: Buongiorno.\nC: ...", purpose="inbound"), library().rubric())
    english = score_of(read("O: Good morning.\nC: hello there", "en", purpose="inbound"), library().rubric())
    by_id = {one.id: one for one in english.criteria}
    assert by_id["purpose"].explanation.startswith("The customer called")
    assert by_id["courtesy"].explanation.startswith(library().rubric().criterion("courtesy").levels[2]["en"])
    assert any(one.explanation.startswith("Ha chiamato il cliente") for one in italian.criteria)
