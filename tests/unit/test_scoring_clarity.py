import pytest

from assistant.domain.money import Language
from assistant.domain.scoring_clarity import clarity
from tests.unit.scored_calls import read


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("O: Sono trecento euro. No aspetti, quattrocento euro. Anzi, mi sa trecentocinquanta euro.\nC: mah\n"
         "O: No aspetti, ho letto male, cinquecento euro.", 0),
        ("O: È insoluto, con interessi moratori.\nC: non ho capito\nO: Procediamo con la messa in mora.", 1),
        ("O: Possiamo trovare un piano, qualcosa al mese.\nC: mah", 2),
        ("O: Possiamo fare due rate da cento euro.\nC: mah", 3),
        ("O: Possiamo fare due rate da cento euro. È tutto chiaro?\nC: sì", 4),
    ],
)  # fmt: skip
def test_clarity(lines: str, level: int) -> None:
    assert clarity(read(lines)).level == level


def test_where_nothing_was_explained() -> None:
    assert clarity(read("O: Buongiorno.\nC: buongiorno")).reason == "nothing_explained"


@pytest.mark.parametrize(
    "lines",
    [
        "O: Il totale è di ottocentoventi euro.\nC: sì\nO: Sono in totale novecentoventi euro.",
        "O: Per la fattura 10433 sono trecento euro.\nC: sì\nO: La fattura 10433 da quattrocento euro è scaduta.",
        "O: Possiamo fare tre rate da duecento euro.\nC: bene\nO: Confermo tre rate da duecentocinquanta euro.\nC: sì",
        "O: L'importo è di cinquecento euro.\nC: ah\nO: Paghi seicento euro.\nC: ma ha detto cinquecento\nO: Sì.",
    ],
)
def test_unlike_figures_for_one_thing_contradict(lines: str) -> None:
    assert clarity(read(lines)).level == 0


@pytest.mark.parametrize(
    "lines",
    [
        "O: In totale sono ottocento euro.\nC: sì\nO: Tolto l'acconto restano in totale seicento euro.",
        "O: Sono seicento euro.\nC: sì\nO: Possiamo fare due rate da trecento euro o tre rate da duecento euro.",
        "O: Possiamo fare tre rate da duecento euro.\nC: centocinquanta\nO: Tre rate da centocinquanta euro.",
    ],
)
def test_what_is_left_and_what_is_offered_beside_it_do_not(lines: str) -> None:
    assert clarity(read(lines)).level == 3


def test_a_correction_said_once_is_no_contradiction_but_a_customer_lost_by_it_makes_one() -> None:
    once = "O: Sono trecento euro, anzi quattrocento euro, entro il dieci dicembre.\nC: "
    assert clarity(read(once + "va bene")).level == 2
    assert clarity(read(once + "come scusi?")).level == 0


def test_a_word_of_correction_without_a_figure_corrects_nothing() -> None:
    assert clarity(read("O: Non si vergogni, anzi. Possiamo fare due rate da cento euro.\nC: sì")).level == 3


@pytest.mark.parametrize(
    ("language", "lines", "level"),
    [
        ("it", "O: La posizione è in contenzioso, con decadenza dal beneficio.\nC: come scusi?\nO: È in mora.", 1),
        (
            "it",
            "O: È in contenzioso.\nC: come scusi?\nO: Vuol dire che la segue il legale, entro il dieci dicembre.",
            4,
        ),
        ("en", "O: There's unapplied cash and an accrual on the ledger.\nC: sorry, what?\nO: It's unallocated.", 1),
        ("en", "O: Send a part soon, someone will be in touch at some point.\nC: right", 2),
        ("en", "O: I can take two payments of three hundred pounds. Do you follow?\nC: yes", 4),
    ],
)
def test_terms_count_while_nobody_explains_them(language: Language, lines: str, level: int) -> None:
    assert clarity(read(lines, language)).level == level


def test_too_many_figures_at_once() -> None:
    days = ", ".join(f"{100 + n} euro il {n} dicembre" for n in range(2, 7))
    assert clarity(read(f"O: Possiamo fare così: {days}.\nC: mah")).level == 1
