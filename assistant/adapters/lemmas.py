"""Dictionary forms of words, from simplemma's tables; they load at the first word and stay in memory."""

from functools import lru_cache

from assistant.domain.money import Language


@lru_cache(maxsize=8192)
def lemma(word: str, language: Language) -> str:
    """The dictionary form in lower case; the word itself where it is unknown."""
    import simplemma

    return str(simplemma.lemmatize(word.lower(), lang=language)).lower()


@lru_cache(maxsize=8192)
def known(word: str, language: Language) -> bool:
    """Whether the word stands in the tables."""
    import simplemma

    return bool(simplemma.is_known(word, lang=language))
