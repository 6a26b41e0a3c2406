"""A debrief as a document: everything is there in both languages, and what people said is never read as markup."""

import re
from typing import get_args

import pytest

from assistant.domain.debrief import Debrief
from assistant.domain.debrief_markdown import debrief_markdown, debrief_texts
from assistant.domain.money import Language
from assistant.domain.practice_state import MoodCause
from assistant.services import practice
from assistant.services.practice_debrief import debrief
from tests.fake_practice import shipped_practice
from tests.fakes import NOON

SCENARIOS: dict[Language, str] = {"it": "it-promessa-malattia", "en": "en-bluffer"}
LINES: dict[Language, tuple[str, ...]] = {
    "it": ("Buongiorno, come sta?", "# Paghi *subito* <b>oggi</b>\n| [qui](x)", ""),
    "en": ("Good morning, how are you?", "# Pay *now* <b>today</b>\n| [here](x)", ""),
}


async def told(language: Language) -> Debrief:
    ports = shipped_practice()
    state = await practice.start(SCENARIOS[language], 3, NOON.date(), ports)
    for line in LINES[language]:
        state = await practice.say(state, line, ports)
    return await debrief(practice.finish(state), ports, "Anna")


def document(one: Debrief, who: str = "Anna") -> str:
    library = shipped_practice().library
    texts = debrief_texts(one.language, library.note_texts(one.language).dispositions, library.rubric())
    return debrief_markdown(one, who, "25 novembre 2026", texts)


@pytest.mark.parametrize("language", SCENARIOS)
async def test_every_part_of_the_debrief_is_in_it(language: Language) -> None:
    one = await told(language)
    text = document(one)
    assert text.count("\n## ") == 7
    assert len(re.findall(r"^- \*\*", text, re.MULTILINE)) == 9
    assert one.plan.best is not None
    assert text.count("  - ") >= len(one.plan.best.instalments)
    for turn in one.replay:
        assert f"\n{turn.n}. " in text
    assert ("(silenzio)" if language == "it" else "(silence)") in text


@pytest.mark.parametrize("language", SCENARIOS)
async def test_what_was_said_is_quoted_and_stays_on_its_line(language: Language) -> None:
    text = document(await told(language), who="Anna\n# <script>")
    assert "<b>" not in text.replace("\\<b\\>", "")
    assert "<script>" not in text
    assert len(re.findall(r"^# ", text, re.MULTILINE)) == 1
    assert "](x)" not in text.replace("\\](x)", "")


@pytest.mark.parametrize("language", SCENARIOS)
def test_every_cause_of_a_mood_has_words(language: Language) -> None:
    library = shipped_practice().library
    texts = debrief_texts(language, library.note_texts(language).dispositions, library.rubric())
    assert set(texts.causes) == set(get_args(MoodCause))
