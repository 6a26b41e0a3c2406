"""The grounding check of negations: what a claim denies or restricts, the source must deny or restrict too."""

from collections.abc import Iterator

from assistant.domain import grounding_words as lists
from assistant.domain.grounding_pair import Finding, Pair
from assistant.domain.grounding_text import Sentence, Text, Word, is_content
from assistant.domain.money import Language

SCOPE = 2
"""How many content words next to a negation in a claim are what it denies."""
REACH = 4
"""Words after a negation in the source that it may deny."""
BEFORE = 2
"""Words before it: "the discount isn't available"."""


def negations(pair: Pair) -> Iterator[Finding]:
    """A negation, restriction or failure of which the source says nothing beside the same words."""
    language = pair.claim.language
    denied = _denied(pair.source)
    for index, word in enumerate(pair.claim.words):
        strict = denies(word, language)
        if not strict and not {word.lemma, word.lower} & lists.LIMITERS[language]:
            continue
        if strict and _is_idiom(pair.claim, index):
            continue
        scope = _scope(pair.claim, index)
        if scope and not _is_supported(pair.source, word, scope, denied):
            joint = word.lower in lists.JOINTS[language]
            yield Finding(word.start, word.end, "negation" if strict else "contrast" if joint else "limit")


def _is_supported(source: Text, cue: Word, scope: list[Word], denied: frozenset[str]) -> bool:
    """Whether the source denies the very word that is denied, or restricts one of those that are restricted."""
    if not denies(cue, source.language):
        return any(word.family in denied for word in scope)
    first = next((word for word in scope if not word.lower.endswith(lists.ADVERB[source.language])), scope[0])
    lemmas = {word.lemma for word in scope}
    free = lemmas & lists.COSTS[source.language] and lists.FREE_OF_CHARGE[source.language] & source.where.keys()
    return first.family in denied or bool(free)


def _is_idiom(claim: Text, index: int) -> bool:
    """ "No matter", "not only": what follows isn't denied."""
    following = claim.words[index + 1 : index + 2]
    return bool(following) and following[0].lower in lists.NOT_DENIED[claim.language]


def _scope(claim: Text, index: int) -> list[Word]:
    """The content words that a negation denies: those after it in its clause, else those before it."""
    cue, language = claim.words[index], claim.language
    after = [w for w in claim.words[index + 1 :] if w.clause == cue.clause and is_content(w, language)]
    before = [w for w in claim.words[:index] if w.clause == cue.clause and is_content(w, language)]
    return after[:SCOPE] or before[-SCOPE:]


def _denied(source: Text) -> frozenset[str]:
    """The families of the words that the source denies or restricts somewhere."""
    found: set[str] = set()
    for number, sentence in enumerate(source.sentences):
        for index, word in enumerate(sentence.words):
            if denies(word, source.language) or {word.lemma, word.lower} & lists.LIMITERS[source.language]:
                around = sentence.words[max(0, index - BEFORE) : index + REACH + 1]
                found |= {w.family for w in around if is_content(w, source.language)}
        if sentence.asks and number + 1 < len(source.sentences) and _says_no(source.sentences[number + 1], source):
            found |= {w.family for w in sentence.words if is_content(w, source.language)}
    return frozenset(found)


def _says_no(answer: Sentence, source: Text) -> bool:
    return any(denies(word, source.language) for word in answer.words[:3])


def denies(word: Word, language: Language) -> bool:
    """Whether the word denies what stands beside it."""
    return word.lower in lists.NEGATORS[language] or word.lower == "no"
