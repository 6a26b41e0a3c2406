"""Loads `prompts/*.md`: front matter (id, version, language, inputs, grammar) and sections named by role.

Every file is validated when it is loaded: the fixed sections hold no input, the last one holds all of them.
"""

import re
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.domain.errors import LibraryError, NotFound
from assistant.domain.money import Language
from assistant.domain.prompts import Prompt, Role, inputs_in

_FRONT = re.compile(r"\A---\n(.*?)\n---\n(.*)\Z", re.DOTALL)
_SECTION = re.compile(r"^# (system|user|assistant)[ \t]*$", re.MULTILINE)


class _Front(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    version: int
    language: Language
    inputs: list[str] = Field(min_length=1)
    grammar: str | None = None


class PromptFiles:
    """All prompts of a folder."""

    def __init__(self, folder: Path) -> None:
        """Read and check every file; raises `LibraryError`."""
        prompts = [_load(path) for path in sorted(folder.glob("*.md")) if path.stem.lower() != "readme"]
        self._prompts = {(prompt.id, prompt.language): prompt for prompt in prompts}
        if not prompts:
            raise LibraryError("There are no prompt files here: reinstall the program.", where=str(folder))

    def get(self, prompt_id: str, language: Language) -> Prompt:
        """Raises `NotFound`."""
        try:
            return self._prompts[prompt_id, language]
        except KeyError as error:
            message = f"There is no prompt {prompt_id!r} in {language!r}: add prompts/{prompt_id}.{language}.md."
            raise NotFound(message) from error

    def all(self) -> list[Prompt]:
        return list(self._prompts.values())

    def hashes(self) -> dict[tuple[str, str], str]:
        """Id and language -> the hash of what a model reads."""
        return {(prompt.id, prompt.language): prompt.version_hash for prompt in self.all()}


def _load(path: Path) -> Prompt:
    match = _FRONT.match(path.read_text(encoding="utf-8"))
    if match is None:
        raise LibraryError("A prompt file begins with front matter between two lines of `---`.", where=f"{path}:1")
    try:
        front = _Front.model_validate(yaml.safe_load(match.group(1)))
    except (yaml.YAMLError, ValidationError) as error:
        raise LibraryError(f"The front matter is not valid: {error}", where=f"{path}:2") from error
    if path.name != f"{front.id}.{front.language}.md":
        raise LibraryError(f"The file should be called {front.id}.{front.language}.md.", where=f"{path}:2")
    sections = _sections(match.group(2), str(path))
    *prefix, (role, text) = sections
    _check_inputs(set(front.inputs), prefix, role, text, where=str(path))
    return Prompt(
        id=front.id,
        version=front.version,
        language=front.language,
        inputs=tuple(front.inputs),
        prefix=tuple(prefix),
        text=text,
        grammar=front.grammar,
        where=str(path),
    )


def _sections(body: str, where: str) -> list[tuple[Role, str]]:
    pieces = _SECTION.split(body)
    roles: list[Role] = pieces[1::2]  # type: ignore[assignment]
    if len(roles) < 2 or pieces[0].strip():
        raise LibraryError(
            "A prompt is sections headed `# system`, `# user`, `# assistant`, two at least.", where=where
        )
    return [(role, text.strip()) for role, text in zip(roles, pieces[2::2], strict=True)]


def _check_inputs(declared: set[str], prefix: list[tuple[Role, str]], role: Role, text: str, where: str) -> None:
    if role != "user":
        raise LibraryError("The last section must be `# user`: it holds what changes.", where=where)
    for _, fixed in prefix:
        if used := inputs_in(fixed):
            raise LibraryError(f"The fixed sections may not use inputs, but one uses {sorted(used)}.", where=where)
    used = inputs_in(text)
    if used != declared:
        raise LibraryError(
            f"Inputs declared: {sorted(declared)}; used: {sorted(used)}. They must be the same.", where=where
        )
