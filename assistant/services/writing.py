"""Asks a model to put the items of a note into sentences: the note's narrative, or the body of an e-mail.

The model sees slots where the figures are and can write no others; code fills them, and the guard reads the whole.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.domain.guard_text import Source, TextReason, Tools, check_text
from assistant.domain.money import Language
from assistant.domain.prompts import Prompt, PromptNeed
from assistant.domain.slots import as_fields, from_fields, slots_in
from assistant.domain.telling import Letter, Material
from assistant.services.asking import Trouble, ask
from assistant.services.mention import Prompts
from assistant.services.model_work import Priority
from assistant.services.ports import LanguageModel, ModelRequest

Use = Literal["narrative", "compose"]
NEEDS: Sequence[PromptNeed] = tuple(PromptNeed(use, frozenset({"items"})) for use in ("narrative", "compose"))
_MAX_TOKENS = 120
_MAX_RAW = 700


@dataclass(frozen=True)
class Written:
    """The text with its figures, or why there is none. `raw` is what the model said; never shown."""

    text: str | None
    reason: TextReason | Trouble | Literal["empty", ""] = ""
    raw: str = ""
    model: str = ""
    prompt: str = ""


@dataclass(frozen=True)
class Writer:
    """What writing needs; `deadline` in seconds."""

    model: LanguageModel
    prompts: Prompts
    tools: Tools
    deadline: float = 30.0

    async def narrate(self, material: Material, language: Language, call_id: str = "") -> Written:
        """The note's narrative. Never raises for the model's sake; cancelling it cancels the model."""
        return await self._write("narrative", material, None, language, call_id)

    async def compose(self, material: Material, letter: Letter, language: Language, call_id: str = "") -> Written:
        """A whole e-mail: greeting, the model's body, closing."""
        return await self._write("compose", material, letter, language, call_id)

    async def _write(
        self, use: Use, material: Material, letter: Letter | None, language: Language, call_id: str
    ) -> Written:
        prompt = self.prompts.get(use, language)
        made_by = {"model": self.model.state().name, "prompt": prompt.reference}
        request = replace(writing_request(prompt, material), affinity=call_id, work=use, deadline=self.deadline)
        raw, trouble = await ask(self.model, request, _MAX_RAW)
        if trouble:
            return Written(None, trouble, "", **made_by)
        template = from_fields(" ".join(raw.split()))
        if not template:
            return Written(None, "empty", raw, **made_by)
        if set(slots_in(template)) != material.slots:
            return Written(None, "slot", raw, **made_by)
        text, sources = material.filled(template), material.sources()
        if letter is not None:
            sources += [Source(letter.greeting), Source(letter.closing)]
            text = f"{letter.greeting}\n\n{text}\n\n{letter.closing}"
        # Dictionary forms take milliseconds, at first a second: not on the event loop.
        found = await asyncio.to_thread(check_text, text, sources, language, self.tools, email=letter is not None)
        return Written(None if found else text, found[0].reason if found else "", raw, **made_by)


def writing_request(prompt: Prompt, material: Material) -> ModelRequest:
    """The request for one text. The grammar, where the server has them, knows this material's slots and no other."""
    items = "; ".join(item.rstrip(" .") for item in material.items)
    return ModelRequest(
        prefix=prompt.prefix,
        text=prompt.render({"items": as_fields(items) + "."}),
        max_tokens=_MAX_TOKENS,
        grammar=_with_slots(prompt.grammar, sorted(material.slots)),
        stop=("\n",),
        priority=Priority.BACKGROUND,
    )


def _with_slots(grammar: str | None, slots: Sequence[str]) -> str | None:
    if grammar is None:
        return None
    names = " | ".join(f'"{{{slot}}}"' for slot in slots)
    return f"{grammar.rstrip()}\nslot ::= {names or 'letter'}\n"
