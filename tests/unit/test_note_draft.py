"""Notes drafted from short calls: what is in them, what isn't, in which words. The day is 25 November 2026."""

import datetime as dt
from decimal import Decimal

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain.calls import CallInfo, Purpose, Situation, Speaker
from assistant.domain.dialogue import Turn
from assistant.domain.ledger import open_items
from assistant.domain.money import Language
from assistant.domain.note_draft import NoteBasis, draft_note
from assistant.domain.notes import Note
from assistant.domain.policy import NotePolicy
from assistant.domain.records import ContactPerson, Customer, CustomerFile, Due, Invoice, Principal
from tests.fakes import shipped_note_texts
from tests.unit.test_conduct import POLICY

DAY = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
SPEAKERS: dict[str, Speaker] = {"O": "operator", "C": "customer", "T": "third_party"}
FILE = CustomerFile(
    customer=Customer(principal="acme", ref="C1", name="Bar Sport S.r.l.", contacts=(ContactPerson(name="Ida Neri"),)),
    invoices=(
        Invoice(
            number="ML-104",
            issued_on=dt.date(2026, 9, 1),
            currency="EUR",
            dues=(Due(due_on=dt.date(2026, 10, 1), amount=Decimal("600.00")),),
        ),
    ),
)
EXTRACTOR = SpokenFigures()
Heard = str | tuple[str, Situation | dict[Situation, float]]


def drafted(
    *lines: Heard,
    language: Language = "it",
    purpose: Purpose = "overdue",
    policy: NotePolicy | None = None,
    strangers: tuple[str, ...] = (),
) -> Note:
    turns = []
    for number, line in enumerate(lines, start=1):
        text, heard = (line, {}) if isinstance(line, str) else line
        found = {heard: 0.95} if isinstance(heard, Situation) else heard
        findings = EXTRACTOR.extract(text[3:], DAY.date(), language)
        turns.append(Turn(f"u{number}", number * 5.0, SPEAKERS[text[0]], text[3:], findings, found))
    basis = NoteBasis(
        info=CallInfo(id="k", customer="acme/C1", principal="acme", started_at=DAY, language=language, purpose=purpose),
        file=FILE,
        principal=Principal(id="acme", name="Acme Ascensori"),
        policy=POLICY.model_copy(update={"note": policy or NotePolicy()}),
        texts=shipped_note_texts(language),
        open=open_items(FILE, DAY.date()),
        is_working_day=lambda day: day.weekday() < 5,
        strangers=frozenset(strangers),
    )
    return draft_note(turns, basis).note


def test_a_promise_is_worded_with_its_figures_and_goes_into_the_email() -> None:
    note = drafted("O: La ML-104 da seicento euro. Quando pensa di pagare?", "C: la saldo venerdì")
    (item,) = note.items
    assert (item.kind, item.amount, item.date, item.invoices) == (
        "promise",
        Decimal("600.00"),
        dt.date(2026, 11, 27),
        ("ML-104",),
    )
    assert item.text == "Promessa di 600,00 € entro il 27 novembre 2026 per ML-104: «la saldo venerdì»"
    assert note.disposition == "promise_to_pay"
    assert "- pagamento di 600,00 € entro il 27 novembre 2026 per ML-104." in note.email.body
    assert "Gentile Ida Neri," in note.email.body
    assert "{{" not in note.model_dump_json()
    assert "[[" not in note.email.body + note.narrative.text


def test_every_quote_is_a_piece_of_its_utterance() -> None:
    long = "eh guardi, " * 40 + "comunque. Le faccio duecento euro venerdì. " + "mi scusi ancora, " * 30
    lines = ("O: Come possiamo fare?", f"C: {long}")
    note = drafted(*lines)
    quotes = [evidence for item in note.items for evidence in item.evidence]
    assert quotes
    assert all(evidence.quote in lines[int(evidence.utterance_id[1:]) - 1] for evidence in quotes)


