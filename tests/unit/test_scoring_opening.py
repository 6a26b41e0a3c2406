import pytest

from assistant.domain.money import Language
from assistant.domain.scoring_opening import identification, purpose
from tests.unit.scored_calls import read


@pytest.mark.parametrize(
    ("language", "lines", "level"),
    [
        ("it", "O: Buongiorno, le paga lei le fatture?\nC: sì", 0),
        ("it", "O: Buongiorno, dica.\nC: sì\nO: Volevo sentirla.", 0),
        ("it", "O: Buongiorno, mi chiamo Sara.\nC: sì", 1),
        ("it", "O: Chiamo per conto di Montelupo Ascensori.\nC: sì", 1),
        ("it", "O: Sono Sara di Montelupo Ascensori.\nC: dica\nO: Ci sarebbe una fattura.", 2),
        (
            "it",
            "O: Sono Sara di Montelupo Ascensori, parlo con la signora Abeti?\nC: sì\nO: C'è una fattura aperta.",
            3,
        ),
        ("it", "O: Sono Sara di Montelupo, parlo con la signora Abeti?\nC: sì\nO: La disturbo?\nC: no", 4),
        ("en", "O: Hello, this is Ann from Montelupo, am I speaking with Mr Lowe?\nC: yes\nO: An invoice is open.", 3),
        ("en", "O: Hello, this is Ann from Montelupo, is that Mr Lowe? Is this a good time?\nC: yes", 4),
    ],
)
def test_identification(language: Language, lines: str, level: int) -> None:
    assert identification(read(lines, language)).level == level


def test_a_caller_who_isnt_known_is_told_no_figures() -> None:
    told = "O: Pronto, dica.\nC: vorrei l'estratto conto\nO: Le risultano trecento euro di fatture."
    assert identification(read(told, purpose="inbound")).level == 0
    known = "O: Montelupo, sono Sara.\nC: vorrei l'estratto conto\nO: Con chi parlo?\nC: Abeti\nO: Sono trecento euro."
    assert identification(read(known, purpose="inbound")).level == 3


def test_a_transcript_without_its_beginning_shows_neither() -> None:
    call = read("C: ...così è andata\nO: Capisco, ci sono tre fatture.")
    assert (identification(call).level, purpose(call).level) == (None, None)


@pytest.mark.parametrize(
    ("language", "lines", "level"),
    [
        ("it", "O: Buongiorno, sono Sara.\nC: sì\nO: Come sta?", 0),
        ("it", "O: Buongiorno.\nC: di che si tratta?\nO: Di una fattura, trecento euro.", 1),
        ("it", "O: Buongiorno, la chiamo per una cosa.\nC: sì", 1),
        ("it", "O: Buongiorno, la chiamo per delle fatture.\nC: sì", 2),
        ("it", "O: Buongiorno, la chiamo per la fattura da trecento euro.\nC: sì", 3),
        ("it", "O: La chiamo per la fattura da trecento euro: vorrei trovare con lei una soluzione.\nC: sì", 4),
        ("en", "O: Hello, I'm calling about an overdue invoice.\nC: yes", 2),
        ("en", "O: I'm calling about the invoice of three hundred pounds, to see how we can help.\nC: yes", 4),
    ],
)
def test_purpose(language: Language, lines: str, level: int) -> None:
    assert purpose(read(lines, language)).level == level


def test_the_reason_is_the_callers_own() -> None:
    assert purpose(read("O: Montelupo.\nC: la fattura?", purpose="inbound")).reason == "inbound"
    assert purpose(read("O: Chiamo per la fattura.\nT: non c'è")).reason == "stranger"
