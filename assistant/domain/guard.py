"""Decides whether words of a language model may be shown. Pure rules; the caller gives the dictionary forms.

A mention must be a short noun phrase that what the customer said supports; a sentence may hold no digit, number word or
relative date outside its slots, beyond those that the approved template itself holds.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.domain import guard_words as words
from assistant.domain.money import Language
from assistant.domain.slots import slots_in

Reason = Literal[
    "not_supported",
    "number",
    "relative_date",
    "person",
    "language",
    "shape",
    "empty",
    "instruction",
    "hostile",
    "concession",
]
Lemma = Callable[[str, Language], str]
"""The dictionary form of a word."""

MIN_CONTENT_WORDS = 2
MAX_WORDS = 9
MAX_CHARACTERS = 80
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?", re.UNICODE)
_CLAUSE = re.compile(r"[^.!?;,:]+[.!?;,:]*")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_PARTICIPLE_IT = re.compile(r".{2,}[ts][oaie]$")
_MASCULINE_A = re.compile(r"(?:\w+(?:em|am|m)a|colleg[a]|\w+ist[a])$")
_ARTICLES_IT = frozenset({"il", "lo", "la", "i", "gli", "le", "l", "un", "una"})
_FEMININE_O = frozenset({"mano", "foto", "moto", "auto", "radio"})


@dataclass(frozen=True)
class Violation:
    """What may not be shown, and why."""

    reason: Literal["number", "relative_date"]
    text: str


def normalise(text: str) -> str:
    """One form for what looks alike: compatibility characters folded, invisible ones removed, plain apostrophes."""
    folded = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    return folded.replace("’", "'").replace("‘", "'").replace("ʼ", "'")


def tokens(text: str, language: Language) -> list[str]:
    """Words as they stand; Italian ones are parted at the apostrophe, English contractions stay whole."""
    found = _WORD.findall(normalise(text))
    if language == "en":
        return [word.removesuffix("'s") for word in found]
    return [piece for word in found for piece in word.split("'")]


def has_numeral(text: str) -> bool:
    """True for a digit, fraction or numeral of any script."""
    return any(unicodedata.numeric(sign, None) is not None for sign in text)


def is_number_word(word: str, language: Language) -> bool:
    """True for cardinals, ordinals, fractions and words such as "a couple"; not for an indefinite article."""
    plain = unicodedata.normalize("NFKC", word)
    return any(table[language].fullmatch(plain) is not None for table in (words.CARDINALS, words.QUANTITIES))


def is_relative_date(word: str, language: Language) -> bool:
    """True for "domani", "next", week days and months."""
    return words.RELATIVE_DATES[language].fullmatch(unicodedata.normalize("NFKC", word)) is not None


def check_utterance(utterance: str, language: Language) -> Reason | None:
    """Why nothing of this utterance may be named, before a model is asked; None if something may."""
    if words.INSTRUCTIONS.search(normalise(utterance)):
        return "instruction"
    said = [word.lower() for word in tokens(utterance, language)]
    if len(said) < 4:
        return "empty"
    other: Language = "en" if language == "it" else "it"
    here, there = (sum(word in words.LANGUAGE_SIGNS[lang] for word in said) for lang in (language, other))
    return "language" if there > here + 1 else None


def check_mention(mention: str, utterance: str, language: Language, lemma: Lemma) -> Reason | None:
    """Why the tidied mention may not be shown; None if it may."""
    said = tokens(mention, language)
    lower = [word.lower() for word in said]
    if not any(word not in words.FREE[language] for word in lower):
        return "empty"
    return (
        _forbidden(mention, lower, language)
        or _wrong_person(said, utterance, language)
        or _wrong_language(lower, language)
        or _wrong_shape(mention, lower, language, lemma)
        or _unsupported(lower, utterance, language, lemma)
    )


def check_sentence(text: str, template: str, values: Mapping[str, str], language: Language) -> list[Violation]:
    """Digits, number words and relative dates of `text` outside the values that `template`'s slots were filled with."""
    rest = normalise(text)
    names = slots_in(template)
    for name in sorted(names, key=lambda slot: -len(values.get(slot, ""))):
        if name != "mention" and (value := normalise(values.get(name, ""))):
            rest = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", " ", rest, count=1)
    approved = Counter(word.lower() for word in tokens(re.sub(r"\{\{.*?\}\}", " ", template), language))
    violations = [Violation("number", word) for word in re.findall(r"\S+", rest) if has_numeral(word)]
    for word in tokens(rest, language):
        if approved[word.lower()] > 0:
            approved[word.lower()] -= 1
        elif is_number_word(word, language):
            violations.append(Violation("number", word))
        elif is_relative_date(word, language):
            violations.append(Violation("relative_date", word))
    return violations


