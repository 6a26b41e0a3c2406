import pytest

from assistant.domain.scoring_recap import recap
from tests.unit.scored_calls import read

ASKED = "O: Buongiorno.\nC: non riesco a pagare tutto adesso\n"
END = "\nC: va bene, arrivederci"


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
