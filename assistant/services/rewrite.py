"""Asks the model to rewrite an approved sentence around what the customer just said; keeps what passed the guard."""

import asyncio
import re
from dataclasses import dataclass, replace
from typing import Literal

from assistant.domain.guard import check_utterance
from assistant.domain.guard_text import Approved, TextReason, Tools, check_tailored
from assistant.domain.money import Language
from assistant.domain.prompts import Prompt, PromptNeed
from assistant.domain.slots import as_fields, from_fields
from assistant.domain.turned import turned
from assistant.services.asking import ask, read
from assistant.services.mention import Prompts, WithheldReason
from assistant.services.model_work import Priority
from assistant.services.ports import LanguageModel, ModelRequest

NEED = PromptNeed("tailor", frozenset({"utterance", "approved"}))
MAX_TOKENS = 140
MAX_RAW = 700
"""Characters after which an answer is cut off: no approved sentence is nearly as long."""
_LEAD_IN = re.compile(
    r"^(?:frase (?:riscritta|approvata)|(?:rewritten|approved) sentence|operatore|operator)\s*:\s*", re.I
)


@dataclass(frozen=True)
class Rewritten:
    """The sentence with its `{{slots}}`, or why there is none. `raw` is what the model said; never shown."""

    template: str | None
    reason: TextReason | WithheldReason | Literal["unchanged", ""] = ""
    raw: str = ""
    model: str = ""
    prompt: str = ""
    """The prompt's id, language and version hash."""


def rewrite_request(prompt: Prompt, approved: Approved, call_id: str = "") -> ModelRequest:
    """The request for one sentence. Slots go to the model in single braces: double ones are the prompt's own inputs."""
    return ModelRequest(
        prefix=prompt.prefix,
        text=prompt.render({"utterance": approved.utterance, "approved": as_fields(approved.template)}),
        max_tokens=MAX_TOKENS,
        grammar=prompt.grammar,
        stop=("\n",),
        affinity=call_id,
        work=NEED.id,
    )


def as_template(raw: str) -> str:
    """What the model wrote as a sentence with `{{slots}}`: first line, no lead-in, no spaces around."""
    line = raw.strip().split("\n", 1)[0].strip()
    return from_fields(_LEAD_IN.sub("", line))


@dataclass(frozen=True)
class Rewriter:
    """What rewriting needs; `deadline` in seconds."""

    model: LanguageModel
    prompts: Prompts
    tools: Tools
    deadline: float = 6.0

    def ready(self, language: Language) -> bool:
        """True where the model is up and has earned rewriting in this language."""
        return self.model.state().may(NEED.id, language)

    async def rewrite(
        self, approved: Approved, language: Language, call_id: str = "", priority: Priority = Priority.LIVE
    ) -> Rewritten:
        """Rewrite the approved sentence, or say why not.

        Never raises for the model's sake; cancelling it cancels the model.
        """
        if not self.ready(language):
            up = self.model.state().state == "ready"
            return Rewritten(None, "not_qualified" if up else "unavailable")
        if refused := check_utterance(approved.utterance, language):
            return Rewritten(None, refused)
        prompt = self.prompts.get(NEED.id, language)
        made_by = {"model": self.model.state().name, "prompt": prompt.reference}
        request = rewrite_request(prompt, approved, call_id)
        raw, trouble = await ask(self.model, replace(request, priority=priority, deadline=self.deadline), MAX_RAW)
        if trouble:
            return Rewritten(None, trouble, raw, **made_by)
        template = turned(as_template(raw), approved.template, approved.utterance, language)
        if not template or template == approved.template:
            return Rewritten(None, "unchanged" if template else "empty", raw, **made_by)
        # Dictionary forms and sentence vectors take milliseconds, at first a second: not on the event loop.
        violations = await asyncio.to_thread(check_tailored, template, approved, language, self.tools)
        if violations:
            return Rewritten(None, violations[0].reason, raw, **made_by)
        return Rewritten(template, "", raw, **made_by)

    async def read_ahead(self, words: str, language: Language, call_id: str) -> None:
        """Have the model read the first words of an utterance that is still being spoken, if it has time.

        The prompt has the customer's words before the approved sentence, which nobody knows yet.
        """
        if not check_utterance(words, language):
            await read(self.model, rewrite_request(self.prompts.get(NEED.id, language), Approved("", words), call_id))
