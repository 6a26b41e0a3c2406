"""Does a case's work as the product does it, and reads the answer: the product's guard, then the case's own words."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from assistant.domain.guard import Lemma
from assistant.domain.money import Language
from assistant.domain.qualification import Work
from assistant.services.judging import Judge, Question
from assistant.services.mention import Mentioner, Prompts
from assistant.services.ports import LanguageModel
from assistant.services.roleplay import Actor, Cue
from evals.qualification.cases import Case, JudgeCase, MentionCase, RoleplayCase

DEADLINE = 90.0
"""Seconds a case may take: a check asks whether a model can, its speed is told beside."""
Verdict = Literal["passed", "withheld", "wrong"]


@dataclass(frozen=True)
class Outcome:
    """`reason` says why a case didn't pass; `text` is what would have been shown; `raw` what the model said."""

    verdict: Verdict
    reason: str
    text: str | None
    raw: str


@dataclass(frozen=True)
class Desk:
    """What the work needs."""

    model: LanguageModel
    prompts: Prompts
    lemma: Lemma


def read_answer(case: Case, text: str | None, reason: str, raw: str) -> Outcome:
    """Withheld where there is no text; else what the case's patterns say of it."""
    if text is None:
        return Outcome("withheld", reason, None, raw)
    for pattern in case.must:
        if not re.search(pattern, text, re.I):
            return Outcome("wrong", f"lacks {pattern!r}", text, raw)
    for pattern in case.must_not:
        if re.search(pattern, text, re.I):
            return Outcome("wrong", f"holds {pattern!r}", text, raw)
    return Outcome("passed", "", text, raw)


async def _mention(case: MentionCase, language: Language, desk: Desk) -> Outcome:
    found = await Mentioner(desk.model, desk.prompts, desk.lemma, DEADLINE).mention(case.utterance, language)
    return read_answer(case, found.text, found.reason, found.raw)


async def _roleplay(case: RoleplayCase, language: Language, desk: Desk) -> Outcome:
    cue = Cue(case.persona, case.mood, case.facts, case.intent, case.heard)
    line = await Actor(desk.model, desk.prompts, DEADLINE).speak(cue, language)
    return read_answer(case, line.text, line.reason, line.raw)


async def _judge(case: JudgeCase, language: Language, desk: Desk) -> Outcome:
    question = Question(case.criterion, case.anchor, case.quote)
    found = await Judge(desk.model, desk.prompts, DEADLINE).judge(question, language)
    if found.meets is None:
        return Outcome("withheld", found.reason, None, found.raw)
    if found.meets == case.meets:
        return Outcome("passed", "", found.raw, found.raw)
    return Outcome("wrong", f"the label is {'yes' if case.meets else 'no'}", found.raw, found.raw)


Do = Callable[[Any, Language, Desk], Awaitable[Outcome]]
DOERS: Mapping[Work, Do] = {
    "mention": _mention,
    "roleplay": _roleplay,
    "judge": _judge,
}
