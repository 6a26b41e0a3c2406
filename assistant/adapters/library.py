"""The library of a data folder: copied from the shipped one on first use, read when asked for, read again when edited.

A fault is a `LibraryError` naming file, line and remedy. A file broken while the server runs is reported in the log
and the last sound content stays in use.
"""

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.adapters.library_content import NOTES_FOLDER, SHIPPED, Content, read_content
from assistant.adapters.library_rules import RULES_FOLDER
from assistant.adapters.library_scoring import MANNER_FOLDER, RUBRIC_FILE
from assistant.adapters.voice_words import VOICE_FOLDER
from assistant.domain.contact_rules import RulePack
from assistant.domain.errors import InvalidInput, LibraryError, NotFound
from assistant.domain.manner_signals import Signals
from assistant.domain.money import Language
from assistant.domain.note_texts import NoteTexts
from assistant.domain.policy import Conduct, Policy
from assistant.domain.records import Principal, may_name_principal
from assistant.domain.rubric import Rubric
from knowledge.types import COMMON, Article, Phrase

logger = logging.getLogger(__name__)
_CHECK_EVERY = 1.0
"""Seconds between two looks at the files' dates."""


@dataclass(frozen=True)
class _Loaded:
    content: Content
    stamp: int


def copy_shipped(library: Path, shipped: Path = SHIPPED) -> bool:
    """Copy the shipped library to `library` if that doesn't exist; True if it was copied. Safe for several at once."""
    return not library.exists() and _copy_folder(shipped, library)


def add_missing_rules(library: Path, shipped: Path = SHIPPED) -> bool:
    """Give a library from before there were contact rules the shipped packs; True if they were added.

    An empty folder stands for none wanted. A library that can't be written goes without packs, and the log says so.
    """
    return _add_missing(RULES_FOLDER, library, shipped, "no call is checked")


def add_missing_notes(library: Path, shipped: Path = SHIPPED) -> bool:
    """The same for the sentences of notes; without them the shipped ones are read where they lie."""
    return _add_missing(NOTES_FOLDER, library, shipped, "the shipped sentences are used")


def add_missing_lexica(library: Path, shipped: Path = SHIPPED) -> bool:
    """The same for the words of tone and themes; without them the shipped ones are read where they lie."""
    return _add_missing(VOICE_FOLDER, library, shipped, "the shipped words are used")


def add_missing_yardstick(library: Path, shipped: Path = SHIPPED) -> bool:
    """The same for the rubric and the signals of wording; without them the shipped ones are read where they lie."""
    without = "the shipped one is used"
    added = [_add_missing(name, library, shipped, without) for name in (RUBRIC_FILE, MANNER_FOLDER)]
    return any(added)


def _add_missing(name: str, library: Path, shipped: Path, without: str) -> bool:
    source, target = shipped / COMMON / name, library / COMMON / name
    if target.exists() or not target.parent.is_dir() or not source.exists():
        return False
    try:
        added = _copy_folder(source, target) if source.is_dir() else _copy_file(source, target)
    except OSError as problem:
        logger.warning("The library has no %s, and %s: copy it there. %s", target, without, problem)
        return False
    if added:
        logger.warning("The library lacked %s; the shipped one was added", target)
    return added


def _copy_file(source: Path, target: Path) -> bool:
    """Make `target` in one step; where another process was quicker, it is the same file."""
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as scratch:
        copied = Path(scratch) / target.name
        shutil.copyfile(source, copied)
        copied.replace(target)
    return True


