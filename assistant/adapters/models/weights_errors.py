"""What can go wrong with weights, told apart: each error has a code of its own and says what to do."""

import errno
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.errors import AscoltoError

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""Numbers of the system's errors that more room would cure."""
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST})
_NO_NETWORK = (
    "Retrying (Retry(",
    "NewConnectionError",
    "NameResolutionError",
    "ConnectTimeout",
    "ProxyError",
    "ReadTimeout",
)
_GO_ON = "what has arrived is kept, and `ascolto models pull` goes on from there."


class WeightsError(AscoltoError):
    """The weights can't be had now.

    Codes of a fetch: weights_no_network, weights_no_pip, weights_refused, weights_part_missing, weights_truncated,
    weights_checksum, weights_disk, weights_unwritable, weights_io. Codes of a file: weights_absent, weights_folder,
    weights_unreadable, weights_not_gguf, weights_truncated.
    """

    code = "weights"


@dataclass(frozen=True)
class Room:
    """Bytes that a fetch still needs in a folder, and bytes that are free there."""

    needed: int
    free: int

    def __str__(self) -> str:
        return f"{size(self.needed)} more are needed, {size(self.free)} are free"


def size(count: int) -> str:
    """So many bytes as people read them: whole up to a megabyte, then with one decimal."""
    for unit, name in ((10**9, "GB"), (10**6, "MB")):
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return f"{count} bytes"


def no_room(title: str, folder: Path, room: Room, problem: OSError | None = None) -> WeightsError:
    """There is too little room to begin, or, where the system said so, to go on."""
    words = f" ({problem.strerror})" if problem else ""
    message = (
        f"There is too little disk space for the weights of {title}{words}: {room}. Make room, or set "
        f"ASCOLTO_MODEL_PATH to a GGUF file elsewhere; {_GO_ON}"
    )
    return WeightsError(message, where=_place(problem, folder), code="weights_disk")


def of_disk(problem: OSError, title: str, folder: Path) -> WeightsError:
    """The system refused something else while the weights were being fetched."""
    words = problem.strerror or str(problem)
    if problem.errno in _FORBIDDEN:
        message = (
            f"The weights of {title} can't be written ({words}): give this user the right to write there, or set "
            "ASCOLTO_HOME to another folder."
        )
        return WeightsError(message, where=_place(problem, folder), code="weights_unwritable")
    message = f"The weights of {title} can't be fetched ({words}): check that disk; {_GO_ON}"
    return WeightsError(message, where=_place(problem, folder), code="weights_io")


def _place(problem: OSError | None, folder: Path) -> str:
    """The file that the system names. Writing to an open one names none."""
    return str(problem.filename if problem and problem.filename else folder)


def no_part(requirement: str) -> WeightsError:
    """The package index doesn't hold a part, or holds something else under its name."""
    message = (
        f"The package index holds no part of the weights under {requirement}: point pip at an index that does, or set "
        f"ASCOLTO_MODEL_PATH to a GGUF file; {_GO_ON}"
    )
    return WeightsError(message, where=requirement, code="weights_part_missing")


def part_gone(part: Path) -> WeightsError:
    """A part that was there is there no more."""
    message = f"A part of the weights disappeared while they were joined: run `ascolto models pull` again; {_GO_ON}"
    return WeightsError(message, where=str(part), code="weights_part_missing")


def part_damaged(requirement: str) -> WeightsError:
    """A part arrived cut off or altered."""
    message = f"A part of the weights arrived damaged and was discarded: run `ascolto models pull` again; {_GO_ON}"
    return WeightsError(message, where=requirement, code="weights_truncated")


def of_pip(requirement: str, output: str) -> WeightsError | OSError:
    """What pip's words stand for; a full disk is the system's own error, for `of_disk` to explain."""
    if "No module named pip" in output:
        message = "The weights are fetched with pip, which this environment lacks: run `python -m ensurepip`."
        return WeightsError(message, where=requirement, code="weights_no_pip")
    if "No space left on device" in output:
        return OSError(errno.ENOSPC, "No space left on device", requirement)
    if any(sign in output for sign in _NO_NETWORK):
        message = f"The weights can't be fetched: the package index can't be reached; {_GO_ON}"
        return WeightsError(message, where=requirement, code="weights_no_network")
    if "DO NOT MATCH THE HASHES" in output:
        return part_damaged(requirement)
    if "No matching distribution found" in output:
        return no_part(requirement)
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "")
    message = f"pip refused a part of the weights: {last}"
    return WeightsError(message, where=requirement, code="weights_refused")