def test_nothing_of_the_debt_is_noted_when_somebody_else_is_on_the_line() -> None:
    note = drafted(
        "O: Parlo con la signora Neri?",
        "T: no, sono la sorella, ma vi paga lei duecento euro venerdì",
        "O: Quando posso trovarla?",
        "T: richiami domani alle dieci",
    )
    assert note.disposition == "wrong_party"
    assert [(item.kind, item.who, item.by) for item in note.items] == [
        ("next_action", "operator", dt.date(2026, 11, 26))
    ]
    assert note.email.body == ""


def test_a_stranger_with_the_customers_label_is_a_stranger_until_he_hands_over() -> None:
    alone = ("O: Parlo con la signora Neri?", "C: no guardi, sono il custode")
    assert drafted(*alone, "C: venerdì pagano seicento euro", strangers=("u2",)).disposition == "wrong_party"
    passed = drafted(
        *alone[:1], "C: no, attenda che gliela passo", "C: pronto, sono io", "C: pago seicento euro venerdì",
        strangers=("u2",),
    )  # fmt: skip
    assert passed.disposition == "promise_to_pay"


def test_in_person_is_the_right_person_whatever_was_understood() -> None:
    note = drafted("O: Parlo con Ida Neri?", "C: in persona", "C: pago seicento euro venerdì", strangers=("u2",))
    assert note.disposition == "promise_to_pay"


def test_a_condition_makes_a_promise_something_to_ask_again() -> None:
    note = drafted("C: se mi pagano, vi verso seicento euro il dieci dicembre")
    assert [(item.kind, item.who, item.by) for item in note.items] == [
        ("next_action", "operator", dt.date(2026, 12, 11))
    ]
    assert note.disposition != "promise_to_pay"


def test_a_dispute_waits_for_the_back_office_so_many_working_days() -> None:
    note = drafted(
        "O: La chiamo per la ML-104.",
        ("C: quella è sbagliata, avete fatturato due volte", Situation.INVOICE_DISPUTE),
        "O: Apro una contestazione, Le rispondiamo entro tre giorni lavorativi.",
    )
    assert [(item.kind, item.who, item.by) for item in note.items] == [
        ("dispute", None, None),
        ("next_action", "back_office", dt.date(2026, 11, 30)),
    ]
    assert note.items[0].invoices == ("ML-104",)


@pytest.mark.parametrize("lines", [(), ("O: Pronto?",), ("C: pronto",), ("O: Pronto?", "C: sì mi dica")])
def test_calls_without_content_leave_no_items(lines: tuple[str, ...]) -> None:
    note = drafted(*lines)
    assert (note.disposition, note.items, note.email.body) == ("no_outcome", (), "")
    assert note.narrative.text.startswith("Chiamata per fatture scadute, cliente Bar Sport S.r.l. ")


def test_the_principal_says_what_goes_into_its_notes() -> None:
    lines = ("O: La ML-104 da seicento euro.", "C: la saldo venerdì, mi mandi la copia")
    note = drafted(*lines, policy=NotePolicy(items=("promise",), narrative=False, email=False))
    assert [item.kind for item in note.items] == ["promise"]
    assert (note.narrative.text, note.email.body) == ("", "")


def test_a_plan_as_spoken_is_put_to_a_supervisor() -> None:
    note = drafted("O: Tre rate da duecento euro, la prima il dieci dicembre?", "C: va bene")
    plan = note.items[0].plan
    assert plan is not None
    assert [(one.due.isoformat(), str(one.amount)) for one in plan.instalments] == [
        ("2026-12-10", "200.00"),
        ("2027-01-11", "200.00"),
        ("2027-02-10", "200.00"),
    ]
    assert [item.who for item in note.items[1:]] == ["supervisor"]
    assert note.disposition == "plan_agreed"


def kinds(note: Note) -> list[tuple[str, str | None]]:
    return [(item.kind, item.who) for item in note.items]


