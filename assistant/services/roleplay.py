"""Asks a model to speak a customer's line in a practice call; what it may hold is decided by the scenario."""

from dataclasses import dataclass, replace
from typing import Literal

from assistant.domain.guard_line import LineReason, check_line, tidy_line
from assistant.domain.money import Language
from assistant.domain.prompts import Prompt, PromptNeed
from assistant.domain.slots import as_fields, from_fields
from assistant.services.asking import Trouble, ask
from assistant.services.mention import Prompts
from assistant.services.ports import LanguageModel, ModelRequest

NEED = PromptNeed("roleplay", frozenset({"persona", "mood", "facts", "intent", "heard"}))
_MAX_TOKENS = 60
_MAX_RAW = 600


@dataclass(frozen=True)
class Cue:
    """What the next line is made from.

    `facts` is all that may be said, with `{{slots}}` in the place of figures; `intent` what the line is for; `heard`
    what the operator said last. What stays hidden is not among them, so that no model can give it away.
    """

    persona: str
    mood: str
    facts: str
    intent: str
    heard: str


@dataclass(frozen=True)
class Line:
    """The line with its slots unfilled, or why there is none."""

    text: str | None
    reason: LineReason | Trouble | Literal[""] = ""
    raw: str = ""


@dataclass(frozen=True)
class Actor:
    """What acting needs: the model, the prompts, and the seconds it may take."""

    model: LanguageModel
    prompts: Prompts
    deadline: float = 20.0

    async def speak(self, cue: Cue, language: Language) -> Line:
        """Never raises for the model's sake."""
        request = line_request(self.prompts.get(NEED.id, language), cue)
        raw, trouble = await ask(self.model, replace(request, deadline=self.deadline), _MAX_RAW)
        if trouble:
            return Line(None, trouble)
        text = from_fields(tidy_line(raw))
        if reason := check_line(text, cue.facts, language):
            return Line(None, reason, raw)
        return Line(text, "", raw)


def line_request(prompt: Prompt, cue: Cue) -> ModelRequest:
    """The request for one line."""
    values = {
        "persona": cue.persona,
        "mood": cue.mood,
        "facts": as_fields(cue.facts),
        "intent": cue.intent,
        "heard": cue.heard,
    }
    return ModelRequest(
        prefix=prompt.prefix,
        text=prompt.render(values),
        max_tokens=_MAX_TOKENS,
        grammar=prompt.grammar,
        stop=("\n",),
        work=NEED.id,
    )
