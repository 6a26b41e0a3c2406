import hashlib
import os
import stat
from pathlib import Path

import pytest

from assistant.adapters.models import gguf
from assistant.adapters.models.gguf import read_own_file
from assistant.adapters.models.weights_errors import WeightsError
from tests.unit.weight_files import tiny_gguf, without_rights

WHOLE = tiny_gguf()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "own.gguf"


def refused(path: Path) -> WeightsError:
    with pytest.raises(WeightsError) as caught:
        read_own_file(path, "ASCOLTO_MODEL_PATH")
    assert caught.value.where == "ASCOLTO_MODEL_PATH"
    assert str(path) in caught.value.message
    assert "ASCOLTO_MODEL_PATH" in caught.value.message
    return caught.value


@pytest.mark.parametrize("version", [2, 3])
def test_a_whole_file_is_known_by_its_hash(path: Path, version: int) -> None:
    path.write_bytes(tiny_gguf(version))
    assert read_own_file(path, "MODEL") == hashlib.sha256(path.read_bytes()).hexdigest()


def test_wherever_a_file_is_cut_off_it_is_told(path: Path) -> None:
    path.write_bytes(WHOLE)
    for length in reversed(range(len(WHOLE))):
        os.truncate(path, length)
        problem = refused(path)
        assert problem.code == "weights_truncated"
        assert f"it holds {length} " in problem.message
        assert "copy it again" in problem.message


def test_the_length_that_the_header_asks_for_is_named(path: Path) -> None:
    path.write_bytes(WHOLE[:-1])
    assert f"{len(WHOLE) - 1} of {len(WHOLE)} bytes" in refused(path).message


@pytest.mark.parametrize("length", [2**63, 2**16, 200])
def test_a_header_of_nonsense_lengths_ends_soon(path: Path, length: int) -> None:
    path.write_bytes(WHOLE[:24] + length.to_bytes(8, "little") + WHOLE[32:64])
    assert refused(path).code == "weights_truncated"


@pytest.mark.parametrize("data", [tiny_gguf(version=4)[:-10], tiny_gguf(version=1)[:-10], tiny_gguf(kind=99)])
def test_what_is_newer_or_older_is_left_to_the_engine(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    assert read_own_file(path, "MODEL")


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", "git lfs pull"),
        (b"<!DOCTYPE html><html><body>Please sign in</body></html>", "web page"),
        (b"PK\x03\x04 and more", "zip"),
        (b"\x10\x00\x00\x00\x00\x00\x00\x00{}", "GGUF format"),
        (b"FUGG", "GGUF format"),
    ],
)
def test_another_kind_of_file_is_recognised(path: Path, data: bytes, hint: str) -> None:
    path.write_bytes(data)
    problem = refused(path)
    assert problem.code == "weights_not_gguf"
    assert hint in problem.message


def test_a_folder_is_told(path: Path) -> None:
    path.mkdir()
    assert refused(path).code == "weights_folder"


def test_a_pipe_is_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    assert refused(path).code == "weights_not_gguf"


def test_a_missing_file_is_told(path: Path) -> None:
    assert refused(path).code == "weights_absent"
    path.write_bytes(WHOLE)
    assert refused(path / "below a file").code == "weights_absent"


def test_a_file_that_may_not_be_read_is_told(path: Path) -> None:
    path.write_bytes(WHOLE)
    path.chmod(0)
    with without_rights():
        problem = refused(path)
    assert problem.code == "weights_unreadable"
    assert "right to read" in problem.message


def test_a_disk_that_fails_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(path: Path) -> str:
        raise OSError(5, "Input/output error")

    path.write_bytes(WHOLE)
    monkeypatch.setattr(gguf, "sha256_of", broken)
    problem = refused(path)
    assert problem.code == "weights_unreadable"
    assert "Input/output error" in problem.message


def test_looking_at_a_file_changes_nothing(path: Path) -> None:
    path.write_bytes(WHOLE)
    path.chmod(stat.S_IRUSR)
    read_own_file(path, "MODEL")
    assert path.read_bytes() == WHOLE
