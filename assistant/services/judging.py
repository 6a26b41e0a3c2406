"""Asks a model whether an operator's words meet what a criterion's anchor describes. A proposal, never a verdict."""

import re
from dataclasses import dataclass, replace

from assistant.domain.money import Language
from assistant.domain.prompts import Prompt, PromptNeed
from assistant.services.asking import ask
from assistant.services.mention import Prompts
from assistant.services.model_work import Priority
from assistant.services.ports import LanguageModel, ModelRequest

NEED = PromptNeed("judge", frozenset({"criterion", "anchor", "quote"}))
_MAX_TOKENS = 4
_MAX_RAW = 40
_YES = re.compile(r"\W*(?:yes|sì|si)\b", re.I)
_NO = re.compile(r"\W*no\b", re.I)


@dataclass(frozen=True)
class Question:
    """`anchor` is one sentence of the rubric; `quote` the words that are held against it."""

    criterion: str
    anchor: str
    quote: str


@dataclass(frozen=True)
class Judgement:
    """Whether the quote meets the anchor; None where the model gave no clear answer, `reason` says why."""

    meets: bool | None
    reason: str = ""
    raw: str = ""


@dataclass(frozen=True)
class Judge:
    """What judging needs: the model, the prompts, and the seconds it may take."""

    model: LanguageModel
    prompts: Prompts
    deadline: float = 30.0

    async def judge(self, question: Question, language: Language) -> Judgement:
        """Never raises for the model's sake."""
        request = judge_request(self.prompts.get(NEED.id, language), question)
        raw, trouble = await ask(self.model, replace(request, deadline=self.deadline), _MAX_RAW)
        if trouble:
            return Judgement(None, trouble)
        if _YES.match(raw):
            return Judgement(True, "", raw)
        if _NO.match(raw):
            return Judgement(False, "", raw)
        return Judgement(None, "shape" if raw.strip() else "empty", raw)


def judge_request(prompt: Prompt, question: Question) -> ModelRequest:
    """The request for one quote."""
    values = {"criterion": question.criterion, "anchor": question.anchor, "quote": question.quote}
    return ModelRequest(
        prefix=prompt.prefix,
        text=prompt.render(values),
        max_tokens=_MAX_TOKENS,
        grammar=prompt.grammar,
        stop=("\n",),
        work=NEED.id,
        priority=Priority.BACKGROUND,
    )
