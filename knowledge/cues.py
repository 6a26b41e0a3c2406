"""Reads `common/situations/cues.yaml`: expressions that hint at a situation, and words that count as the same here.

A cue decides nothing by itself: what it is worth is learned from the examples.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from knowledge.embeddings import Vectors
from knowledge.errors import ContentError, Problem
from knowledge.types import COMMON, Language
from knowledge.yamlfiles import LocatedYaml, read_yaml, validated

_Expressions = dict[str, dict[Language, list[str]]]
_HALF_LENGTH = 6
"""Words at which an utterance takes half its meaning from what the operator had said."""


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    customer: _Expressions
    operator: _Expressions = {}
    alike: _Expressions = {}


@dataclass(frozen=True)
class Cues:
    """One expression a cue, of both languages: what is mixed in one sentence is found, too. `alike` has one a kind."""

    customer: tuple[re.Pattern[str], ...] = ()
    operator: tuple[re.Pattern[str], ...] = ()
    alike: tuple[re.Pattern[str], ...] = ()

    def blurred(self, text: str) -> str:
        """The text with one sign for whatever is of a kind: which day it is tells nothing about the situation."""
        for n, kind in enumerate(self.alike):
            text = kind.sub(f"_{n}_", text)
        return text

    def of_customer(self, texts: Sequence[str]) -> Vectors:
        """A row a text, with 1 where a cue is found. Texts are in small letters."""
        return _found(self.customer, texts)

    def of_operator(self, before: Sequence[str], texts: Sequence[str]) -> Vectors:
        """A row a text with the cues of what was said `before` it, fading with the text's length; beside them that
        length, and whether anything was said before."""
        short = np.array([[1 / (1 + len(text.split()) / _HALF_LENGTH)] for text in texts], np.float32)
        said = np.array([[bool(words.strip())] for words in before], np.float32)
        return np.hstack([short * _found(self.operator, before), short, short * said])


NO_CUES = Cues()


def cues_path(library: Path) -> Path:
    return library / COMMON / "situations" / "cues.yaml"


def read_cues(path: Path) -> Cues:
    """The cues of the file; raises `ContentError` with file and line of each expression that can't be read."""
    located = read_yaml(path)
    content = validated(_File, located)
    problems: list[Problem] = []
    customer = tuple(_compiled(located, "customer", content.customer, problems))
    operator = tuple(_compiled(located, "operator", content.operator, problems))
    alike = tuple(_compiled(located, "alike", content.alike, problems))
    if problems:
        raise ContentError(problems)
    return Cues(customer, operator, alike)


def _compiled(
    located: LocatedYaml, part: str, cues: _Expressions, problems: list[Problem]
) -> Iterable[re.Pattern[str]]:
    for name, languages in cues.items():
        whole = []
        for language, expressions in languages.items():
            for n, expression in enumerate(expressions):
                whole.append(expression)
                try:
                    re.compile(expression)
                except re.error as error:
                    message = f"Not a regular expression: {error}; correct {expression!r}."
                    problems.append(Problem(message, located.where((part, name, language, n))))
        if not problems:  # word borders stand around all of them, where they are looked for once
            yield re.compile(rf"(?:(?<!\w)|(?=\W))(?:{'|'.join(whole) or '(?!)'})(?:(?!\w)|(?<=\W))")


def _found(cues: tuple[re.Pattern[str], ...], texts: Sequence[str]) -> Vectors:
    return np.array([_hits(cues, text) for text in texts], np.float32).reshape(len(texts), len(cues))


@lru_cache(maxsize=131_072)  # training looks at the same texts several times
def _hits(cues: tuple[re.Pattern[str], ...], text: str) -> tuple[bool, ...]:
    return tuple(cue.search(text) is not None for cue in cues)
