"""Which files an import means, going by their names, in which order they are read, and what they may be called."""

from collections.abc import Iterable
from pathlib import Path

from assistant.domain.errors import InvalidInput
from assistant.domain.records import may_name_principal
from assistant.services.import_kinds import ELECTRONIC, FILE_KINDS, STATEMENT


def is_electronic(path: Path) -> bool:
    """Whether the name is that of an electronic invoice; a bank statement's may be the same."""
    return path.suffix.lower() in (".xml", ".p7m")


def check_kind(kind: str | None) -> None:
    """Raise `InvalidInput` for a kind that doesn't exist."""
    if kind is not None and kind not in FILE_KINDS:
        raise InvalidInput(f"There is no kind {kind!r}; the kinds are: {', '.join(FILE_KINDS)}.", where="--kind")


def check_principal_id(principal: str) -> None:
    """Raise `InvalidInput` for a name that can't be a principal's id."""
    if not may_name_principal(principal):
        raise InvalidInput(
            f"{principal!r} can't name a principal; use small letters, digits, - and _, 32 at most, e.g. acme-italia.",
            where="--principal",
        )


def importable(path: Path, kind: str | None) -> bool:
    """Whether a file of a folder is meant, going by its name."""
    if kind == STATEMENT:
        return path.suffix.lower() == ".xml"
    if kind == ELECTRONIC or (kind is None and is_electronic(path)):
        return is_electronic(path)
    return path.suffix.lower() in (".csv", ".xlsx")


def in_order(files: Iterable[tuple[Path, str | None]]) -> list[tuple[Path, str | None]]:
    """The files so that customers come before invoices, and invoices before what refers to them; statements last."""
    order = {name: position for position, name in enumerate(FILE_KINDS)}
    electronic = order["invoices"]

    def position(item: tuple[Path, str | None]) -> int:
        path, kind = item
        if kind == STATEMENT:
            return len(order) + 1  # after tables whose names don't say what they hold
        if is_electronic(path):
            return electronic
        return order.get(kind or path.stem.lower(), len(order))

    return sorted(files, key=position)
