"""Tidies a model's raw mention with code: quotes and lead-ins off, counts dropped, persons changed.

What tidying can't mend, the guard withholds.
"""

import re

from assistant.domain import guard_words as words
from assistant.domain.guard import is_number_word, normalise, tokens
from assistant.domain.money import Language

_EDGES = " \t\n\r\"'«»“”.,;:!?-…*`"
_LEAD_IN = re.compile(r"^(?:capisco|comprendo|certo|i understand|i see|sure|mention|risposta|answer)\b[\s:,.]*", re.I)


def tidy_mention(raw: str, utterance: str, language: Language) -> str:
    """The mention as it would stand after a colon in an approved sentence."""
    first_line = normalise(raw).strip().split("\n", 1)[0]
    text = _LEAD_IN.sub("", first_line.strip(_EDGES)).strip(_EDGES)
    said = _drop_counts(text.split(), language)
    said = _change_person(_cased(said, utterance), utterance, language)
    return " ".join(said)


def _drop_counts(said: list[str], language: Language) -> list[str]:
    """Leave out cardinals before a noun; "addebitata due volte" goes as a whole."""
    kept: list[str] = []
    place = 0
    while place < len(said):
        word = said[place].lower()
        follows = said[place + 1].lower() if place + 1 < len(said) else ""
        if word in words.TWICE or (is_number_word(word, language) and follows in words.TIMES[language]):
            if kept and len(kept) > 2:
                kept.pop()
            place += 1 if word in words.TWICE else 2
        elif words.CARDINALS[language].fullmatch(word) and follows and word != "one":
            place += 1
        else:
            kept.append(said[place])
            place += 1
    return kept


def _cased(said: list[str], utterance: str) -> list[str]:
    """Capitals only where the utterance has them in the middle of a sentence."""
    names = set(re.findall(r"(?<=[\w,;'] )[A-ZÀ-Ü][\w'-]*", normalise(utterance)))
    return [word if word in names else word.lower() for word in said]


def _change_person(said: list[str], utterance: str, language: Language) -> list[str]:
    """ "mia madre" becomes "Sua madre", "i vostri tecnici" becomes "i nostri tecnici": the operator speaks now."""
    heard = [word.lower() for word in tokens(utterance, language)]
    to_second, to_first = words.FIRST_TO_SECOND[language], words.SECOND_TO_FIRST[language]
    changed = []
    for place, word in enumerate(said):
        noun = said[place + 1].lower() if place + 1 < len(said) else ""
        owner = heard[heard.index(noun) - 1] if noun in heard[1:] and heard.index(noun) > 0 else ""
        if word in to_second:
            changed.append(to_second[word])
        elif owner in to_second and (word in to_first or word.lower() == to_second[owner].lower()):
            changed.append(to_second[owner])
        elif owner in to_first and word in to_first:
            changed.append(to_first[owner])
        else:
            changed.append(word)
    return changed
