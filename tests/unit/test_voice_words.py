"""The lexica of the library: the shipped ones are sound, a broken one is named, an edited one is read again."""

import os
import shutil
from pathlib import Path

import pytest

from assistant.adapters.library_content import problems_of
from assistant.adapters.voice_words import LibraryWords, lexicon_path, lexicon_problems
from assistant.domain.errors import LibraryError
from assistant.domain.money import LANGUAGES

SHIPPED = Path(__file__).parents[2] / "knowledge" / "library"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    shutil.copytree(SHIPPED, tmp_path / "library")
    return tmp_path / "library"


def test_the_shipped_lexica_are_sound() -> None:
    assert lexicon_problems(SHIPPED) == []
    for language in LANGUAGES:
        assert LibraryWords(SHIPPED).tones(language).judge("xyz").tone == 0


def test_a_broken_lexicon_is_named_with_its_line(library: Path) -> None:
    path = lexicon_path(library, "en")
    path.write_text(path.read_text(encoding="utf-8").replace("  - appalling", "  - Appalling"), encoding="utf-8")
    [problem] = problems_of(library)
    assert f"{path}:" in problem.where and "small letters" in problem.message
    with pytest.raises(LibraryError, match="small letters"):
        LibraryWords(library).tones("en")


def test_a_missing_lexicon_is_a_fault_and_a_missing_folder_the_shipped_one(library: Path) -> None:
    path = lexicon_path(library, "it")
    path.unlink()
    assert [problem.where for problem in lexicon_problems(library)] == [str(path)]
    shutil.rmtree(path.parent)
    assert lexicon_problems(library) == []


def test_an_edited_lexicon_is_read_again(library: Path) -> None:
    words = LibraryWords(library)
    assert words.tones("it").judge("che barba").tone == 0
    path = lexicon_path(library, "it")
    path.write_text(path.read_text(encoding="utf-8").replace("bad:\n", "bad:\n  - barba\n", 1), encoding="utf-8")
    os.utime(path, ns=(1, 1))
    assert words.tones("it").judge("che barba").words == ("barba",)


def test_forms_of_a_word_have_one_key_and_empty_words_none() -> None:
    forms = LibraryWords(SHIPPED).forms()
    assert len({forms.key(word, "it") for word in ("consegna", "consegne", "consegnato")}) == 1
    assert len({forms.key(word, "it") for word in ("gentile", "gentilezza", "gentilissima")}) == 1
    assert [forms.key(word, "it") for word in ("sempre", "di", "e", "guardi")] == [""] * 4
    assert forms.names_thing("consegna", "it") and not forms.names_thing("consegnare", "it")
    assert forms.names_thing("delivery", "en") and not forms.names_thing("delivered", "en")
