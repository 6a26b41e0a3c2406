"""Which invoices a talk is about."""

import datetime as dt
from decimal import Decimal

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.dialogue import Turn, tokens_of
from assistant.domain.payments import Debts
from assistant.domain.topic import Topic

DAY = dt.date(2026, 11, 25)
DEBTS = Debts(
    DAY,
    {"A-101": Decimal("400.00"), "A-102": Decimal("740.00")},
    frozenset({"A-101", "A-102"}),
    ("A-101", "A-102"),
    "EUR",
)


def after(*texts: str) -> Topic:
    topic = Topic(DEBTS)
    for text in texts:
        turn = Turn("u1", 0.0, "operator", text, SpokenFigures().extract(text, DAY, "it"))
        topic.hear(tokens_of(turn, DEBTS.numbers), text)
    return topic


def test_an_amount_that_is_owed_means_its_invoice() -> None:
    assert after("Le ricordo i settecentoquaranta euro.").invoices == ("A-102",)


def test_the_second_of_those_listed() -> None:
    listed = ("Sono due: la A-101 e la A-102.", "Parliamo di quella da quattrocento euro.")
    assert after(*listed[:1]).invoices == ("A-101", "A-102")
    assert after(*listed).invoices == ("A-101",)
    assert after(*listed, "E la seconda?").invoices == ("A-102",)


def test_what_is_named_anew_has_no_amount_yet() -> None:
    topic = after("La A-101 da quattrocento euro.")
    assert topic.amount == Decimal("400.00")
    topic.name(("A-102",))
    assert (topic.invoices, topic.amount) == (("A-102",), None)
