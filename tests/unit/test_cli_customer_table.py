"""How `ascolto customer` words promises and plans."""

from datetime import date
from decimal import Decimal

from assistant.cli.customer_table import followed_lines
from assistant.domain.facts import CustomerFacts
from assistant.domain.followup import Followed, FollowedPlan, FollowedState, Outcome


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
