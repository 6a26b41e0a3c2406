import pytest

from assistant.domain.calls import Situation
from assistant.domain.scoring_outcome import recap, solution
from tests.unit.scored_calls import read

ASKED = "O: Buongiorno.\nC: non riesco a pagare tutto adesso\n"
END = "\nC: va bene, arrivederci"


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


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("O: Bene.", 0),
        ("O: Allora ci sentiamo.", 1),
        ("O: Le mando la fattura.", 2),
        ("O: Allora cento euro il dieci dicembre.", 3),
        ("O: Riepilogo: cento euro il dieci dicembre. È corretto?", 4),
        ("O: Quindi cento euro il dieci dicembre, le mando la conferma per iscritto.", 4),
    ],
)
def test_recap(lines: str, level: int) -> None:
    assert recap(read(ASKED + lines + END)).level == level


def test_a_call_that_breaks_off_has_no_end() -> None:
    assert recap(read(ASKED + "O: Allora, cento euro il dieci dic")).reason == "breaks_off"
