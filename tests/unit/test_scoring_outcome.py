import pytest

from assistant.domain.calls import Situation
from assistant.domain.scoring_outcome import solution
from tests.unit.scored_calls import read

ASKED = "O: Buongiorno.\nC: non riesco a pagare tutto adesso\n"


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("O: Niente rate: tutto subito.\nC: non posso", 0),
        ("O: Quando paga?\nC: non so", 1),
        ("O: Possiamo trovare una soluzione.\nC: magari", 2),
        ("O: Possiamo fare due rate da cento euro.\nC: ci penso", 3),
        (
            "O: Possiamo fare due rate da cento euro, o preferisce quattro da cinquanta euro?\nC: quattro, va bene",
            4,
        ),
    ],
)
def test_solution(lines: str, level: int) -> None:
    assert solution(read(ASKED + lines)).level == level


def test_agreement_is_the_classifiers_or_the_words() -> None:
    lines = ASKED + "O: Possiamo fare due rate da cento euro, o preferisce di più?\nC: se lo dice lei"
    assert solution(read(lines)).level == 3
    assert solution(read(lines, meant={4: Situation.AGREEMENT})).level == 4


def _after(told: str, rest: str, *meant: Situation) -> tuple[str, dict[int, Situation]]:
    """A call in which the customer says `told`; `meant` are the situations of lines 2, 4 and so on."""
    return f"O: È per la fattura 10400.\nC: {told}\n{rest}", {2 * n: one for n, one in enumerate(meant, start=1)}


@pytest.mark.parametrize(
    "answer",
    [
        "Mi dispiace, dilazioni non ne prevediamo, attendiamo il saldo.",
        "Nessuno paga a pezzi da noi, non lo accettiamo.",
    ],
)
def test_a_request_that_is_declined_and_gets_nothing_instead(answer: str) -> None:
    lines, meant = _after("potrei pagare a rate?", f"O: {answer}\nC: ah", Situation.INSTALMENT_REQUEST)
    assert solution(read(lines, meant=meant)).level == 0


def test_a_no_with_another_way_beside_it() -> None:
    rest = "O: Dieci rate non le facciamo, ma le propongo tre rate da duecento euro.\nC: ci penso"
    lines, meant = _after("potrei pagare a rate?", rest, Situation.INSTALMENT_REQUEST)
    assert solution(read(lines, meant=meant)).level == 3


def test_kind_words_with_everything_and_now_in_them_insist_on_nothing() -> None:
    rest = "O: Mi dispiace. Lasci stare tutto il resto, adesso conta lui. Nessuna fretta, la richiamo il dieci gennaio."
    lines, meant = _after("mio padre è in ospedale", rest + "\nC: grazie", Situation.BEREAVEMENT_OR_ILLNESS)
    assert solution(read(lines, meant=meant)).level == 3


def test_a_question_that_gets_a_day_asks_only_when_whatever_its_words() -> None:
    rest = "O: Allora, la segno per?\nC: il dieci dicembre\nO: Il dieci dicembre, grazie.\nC: sì"
    lines, meant = _after("non ce la faccio", rest, Situation.TEMPORARY_DIFFICULTY, Situation.PROMISE_TO_PAY)
    assert solution(read(lines, meant=meant)).level == 1


@pytest.mark.parametrize(
    ("answer", "level"),
    [
        ("Lo riferirò a chi di dovere.", 2),
        ("Passo la contestazione all'ufficio tecnico, che le risponde entro il dieci dicembre.", 3),
    ],
)
def test_a_dispute_needs_somebody_and_a_day(answer: str, level: int) -> None:
    lines, meant = _after("il lavoro non è finito", f"O: {answer}\nC: mah", Situation.INVOICE_DISPUTE)
    assert solution(read(lines, meant=meant)).level == level


@pytest.mark.parametrize(
    ("limit", "offer", "level"),
    [
        ("posso dare al massimo cento euro al mese", "Possiamo fare tre rate da trecento euro.", 2),
        ("posso dare al massimo cento euro al mese", "Possiamo fare nove rate da cento euro.", 3),
        ("non prima del dieci gennaio", "Possiamo fare duecento euro il dieci dicembre.", 2),
        ("non prima del dieci gennaio", "Possiamo fare duecento euro il quindici gennaio.", 3),
    ],
)
def test_a_proposal_past_the_limit_that_was_named_does_not_fit(limit: str, offer: str, level: int) -> None:
    lines, meant = _after(limit, f"O: {offer}\nC: vedremo", Situation.INSTALMENT_REQUEST)
    assert solution(read(lines, meant=meant)).level == level


@pytest.mark.parametrize("answer", ["sei da cento euro", "la seconda"])
def test_two_figures_to_choose_from_are_a_choice_and_saying_one_again_agrees(answer: str) -> None:
    rest = f"O: Possiamo fare due rate da trecento euro oppure sei rate da cento euro.\nC: {answer}"
    lines, meant = _after("riesco poco alla volta", rest, Situation.TEMPORARY_DIFFICULTY)
    assert solution(read(lines, meant=meant)).level == 4