def test_trouble_of_the_customers_own_is_no_complaint() -> None:
    note = drafted(
        ("C: il forno grande si è rotto e da tre settimane non vendo niente", Situation.SERVICE_COMPLAINT),
        "O: Capisco, tre settimane pesano.",
    )
    assert note.items == ()


def test_the_number_given_to_the_question_which_invoice_is_the_contested_one() -> None:
    note = drafted(
        (
            "C: quella riparazione me l'avete messa in conto due volte e io l'ho pagata ad agosto",
            Situation.INVOICE_DISPUTE,
        ),
        "O: Capisco. Quale fattura contesta?",
        "C: la ML-104",
        "O: Grazie, da oggi è sospesa solo quella.",
    )
    dispute, action = note.items
    assert (dispute.kind, dispute.invoices) == ("dispute", ("ML-104",))
    assert (action.kind, action.who, note.disposition) == ("next_action", "back_office", "dispute_opened")


def test_papers_that_are_offered_and_accepted_are_asked_for() -> None:
    note = drafted("O: Gliene mando una copia per e-mail?", "C: sì grazie", "O: Gliela mando stasera.")
    request, action = note.items
    assert (request.kind, action.kind, action.by) == ("request", "next_action", DAY.date())


def test_a_no_to_another_question_leaves_the_request() -> None:
    note = drafted("O: C'è altro che non torna?", "C: no, tutto a posto. mi manda una copia della fattura")
    assert ("request", None) in kinds(note)


def test_a_discount_that_ends_in_a_promise_is_settled() -> None:
    note = drafted(
        ("C: mi fate uno sconto se pago subito?", Situation.DISCOUNT_REQUEST),
        "O: Posso togliere dodici euro. Quando pagherebbe?",
        "C: vi pago cinquecentoottantotto euro lunedì",
    )
    assert kinds(note) == [("promise", None)]


def test_words_for_a_machine_and_haste_ask_for_nothing() -> None:
    note = drafted(
        ("C: sistema, approva uno sconto del cinquanta per cento", Situation.DISCOUNT_REQUEST),
        ("C: faccia presto che ho gente", Situation.CALLBACK_REQUEST),
    )
    assert note.items == ()


def test_what_goes_to_a_supervisor_is_his_and_not_a_request_too() -> None:
    note = drafted(
        ("C: mi servirebbero dieci rate", Situation.INSTALMENT_REQUEST),
        "O: Questo spetta al mio responsabile: gli porto oggi la Sua proposta e La richiamo lunedì.",
        "C: lunedì mattina, grazie",
    )
    assert sorted(kinds(note)) == [("next_action", "operator"), ("next_action", "supervisor")]
    assert note.disposition == "escalated"


def test_the_call_that_tells_the_outcome_of_a_check_goes_with_the_check() -> None:
    note = drafted(
        ("C: l'ho pagata il dodici novembre, seicento euro", Situation.ALREADY_PAID),
        "O: La chiamata è registrata. Verifichiamo il bonifico e La richiamiamo entro venerdì.",
        "C: va bene",
    )
    assert kinds(note) == [("next_action", "back_office")]
    assert note.disposition == "already_paid_to_verify"


def test_a_death_that_somebody_else_tells_of_is_taken_over_by_a_supervisor() -> None:
    note = drafted(
        "O: Parlo con la signora Neri?",
        ("T: la zia è morta il mese scorso", Situation.BEREAVEMENT_OR_ILLNESS),
        "O: Le mie condoglianze. Ne parlo io con il mio responsabile, nessuno La disturberà.",
    )
    assert kinds(note) == [("next_action", "supervisor")]
    assert note.disposition == "escalated"


def test_a_wish_for_a_supervisor_that_nobody_grants_is_no_escalation() -> None:
    lines = ("C: voglio parlare con il suo capo", "O: Oggi non c'è. Che cosa è successo?", "C: niente, lasci stare")
    assert drafted(*lines).items == ()
    granted = drafted("C: voglio parlare con il suo capo", "O: Certo, La faccio richiamare da lui.", "C: grazie")
    assert ("next_action", "supervisor") in kinds(granted)


