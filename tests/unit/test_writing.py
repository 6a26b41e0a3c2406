import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.errors import ModelUnavailable
from assistant.domain.guard_text import Tools
from assistant.domain.money import Language
from assistant.domain.prompts import Prompt
from assistant.domain.telling import Figure, Letter, Material
from assistant.services.writing import Writer, writing_request
from tests.unit.test_mention import Scripted

GRAMMAR = "root ::= [A-Z] (letter | slot)*\nletter ::= [a-z .]"
MATERIAL = Material(
    ["promessa del cliente: pagare {{amount}} entro il {{day}} con bonifico", "prossima azione: l'operatore richiama."],
    {"amount": Figure("250,00 €", "250.00"), "day": Figure("15 dicembre 2026", "2026-12-15")},
)
GOOD = "Il cliente ha promesso di pagare {amount} entro il {day} con bonifico. L'operatore richiama."


class OnePrompt:
    def get(self, prompt_id: str, language: Language) -> Prompt:
        return Prompt(prompt_id, 1, language, ("items",), (("system", "Write."),), "{{items}}", GRAMMAR)


def writer(*pieces: str | Exception | None, deadline: float = 60.0) -> tuple[Writer, Scripted]:
    model = Scripted(*pieces)
    return Writer(model, OnePrompt(), Tools(lemma), deadline), model


async def test_code_fills_the_slots_of_a_narrative() -> None:
    author, model = writer(GOOD)
    found = await author.narrate(MATERIAL, "it", "call-1")
    assert found.text == (
        "Il cliente ha promesso di pagare 250,00 € entro il 15 dicembre 2026 con bonifico. L'operatore richiama."
    )
    assert (found.reason, found.model) == ("", "scripted")
    assert found.prompt.startswith("narrative.it@")
    assert (model.requests[0].affinity, model.requests[0].work) == ("call-1", "narrative")


async def test_the_model_reads_no_figure() -> None:
    author, model = writer(GOOD)
    await author.narrate(MATERIAL, "it")
    assert "250" not in model.requests[0].text
    assert "pagare {amount} entro il {day}" in model.requests[0].text


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Il cliente ha promesso di pagare {amount} con bonifico. L'operatore richiama.", "slot"),
        (GOOD + " Totale {total}.", "slot"),
        (GOOD.replace("Il cliente", "Dopo tre mesi il cliente"), "number"),
        (GOOD + " La mora è annullata.", "promise"),
        (GOOD + " Il cliente ha un cane malato.", "unsupported"),
        ("", "empty"),
        (ModelUnavailable("gone"), "unavailable"),
        ("e poi " * 200, "loop"),
    ],
)
async def test_what_says_more_or_less_is_withheld(said: str | Exception, reason: str) -> None:
    author, _ = writer(said)
    found = await author.narrate(MATERIAL, "it")
    assert (found.text, found.reason) == (None, reason)


async def test_a_late_text_is_none() -> None:
    author, model = writer("Il cliente", None, deadline=0.01)
    found = await author.narrate(MATERIAL, "it")
    assert (found.text, found.reason, model.left) == (None, "timeout", True)


async def test_an_e_mail_has_code_s_greeting_and_closing() -> None:
    material = Material(["La richiamiamo il {{day}}"], {"day": Figure("2 dicembre 2026", "2026-12-02")})
    author, _ = writer("La ringraziamo della telefonata. La richiamiamo il {day}.")
    found = await author.compose(material, Letter("Gentile Cliente,", "Cordiali saluti"), "it")
    assert found.text == (
        "Gentile Cliente,\n\nLa ringraziamo della telefonata. La richiamiamo il 2 dicembre 2026.\n\nCordiali saluti"
    )


def test_the_grammar_knows_this_material_s_slots_and_no_other() -> None:
    prompt = OnePrompt().get("narrative", "it")
    assert writing_request(prompt, MATERIAL).grammar == f'{GRAMMAR}\nslot ::= "{{amount}}" | "{{day}}"\n'
    assert writing_request(prompt, Material(["nessuna cifra"])).grammar == f"{GRAMMAR}\nslot ::= letter\n"
