import pytest

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
