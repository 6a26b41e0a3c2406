"""Regular expressions that people write into the library: matched without regard to case, each compiled once."""

import re
from functools import lru_cache


@lru_cache(maxsize=4096)  # all of a library's, so that what was checked on reading isn't compiled again in a call
def pattern(expression: str) -> re.Pattern[str]:
    """Raises `re.error` where it isn't a regular expression."""
    return re.compile(expression, re.IGNORECASE)


def expression_fault(expression: str) -> str | None:
    """A sentence that says what is wrong with it; None for a sound one."""
    try:
        pattern(expression)
    except re.error as error:
        return f"{expression!r} isn't a regular expression: {error}."
    return None
