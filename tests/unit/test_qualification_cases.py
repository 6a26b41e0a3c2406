from pathlib import Path

import pytest

from assistant.domain.errors import LibraryError, NotFound
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.qualification import Work
from evals.qualification.cases import KINDS, JudgeCase, read_cases

LEAST: dict[Work, int] = {"mention": 20}


def written(folder: Path, text: str) -> Path:
    path = folder / "judge.en.yaml"
    path.write_text(text, encoding="utf-8")
    return path


ONE = "- {id: a, criterion: c, anchor: A., quote: q, meets: true}\n"


@pytest.mark.parametrize("work", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_shipped_cases_are_sound(work: Work, language: Language) -> None:
    found = read_cases(work, language)
    assert len(found.cases) >= LEAST.get(work, 12)
    if work != "judge":
        assert all(case.must for case in found.cases)


@pytest.mark.parametrize("language", LANGUAGES)
def test_always_answering_the_same_gets_half_of_the_judgements(language: Language) -> None:
    cases = [case for case in read_cases("judge", language).cases if isinstance(case, JudgeCase)]
    assert 2 * sum(case.meets for case in cases) == len(cases)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("cases:\n- {id: a, criterion: c, anchor: A., quote: q}\n", 2, "meets"),
        ("cases:\n" + ONE + "- {id: a, criterion: c, anchor: A., quote: q, meets: false}\n", 3, "stands twice"),
        ("cases:\n- {id: a, criterion: c, anchor: A., quote: q, meets: true, must: ['(']}\n", 2, "regular expression"),
        ("cases:\n- {id: a, criterion: c, anchor: A., quote: q, meets: true, mood: sad}\n", 2, "mood"),
        ("cases: [\n", 2, "Not valid YAML"),
        ("cases: []\n", 1, "one case at least"),
        ("items:\n" + ONE, 1, "cases"),
    ],
)
def test_a_malformed_file_names_file_and_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(LibraryError, match=says) as caught:
        read_cases("judge", "en", tmp_path)
    assert caught.value.where == f"{path}:{line}"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound) as caught:
        read_cases("judge", "it", tmp_path)
    assert caught.value.where.endswith("judge.it.yaml")


def test_the_digest_changes_with_the_cases(tmp_path: Path) -> None:
    written(tmp_path, "cases:\n" + ONE)
    before = read_cases("judge", "en", tmp_path)
    written(tmp_path, "cases:\n" + ONE.replace("true", "false"))
    assert read_cases("judge", "en", tmp_path).digest != before.digest
    assert len(before.first(None).cases) == len(before.first(1).cases) == 1
