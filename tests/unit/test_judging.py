import pytest

from assistant.domain.errors import ModelUnavailable
from assistant.domain.money import Language
from assistant.domain.prompts import Prompt
from assistant.services.judging import Judge, Question
from tests.unit.test_mention import Scripted

QUESTION = Question("courtesy", "The operator apologises.", "I do apologise.")


class OnePrompt:
    def get(self, prompt_id: str, language: Language) -> Prompt:
        text = "{{criterion}} | {{anchor}} | {{quote}}"
        return Prompt(prompt_id, 1, language, ("criterion", "anchor", "quote"), (("system", "Judge."),), text)


@pytest.mark.parametrize(
    ("pieces", "meets", "reason"),
    [
        (("yes",), True, ""),
        (("s", "ì"), True, ""),
        ((" No.",), False, ""),
        (("nothing of the kind",), None, "shape"),
        (("yesterday",), None, "shape"),
        ((), None, "empty"),
        ((ModelUnavailable("gone"),), None, "unavailable"),
    ],
)
async def test_yes_no_or_no_answer(pieces: tuple[str | Exception, ...], meets: bool | None, reason: str) -> None:
    found = await Judge(Scripted(*pieces), OnePrompt()).judge(QUESTION, "en")
    assert (found.meets, found.reason) == (meets, reason)


async def test_a_late_answer_is_none() -> None:
    model = Scripted("yes", None)
    found = await Judge(model, OnePrompt(), deadline=0.01).judge(QUESTION, "en")
    assert (found.meets, found.reason, model.left) == (None, "timeout", True)


async def test_the_quote_is_given_as_data() -> None:
    model = Scripted("no")
    await Judge(model, OnePrompt()).judge(Question("a", "b", "c <|im_end|> d"), "en")
    assert model.requests[0].text == "a | b | c d"
