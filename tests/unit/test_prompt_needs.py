"""What the use cases need of the prompts is what they give them."""

from pathlib import Path

from assistant.adapters.prompts import PromptFiles
from assistant.domain.guard_text import Approved
from assistant.domain.money import LANGUAGES
from assistant.services.mention import mention_request
from assistant.services.prompt_needs import NEEDS
from assistant.services.rewrite import rewrite_request

PROMPTS = PromptFiles(Path(__file__).parents[2] / "prompts")


def test_each_use_case_gives_its_prompt_what_it_says_it_needs() -> None:
    assert {"mention", "tailor"} <= {need.id for need in NEEDS}
    for language in LANGUAGES:
        assert "ciao" in mention_request(PROMPTS.get("mention", language), "ciao").text
        assert "ciao" in rewrite_request(PROMPTS.get("tailor", language), Approved("Grazie.", "ciao")).text
