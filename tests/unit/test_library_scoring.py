from pathlib import Path
from shutil import copytree

import pytest

from assistant.adapters.library import SHIPPED, FileLibrary
from assistant.adapters.library_content import problems_of
from assistant.domain.errors import LibraryError
from assistant.domain.rubric import CRITERIA, LEVELS
from tests.unit.library_files import small_library


def edited(tmp_path: Path, name: str, old: str, new: str) -> Path:
    library = small_library(tmp_path / "library")
    copytree(SHIPPED / "common" / "manner", library / "common" / "manner")
    (library / "common" / "rubric.yaml").write_bytes((SHIPPED / "common" / "rubric.yaml").read_bytes())
    path = library / "common" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return library


def test_the_shipped_rubric_has_every_level_in_both_languages() -> None:
    rubric = FileLibrary(SHIPPED).rubric()
    assert [criterion.id for criterion in rubric.criteria] == list(CRITERIA)
    for criterion in rubric.criteria:
        assert all(set(criterion.levels[level]) == {"it", "en"} for level in LEVELS), criterion.id


def test_a_library_from_before_scores_is_given_the_shipped_files(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    library = small_library(tmp_path / "library")
    assert FileLibrary(library).rubric().version >= 1
    assert (library / "common" / "rubric.yaml").is_file() and (library / "common" / "manner" / "it.yaml").is_file()
    for name in ("rubric.yaml", "manner"):
        assert f"{library / 'common' / name}; the shipped one was added" in caplog.text


def test_a_library_that_cannot_be_written_is_read_with_the_shipped_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    library = small_library(tmp_path / "library")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("assistant.adapters.library.tempfile.TemporaryDirectory", refuse)
    assert FileLibrary(library).signals("it").patterns
    assert f"{library / 'common' / 'rubric.yaml'}, and the shipped one is used" in caplog.text


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("rubric.yaml", "id: recap", "id: recapp", "rubric.yaml"),
        (
            "rubric.yaml",
            "      4: {it: 'Come 3, e chiede conferma",
            "      9: {it: 'Come 3, e chiede conferma",
            "level",
        ),
        ("manner/it.yaml", "      - \\b(?:grazie|", "      - \\b(?:(grazie|", "isn't a regular expression"),
        ("manner/en.yaml", "checklist: [right_person]", "checklist: [rigt_person]", "No checklist item 'rigt_person'"),
        ("manner/en.yaml", "- id: jargon", "- id: jargons", "manner/en.yaml"),
    ],
)
def test_a_fault_names_file_and_line(tmp_path: Path, name: str, old: str, new: str, fault: str) -> None:
    library = edited(tmp_path, name, old, new)
    problems = [f"{problem.where}: {problem.message}" for problem in problems_of(library)]
    assert any(fault in one and f"{name}:" in one for one in problems), problems
    with pytest.raises(LibraryError):
        FileLibrary(library).rubric()


def test_an_item_that_was_taken_out_of_conduct_adds_no_words(tmp_path: Path) -> None:
    """The small library's conduct has one item; the shipped signals refer to many more."""
    signals = FileLibrary(small_library(tmp_path / "library")).signals("it")
    shipped = FileLibrary(SHIPPED).signals("it")
    assert len(signals.patterns) == len(shipped.patterns)
    assert sum(len(p.found) for p in signals.patterns) < sum(len(p.found) for p in shipped.patterns)
