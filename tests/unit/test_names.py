"""When two names are the same."""

import pytest

from assistant.domain.names import name_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rossi S.r.l.", "ROSSI SRL"),
        ("Rossi S. r. l.", "rossi società a responsabilità limitata"),
        ("Example Trading Ltd.", "EXAMPLE TRADING LIMITED"),
        ("Example Public Limited Company", "EXAMPLE P.L.C."),
        ("Caffè dell'Angolo S.n.c.", "CAFFE DELL ANGOLO SNC"),
        ("Mario Prova", "PROVA MARIO"),
        ("Prova & Figli S.p.A.", "PROVA E FIGLI SPA"),
        ("Prova S.r.l. unipersonale", "PROVA SRL A SOCIO UNICO"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other) != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rossi Srl", "Rossi SpA"),
        ("Rossi Srl", "Rossi"),
        ("Condominio Via Roma 1", "Condominio Via Roma 11"),
        ("Rossi Srl", "Rossi Srls"),
    ],
)
def test_different_names(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_no_name() -> None:
    assert name_key(" .-_ ") == ()
