"""Tidies a model's raw mention with code: quotes and lead-ins off, capitals as they were said, persons changed."""

import re

from assistant.domain import guard_words as words
from assistant.domain.guard import normalise, tokens
from assistant.domain.mention_reading import split
from assistant.domain.money import Language

_EDGES = " \t\n\r\"'«»“”.,;:!?…*`"
_LEAD_IN = re.compile(r"^(?:capisco|comprendo|certo|i understand|i see|sure|mention|risposta|answer)\b[\s:,.]*", re.I)


def cleaned(raw: str, utterance: str, language: Language) -> str:
    """The first line without quotes and lead-ins, in the utterance's capitals; "Suo", "Vi" and the like keep theirs."""
    first_line = normalise(raw).strip().split("\n", 1)[0]
    text = _LEAD_IN.sub("", first_line.strip(_EDGES)).strip(_EDGES)
    names = {word for word, _ in split(utterance, language) if word != word.lower()} | words.POLITE
    said = [word if word in names else _lowered(word, names) for word in text.split()]
    if said and said[0] in ("La", "Le"):
        said[0] = said[0].lower()  # an article: a pronoun can't begin a noun phrase
    return " ".join(said)


def _lowered(word: str, names: set[str]) -> str:
    """ "L'IVA" keeps its name after the elision."""
    head, sign, tail = word.partition("'")
    return head.lower() + sign + (tail if tail in names else tail.lower())


def change_person(text: str, utterance: str, language: Language) -> str:
    """ "mia madre" becomes "Sua madre", "i vostri tecnici" becomes "i nostri tecnici": the operator speaks now."""
    heard = {word.lower() for word in tokens(utterance, language)}
    table = {**words.SECOND_TO_FIRST[language], **words.FIRST_TO_SECOND[language]}
    return " ".join(table[word] if word in table and word in heard else word for word in text.split())
