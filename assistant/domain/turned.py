"""Turns the customer's possessives round in a sentence that the operator will say: "mia suocera" is "Sua suocera"."""

import re

from assistant.domain.guard import normalise
from assistant.domain.guard_words import FIRST_TO_SECOND, SECOND_TO_FIRST
from assistant.domain.money import Language

_OWNED = r"(?<![\w'])(?P<owner>{owners})\s+(?P<noun>[^\W\d_]+)"


def turned(text: str, approved: str, utterance: str, language: Language) -> str:
    """`text` with its owners changed where owner and noun stand as the customer said them, not the approved sentence.

    "your driver" becomes "our driver", "my mother" "your mother"; other words stay.
    """
    owners = FIRST_TO_SECOND[language] | SECOND_TO_FIRST[language]
    pattern = re.compile(_OWNED.format(owners="|".join(owners)), re.IGNORECASE)
    heard = _pairs(pattern, utterance) - _pairs(pattern, approved)

    def turn(match: re.Match[str]) -> str:
        pair = (match["owner"].lower(), match["noun"].lower())
        if pair not in heard:
            return match.group()
        new = owners[pair[0]]
        return (new[0].upper() + new[1:] if match["owner"][0].isupper() else new) + match.group()[len(match["owner"]) :]

    return pattern.sub(turn, text)


def _pairs(pattern: re.Pattern[str], text: str) -> set[tuple[str, str]]:
    return {(match["owner"].lower(), match["noun"].lower()) for match in pattern.finditer(normalise(text))}
