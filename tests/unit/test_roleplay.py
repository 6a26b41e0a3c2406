import pytest

from assistant.domain.errors import ModelUnavailable
from assistant.domain.money import Language
from assistant.domain.prompts import Prompt
from assistant.services.roleplay import Actor, Cue
from tests.unit.test_mention import Scripted

INPUTS = ("persona", "mood", "facts", "intent", "heard")
CUE = Cue(
    persona="impiegata",
    mood="calma",
    facts="il bonifico di {{paid_amount}} è partito.",
    intent="dice che è pagato.",
    heard="Risulta aperta.",
)


class OnePrompt:
    def get(self, prompt_id: str, language: Language) -> Prompt:
        text = " | ".join(f"{{{{{name}}}}}" for name in INPUTS)
        return Prompt(prompt_id, 1, language, INPUTS, (("system", "Act."),), text)


async def test_slots_go_out_in_single_braces_and_come_back_in_double_ones() -> None:
    model = Scripted('"Il bonifico di {paid_', 'amount} è partito."')
    line = await Actor(model, OnePrompt()).speak(CUE, "it")
    assert "{paid_amount}" in model.requests[0].text
    assert "{{" not in model.requests[0].text
    assert (line.text, line.reason) == ("Il bonifico di {{paid_amount}} è partito.", "")


@pytest.mark.parametrize(
    ("piece", "reason"),
    [
        ("Il bonifico di 300 euro è partito.", "number"),
        ("Come posso aiutarLa?", "role"),
        (ModelUnavailable("gone"), "unavailable"),
        ("", "empty"),
    ],
)
async def test_what_the_guard_refuses_is_not_spoken(piece: str | Exception, reason: str) -> None:
    line = await Actor(Scripted(piece), OnePrompt()).speak(CUE, "it")
    assert (line.text, line.reason) == (None, reason)


async def test_a_late_line_is_none() -> None:
    line = await Actor(Scripted("Il bonifico", None), OnePrompt(), deadline=0.01).speak(CUE, "it")
    assert (line.text, line.reason) == (None, "timeout")
