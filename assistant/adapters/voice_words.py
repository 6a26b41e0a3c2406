"""What the library says of words: lexica of tone in `common/voice/LANG.yaml`, and which words can name a theme."""

from functools import lru_cache
from pathlib import Path

import knowledge
from assistant.adapters.lemmas import lemma
from assistant.domain.errors import LibraryError
from assistant.domain.interview import Words
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.theme_names import WordForms
from assistant.domain.tone import ToneLexicon, ToneReader
from knowledge.errors import ContentError, Problem
from knowledge.lexical import is_common, terms
from knowledge.types import COMMON
from knowledge.yamlfiles import read_yaml, validated

VOICE_FOLDER = "voice"
_SHIPPED = Path(knowledge.__file__).parent / "library"
_STEM = 6
"""So many letters of a word's stem tell it apart: "gentile", "gentilezza" and "gentilissima" say the same."""
_LEAST_LETTERS = 3
_NO_NAMES: dict[Language, tuple[str, ...]] = {"it": ("are", "ere", "ire", "rsi"), "en": ("ed", "ing")}
"""Endings of verbs: a name begins and ends with a thing."""


def lexicon_path(library: Path, language: Language) -> Path:
    """A library from before there were lexica is read with the shipped ones."""
    folder = library / COMMON / VOICE_FOLDER
    return (folder if folder.is_dir() else _SHIPPED / COMMON / VOICE_FOLDER) / f"{language}.yaml"


def read_lexicon(path: Path) -> ToneLexicon:
    """Raises `ContentError` naming file and line."""
    if not path.is_file():
        raise ContentError.single("The file is missing; restore it.", str(path))
    return validated(ToneLexicon, read_yaml(path))


def lexicon_problems(library: Path) -> list[Problem]:
    """Every fault of the lexica of a library."""
    problems: list[Problem] = []
    for language in LANGUAGES:
        try:
            read_lexicon(lexicon_path(library, language))
        except ContentError as error:
            problems.extend(error.problems)
    return problems


class LibraryWords:
    """The port `VoiceWords` over a library folder; a file that was edited is read again. Raises `LibraryError`."""

    def __init__(self, library: Path) -> None:
        self._library = library
        self._read: dict[Language, tuple[int, ToneLexicon, ToneReader]] = {}

    def tones(self, language: Language) -> ToneReader:
        return self._current(language)[2]

    def forms(self) -> WordForms:
        empty = {language: frozenset(self._current(language)[1].empty) for language in LANGUAGES}
        words = Words(lemma, is_common)

        @lru_cache(maxsize=50_000)
        def key(word: str, language: Language) -> str:
            if len(word) < _LEAST_LETTERS or is_common(word, language) or word in empty[language]:
                return ""
            stems = terms(word, language)
            return stems[0][:_STEM] if stems else ""

        @lru_cache(maxsize=50_000)
        def names_thing(word: str, language: Language) -> bool:
            return bool(key(word, language)) and words.content(word, language) and not _is_verb(word, language)

        return WordForms(key, names_thing)

    def _current(self, language: Language) -> tuple[int, ToneLexicon, ToneReader]:
        path = lexicon_path(self._library, language)
        stamp = path.stat().st_mtime_ns if path.is_file() else 0
        if language not in self._read or self._read[language][0] != stamp:
            try:
                lexicon = read_lexicon(path)
            except ContentError as error:
                raise LibraryError(error.problems[0].message, where=error.problems[0].where) from error
            self._read[language] = stamp, lexicon, ToneReader(lexicon)
        return self._read[language]


def _is_verb(word: str, language: Language) -> bool:
    if not word.endswith(_NO_NAMES[language]):
        return False
    return language == "it" or lemma(word, language) != word
