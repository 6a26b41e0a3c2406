"""Reads the table of reference rates for default interest from the library."""

from pathlib import Path

from assistant.domain.errors import LibraryError
from assistant.domain.interest import RateTable
from knowledge.errors import ContentError
from knowledge.types import COMMON
from knowledge.yamlfiles import read_yaml, validated


def load_rates(library: Path) -> RateTable:
    """The table in `common/rates.yaml`; raises `LibraryError` naming file, line and remedy."""
    try:
        return validated(RateTable, read_yaml(library / COMMON / "rates.yaml"))
    except ContentError as error:
        first = error.problems[0]
        raise LibraryError(first.message, where=first.where) from error
