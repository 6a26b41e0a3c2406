"""The grounding check of dropped negations: what the source only ever denies, the claim mustn't assert."""

from collections.abc import Iterator, Sequence
from functools import cache, partial

from assistant.domain import grounding_words as lists
from assistant.domain.grounding_denials import denies
from assistant.domain.grounding_pair import Finding, Pair
from assistant.domain.grounding_text import Text, Word, is_content
from assistant.domain.money import Language

REACH = 3
"""Words after a negation among which the first content word is what it denies."""
CLAUSE = 20
"""Words before a denied one among which a condition of the same clause is looked for."""


def dropped(pair: Pair) -> Iterator[Finding]:
    """A word that the source denies wherever it says it, of the same subject as far as one is named."""
    language = pair.claim.language
    company = cache(partial(_company, pair.source))
    for sentence in pair.claim.sentences:
        if any(_takes_away(word, language) for word in sentence.words):
            continue
        said = {word.lemma for word in sentence.words if is_content(word, language)}
        named = False
        for word in sentence.words:
            if is_content(word, language) and word.lemma in pair.source.where:
                subject, rest = company(word.lemma)
                if subject & said or (not subject and not named and rest & said):
                    yield Finding(word.start, word.end, "denied")
            named = named or (word.has_capital and not word.opens)


def _company(source: Text, lemma: str) -> tuple[set[str], set[str]]:
    """Dictionary forms of the content words before and after this one in the source; none where it is said undenied."""
    before: set[str] = set()
    after: set[str] = set()
    for number in source.where[lemma]:
        words = source.sentences[number].words
        places = [at for at, other in enumerate(words) if lemma in (other.lemma, other.lower)]
        if source.sentences[number].asks or not all(_is_denied(words, at, source.language) for at in places):
            return set(), set()
        clause = [(at, w) for at, w in enumerate(words) if w.clause == words[places[0]].clause]
        before |= {w.lemma for at, w in clause if at < places[0] and _says(w, source.language)}
        after |= {w.lemma for at, w in clause if at > places[0] and _says(w, source.language)}
    return before, after


def _says(word: Word, language: Language) -> bool:
    return is_content(word, language) and not denies(word, language)


def _is_denied(words: Sequence[Word], at: int, language: Language) -> bool:
    """Whether the word at this place is the first content word after a negation, on no condition."""
    for word in reversed(words[max(0, at - REACH) : at]):
        if word.clause != words[at].clause or _says(word, language):
            return False
        if denies(word, language):
            clause = (other.lower for other in words[max(0, at - CLAUSE) : at] if other.clause == word.clause)
            return lists.CONDITIONS[language].isdisjoint(clause)
    return False


def _takes_away(word: Word, language: Language) -> bool:
    """Whether the word denies or restricts; "but" and its like only join what is said."""
    if word.lower in lists.JOINTS[language]:
        return False
    return denies(word, language) or bool({word.lemma, word.lower} & lists.LIMITERS[language])
