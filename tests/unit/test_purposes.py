"""How calls of each purpose begin, with the shipped library: opening, topic, checklist, what may not be said."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.domain.calls import Purpose
from assistant.domain.cards import Opening
from assistant.domain.conduct import checklist_for, forbidden, ticked
from assistant.domain.events import CallOpened, CallStarted
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.records import (
    ContactPerson,
    Customer,
    CustomerFile,
    Dispute,
    Due,
    Invoice,
    Promise,
    Ticket,
)
from assistant.services.live import LiveCalls
from tests.fakes import FakeCustomers
from tests.integration.wording import uncovered
from tests.unit.test_live import World

PURPOSES: tuple[Purpose, ...] = get_args(Purpose)
PRINCIPALS = ("montelupo", "brackwater")
LIBRARY = FileLibrary(SHIPPED)
DAY = date(2026, 11, 25)
PROMISE = Promise(
    id="promise:1", made_on=DAY - timedelta(20), due_on=DAY - timedelta(6), amount=Decimal("150.00"),
    currency="EUR", outcome="broken",
)  # fmt: skip
DISPUTE = Dispute(id="dispute:1", opened_on=DAY - timedelta(9), invoice_number="F-2", reason="quantità")
TICKET = Ticket(id="ticket:1", kind="complaint", opened_on=DAY - timedelta(4), subject="porta che non chiude")


def invoice(number: str, due_in: int, issued: int = -40, **fields: Any) -> Invoice:
    """An invoice due so many days from the call, issued so many days before it."""
    dues = (Due(due_on=DAY + timedelta(due_in), amount=Decimal("480.00")),)
    return Invoice(number=number, issued_on=DAY + timedelta(issued), currency="EUR", dues=dues, **fields)


LATE, NEXT, LATER = invoice("F-1", -12), invoice("F-2", 10), invoice("F-3", 30)


async def opening(purpose: Purpose, language: Language = "it", principal: str = "montelupo", **records: Any) -> Opening:
    """How a call on the 25th of November begins, to a customer with these records."""
    person = ContactPerson(name="Ida Neri")
    file = CustomerFile(
        customer=Customer(principal=principal, ref="C1", name="Bar Sport", contacts=(person,)), **records
    )
    world = World()
    live = LiveCalls(replace(world.ports, library=LIBRARY, customers=FakeCustomers(file)))
    started_at = datetime(DAY.year, DAY.month, DAY.day, 10, tzinfo=UTC)
    await live.open(CallStarted(call_id="k", customer="C1", purpose=purpose, language=language, started_at=started_at))
    opened = (await world.events())[0]
    assert isinstance(opened, CallOpened) and opened.opening is not None
    return opened.opening


def sourced(begun: Opening) -> dict[str, str]:
    """Value to record of the figures beyond names."""
    return {f.value: f.source.id for f in begun.figures if f.source.kind == "record" and ":" in f.source.id}


@pytest.mark.parametrize("principal", PRINCIPALS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize(
    "records",
    [
        {},
        {"invoices": (LATE,)},
        {"invoices": (LATE, NEXT), "promises": (PROMISE,), "disputes": (DISPUTE,), "tickets": (TICKET,)},
        {"disputes": (DISPUTE.model_copy(update={"invoice_number": ""}),)},
    ],
)
async def test_every_purpose_has_words_and_every_figure_a_source(
    principal: str, language: Language, purpose: Purpose, records: dict[str, Any]
) -> None:
    begun = await opening(purpose, language, principal, **records)
    assert begun.question
    shown = f"{begun.text} {begun.question}"
    assert uncovered(shown, [figure.text for figure in begun.figures], language) == []
    assert all(figure.text in shown for figure in begun.figures)
    assert "{{" not in shown


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", PURPOSES)
async def test_the_first_sentence_tells_nothing_of_the_customers_affairs(purpose: Purpose, language: Language) -> None:
    records = {"invoices": (LATE, NEXT), "promises": (PROMISE,), "tickets": (TICKET,)}
    begun = await opening(purpose, language, **records)
    for private in ("F-1", "F-2", "480", "150", "2026", "porta"):
        assert private not in begun.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("it", "La chiamo per la fattura F-2, con scadenza 5 dicembre 2026: non è ancora scaduta"),
        ("en", "I am calling about invoice F-2, which falls due on 5 December 2026: it isn't late"),
    ],
)
async def test_a_courtesy_call_names_the_invoice_that_falls_due_next(language: Language, words: str) -> None:
    begun = await opening("pre_due_courtesy", language, invoices=(LATER, NEXT, LATE))
    assert begun.question is not None and begun.question.startswith(words)
    assert {k: v for k, v in sourced(begun).items() if v.startswith("invoice")} == {
        "F-2": "invoice:F-2",
        "2026-12-05": "invoice:F-2",
    }


@pytest.mark.parametrize(
    ("invoices", "named"),
    [
        ((invoice("F-9", 30, issued=0),), "F-9"),  # issued on the day of the call
        ((invoice("F-9", 30, issued=1),), None),  # issued tomorrow
        ((invoice("F-9", 0),), "F-9"),  # due today, and so not late
        ((invoice("F-9", -1),), None),  # late
        ((invoice("F-9", 9, disputed=True), LATER), "F-3"),  # a contested invoice isn't brought up
        ((), None),
    ],
)
async def test_a_courtesy_call_works_from_the_issue_of_an_invoice_to_its_due_date(
    invoices: tuple[Invoice, ...], named: str | None
) -> None:
    begun = await opening("pre_due_courtesy", invoices=invoices)
    found = [figure.value for figure in begun.figures if figure.source.field == "number"]
    assert found == ([named] if named else [])
    if not named:
        assert begun.question == (
            "Vorrei sapere se le nostre fatture Le arrivano bene e se è tutto in ordine. Che cosa possiamo fare meglio?"
        )


SETTLED = DISPUTE.model_copy(update={"state": "resolved"})
CONTESTED = invoice("F-2", -12)


@pytest.mark.parametrize(
    ("purpose", "records", "words"),
    [
        ("overdue", {"invoices": (LATE, NEXT)}, "in particolare per la fattura F-1 con scadenza 13 novembre 2026"),
        ("promise_follow_up", {"promises": (PROMISE,)}, "l'impegno di 150,00 € con data 19 novembre 2026"),
        ("dispute_follow_up", {"disputes": (DISPUTE,)}, "contestazione della fattura F-2, aperta in data 16 novembre"),
        (
            "dispute_follow_up",
            {"disputes": (SETTLED,)},
            "La verifica sulla fattura F-2 che ci aveva chiesto è conclusa",
        ),
        ("feedback_interview", {"invoices": (LATE,)}, "come si trova con noi"),
        ("inbound", {"invoices": (LATE,)}, "Come posso aiutarLa?"),
        # The records contradict the purpose: the nearest topic that they bear out.
        ("promise_follow_up", {"invoices": (LATE,)}, "per la fattura F-1"),
        (
            "promise_follow_up",
            {"invoices": (NEXT,)},
            "la fattura F-2, con scadenza 5 dicembre 2026: non è ancora scaduta",
        ),
        ("promise_follow_up", {}, "se è tutto in ordine"),
        ("dispute_follow_up", {"tickets": (TICKET,)}, "sulla segnalazione «porta che non chiude», aperta in data 21"),
        ("dispute_follow_up", {"invoices": (LATE,)}, "per la fattura F-1"),
        ("overdue", {"invoices": (NEXT,)}, "non è ancora scaduta"),
        ("overdue", {"invoices": (CONTESTED,), "disputes": (DISPUTE,)}, "contestazione della fattura F-2"),
        ("overdue", {"invoices": (CONTESTED, LATE), "disputes": (DISPUTE,)}, "per la fattura F-1"),
        ("overdue", {}, "se è tutto in ordine"),
    ],
)
async def test_what_the_call_is_about(purpose: Purpose, records: dict[str, Any], words: str) -> None:
    question = (await opening(purpose, **records)).question
    assert question is not None and words in question


async def test_a_kept_promise_is_not_gone_back_to() -> None:
    kept = PROMISE.model_copy(update={"outcome": "kept"})
    question = (await opening("promise_follow_up", promises=(kept,), invoices=(LATE,))).question
    assert question is not None and "impegno" not in question and "F-1" in question


# Checklists


def items(purpose: Purpose) -> list[str]:
    return [item.id for item in checklist_for(LIBRARY.conduct(), LIBRARY.policy("montelupo"), purpose)]


def test_each_purpose_has_a_checklist_of_its_own() -> None:
    assert len({tuple(items(purpose)) for purpose in PURPOSES}) == len(PURPOSES)
    assert {"nothing_late", "invoice_received"} <= set(items("pre_due_courtesy"))
    assert {"solution", "recap"} & set(items("pre_due_courtesy")) == set()
    assert {"interview_consent", "notes_consent", "ask_experience", "ask_episode", "ask_why", "ask_change"} <= set(
        items("feedback_interview")
    )
    assert {"dispute_status", "dispute_done"} <= set(items("dispute_follow_up"))
    assert "promise_recalled" in items("promise_follow_up")


@pytest.mark.parametrize(
    ("purpose", "language", "words", "item"),
    [
        ("pre_due_courtesy", "it", "La fattura non è ancora scaduta, volevo solo sentirLa.", "nothing_late"),
        ("pre_due_courtesy", "en", "Nothing is late, I only wanted to check.", "nothing_late"),
        ("pre_due_courtesy", "it", "Le è arrivata la fattura, ed è tutto in ordine?", "invoice_received"),
        ("pre_due_courtesy", "en", "Have you received the invoice?", "invoice_received"),
        ("dispute_follow_up", "it", "Abbiamo già verificato il documento di trasporto.", "dispute_done"),
        ("dispute_follow_up", "it", "La bolla è stata controllata ieri.", "dispute_done"),
        ("dispute_follow_up", "en", "We have checked the delivery note.", "dispute_done"),
        ("dispute_follow_up", "en", "A credit note has been issued.", "dispute_done"),
        ("feedback_interview", "it", "Posso prendere nota delle Sue risposte?", "notes_consent"),
        ("feedback_interview", "en", "May I take notes while we talk?", "notes_consent"),
        ("promise_follow_up", "it", "La chiamo per l'impegno preso per il dieci.", "promise_recalled"),
        ("promise_follow_up", "en", "As we agreed, I am calling about the payment.", "promise_recalled"),
    ],
)
def test_what_an_operator_says_ticks_the_item_of_the_purpose(
    purpose: Purpose, language: Language, words: str, item: str
) -> None:
    checklist = checklist_for(LIBRARY.conduct(), LIBRARY.policy("montelupo"), purpose)
    assert item in ticked(checklist, words, language)
    assert item not in ticked(checklist, {"it": "Buongiorno.", "en": "Good morning."}[language], language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", PURPOSES)
async def test_the_words_of_the_opening_raise_no_alert(purpose: Purpose, language: Language) -> None:
    begun = await opening(purpose, language, invoices=(LATE, NEXT), promises=(PROMISE,), disputes=(DISPUTE,))
    said = f"{begun.text} {begun.question}"
    assert forbidden(LIBRARY.conduct(), LIBRARY.policy("montelupo"), said, language, purpose) == []


@pytest.mark.parametrize(
    ("purpose", "language", "words", "rule"),
    [
        ("pre_due_courtesy", "it", "Dopo la scadenza scattano gli interessi di mora.", "pressure_before_due"),
        ("pre_due_courtesy", "it", "Mi raccomando, paghi entro la scadenza.", "pressure_before_due"),
        ("pre_due_courtesy", "en", "After that we charge interest.", "pressure_before_due"),
        ("pre_due_courtesy", "en", "Please make sure you pay on time.", "pressure_before_due"),
        ("feedback_interview", "it", "E la fattura scaduta, quando la paga?", "payment_in_interview"),
        ("feedback_interview", "en", "By the way, when will you pay?", "payment_in_interview"),
    ],
)
def test_words_that_do_not_belong_to_a_purpose_raise_an_alert_there_only(
    purpose: Purpose, language: Language, words: str, rule: str
) -> None:
    conduct, policy = LIBRARY.conduct(), LIBRARY.policy("montelupo")
    (found,) = forbidden(conduct, policy, words, language, purpose)
    assert found.id == rule and found.kinder[language]
    assert rule not in [other.id for other in forbidden(conduct, policy, words, language, "overdue")]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("it", "Non è un sollecito e non ci sono interessi."),
        ("it", "Non deve pagare adesso, volevo solo sapere se è arrivata."),
        ("it", "Deve verificare la seconda pagina? La aspetto."),
        ("en", "There is no interest and nothing to pay now."),
        ("en", "You need not pay anything today; do you remember the payment terms?"),
        ("en", "I am interested in how you find working with us."),
    ],
)
def test_reassuring_words_raise_nothing(language: Language, words: str) -> None:
    assert forbidden(LIBRARY.conduct(), LIBRARY.policy("montelupo"), words, language, "pre_due_courtesy") == []