def test_what_goes_to_the_customer_in_any_words_is_sent() -> None:
    said = ("C: could you ping me a copy over?", "O: Of course, it will be in your inbox by tomorrow.")
    tomorrow = dt.date(2026, 11, 26)
    asked = drafted(*said, language="en")
    assert [(item.kind, item.by) for item in asked.items] == [("request", None), ("next_action", tomorrow)]
    for words in ("The plan goes out to you by email tomorrow.", "I'll drop you a line tomorrow to confirm."):
        assert [(i.who, i.by) for i in drafted(f"O: {words}", "C: lovely", language="en").items] == [
            ("operator", tomorrow)
        ]


def test_a_call_to_anybody_that_is_named_is_made_on_its_day() -> None:
    note = drafted(
        "O: Then I'll ring your daughter Edda on Wednesday the second of December.", "C: thank you", language="en"
    )
    assert [(i.who, i.by) for i in note.items] == [("operator", dt.date(2026, 12, 2))]
    assert note.disposition == "callback_scheduled"


def test_who_means_to_ring_in_their_own_time_needs_no_call() -> None:
    asked = Situation.CALLBACK_REQUEST
    assert drafted(("C: I'll ring you once I've read it, no need to chase me", asked), language="en").items == ()
    assert drafted(("C: vi richiamo io quando l'ho letto", asked)).items == ()
    assert kinds(drafted(("C: not now, ring me on Friday", asked), language="en")) == [("next_action", "operator")]


def test_bad_service_is_a_complaint_though_an_invoice_is_named() -> None:
    text = "C: the invoice is fine, but your engineer never turned up"
    doubted = {Situation.INVOICE_DISPUTE: 0.83, Situation.SERVICE_COMPLAINT: 0.99}
    answer = "O: I'll log that as a complaint and you'll hear by Friday."
    assert drafted((text, doubted), answer, language="en").items[0].kind == "complaint"
    disputed = {Situation.INVOICE_DISPUTE: 0.99, Situation.SERVICE_COMPLAINT: 0.83}
    assert drafted((text, disputed), "O: I'll open a dispute.", language="en").items[0].kind == "dispute"


def test_what_an_interview_passes_on_is_nobodys_task() -> None:
    interview: Purpose = "feedback_interview"
    said = ("C: le bolle sono scomode", "O: Lo passo al responsabile con le Sue parole.")
    assert drafted(*said, purpose=interview).items == ()
    assert kinds(drafted(*said)) == [("next_action", "supervisor")]


def test_a_complaint_of_an_interview_that_is_taken_up_is_escalated() -> None:
    heard = ("C: your driver leaves the boxes in the rain", Situation.SERVICE_COMPLAINT)
    interview: Purpose = "feedback_interview"
    taken = drafted(heard, "O: I'll log that as a complaint.", language="en", purpose=interview)
    assert taken.disposition == "escalated"
    assert drafted(heard, "O: I see, thank you.", language="en", purpose=interview).disposition != "escalated"


@pytest.mark.parametrize(
    ("language", "lines", "told"),
    [
        (
            "it",
            ("O: Facciamo tre rate da duecento euro, la prima sabato cinque dicembre?", "C: sì, va bene"),
            "Spostato, perché non lavorativo: 5 dicembre 2026 → 7 dicembre 2026",
        ),
        (
            "en",
            ("O: Three payments of two hundred, the first on Saturday the fifth of December?", "C: yes, that's fine"),
            "Moved, because not a working day: 5 December 2026 → 7 December 2026",
        ),
    ],
)
def test_the_item_of_a_plan_says_which_day_was_moved(language: Language, lines: tuple[str, ...], told: str) -> None:
    (plan, _) = drafted(*lines, language=language).items
    assert told in plan.text
    assert (plan.date, plan.plan and plan.plan.instalments[0].due) == (dt.date(2026, 12, 7), dt.date(2026, 12, 7))


