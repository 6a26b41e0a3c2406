"""How `ascolto customer` words a customer's facts."""

from datetime import date
from decimal import Decimal
from io import StringIO

from rich.console import Console

from assistant.cli.customer_table import followed_lines, table
from assistant.cli.words import CUSTOMER_WORDS
from assistant.domain.facts import CustomerFacts, customer_facts
from assistant.domain.followup import Followed, FollowedPlan, FollowedState, Outcome
from assistant.domain.money import Language
from tests.unit.test_facts import ON, POLICY, invoice, paying, with_open


def followed(state: FollowedState, outcome: Outcome, received: str) -> Followed:
    return Followed(
        id="promise:1",
        due_on=date(2026, 11, 4),
        currency="EUR",
        amount=Decimal(300),
        received=Decimal(received),
        excess=Decimal(0),
        completed_on=None,
        state=state,
        outcome=outcome,
    )


FACTS = CustomerFacts(
    customer="p/C1",
    name="Condominio Prova",
    on=date(2026, 11, 23),
    balances=(),
    followed_promises=(followed("partial", "broken", "100"), followed("kept_late", "kept", "300")),
    followed_plans=(
        FollowedPlan(
            id="plan:1",
            agreed_on=date(2026, 10, 1),
            currency="EUR",
            total=Decimal(300),
            received=Decimal(0),
            state="broken",
            recorded=False,
            instalments=(followed("broken", "broken", "0"),),
        ),
    ),
)


def test_in_italian() -> None:
    assert followed_lines(FACTS, "it") == [
        ("promessa", "300,00 € entro il 4 novembre 2026: in parte (non rispettata), ricevuti 100,00 €"),
        ("promessa", "300,00 € entro il 4 novembre 2026: mantenuta entro la tolleranza, ricevuti 300,00 €"),
        ("piano", "300,00 €, 1º ottobre 2026: non rispettato"),
        ("  1", "300,00 € entro il 4 novembre 2026: non rispettata"),
    ]


def test_in_english() -> None:
    assert followed_lines(FACTS, "en") == [
        ("promise", "€300.00 by 4 November 2026: in part (broken), received €100.00"),
        ("promise", "€300.00 by 4 November 2026: kept within the grace, received €300.00"),
        ("plan", "€300.00, 1 October 2026: broken"),
        ("  1", "€300.00 by 4 November 2026: broken"),
    ]


def test_both_languages_have_the_same_words() -> None:
    assert set(CUSTOMER_WORDS["it"]) == set(CUSTOMER_WORDS["en"])


def page_of(language: Language) -> str:
    """Ten monthly invoices of 1,000 paid 4 to 13 days late, and one that fell due on 20 November."""
    due = invoice("x", date(2026, 11, 20), issued_on=date(2026, 11, 1))
    facts = customer_facts(with_open(paying(*range(4, 14)), due), POLICY, ON, language)
    console = Console(width=200, record=True, file=StringIO())
    console.print(table(facts, language))
    return console.export_text()


def test_facts_in_italian_with_the_inputs_of_the_value_and_an_interval() -> None:
    page = page_of("it")
    for part in (
        "giorni di ritardo: 3",
        "38,5 in media su 10 scadenze, ritardo mediano 8,5",
        "1.000,00 € a ordine x 5,81 l'anno, anni 1, tasso di sconto 8 %",
        "x: 28 novembre 2026, tra 26 novembre 2026 e 1º dicembre 2026",
    ):
        assert part in page, page


def test_facts_in_english() -> None:
    page = page_of("en")
    for part in ("38.5 on average over 10 due dates", "5.81 a year", "between 26 November 2026 and 1 December 2026"):
        assert part in page, page
