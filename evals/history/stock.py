"""The sentences that invented calls are made of: `stock.LANG.yaml`, and the library's examples of customers' words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from assistant.domain.money import Language
from knowledge.examples import read_examples, situations_path

_FROM_LIBRARY = {
    "difficulty": "temporary_difficulty",
    "refuse": "refusal",
    "angry": "anger",
    "wrong": "wrong_person",
    "insolvency": "insolvency_or_legal",
    "bereavement": "bereavement_or_illness",
    "discount": "discount_request",
    "information": "information_request",
}
"""Parts of a call to which the library's examples of a situation are added."""
_FIGURE = re.compile(r"\d")

Lines = tuple[str, ...]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    customer: dict[str, Lines]
    themes: dict[str, dict[str, Lines]]
    operator: dict[str, Lines | dict[str, str]]
    mail: Lines
    tickets: dict[str, tuple[tuple[str, str], ...]]
    resolutions: Lines


@dataclass(frozen=True)
class Stock:
    """Templates with `{fields}`, by who says them and to what end; `themes` by principal and subject."""

    customer: Mapping[str, Sequence[str]]
    operator: Mapping[str, Sequence[str]]
    forbidden: Mapping[str, str]
    themes: Mapping[str, Mapping[str, Sequence[str]]]
    mail: Sequence[str]
    tickets: Mapping[str, Sequence[tuple[str, str]]]
    resolutions: Sequence[str]


def load_stock(library: Path, language: Language) -> Stock:
    """The written sentences, and the examples of the library in this folder that hold no figures."""
    text = (Path(__file__).parent / f"stock.{language}.yaml").read_text(encoding="utf-8")
    content = _File.model_validate(yaml.safe_load(text))
    customer: dict[str, Sequence[str]] = dict(content.customer)
    examples = read_examples(situations_path(library, language), language)
    for part, situation in _FROM_LIBRARY.items():
        found = [e.text for e in examples if e.situations == (situation,) and not e.previous]
        plain = [text for text in found if not _FIGURE.search(text) and "{" not in text]
        customer[part] = (*customer[part], *plain)
    operator = dict(content.operator)
    forbidden = operator.pop("forbidden")
    if not isinstance(forbidden, dict):
        raise TypeError("forbidden sentences stand under the id of their rule")
    return Stock(
        customer=customer,
        operator={name: tuple(lines) for name, lines in operator.items()},
        forbidden=forbidden,
        themes=content.themes,
        mail=content.mail,
        tickets=content.tickets,
        resolutions=content.resolutions,
    )