def _forbidden(mention: str, lower: list[str], language: Language) -> Reason | None:
    if has_numeral(mention) or any(is_number_word(word, language) for word in lower):
        return "number"
    if any(is_relative_date(word, language) for word in lower):
        return "relative_date"
    if words.INSTRUCTIONS.search(mention):
        return "instruction"
    if words.HOSTILE[language].search(mention):
        return "hostile"
    return "concession" if words.CONCESSIONS[language].search(mention) else None


def _wrong_person(said: list[str], utterance: str, language: Language) -> Reason | None:
    """Possessives pass only where a change of person made them: from the first or second person that was heard."""
    heard = {word.lower() for word in tokens(utterance, language)}
    to_second, to_first = words.FIRST_TO_SECOND[language], words.SECOND_TO_FIRST[language]
    made = {new for old, new in (*to_second.items(), *to_first.items()) if old in heard}
    left = [word for word in said if word not in made]
    owned = {*to_second, *to_first} | {new.lower() for new in to_second.values()}
    return "person" if any(word.lower() in words.PERSON[language] | owned for word in left) else None


def _wrong_language(lower: list[str], language: Language) -> Reason | None:
    other: Language = "en" if language == "it" else "it"
    strange = words.FREE[other] - words.FREE[language]
    return "language" if any(word in strange and len(word) > 1 for word in lower) else None


def _wrong_shape(mention: str, lower: list[str], language: Language, lemma: Lemma) -> Reason | None:
    content = [word for word in lower if word not in words.FREE[language]]
    bad = (
        # One word alone ("l'ascensore") tells the customer nothing of what was heard.
        len(content) < MIN_CONTENT_WORDS
        or len(lower) > MAX_WORDS
        or len(mention) > MAX_CHARACTERS
        or re.search(r"[^\w' -]", mention) is not None
        or lower[0] not in words.DETERMINERS[language]
        or lower[-1] in words.FREE[language] | words.NEGATIONS[language] - {"unpaid"}
        or not words.EMPTY_HEADS[language].isdisjoint((content[0], content[-1]))
        or any(one == two for one, two in pairwise(lower))
        or any("LATIN" not in unicodedata.name(sign, "") for sign in mention if sign.isalpha())
        or (_italian_clause(lower, lemma) if language == "it" else _english_clause(lower))
    )
    return "shape" if bad else None


def _italian_clause(lower: list[str], lemma: Lemma) -> bool:
    """A finite verb, or an article that can't go with its noun."""
    article, noun = lower[0], lower[1]
    if (article in ("la", "una") and noun.endswith("o") and noun not in _FEMININE_O) or (
        article in ("il", "lo") and noun.endswith("a") and not _MASCULINE_A.match(noun)
    ):
        return True
    for before, word in pairwise(lower):
        base = lemma(word, "it")
        is_verb = base.endswith(("are", "ere", "ire", "rre")) and base != word
        if word in _ARTICLES_IT and before not in words.FREE["it"]:
            return True  # "la banca chiusa il conto": an object, so there is a verb before it
        if word in words.AUXILIARIES["it"] or (
            is_verb and not _PARTICIPLE_IT.match(word) and before not in words.DETERMINERS["it"]
        ):
            return True
    return False


