"""One door to the three checks, and texts that no model should be able to break them with."""

import pytest

from assistant.adapters.lemmas import lemma
from assistant.domain.guard_text import Approved, Source, Tools, check_text

TOOLS = Tools(lemma)
APPROVED = Approved("Thank you. We will answer within {{dispute_days}} days.", "The pump broke.")
SOURCES = (Source("I never ordered the pump.", "customer"),)


def test_what_it_is_checked_against_says_how() -> None:
    assert check_text(APPROVED.template, APPROVED, "en", TOOLS) == []
    assert check_text("The customer never ordered the pump.", SOURCES, "en", TOOLS) == []
    as_email = check_text("The customer never ordered the pump.", SOURCES, "en", TOOLS, email=True)
    assert {violation.reason for violation in as_email} == {"length"}


@pytest.mark.parametrize("given", [APPROVED, SOURCES])
@pytest.mark.parametrize(
    "text", ["", "   ", "{{", "{{}}", "'" * 500, "a" * 5_000, "not " * 2_000, "1" * 3_000, "32 January 9" + "9" * 40]
)
def test_degenerate_texts_are_refused(text: str, given: Approved | tuple[Source, ...]) -> None:
    assert check_text(text, given, "en", TOOLS)
