"""Reads Italian words for what may be named: their classes, articles and forms."""

import re
from dataclasses import replace

from assistant.domain import mention_words_it as w
from assistant.domain.guard import Lemma, is_relative_date
from assistant.domain.mention_reading import Kind, Word, is_figure, split, unnameable

FEATURES = {
    **{"il": "ms", "lo": "ms", "la": "fs", "i": "mp", "gli": "mp", "le": "fp", "l'": "?s"},
    **{"un": "ms", "uno": "ms", "una": "fs", "un'": "fs"},
}
"""Gender and number that an article shows."""
ENDING = {"ms": "o", "fs": "a", "mp": "i", "fp": "e"}
_OF = {"il": "del", "lo": "dello", "la": "della", "i": "dei", "gli": "degli", "le": "delle", "l'": "dell'"}
_IMPURE = re.compile(r"^(?:s[^aeiouàèéìòùh]|sh|z|gn|ps|x|y)", re.I)
_VOWEL = re.compile(r"^h?[aeiouàèéìòù]", re.I)
_INFINITIVE = ("are", "ere", "ire", "rre")


def article_for(word: str, features: str) -> str:
    """The definite article of a word of this gender and number."""
    if features[1] == "s":
        if _VOWEL.match(word):
            return "l'"
        return "la" if features[0] == "f" else ("lo" if _IMPURE.match(word) else "il")
    if features[0] == "f":
        return "le"
    return "gli" if _VOWEL.match(word) or _IMPURE.match(word) else "i"


def guess_features(word: str, lemma: str) -> str:
    """Gender and number of a noun as its ending shows them; empty where it doesn't."""
    lower = word.lower()
    if lower.endswith("ie") and lower not in w.IT_SINGLE_IE:
        return "fp"
    if lower in w.IT_FEMININE_O or w.IT_FEMININE_ENDS.match(lower):
        return "fs"
    if w.IT_MASCULINE_A.match(lower) or (lower == lemma and w.IT_MASCULINE_ENDS.match(lower)):
        return "ms"
    if lower.endswith("a"):
        return "fs"
    if lower.endswith("o"):
        return "ms"
    if lower.endswith("e") and lemma.endswith("a") and lemma != lower:
        return "fp"
    if lower.endswith("i") and (lemma.endswith("o") or (lemma != lower and w.IT_MASCULINE_ENDS.match(lemma))):
        return "mp"
    return "fp" if re.match(r"\w+(?:zioni|sioni)$", lower) else ""


def is_participle(word: str, base: str) -> bool:
    """A past participle by its form: "distrutto" is one, "aspetta" isn't."""
    stem = word[:-1]
    if not base.endswith(_INFINITIVE) or word == base or word[-1] not in "oaie":
        return False
    if base in w.IT_IRREGULAR_PARTICIPLES and stem == w.IT_IRREGULAR_PARTICIPLES[base]:
        return True
    if base.endswith("are"):
        return stem == base[:-3] + "at"
    if base.endswith("ire") and stem == base[:-3] + "it":
        return True
    return stem != base[:-3] and re.search(r"(?:ut|tt|rt|st|nt|s|lt)$", stem) is not None


def participle_of(base: str, features: str) -> str:
    """The past participle of a verb, agreed; empty where no rule and no table gives it."""
    if base in w.IT_IRREGULAR_PARTICIPLES:
        return w.IT_IRREGULAR_PARTICIPLES[base] + ENDING[features]
    if base.endswith("are"):
        return base[:-3] + "at" + ENDING[features]
    return ""


def read(utterance: str, lemma: Lemma) -> list[Word]:
    """The utterance's words with their classes."""
    words: list[Word] = []
    for text, sign in split(utterance, "it"):
        base = lemma(text.rstrip("'"), "it")
        before = words[-1] if words and not words[-1].stop else None
        kind = _kind(text.lower(), base, before, lemma)
        words.append(Word(text, kind, base, bool(sign), sign == "?"))
    return _settled(words, lemma)


