"""Reads English words for what may be named: their classes, articles and forms."""

import re

from assistant.domain import mention_words_en as w
from assistant.domain.guard import Lemma, is_relative_date
from assistant.domain.mention_en_verbs import is_plural, settled
from assistant.domain.mention_reading import Kind, Word, is_figure, split, unnameable

_TABLES: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("negation", w.EN_NEGATION),
    ("copula", w.EN_COPULA),
    ("auxiliary", w.EN_AUXILIARIES),
    ("determiner", w.EN_DETERMINERS | frozenset(w.EN_POSSESSIVE) | w.EN_DEMONSTRATIVE),
    ("pronoun", frozenset(w.EN_PRONOUNS)),
    ("adverb", w.EN_ADVERBS | w.EN_LASTING - {"in", "over", "off"}),
    ("preposition", w.EN_PREPOSITIONS),
    ("joint", frozenset({"and"})),
)


_HAS_DONE = frozenset({"got", "been", "gone", "had", "come"})
"""After these "'s" is "has": "the pump's been out"."""


def read(utterance: str, lemma: Lemma) -> list[Word]:
    """The utterance's words with their classes."""
    pieces = _opened(split(utterance, "en"))
    words: list[Word] = []
    for place, (text, sign) in enumerate(pieces):
        base = lemma(text.removesuffix("'").removesuffix("'s"), "en")
        before = words[-1] if words and not words[-1].stop else None
        follows = pieces[place + 1][0].lower() if not sign and place + 1 < len(pieces) else ""
        words.append(Word(text, _kind(text.lower(), base, before, follows), base, bool(sign), sign == "?"))
    return settled(words)


def _opened(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """ "the company's in liquidation" is read "the company is in liquidation", "dad's got" "dad has got"."""
    opened: list[tuple[str, str]] = []
    for place, (text, sign) in enumerate(pieces):
        follows = pieces[place + 1][0].lower() if not sign and place + 1 < len(pieces) else ""
        table = w.EN_PREPOSITIONS | w.EN_DETERMINERS | w.EN_ADVERBS | w.EN_NEGATION
        verbal = follows in table or _tells_how(pieces, place)
        if text.endswith("'s") and follows in _HAS_DONE and text.lower() not in w.EN_OTHER:
            opened += [(text.removesuffix("'s"), ""), ("has", sign)]
        elif text.endswith("'s") and verbal and text.lower() not in w.EN_OTHER:
            opened += [(text.removesuffix("'s"), ""), ("is", sign)]
        else:
            opened.append((text, sign))
    return opened


_STATES = w.EN_PREDICATIVE | w.EN_CONDITIONS


def _tells_how(pieces: list[tuple[str, str]], place: int) -> bool:
    """ "my husband's ill and", not "my husband's broken van"."""
    if place + 1 >= len(pieces) or pieces[place][1] or pieces[place + 1][0].lower() not in _STATES:
        return False
    after = "" if pieces[place + 1][1] or place + 2 >= len(pieces) else pieces[place + 2][0].lower()
    return not after or after in w.EN_JOINERS | w.EN_FILLERS | w.EN_PREPOSITIONS | w.EN_ADVERBS


def _kind(text: str, base: str, before: Word | None, follows: str) -> Kind:
    for kind, table in _TABLES:
        if text in table:
            return kind
    if is_figure(text, "en"):
        return "other" if is_relative_date(text, "en") and text not in ("next", "last") else "number"
    if unnameable(text, "en"):
        return "other"
    if before is not None and before.lower.endswith(("'ll", "'d")) and text not in w.EN_OTHER:
        return "verb"
    if text in w.EN_SPANS and before is not None and before.kind == "content":
        return "content"
    if text in w.EN_DAYTIMES and before is not None and before.kind == "determiner" and _opens_noun(follows, before):
        return "content"
    if text == "other" and before is not None and before.kind == "determiner" and follows:
        return "content"
    if text in w.EN_PREDICATIVE and before is not None and before.kind == "content":
        return "other"
    if text in w.EN_OTHER or "'" in text.removesuffix("'").removesuffix("'s"):
        return "other"
    if text.endswith("ly") and text not in w.EN_ADJECTIVES_LY:
        return "adverb"
    done = text in w.EN_PAST or (base != text and re.search(r"(?:ed|en|wn|ung|ought)$", text) is not None)
    after_noun = before is not None and before.kind == "content" and not before.lower.endswith("'s")
    irregular = base != text and base in w.EN_ACTS and not text.endswith(("s", "ing", "er", "est"))
    done = done or irregular
    if done and after_noun and follows == "by":
        return "content"
    if done:
        return "verb" if after_noun or (before is not None and before.kind in ("pronoun", "adverb")) else "participle"
    opens = before is not None and (before.kind in ("determiner", "number", "participle") or before.lower == "of")
    single = after_noun and before is not None and not is_plural(before) and before.lower not in w.EN_MANY
    if text in w.EN_VERBS and single and _opens_noun(follows, before) and not follows.endswith("ing"):
        return "content"  # "a short pay holiday"
    if (text in w.EN_VERBS or (base in w.EN_VERBS and text == base + "s")) and not opens:
        return "verb"
    return "content"


def _opens_noun(word: str, article: Word | None) -> bool:
    """ "the night callout", but "a month suits me"."""
    closed = (w.EN_OTHER, w.EN_PREPOSITIONS, w.EN_COPULA, w.EN_AUXILIARIES, w.EN_ADVERBS, frozenset(w.EN_PRONOUNS))
    if word == "long" or (article is not None and article.lower == "a" and word.endswith(("s", "ing"))):
        return False
    return bool(word) and not any(word in table for table in closed)
