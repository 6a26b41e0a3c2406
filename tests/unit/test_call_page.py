"""A call's page, folded from its events."""

from decimal import Decimal
from typing import Any

from assistant.domain.call_page import CallPage
from assistant.domain.calls import ScoredSituation, Situation
from assistant.domain.cards import Card
from assistant.domain.events import (
    AlertRaised,
    AnswerReady,
    AnyOutEvent,
    CallClosed,
    CallOpened,
    ChecklistEntry,
    ChecklistTicked,
    MessageSent,
    PlansUpdated,
    SituationDetected,
    SuggestionClosed,
    SuggestionReady,
    SuggestionTailored,
    SuggestionWithheld,
    UtteranceHeard,
)
from assistant.domain.plans import Approval, Plan
from tests.fakes import NOON

BASE: dict[str, Any] = {"call_id": "c1", "at": NOON}


def heard(n: int, text: str, speaker: str = "customer", **more: Any) -> UtteranceHeard:
    fields = {"utterance_id": f"u{n}", "t": n, "speaker": speaker, "text": text}
    return UtteranceHeard.model_validate(BASE | fields | more)


def card(n: int, utterance: str = "u1") -> SuggestionReady:
    shown = Card(
        id=f"k{n}", utterance_id=utterance, situation=Situation.REFUSAL, language="it", text="Capisco.", phrase_id="p"
    )
    return SuggestionReady(**BASE, card=shown)


def plan(plan_id: str = "p1") -> Plan:
    money = dict.fromkeys(("outstanding", "discount", "interest", "compensation", "total"), Decimal("0.00"))
    return Plan(
        id=plan_id,
        label="balanced",
        invoices=[],
        currency="EUR",
        estimate=False,
        instalments=[],
        authority="supervisor",
        tier="t",
        article="a",
        **money,
    )


def test_an_empty_log_is_an_empty_page_of_a_call_without_an_end() -> None:
    page = CallPage.fold([])
    assert (page.transcript, page.cards, page.ended) == ([], [], False)


def test_words_keep_their_order_and_their_meaning() -> None:
    meaning = [ScoredSituation(id=Situation.REFUSAL, confidence=0.9)]
    page = CallPage.fold(
        [
            heard(1, "Non pa", partial=True),
            heard(1, "Non pago"),
            SituationDetected(**BASE, utterance_id="u1", situations=meaning),
            heard(2, "Capisco", "operator"),
            heard(1, "Non pago ora"),
            CallClosed(**BASE),
        ]
    )
    assert [(line.id, line.text) for line in page.transcript] == [("u1", "Non pago ora"), ("u2", "Capisco")]
    assert page.ended
    assert not CallPage.fold([CallClosed(**BASE, lost=True)]).ended
    first = CallPage.fold([heard(1, "Non pago"), SituationDetected(**BASE, utterance_id="u1", situations=meaning)])
    assert first.transcript[0].situations == meaning


def test_each_card_says_what_became_of_it() -> None:
    events: list[AnyOutEvent] = [
        card(1),
        SuggestionTailored(
            **BASE, card_id="k1", text="Capisco: la porta.", mention="la porta", model="m", prompt="p@1"
        ),
        SuggestionClosed(**BASE, card_id="k1", state="edited", text="La capisco"),
        card(2),
        SuggestionWithheld(**BASE, card_id="k2", reason="timeout", model="m"),
        SuggestionClosed(**BASE, card_id="k2", state="replaced"),
        card(3),
        SuggestionClosed(**BASE, card_id="unknown", state="used"),
    ]
    one, two, three = CallPage.fold(events).cards
    assert one.tailored is not None
    assert two.withheld is not None
    assert (one.state, one.said, one.tailored.mention, one.tailored.prompt) == (
        "edited",
        "La capisco",
        "la porta",
        "p@1",
    )
    assert (two.state, two.withheld.reason, two.said) == ("replaced", "timeout", None)
    assert (three.state, three.tailored, three.withheld) == ("open", None, None)


def test_steps_alerts_plans_questions_and_messages_are_there() -> None:
    opened = CallOpened.model_validate(
        BASE
        | {
            "customer": "acme/C1", "customer_name": "Bar", "contact_name": "Ida", "principal_name": "Acme",
            "language": "it", "purpose": "overdue", "started_at": NOON,
            "checklist": [ChecklistEntry(item=item, text=item) for item in ("greeting", "recap")],
        }
    )  # fmt: skip
    page = CallPage.fold(
        [
            opened,
            ChecklistTicked(**BASE, item="greeting", utterance_id="u1"),
            AlertRaised(**BASE, rule="threat", severity="critical", text="No", kinder="Vediamo", utterance_id="u3"),
            PlansUpdated(**BASE, customer="acme/C1", on=NOON.date(), options=[plan()], chosen="p1",
                         approvals=[Approval(plan_id="p1", state="approved", by="Sara")]),
            AnswerReady(**BASE, question="Mora?", citations=[]),
            MessageSent(**BASE, text="Rallenti", by="Sara Conti"),
        ]
    )  # fmt: skip
    assert (page.contact_name, page.principal_name) == ("Ida", "Acme")
    assert [(step.item, step.done, step.utterance_id) for step in page.checklist] == [
        ("greeting", True, "u1"),
        ("recap", False, None),
    ]
    assert [(alert.severity, alert.kinder, alert.utterance_id) for alert in page.alerts] == [
        ("critical", "Vediamo", "u3")
    ]
    assert (page.plans.chosen, page.plans.approvals[0].by, page.plans.options[0].id) == ("p1", "Sara", "p1")
    assert page.questions[0].question == "Mora?"
    assert [(told.text, told.by) for told in page.messages] == [("Rallenti", "Sara Conti")]
    assert page.model_dump(mode="json")["alerts"][0]["at"].startswith("2026-11-20")
