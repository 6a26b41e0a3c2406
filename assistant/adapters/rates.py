"""Reads the table of reference rates for default interest from the library."""

from pathlib import Path

import yaml
from pydantic import ValidationError

from assistant.domain.errors import LibraryError
from assistant.domain.interest import RateTable


def load_rates(library: Path) -> RateTable:
    """The table in `common/rates.yaml`; raises `LibraryError` naming the file and the field."""
    path = library / "common" / "rates.yaml"
    try:
        return RateTable.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except OSError as problem:
        raise LibraryError(f"The rate table can't be read: {problem.strerror}.", where=str(path)) from problem
    except yaml.YAMLError as problem:
        raise LibraryError(f"Not valid YAML: {problem}", where=str(path)) from problem
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise LibraryError(f"Field {field!r}: {first['msg']}.", where=str(path)) from problem
