"""Which text from outside a database can hold."""


def storable(text: str) -> bool:
    """Whether it can be in a database at all; what can't be stored can't be found either."""
    return not any(char == "\0" or "\ud800" <= char <= "\udfff" for char in text)


def require_storable(text: str) -> str:
    """The text itself; raises `ValueError` for one that can't be stored."""
    if not storable(text):
        raise ValueError("must be text")
    return text