def _kind(text: str, base: str, before: Word | None, lemma: Lemma) -> Kind:
    after_determiner = before is not None and (
        before.kind == "determiner"
        or before.lower in w.IT_ARTICULATED
        or (before.kind == "number" and before.lower != "prima" and not is_relative_date(before.lower, "it"))
    )
    for kind, table in _TABLES:
        if text in table:
            return kind
    if text in w.IT_NOUNS and after_determiner:
        return "content"
    if text in w.IT_BEEN:
        return "participle"
    if is_figure(text, "it"):
        return "number"
    if unnameable(text, "it"):
        return "other"
    if before is not None and (before.lower in w.IT_HAVE or before.lower in w.IT_BEEN) and is_participle(text, base):
        return "participle"
    if text in w.IT_OTHER:
        return "other"
    acting = before is not None and before.kind == "content" and re.search(r"(?<!m)[ae]nt[ei]$", text) is not None
    if text in w.IT_ADJECTIVES or acting:
        return "content"
    if before is not None and before.kind == "preposition" and _is_clitic_infinitive(text, base, lemma):
        return "other"
    if re.search(r"[ae]ndo$", text) and base.endswith(_INFINITIVE):
        return "verb"
    if text in w.IT_ADVERBS or text.endswith("mente"):
        return "adverb"
    helped = before is not None and before.lower in w.IT_HAVE and re.search(r"[ts][oaie]$", text) is not None
    if helped or is_participle(text, base):
        return "participle"
    if before is not None and (before.kind == "copula" or before.lower in w.IT_BEEN):
        return "content"
    if after_determiner:
        return "content"
    return _noun_or_verb(text, base, before, lemma)


def _noun_or_verb(text: str, base: str, before: Word | None, lemma: Lemma) -> Kind:
    if base.endswith(_INFINITIVE) and text != base:
        return "content" if before is not None and before.kind == "preposition" else "verb"
    if base.endswith(_INFINITIVE):
        return "other"
    after_noun = before is not None and before.kind == "content"
    return "verb" if after_noun and (may_be_verb(text, lemma) or text.endswith(("isce", "iscono"))) else "content"


_TABLES: tuple[tuple[Kind, frozenset[str]], ...] = (
    ("negation", w.IT_NEGATION),
    ("copula", w.IT_COPULA),
    ("auxiliary", w.IT_HAVE),
    ("determiner", w.IT_DEFINITE | w.IT_INDEFINITE | frozenset(w.IT_POSSESSIVE) | frozenset(w.IT_DEMONSTRATIVE)),
    ("preposition", w.IT_PREPOSITIONS),
    ("pronoun", frozenset({"ci", "si", "c'"})),
)


def _is_clitic_infinitive(text: str, base: str, lemma: Lemma) -> bool:
    """ "senza dirci", "per farlo"."""
    clitic = re.search(r"r(?:ci|mi|vi|lo|la|li|le|si|ne|gli)$", text)
    verb = text[: clitic.start() + 1] + "e" if clitic else ""
    return verb.endswith(_INFINITIVE) and base in (text, verb) and lemma(verb, "it") == verb


def may_be_verb(text: str, lemma: Lemma) -> bool:
    """Its plural in the third person is a verb's: "paga", "pagano"."""
    if text.endswith("a"):
        return lemma(text + "no", "it").endswith("are")
    return text.endswith("e") and lemma(text[:-1] + "ono", "it").endswith(("ere", "ire"))


def _settled(words: list[Word], lemma: Lemma) -> list[Word]:
    """What looks like an article before a verb is a pronoun, and what was contested by hand is none of ours."""
    settled = list(words)
    for place, word in enumerate(words[:-1]):
        follows = words[place + 1]
        if word.lower in w.IT_DEFINITE and (word.stop or follows.kind in ("verb", "auxiliary", "copula", "other")):
            settled[place] = replace(word, kind="other")
        elif word.lower in ("la", "le", "lo") and place > 0 and _resumes(words, place, lemma):
            settled[place] = replace(word, kind="other")
            settled[place + 1] = replace(follows, kind="verb")
    return settled


def _resumes(words: list[Word], place: int, lemma: Lemma) -> bool:
    """A pronoun between a noun and its verb: "l'assicurazione la tira per le lunghe"."""
    before, follows = words[place - 1], words[place + 1]
    if before.kind != "content" or before.stop or place < 2 or words[place - 2].kind != "determiner":
        return False
    begins = place < 3 or words[place - 3].stop or words[place - 3].lower in w.IT_FILLERS
    conjugated = follows.lemma.endswith(_INFINITIVE) and follows.lemma != follows.lower
    return begins and (conjugated or may_be_verb(follows.lower, lemma))
