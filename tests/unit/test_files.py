"""Files that are whole or not there, and new ones that never replace another."""

from pathlib import Path

import pytest

from assistant.adapters.files import write_new_text, write_text


def test_a_file_is_replaced_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, "uno")
    write_text(path, "più")
    assert path.read_text(encoding="utf-8") == "più"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]


def test_a_new_file_never_replaces_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_new_text(path, "mine")
    with pytest.raises(FileExistsError):
        write_new_text(path, "other")
    assert path.read_text(encoding="utf-8") == "mine"
    assert [one.name for one in tmp_path.iterdir()] == ["a.txt"]
