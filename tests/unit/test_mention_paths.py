"""The paths are what the prompts teach."""

from pathlib import Path

import pytest

from assistant.adapters.lemmas import lemma
from assistant.adapters.prompts import PromptFiles
from assistant.domain.mention_graph import NOTHING
from assistant.domain.mention_paths import paths
from assistant.domain.money import Language

PROMPTS = Path(__file__).parents[2] / "prompts"


@pytest.mark.parametrize("language", ["it", "en"])
def test_every_example_of_the_prompt_is_a_path(language: Language) -> None:
    prompt = PromptFiles(PROMPTS).get("mention", language)
    said = [text for role, text in prompt.prefix if role == "user"]
    named = [text for role, text in prompt.prefix if role == "assistant"]
    assert len(said) == len(named) >= 10
    wrong = [
        (utterance, mention)
        for utterance, mention in zip(said, named, strict=True)
        if mention != NOTHING and not paths(utterance, language, lemma).accepts(mention)
    ]
    assert wrong == []
