"""What is agreed on money, as short talks. The day is 25 November 2026, a Wednesday."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import pytest

from assistant.adapters.extraction import SpokenFigures
from assistant.domain import speech
from assistant.domain.calls import Situation, Speaker
from assistant.domain.dealings import Dealings, deal
from assistant.domain.dialogue import Turn
from assistant.domain.money import Language
from assistant.domain.payments import Commitment, Debts

DAY = dt.date(2026, 11, 25)
SPEAKERS: dict[str, Speaker] = {"O": "operator", "C": "customer"}
DEBTS = Debts(
    on=DAY,
    open={"ML-101": Decimal("400.00"), "ML-102": Decimal("740.00")},
    overdue=frozenset({"ML-101", "ML-102"}),
    numbers=("ML-101", "ML-102"),
    currency="EUR",
)
EXTRACTOR = SpokenFigures()


def talk(*lines: str, language: Language = "it", situations: dict[int, Situation] | None = None) -> Dealings:
    turns = []
    for number, line in enumerate(lines, start=1):
        who, text = line[0], line[3:]
        found = {situations[number]: 0.9} if situations and number in situations else {}
        findings = EXTRACTOR.extract(text, DAY, language)
        turns.append(Turn(f"u{number}", number * 5.0, SPEAKERS[who], text, findings, found))
    return deal(turns, DEBTS)


def figures(promises: Sequence[Commitment]) -> list[tuple[str | None, str | None]]:
    return [
        (str(p.amount) if p.amount is not None else None, p.date.isoformat() if p.date else None)
        for p in promises
        if not p.conditional
    ]


IT_AGREED = [
    (("C: le faccio trecento lunedì e il resto il dieci",), [("300.00", "2026-11-30"), (None, "2026-12-10")]),
    (
        ("O: In tutto sono millecentoquaranta euro.", "C: pago trecento lunedì e il resto il dieci dicembre"),
        [("300.00", "2026-11-30"), ("840.00", "2026-12-10")],
    ),
    (("O: Allora duecento il dieci, va bene?", "C: sì"), [("200.00", "2026-12-10")]),
    (("O: Potrebbe versare duecento euro il dieci?", "C: no, il dieci non posso"), []),
    (("O: Potrebbe versare duecento euro il dieci?", "C: meglio il quindici"), [("200.00", "2026-12-15")]),
    (("C: vi pago duecento euro il dieci", "C: no, scusi, il venti"), [("200.00", "2026-12-20")]),
    (("C: vi pago duecento euro il dieci", "C: anzi, facciamo duecentocinquanta"), [("250.00", "2026-12-10")]),
    (("O: Quando pensa di pagare?", "C: mah, venerdì", "O: E quanto?", "C: trecento"), [("300.00", "2026-11-27")]),
    (("C: se mi pagano il dieci, vi pago duecento il venti",), []),
    (("C: le faccio duecento venerdì, e il resto il venti se mi pagano",), [("200.00", "2026-11-27")]),
    (
        (
            "O: Ne riparliamo quando la porta funziona. È d'accordo?",
            "C: sì, e quella chiamata non so nemmeno cos'è, trecento euro",
        ),
        [],
    ),
    (("C: spero di farle duecento euro venerdì",), []),
    (("C: duecento euro li ho pagati lunedì scorso",), []),
    (("C: il quindici incasso gli affitti",), []),
    (("O: La ML-101 da quattrocento euro.", "C: la saldo lunedì"), [("400.00", "2026-11-30")]),
    (
        ("O: La ML-101 da quattrocento euro.", "C: la saldo lunedì", "O: E la ML-102?", "C: quella il quindici, tutta"),
        [("400.00", "2026-11-30"), ("740.00", "2026-12-15")],
    ),
    (
        (
            "C: vi faccio duecento lunedì",
            "O: Quindi duecento euro martedì, giusto?",
            "C: no, lunedì",
            "O: Mi scusi, duecento euro lunedì.",
            "C: esatto",
        ),
        [("200.00", "2026-11-30")],
    ),
    (("C: posso pagare quattrocento il tre dicembre?", "O: Certo, va benissimo."), [("400.00", "2026-12-03")]),
    (("C: posso pagare quattrocento il tre dicembre?", "O: No, purtroppo non è possibile."), []),
    (("O: Le mando domani la copia della fattura, va bene?", "C: sì grazie"), []),
    (("O: La richiamo giovedì per sapere com'è andata.", "C: va bene"), []),
    (("O: La fattura da quattrocento euro è scaduta il dieci novembre.", "C: sì"), []),
    (("C: la fattura da quattrocento euro non ve la pago",), []),
    (("C: vi mando la ricevuta domani",), []),
    (("O: Quando può pagare?", "C: dovrei farcela venerdì", "O: Venerdì allora?", "C: vediamo, non prometto"), []),
]


@pytest.mark.parametrize(("lines", "expected"), IT_AGREED)
def test_italian_talks(lines: tuple[str, ...], expected: list[tuple[str | None, str | None]]) -> None:
    assert figures(talk(*lines).settled()) == expected


EN_AGREED = [
    (
        ("C: I'll pay three hundred on Monday and the rest on the tenth",),
        [("300.00", "2026-11-30"), (None, "2026-12-10")],
    ),
    (("O: So two hundred on the tenth, is that right?", "C: yes, that's right"), [("200.00", "2026-12-10")]),
    (("O: Could you pay two hundred on Friday?", "C: no, I can't do that"), []),
    (("O: Could you pay two hundred on Friday?", "C: make it Monday"), [("200.00", "2026-11-30")]),
    (("C: I'll send you two hundred on the tenth", "C: sorry, I mean the twelfth"), [("200.00", "2026-12-12")]),
    (("C: if they pay us on the tenth I'll pay you on the fifteenth",), []),
    (("C: I paid two hundred last Monday",), []),
    (("C: I'll try to get you two hundred by Friday",), []),
    (("C: they pay us on the eighteenth",), []),
    (("O: When could you settle it?", "C: Thursday", "O: How much?", "C: two hundred"), [("200.00", "2026-11-26")]),
    (("C: can I pay two hundred on Friday?", "O: Yes, of course."), [("200.00", "2026-11-27")]),
    (("O: I'll send you the copy tomorrow, is that all right?", "C: yes please"), []),
    (("O: I'll call you again on Thursday.", "C: fine"), []),
    (("C: I'm not paying four hundred on Friday or any other day",), []),
    (
        ("C: the digger's back on Monday so there's work again. I'll send you two hundred on the tenth",),
        [("200.00", "2026-12-10")],
    ),
    (("C: I've got the VAT to find by the seventh and the lads' wages on Friday",), []),
    (("C: the rent's due on the first, give me a chance",), []),
    (("C: I'll pay two hundred and we call it quits", "O: I can't take the rest off, I'm afraid."), []),
    (("C: I'll give you a bell on Friday once I've asked my sister",), []),
    (
        (
            "O: In total that's eleven hundred and forty pounds outstanding.",
            "C: I'll pay three hundred on Friday and the rest before Christmas",
            "O: The rest, on which day?",
            "C: the eighteenth",
            "O: So three hundred on Friday and eight hundred and forty on the eighteenth of December. Right?",
            "C: yes",
        ),
        [("300.00", "2026-11-27"), ("840.00", "2026-12-18")],
    ),
]


@pytest.mark.parametrize(("lines", "expected"), EN_AGREED)
def test_english_talks(lines: tuple[str, ...], expected: list[tuple[str | None, str | None]]) -> None:
    assert figures(talk(*lines, language="en").settled()) == expected


PLANS = [
    ("it", ("O: Tre rate da trecentottanta euro, la prima il dieci dicembre?", "C: sì va bene"), (3, "380.00")),
    ("it", ("O: Tre rate da trecentottanta euro, la prima il dieci dicembre?", "C: no, troppo"), None),
    ("it", ("C: in tre rate da trecentottanta?", "O: Va bene, tre rate."), (3, "380.00")),
    ("it", ("C: in tre rate da trecentottanta?", "O: No, purtroppo non posso."), None),
    (
        "it",
        (
            "O: Sei rate da centonovanta?",
            "C: no troppo lungo",
            "O: Allora tre da trecentottanta euro, tre rate?",
            "C: ok",
        ),
        (3, "380.00"),
    ),
    ("en", ("O: We could do four instalments of two hundred and eighty five pounds.", "C: that works"), (4, "285.00")),
    ("en", ("O: We could do four instalments of two hundred and eighty five pounds.", "C: no, too much"), None),
    (
        "en",
        ("C: could I do it in four, no, three payments of three hundred and eighty?", "O: Yes, of course."),
        (3, "380.00"),
    ),
    ("en", ("C: could we do it over six months?", "O: Six payments is my manager's decision.", "C: fine"), None),
    (
        "en",
        (
            "C: could we do it over six months?",
            "O: I'd have to put six payments to my supervisor.",
            "C: okay",
            "O: She has approved it: six monthly payments of one hundred and ninety pounds. All right?",
            "C: yes, lovely",
        ),
        (6, "190.00"),
    ),
    (
        "en",
        (
            "C: could we do it over six months?",
            "O: Six payments my supervisor has to decide. Three payments of three hundred and eighty pounds I can do.",
            "C: no, ask her please",
            "O: Or three payments of three hundred and eighty pounds, which I can agree to today?",
            "C: go on then",
        ),
        (3, "380.00"),
    ),
    ("it", ("C: facciamo sei rate?", "O: Sei rate le deve approvare il mio responsabile.", "C: va bene"), None),
]


@pytest.mark.parametrize(("language", "lines", "expected"), PLANS)
def test_plans(language: Language, lines: tuple[str, ...], expected: tuple[int, str] | None) -> None:
    plan = talk(*lines, language=language).plan
    assert (plan and (plan.count, str(plan.amount))) == expected


def test_a_promise_rests_on_the_words_of_both() -> None:
    promise = talk("O: Allora duecento il dieci, va bene?", "C: sì").settled()[0]
    assert [(e.utterance_id, e.quote) for e in promise.evidence] == [
        ("u1", "Allora duecento il dieci, va bene?"),
        ("u2", "sì"),
    ]


def test_a_payment_that_was_made_keeps_amount_and_day_of_several_turns() -> None:
    paid = talk("C: l'ho già pagata", "O: Quando, e quanto?", "C: lunedì scorso, quattrocento euro").paid
    assert [(str(one.amount), str(one.date)) for one in paid] == [("400.00", "2026-11-23")]


def test_the_first_day_of_a_plan_that_is_said_back_agrees_to_it() -> None:
    talked = talk(
        "O: Right. Three payments of three hundred and eighty pounds, the first on the fifteenth of December?",
        "C: the fifteenth is fine",
        language="en",
    )
    assert talked.plan is not None and (talked.plan.count, talked.plan.first) == (3, dt.date(2026, 12, 15))
    assert talked.settled() == []


def test_the_deposit_of_a_plan_that_somebody_senior_decides_on_is_no_promise() -> None:
    talked = talk(
        "C: could I do ten monthly payments?",
        "O: There'd be a deposit first, and the decision is my supervisor's.",
        "C: I could put three hundred down on the eleventh",
        "O: Three hundred pounds on the eleventh, then. I'll ask her today.",
        "C: thanks",
        language="en",
    )
    assert (talked.plan, talked.settled()) == (None, [])


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("I paid it on Monday", True),
        ("that went through on Monday by BACS", True),
        ("it's gone over to you, I did it Friday", True),
        ("if I've already paid it why are you ringing", True),
        ("I'd be livid if I'd paid that", False),
        ("what would happen if we paid it late", False),
        ("should I have paid it by now", False),
        ("I need to see what's been paid and what's left", False),
        ("we've always paid you on time", False),
        ("I paid what I could up to October", False),
        ("everyone gets a letter, mine's been sent I think", False),
        ("we went through the figures with the accountant", False),
        ("nothing's gone through yet", False),
        ("vi abbiamo pagato sempre a trenta giorni", False),
        ("l'ho pagata lunedì", True),
    ],
)
def test_only_a_payment_that_has_left_was_made(text: str, made: bool) -> None:
    assert speech.tells_of_payment_made(text) is made


def test_words_of_the_operator_alone_promise_nothing() -> None:
    assert talk("O: Quindi lei paga duecento euro il dieci.", "O: Grazie e buona giornata.").promises == []


LAST_WORD_COUNTS = [
    (
        (
            "O: La ML-101 da quattrocento euro, quando può saldarla?",
            "C: gliela pago mercoledì due, tutta",
            "O: Mercoledì due dicembre, bene.",
            "C: no aspetti, il due no, quel giorno incasso io. il tre",
            "O: Il tre dicembre, allora.",
            "C: il tre no dai, e poi la banca chiude presto... facciamo venerdì quattro dicembre",
            "O: Va bene, venerdì quattro dicembre.",
        ),
        [("400.00", "2026-12-04")],
    ),
    (
        ("C: vi pago duecento euro il due", "O: Il due?", "C: il due? ma è troppo presto, il nove"),
        [("200.00", "2026-12-09")],
    ),
    (("C: lo so, ci eravamo accordati per il quindici",), []),
    (("O: Eravamo rimasti a duecento euro per il dieci dicembre. Com'è andata?", "C: sì, eh, è vero"), []),
    (("C: duecento euro ve li faccio il dieci, che il venerdì pago gli stipendi",), [("200.00", "2026-12-10")]),
    (("C: se vi pago tutto il dieci voglio il dieci per cento in meno",), []),
    (("C: cento euro al mese ce la faccio",), []),
    (
        (
            "O: Chiedo in direzione e La richiamo venerdì quattro dicembre. Va bene?",
            "C: venerdì va bene, ma di mattina",
        ),
        [],
    ),
]


@pytest.mark.parametrize(("lines", "agreed"), LAST_WORD_COUNTS)
def test_the_last_word_counts_and_what_is_only_told_is_no_promise(
    lines: tuple[str, ...], agreed: list[tuple[str | None, str | None]]
) -> None:
    assert figures(talk(*lines).settled()) == agreed


def test_a_payment_made_keeps_the_day_before_the_call_and_its_last_amount() -> None:
    dealings = talk(
        "C: il bonifico è andato la settimana scorsa, trecentonovanta o quattrocento",
        "O: Mi legge giorno e importo?",
        "C: ecco, quattrocento euro, il diciotto novembre",
    )
    (paid,) = dealings.paid
    assert (paid.amount, paid.date) == (Decimal("400.00"), dt.date(2026, 11, 18))
    assert dealings.promises == []


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        (("C: l'ho pagata lunedì", "O: Controllo.", "C: ah no, mi scusi, non è partito"), "it"),
        (("C: I paid it on Monday", "O: Let me check.", "C: oh no, it never went through"), "en"),
        (("C: ieri ho pagato gli stipendi, quattrocento euro",), "it"),
    ],
)
def test_a_payment_that_never_left_or_went_to_others_is_none(lines: tuple[str, ...], language: Language) -> None:
    assert talk(*lines, language=language).paid == []


def test_a_yes_after_the_figures_agrees_to_the_plan_and_its_instalments_are_no_promises() -> None:
    dealings = talk(
        "O: Le propongo quattro rate da cento euro, la prima il dieci dicembre. Come Le sembra?",
        "C: quattro da cento dal dieci, sì, così respiro",
    )
    assert dealings.plan is not None
    assert (dealings.plan.count, dealings.plan.amount) == (4, Decimal("100.00"))
    assert dealings.settled() == []


def test_payments_named_anew_with_their_days_replace_the_same_sums() -> None:
    dealings = talk(
        "C: I can do two hundred now and two hundred in January",
        "O: Which days would suit you?",
        "C: two hundred this Friday and the other two hundred on the eleventh of December",
        language="en",
    )
    assert figures(dealings.settled()) == [("200.00", "2026-11-27"), ("200.00", "2026-12-11")]


def test_the_operators_later_plan_takes_the_place_of_what_was_asked_first() -> None:
    dealings = talk(
        "C: posso fare due rate?",
        "O: Due rate da duecento euro, la prima il dieci dicembre?",
        "C: duecento è troppo, meglio quattro",
        "O: Quattro rate da cento euro, la prima il dieci dicembre. Le va?",
        "C: sì, così sì",
    )
    assert dealings.plan is not None
    assert (dealings.plan.count, dealings.plan.amount) == (4, Decimal("100.00"))


def test_what_the_operator_cannot_do_or_will_ask_is_no_proposal() -> None:
    lines = (
        "O: Il venti per cento non posso darlo io. Sento la direzione e Le faccio sapere entro lunedì.",
        "C: va bene",
    )
    assert talk(*lines).promises == []


def test_the_day_of_the_next_call_is_no_payment() -> None:
    lines = ("C: duecento euro ve li do il tre", "O: Per il resto ci risentiamo lunedì sette?", "C: sì, lunedì va bene")
    assert figures(talk(*lines).settled()) == [("200.00", "2026-12-03")]
