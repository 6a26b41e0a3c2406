import pytest

from assistant.domain.calls import Situation
from assistant.domain.scoring_listening import empathy, listening
from tests.unit.scored_calls import read

TOLD = "C: da tre mesi i condomini non versano le quote e la cassa resta vuota\n"
HARD = {1: Situation.TEMPORARY_DIFFICULTY}


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ("O: Sì sì, ho capito.\nC: mi faccia finire", 0),
        ("O: Paga venerdì?\nC: non so", 1),
        ("O: Che cosa è successo?\nC: niente", 2),
        ("O: Quindi le quote dei condomini mancano.\nC: no", 2),
        ("O: Quindi le quote non arrivano. Come mai?\nC: non versano", 3),
        ("O: Le quote non arrivano. Come mai?\nC: sono partiti\nO: La cassa resta vuota: ho capito bene?", 4),
    ],
)
def test_listening(answers: str, level: int) -> None:
    assert listening(read(TOLD + answers)).level == level


def test_what_nobody_told_cant_be_listened_to() -> None:
    assert listening(read("O: Buongiorno\nC: sì pronto")).reason == "nothing_told"


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        ("O: Sono problemi suoi.", 0),
        ("O: Quando paga?", 1),
        ("O: Capisco. Quando paga?", 2),
        ("O: Capisco: se le quote non arrivano, la cassa resta vuota.", 3),
        ("O: Capisco, le quote non arrivano. Non è colpa sua.", 4),
    ],
)
def test_empathy(answers: str, level: int) -> None:
    assert empathy(read(TOLD + answers, meant=HARD)).level == level


def test_without_a_difficulty_nothing_can_be_acknowledged() -> None:
    assert empathy(read("O: Buongiorno\nC: mi manda la copia per favore\nO: Certo.")).reason == "no_difficulty"


def test_what_is_said_before_the_difficulty_doesnt_count() -> None:
    assert empathy(read("O: Mi dispiace per il guasto.\n" + TOLD + "O: Quando paga?", meant={2: HARD[1]})).level == 1
