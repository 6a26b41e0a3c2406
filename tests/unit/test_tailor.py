"""Tailored sentences: only what passed the guard, with the slots of the approved sentence, or a reason why not."""

from dataclasses import replace

from assistant.adapters.lemmas import lemma
from assistant.domain.calls import Situation, Utterance
from assistant.domain.cards import Card, Figure, Source
from assistant.domain.guard_text import Tools
from assistant.services.mention import Mentioner
from assistant.services.ports import ModelState
from assistant.services.rewrite import Rewriter
from assistant.services.tailor import ChosenCard, Tailor, Tailored, Withheld
from knowledge.types import Phrase
from tests.fakes import FakeMeter
from tests.unit.test_mention import READY, UTTERANCE, OnePrompt, Scripted
from tests.unit.test_rewrite import PROMPTS

TEMPLATE = "Capisco: {{mention}}. Della fattura {{invoice_number}} parliamo con calma."
FIGURE = Figure(text="ML-104", value="ML-104", source=Source(kind="record", id="invoice:ML-104", field="number"))
SAID = Utterance(id="u1", t=1.0, speaker="customer", text=UTTERANCE)


def chosen(tailored: str | None = TEMPLATE, values: dict[str, Figure] | None = None) -> ChosenCard:
    card = Card(
        id="c",
        utterance_id="u1",
        situation=Situation.TEMPORARY_DIFFICULTY,
        language="it",
        text="Capisco. Della fattura ML-104 parliamo con calma.",
        phrase_id="p",
    )
    phrase = Phrase(id="p", situation="temporary_difficulty", text="Capisco.", article="a", tailored=tailored)
    return ChosenCard(card, phrase, {"invoice_number": FIGURE} if values is None else values)


def tailor(model: Scripted) -> Tailor:
    return Tailor(Mentioner(model, OnePrompt(), lemma, deadline=60))


async def test_the_mention_stands_in_the_approved_frame_and_the_figures_stay() -> None:
    result = await tailor(Scripted("le spese non pagate dai condomini")).tailor(chosen(), SAID, "call")
    assert isinstance(result, Tailored)
    assert result.text == "Capisco: le spese non pagate dai condomini. Della fattura ML-104 parliamo con calma."
    assert result.figures == [FIGURE]
    assert (result.mention, result.model) == ("le spese non pagate dai condomini", "scripted")


async def test_what_the_customer_did_not_say_is_withheld() -> None:
    result = await tailor(Scripted("la perdita del lavoro")).tailor(chosen(), SAID, "call")
    assert isinstance(result, Withheld)
    assert (result.reason, result.model) == ("grammar", "scripted")
    assert result.prompt.startswith("mention.it@")


async def test_what_is_shown_and_what_is_withheld_is_counted() -> None:
    meter = FakeMeter()
    for said in ("le spese non pagate dai condomini", "la perdita del lavoro"):
        await replace(tailor(Scripted(said)), meter=meter).tailor(chosen(), SAID, "call")
    assert meter.reasons == ["", "grammar"]
    await replace(tailor(Scripted("x")), meter=meter).tailor(chosen(tailored=None), SAID, "call")
    assert len(meter.reasons) == 2


async def test_a_number_of_the_model_never_stands() -> None:
    result = await tailor(Scripted("le spese non pagate da tre mesi")).tailor(chosen(), SAID, "call")
    assert isinstance(result, Tailored)
    assert result.mention == "le spese non pagate"
    refused = await tailor(Scripted("le 3 spese non pagate")).tailor(chosen(), SAID, "call")
    assert isinstance(refused, Withheld)
    assert refused.reason == "number"


async def test_nothing_is_tried_without_a_frame_a_slot_or_a_qualified_model() -> None:
    model = Scripted("le spese non pagate dai condomini")
    assert await tailor(model).tailor(chosen(tailored=None), SAID, "call") is None
    assert await tailor(model).tailor(chosen(values={}), SAID, "call") is None
    unqualified = Scripted("x", state=READY.__class__("ready", "weak", earned={"it": ("select",)}))
    assert await tailor(unqualified).tailor(chosen(), SAID, "call") is None
    assert model.requests == unqualified.requests == []


def rewritable() -> ChosenCard:
    phrase = chosen().phrase.model_copy(update={"text": TEMPLATE.replace(": {{mention}}", "")})
    return ChosenCard(chosen().card, phrase, {"invoice_number": FIGURE})


def both(model: Scripted) -> Tailor:
    return Tailor(tailor(model).mentioner, Rewriter(model, PROMPTS, Tools(lemma), deadline=60))


async def test_a_model_that_may_rewrite_rewrites_the_approved_sentence() -> None:
    state = ModelState("ready", "able", earned={"it": ("mention", "tailor")})
    model = Scripted("Capisco le spese non pagate. Della fattura {invoice_number} parliamo con calma.", state=state)
    phrase = chosen().phrase.model_copy(
        update={"text": "Capisco. Della fattura {{invoice_number}} parliamo con calma."}
    )
    card = ChosenCard(chosen().card, phrase, {"invoice_number": FIGURE})
    both = Tailor(Mentioner(model, OnePrompt(), lemma, deadline=60), Rewriter(model, PROMPTS, Tools(lemma), 60))
    result = await both.tailor(card, SAID, "call")
    assert isinstance(result, Tailored)
    assert result.text == "Capisco le spese non pagate. Della fattura ML-104 parliamo con calma."
    assert (result.figures, result.mention) == ([FIGURE], "")
    assert result.prompt.startswith("tailor.it@")


async def test_a_rewriting_that_fails_says_why_and_what_was_asked() -> None:
    state = ModelState("ready", "able", earned={"it": ("mention", "tailor")})
    model = Scripted("Capisco. Di tutto parliamo con calma.", state=state)
    phrase = chosen().phrase.model_copy(
        update={"text": "Capisco. Della fattura {{invoice_number}} parliamo con calma."}
    )
    card = ChosenCard(chosen().card, phrase, {"invoice_number": FIGURE})
    both = Tailor(Mentioner(model, OnePrompt(), lemma, deadline=60), Rewriter(model, PROMPTS, Tools(lemma), 60))
    result = await both.tailor(card, SAID, "call")
    assert result == Withheld("slot", "able", PROMPTS.get("tailor", "it").reference)
