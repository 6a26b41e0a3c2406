import pytest

from assistant.domain.scoring import score_of
from assistant.domain.scoring_conduct import compliance, courtesy
from tests.unit.scored_calls import library, read


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("O: Buongiorno.\nC: sì\nO: Lei è un bugiardo.", 0),
        ("O: Paghi e basta.\nC: non posso\nO: Lei deve pagare.", 1),
        ("O: Qui Montelupo.\nC: sì\nO: C'è una fattura.", 2),
        ("O: Buongiorno.\nC: sì\nO: La ringrazio, potrebbe dirmi come va?", 3),
        ("O: Buongiorno.\nC: sì\nO: Grazie.\nC: sì\nO: La ringrazio per il tempo.", 4),
    ],
)
def test_courtesy(lines: str, level: int) -> None:
    assert courtesy(read(lines)).level == level


@pytest.mark.parametrize(
    ("lines", "level"),
    [
        ("O: La porto in tribunale.\nC: come?", 0),
        ("O: Non le credo.\nC: come?\nO: Sono solo scuse.", 1),
        ("O: Non le credo.\nC: come?", 2),
        ("O: C'è una fattura aperta.\nC: sì", 3),
        ("O: C'è una fattura; gli interventi di sicurezza proseguono comunque.\nC: sì", 4),
    ],
)
def test_compliance(lines: str, level: int) -> None:
    assert compliance(read(lines, required=["safety_continues"])).level == level


def test_the_debt_told_to_somebody_else_is_grave() -> None:
    told = read("O: Buongiorno, c'è il signor Abeti?\nT: no\nO: Gli dica delle fatture non pagate.")
    assert (compliance(told).level, "disclosed" in compliance(told).there) == (0, True)
    kept = read(
        "O: Buongiorno, c'è il signor Abeti?\nT: no\nO: Lo richiamo domani, grazie.", required=["safety_continues"]
    )
    assert compliance(kept).level == 4


def test_what_had_to_be_said_is_named() -> None:
    call = read("O: C'è una fattura aperta.\nC: sì", required=["safety_continues", "no_such_item"])
    assert [text[:9] for text in compliance(call).unsaid] == ["Dire che "]
    score = score_of(call, library().rubric())
    explanation = next(one.explanation for one in score.criteria if one.id == "compliance")
    assert "Non detto: Dire che gli interventi di sicurezza" in explanation
