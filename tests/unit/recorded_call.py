"""An invented reviewed call, as a data folder holds it, for the tests of its recording."""

import datetime as dt
from decimal import Decimal
from typing import Any

from assistant.domain.call_page import CallPage
from assistant.domain.calls import Call, CallInfo, ScoredSituation, Situation
from assistant.domain.cards import Card, Citation
from assistant.domain.events import (
    AnyOutEvent,
    CallClosed,
    PlansUpdated,
    SituationDetected,
    SuggestionClosed,
    SuggestionReady,
    UtteranceHeard,
)
from assistant.domain.notes import Note, NoteItem, StoredNote
from assistant.domain.plans import Limits
from assistant.domain.records import ContactPerson, Customer, CustomerFile, Due, Invoice, Principal
from assistant.domain.reviews import Move, Review, take
from assistant.services.reviews import ReviewedCall
from evals.record import Recorded
from tests.fakes import shipped_rubric
from tests.unit.eval_example import plan

AT = dt.datetime(2026, 11, 24, 10, 23, 41, tzinfo=dt.timezone(dt.timedelta(hours=1)))
BASE: dict[str, Any] = {"call_id": "call-1", "at": AT}
_SAID = (
    ("operator", "Buongiorno, sono Elvira di Montelupo Ascensori. Parlo con la signora Ghezzoni?"),
    ("customer", "sì, la ghezzoni sono io"),
    ("operator", "La chiamo per la fattura ML-4711 di trecento euro."),
    ("customer", "si potrebbe dividere? più di centocinquanta al mese non riesco"),
    ("operator", "Due rate da centocinquanta dal primo dicembre. Va bene?"),
    ("customer", "va bene, lo dica anche a Gualtiero"),
)


def events() -> list[AnyOutEvent]:
    """The call's log: in the fourth turn a limit is heard, plans are offered and a card is used."""
    heard = [
        UtteranceHeard.model_validate(BASE | {"utterance_id": f"u{n}", "t": n * 7, "speaker": who, "text": text})
        for n, (who, text) in enumerate(_SAID, start=1)
    ]
    asked = [ScoredSituation(id=Situation.INSTALMENT_REQUEST, confidence=0.95)]
    card = Card(
        id="k1",
        utterance_id="u4",
        situation=Situation.INSTALMENT_REQUEST,
        language="it",
        text="Possiamo dividere.",
        phrase_id="p",
        citations=[Citation(kind="article", id="montelupo/payment-plans", title="Piani", quote="…")],
    )
    result: dict[str, Any] = {"customer": "montelupo/C-77", "on": AT.date()}
    limited = Limits(max_instalment=Decimal("150.00"), invoices=("ML-4711",))
    return [
        PlansUpdated(**BASE, **result, options=[plan("300.00")]),
        *heard[:4],
        SituationDetected(**BASE, utterance_id="u4", situations=asked),
        PlansUpdated(**BASE, **result, options=[plan("150.00", "150.00")], limits=limited),
        SuggestionReady(**BASE, card=card),
        heard[4],
        SuggestionClosed(**BASE, card_id="k1", state="used"),
        heard[5],
        CallClosed(**BASE),
    ]


def file(**changes: Any) -> CustomerFile:
    """The customer's records, one open invoice of 300.00."""
    customer = Customer(
        principal="montelupo",
        ref="C-77",
        name="Officina Ghezzoni S.n.c.",
        contacts=(ContactPerson(name="Carla Ghezzoni", role="titolare", email="carla@ghezzoni.example"),),
    )
    return CustomerFile(customer=customer, invoices=(invoice("ML-4711", "300.00"),)).model_copy(update=changes)


def invoice(number: str, *amounts: str, **changes: Any) -> Invoice:
    """Due at the end of September, and at the end of each month after it."""
    dues = tuple(Due(due_on=dt.date(2026, 9 + n, 30), amount=Decimal(amount)) for n, amount in enumerate(amounts))
    return Invoice.model_validate(
        {"number": number, "issued_on": dt.date(2026, 8, 31), "currency": "EUR", "dues": dues} | changes
    )


def note() -> StoredNote:
    made = Note(
        call_id="call-1",
        customer="montelupo/C-77",
        language="it",
        disposition="plan_agreed",
        reason="Fattura ML-4711: la signora Ghezzoni paga in due rate",
        items=(
            NoteItem(
                kind="plan",
                text="Due rate",
                amount=Decimal("300.00"),
                date=dt.date(2026, 12, 1),
                invoices=("ML-4711",),
                plan=plan("150.00", "150.00"),
            ),
        ),
    )
    return StoredNote(note=made, drafted=made)


def review(*moves: dict[str, Any], who: str = "ugo") -> Review:
    """The proposal, empathy 3 and courtesy 2 and no level for clarity, after these steps."""
    made = Review(call_id="call-1", principal="montelupo", levels={"empathy": 3, "courtesy": 2, "clarity": None})
    for move in moves:
        made = take(made, Move.model_validate({"version": made.version, "reason": "Perché sì."} | move), who, AT)
    return made


APPROVED: dict[str, Any] = {"action": "approve"}


def recorded(reviewed: Review | None, log: list[AnyOutEvent] | None = None, **changes: Any) -> Recorded:
    """The call with this review; `changes` are of the records."""
    info = CallInfo(
        id="call-1", customer="montelupo/C-77", principal="montelupo", started_at=AT, language="it", operator="elvira"
    )
    page = CallPage.fold(log or events())
    whole = ReviewedCall(
        call=Call(info=info, customer_name="Officina Ghezzoni S.n.c.", ended_at=AT),
        complete=page.ended,
        page=page,
        facts=None,
        note=note(),
        score=None,
        review=reviewed,
        state=reviewed.state if reviewed else "unscored",
        rubric=shipped_rubric(),
        mine=False,
    )
    principal = Principal(id="montelupo", name="Montelupo Ascensori")
    return Recorded(whole, log or events(), file(**changes), AT, principal, "Elvira Prova")
