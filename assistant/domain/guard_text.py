"""The guard of written sentences: rewritings of approved sentences, narratives of notes, follow-up e-mails.

Nothing that a model wrote is shown unless its check finds nothing. The checks are rules over words, dictionary forms
and values; `Tools` brings what they need from outside.
"""

from collections.abc import Sequence
from typing import Literal

from assistant.domain.guard_tailored import Approved, check_tailored
from assistant.domain.guard_told import Source, check_email, check_narrative
from assistant.domain.money import Language
from assistant.domain.text_checks import TextReason, TextViolation, Tools

__all__ = [
    "Approved",
    "Source",
    "TextReason",
    "TextUse",
    "TextViolation",
    "Tools",
    "check_email",
    "check_narrative",
    "check_tailored",
    "check_text",
]

TextUse = Literal["tailored", "narrative", "email"]


def check_text(
    text: str, given: Approved | Sequence[Source], language: Language, tools: Tools, *, email: bool = False
) -> list[TextViolation]:
    """Why a text may not be shown; `given` is the approved sentence that it rewrites, or the sources it tells of."""
    if isinstance(given, Approved):
        return check_tailored(text, given, language, tools)
    return (check_email if email else check_narrative)(text, given, language, tools)
