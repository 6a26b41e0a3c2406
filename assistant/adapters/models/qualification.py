"""Reads which kinds of work a model has earned, from the record that ships as data."""

from functools import cache
from pathlib import Path

import yaml

from assistant.domain.money import LANGUAGES

_TABLE = Path(__file__).with_name("qualification.yaml")


@cache
def _table() -> dict[str, dict[str, tuple[str, ...]]]:
    data = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {str(key): {lang: tuple(kinds) for lang, kinds in row.items()} for key, row in data.items()}


def earned_kinds(weights: str) -> dict[str, tuple[str, ...]]:
    """Kinds of work per language; only `select` for weights that were never checked."""
    unknown: dict[str, tuple[str, ...]] = dict.fromkeys(LANGUAGES, ("select",))
    return dict(_table().get(weights, unknown))


def message_for(earned: dict[str, tuple[str, ...]]) -> str:
    """What the panel says of a model that has earned nothing more than selecting; empty otherwise."""
    if any(set(kinds) - {"select"} for kinds in earned.values()):
        return ""
    return "This model isn't qualified for writing: approved words only."