def _copy_folder(source: Path, target: Path) -> bool:
    """Make `target` in one step; False where another process was quicker."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{target.name}-", dir=target.parent) as scratch:
        copied = Path(scratch) / target.name
        shutil.copytree(source, copied, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        try:
            copied.rename(target)
        except OSError:
            if target.is_dir():
                return False
            raise
    return True


class FileLibrary:
    """The `Library` port over a folder. Cheap to ask: the files' dates are looked at once a second at most."""

    def __init__(self, path: Path, shipped: Path = SHIPPED, monotonic: Callable[[], float] = time.monotonic) -> None:
        self.path = path
        self._shipped = shipped
        self._monotonic = monotonic
        self._loaded: _Loaded | None = None
        self._checked = float("-inf")

    def principals(self) -> list[Principal]:
        return list(self._content().principals.values())

    def principal(self, principal: str) -> Principal:
        content = self._content()
        if principal not in content.principals:
            known = ", ".join(content.principals) or "none"
            raise NotFound(f"No principal {principal!r}; the library has: {known}.", where=str(self.path))
        return content.principals[principal]

    def policy(self, principal: str) -> Policy:
        self.principal(principal)
        return self._content().policies[principal]

    def conduct(self) -> Conduct:
        return self._content().conduct

    def note_texts(self, language: Language) -> NoteTexts:
        return self._content().note_texts[language]

    def rubric(self) -> Rubric:
        return self._content().yardstick.rubric

    def signals(self, language: Language) -> Signals:
        return self._content().yardstick.signals[language]

    def contact_rules(self, principal: str) -> Sequence[RulePack]:
        self.principal(principal)
        return self._content().rule_packs(principal)

    def phrases(self, principal: str, language: Language) -> Sequence[Phrase]:
        """A phrase whose article the principal lacks is left out: nothing is said without its source."""
        self.principal(principal)
        return self._content().phrases[principal, language]

    def article(self, principal: str, article_id: str, language: Language, on: date | None = None) -> Article | None:
        """With `on`, only an article that holds on that day."""
        return self._content().article(principal, article_id, language, on)

    def ensure_principal(self, principal: Principal) -> bool:
        """Make a folder from `common/starter` for a principal that has none; True if it was made."""
        if not may_name_principal(principal.id):
            raise InvalidInput(f"{principal.id!r} can't name a principal; use small letters, digits, - and _.")
        copy_shipped(self.path, self._shipped)
        folder = self.path / principal.id
        if (folder / "principal.yaml").is_file():
            return False
        with tempfile.TemporaryDirectory(prefix=".starter-", dir=self.path) as scratch:
            made = Path(scratch) / principal.id
            shutil.copytree(self.path / COMMON / "starter", made)
            lines = (f"{key}: {_quoted(value)}" for key, value in principal.model_dump().items())
            (made / "principal.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
            with suppress(FileExistsError):
                made.rename(folder)
        self._checked = float("-inf")
        return True

    def _content(self) -> Content:
        now = self._monotonic()
        if self._loaded is not None and now - self._checked < _CHECK_EVERY:
            return self._loaded.content
        copy_shipped(self.path, self._shipped)
        if self._loaded is None:
            add_missing_rules(self.path, self._shipped)
            add_missing_notes(self.path, self._shipped)
            add_missing_lexica(self.path, self._shipped)
            add_missing_yardstick(self.path, self._shipped)
        stamp = _stamp(self.path)
        if self._loaded is None:
            self._loaded = _Loaded(_read(self.path), stamp)
        elif stamp != self._loaded.stamp:
            try:
                content = _read(self.path)
            except LibraryError as error:
                logger.error(
                    "The library was edited and isn't valid; the last sound one stays. %s %s", error.where, error
                )
                content = self._loaded.content
            self._loaded = _Loaded(content, stamp)
        self._checked = now
        return self._loaded.content


def _read(path: Path) -> Content:
    content, problems = read_content(path)
    if content is None or problems:
        first, more = problems[0], len(problems) - 1
        rest = f" ({more} more: run `ascolto check`)" if more else ""
        raise LibraryError(first.message + rest, where=first.where)
    return content


def _stamp(path: Path) -> int:
    """Changes whenever a file of the library is written, added or removed."""
    found: list[tuple[str, int, int]] = []
    for folder, _, files in os.walk(path):
        for file in (Path(folder, name) for name in files):
            with suppress(FileNotFoundError):
                status = file.stat()
                found.append((str(file), status.st_mtime_ns, status.st_size))
    return hash(tuple(sorted(found)))


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
