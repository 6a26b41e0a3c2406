"""A prompt as the use cases see it: a fixed part that servers keep in their cache, and inputs that are put in last."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.domain.errors import LibraryError
from assistant.domain.money import LANGUAGES, Language

Role = Literal["system", "user", "assistant"]
_INPUT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_CONTROL = re.compile(r"<\|.*?\|>|[<|>\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
_MASKED = re.compile(r"\S+@\S+|\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b|\+?\d[\d ./-]{6,}\d")
_MAX_INPUT = 600
"""Characters of an input that reach the model: nobody says more in one breath."""


@dataclass(frozen=True)
class Prompt:
    """One prompt file. `prefix` never changes between calls; `text` is the last message with its `{{inputs}}`."""

    id: str
    version: int
    language: Language
    inputs: tuple[str, ...]
    prefix: tuple[tuple[Role, str], ...]
    text: str
    grammar: str | None = None
    where: str = ""

    @property
    def version_hash(self) -> str:
        """Twelve hex digits that change with every change of what the model reads."""
        content = repr((self.id, self.version, self.language, self.inputs, self.prefix, self.text, self.grammar))
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    @property
    def reference(self) -> str:
        """What is recorded with everything written by it: `id.language@hash`."""
        return f"{self.id}.{self.language}@{self.version_hash}"

    def render(self, values: Mapping[str, str]) -> str:
        """The last message; raises `LibraryError` unless exactly the declared inputs are given."""
        if set(values) != set(self.inputs):
            raise LibraryError(
                f"Prompt {self.id!r} takes the inputs {sorted(self.inputs)}, but got {sorted(values)}.",
                where=self.where,
            )
        return _INPUT.sub(lambda match: as_data(values[match.group(1)]), self.text)


@dataclass(frozen=True)
class PromptNeed:
    """A prompt that a use case works with, in both languages, and the inputs that it gives it."""

    id: str
    inputs: frozenset[str]


def check_needs(prompts: Sequence[Prompt], needs: Sequence[PromptNeed], where: str) -> None:
    """Raise `LibraryError` unless each need is met in both languages with exactly its inputs; `where` is the folder."""
    known = {(prompt.id, prompt.language): prompt for prompt in prompts}
    for need in needs:
        inputs = ", ".join(sorted(need.inputs))
        for language in LANGUAGES:
            prompt = known.get((need.id, language))
            if prompt is None:
                raise LibraryError(
                    f"The prompt {need.id!r} is missing in {language!r}: add {need.id}.{language}.md with the inputs "
                    f"[{inputs}].",
                    where=where,
                )
            if set(prompt.inputs) != need.inputs:
                raise LibraryError(
                    f"The prompt {need.id!r} is given the inputs [{inputs}], but declares "
                    f"[{', '.join(sorted(prompt.inputs))}]: declare and use exactly those that it is given.",
                    where=prompt.where,
                )


def inputs_in(text: str) -> set[str]:
    """Names of the `{{inputs}}` that a text uses."""
    return set(_INPUT.findall(text))


def as_data(text: str) -> str:
    """One line without control signs, chat markers, addresses, account or telephone numbers: data, not instructions."""
    masked = _MASKED.sub("…", text)
    return " ".join(_CONTROL.sub(" ", masked).split())[:_MAX_INPUT]