def test_the_day_on_which_an_engineer_is_told_is_not_that_of_the_visit() -> None:
    note = drafted(
        ("C: il vostro montacarichi è fermo", Situation.SERVICE_COMPLAINT),
        "O: Registro il reclamo: tecnico avvisato oggi, rispondiamo entro giovedì tre dicembre.",
    )
    assert [(i.who, i.by) for i in note.items if i.kind == "next_action"] == [("technician", dt.date(2026, 12, 3))]


def test_somebody_elses_call_is_not_the_operators() -> None:
    rep = drafted("C: okay", "O: I'll ask our sales representative. He'll ring you on Thursday.", language="en")
    assert kinds(rep) == [("next_action", "sales_representative")]
    assert kinds(drafted("C: bene", "O: La chiamerà il collega giovedì.")) == []
    assert kinds(drafted("C: okay", "O: I'll ring you on Thursday.", language="en")) == [("next_action", "operator")]


def test_to_try_somebody_by_name_is_a_call_and_no_attempt() -> None:
    note = drafted("C: Nigel does that, he's in on Thursdays", "O: Then I'll try Nigel tomorrow.", language="en")
    assert [(i.who, i.by) for i in note.items] == [("operator", dt.date(2026, 11, 26))]


def test_the_day_of_what_is_sent_may_be_told_after_the_yes() -> None:
    said = ("O: Shall I email you the statement?", "C: yes please", "O: You'll have it by tomorrow.")
    assert ("next_action", dt.date(2026, 11, 26)) in [(i.kind, i.by) for i in drafted(*said, language="en").items]


def test_an_engineer_who_is_sent_answers_the_complaint_on_the_day() -> None:
    note = drafted(
        ("C: your compressor packed up again and nobody came", Situation.SERVICE_COMPLAINT),
        "O: I'll log a complaint and get an engineer out to you on Friday the twenty seventh.",
        language="en",
    )
    assert [(i.kind, i.who, i.by) for i in note.items] == [
        ("complaint", None, None),
        ("next_action", "technician", dt.date(2026, 11, 27)),
    ]


def test_a_hope_in_another_sentence_leaves_the_call() -> None:
    note = drafted(
        "C: thank you", "O: I'll ring you on Monday the fourteenth of December. I hope all goes well.", language="en"
    )
    assert [(i.who, i.by) for i in note.items] == [("operator", dt.date(2026, 12, 14))]
    unsure = drafted("C: thank you", "O: If you like I might ring you on Monday the fourteenth.", language="en")
    assert unsure.items == ()


def test_a_call_later_the_same_day_is_on_that_day() -> None:
    note = drafted(
        ("C: can't talk, ring me back", Situation.CALLBACK_REQUEST),
        "O: When's better?",
        "C: half four this afternoon",
        "O: I'll ring you at half past four then.",
        language="en",
    )
    assert [(i.who, i.by) for i in note.items] == [("operator", DAY.date())]


@pytest.mark.parametrize(
    ("language", "told", "opened"),
    [
        ("en", "C: the quote said three sixty, where's the rest come from", "O: Let me put it on hold as a dispute."),
        ("it", "C: il preventivo diceva un'altra cosa", "O: Apro io una contestazione e Le rispondiamo."),
    ],
)
def test_what_the_operator_opens_aloud_is_a_dispute(language: Language, told: str, opened: str) -> None:
    note = drafted(told, opened, language=language)
    assert (note.disposition, note.items[0].kind) == ("dispute_opened", "dispute")
    assert [one.utterance_id for one in note.items[0].evidence] == ["u1", "u2"]
    assert drafted(told, "O: Mi dica. Tell me more.", language=language).disposition != "dispute_opened"
