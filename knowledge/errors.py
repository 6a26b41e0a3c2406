"""What is wrong with a file that people write, and where: one or several problems of one file."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """A fault in the library. `where` is file:line, or the file where a line means nothing."""

    message: str
    where: str

    def __str__(self) -> str:
        return f"{self.where}: {self.message}"


class ContentError(Exception):
    """A file of the library is not valid; `problems` has at least one entry."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

    @classmethod
    def single(cls, message: str, where: str) -> "ContentError":
        return cls([Problem(message, where)])


class IndexMissing(Exception):
    """Nothing has been ingested into this folder yet."""