def _english_clause(lower: list[str]) -> bool:
    """A verb that isn't in a relative clause."""
    relative = False
    for word in lower:
        relative = relative or word in words.RELATIVES
        if word in words.AUXILIARIES["en"] and not (relative and word in words.ENGLISH_AFTER_RELATIVE):
            return True
    return False


def _clauses(utterance: str, language: Language) -> Iterator[tuple[bool, list[str]]]:
    """Each stretch between stops: whether it asks, and its words in lower case."""
    for clause in _CLAUSE.findall(normalise(utterance).lower()):
        yield clause.rstrip().endswith("?"), tokens(clause, language)


def _unsupported(lower: list[str], utterance: str, language: Language, lemma: Lemma) -> Reason | None:
    heard = tokens(utterance.lower(), language)
    bases = {lemma(word, language) for word in heard} | set(heard)
    negations = words.NEGATIONS[language]
    negated = any(word in negations for word in lower)
    if negated and not any(
        word in negations for asks, said in _clauses(utterance, language) if not asks for word in said
    ):
        return "not_supported"
    possessives = {new.lower() for new in words.FIRST_TO_SECOND[language].values()} | set(
        words.SECOND_TO_FIRST[language].values()
    )
    for word in lower:
        if word in words.FREE[language] or word in possessives or word in negations:
            continue
        if word in words.ENGLISH_AFTER_RELATIVE and language == "en":
            continue
        if not _supported(word, utterance.lower(), bases, language, lemma):
            return "not_supported"
        if not negated and _is_participle(word, language, lemma) and not _said_as_done(word, heard):
            return "not_supported"
    if _beside_grief(lower, utterance, language, lemma):
        return "not_supported"
    return None if negated else _lost_negation(lower, utterance, language, lemma)


def _beside_grief(lower: list[str], utterance: str, language: Language, lemma: Lemma) -> bool:
    """Beside a death or an illness nothing else may be named: no invoices while somebody's wife is in hospital."""
    grief = [part for part in words.JOINTS[language].split(utterance.lower()) if words.GRIEF[language].search(part)]
    if not grief:
        return False
    heard = {lemma(word, language) for part in grief for word in tokens(part, language)} - words.FREE[language]
    said = " ".join(grief)
    return not any(
        lemma(word, language) in heard
        or ((implied := words.IMPLIED[language].get(word)) is not None and implied.search(said) is not None)
        for word in lower
        if word not in words.FREE[language]
    )


def _supported(word: str, utterance: str, bases: set[str], language: Language, lemma: Lemma) -> bool:
    base = lemma(word, language)
    if word in bases or base in bases:
        return True
    if (implied := words.IMPLIED[language].get(word)) and implied.search(utterance):
        return True
    stem = base.rstrip("aeioà") if language == "it" else base
    return len(stem) >= 5 and any(known.startswith(stem) for known in bases)


def _is_participle(word: str, language: Language, lemma: Lemma) -> bool:
    base = lemma(word, language)
    if language == "it":
        return base.endswith(("are", "ere", "ire", "rre")) and _PARTICIPLE_IT.match(word) is not None
    return word != base and not word.endswith(("ing", "s"))


def _said_as_done(word: str, heard: list[str]) -> bool:
    """The participle itself was said, whatever its gender and number: "dividere" doesn't make anything "diviso"."""
    return any(other == word or (len(word) > 3 and other[:-1] == word[:-1]) for other in heard)


def _lost_negation(lower: list[str], utterance: str, language: Language, lemma: Lemma) -> Reason | None:
    """A participle that was said with a negation shortly before it may not be named without one."""
    done = {lemma(word, language) for word in lower if _is_participle(word, language, lemma)}
    if not done:
        return None
    for _, said in _clauses(utterance, language):
        for place, word in enumerate(said):
            near = said[max(0, place - 4) : place]
            if lemma(word, language) in done and any(sign in words.NEGATIONS[language] for sign in near):
                return "not_supported"
    return None
