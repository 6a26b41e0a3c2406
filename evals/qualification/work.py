"""Does a case's work as the product does it, and reads the answer: the product's guard, then the case's own words."""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from assistant.domain.guard_text import Approved, Tools
from assistant.domain.money import Language
from assistant.domain.qualification import Work
from assistant.domain.telling import Figure, Letter, Material
from assistant.services.judging import Judge, Question
from assistant.services.mention import Mentioner, Prompts
from assistant.services.ports import LanguageModel
from assistant.services.rewrite import Rewriter
from assistant.services.roleplay import Actor, Cue
from assistant.services.writing import Writer
from evals.qualification.cases import Case, ItemsCase, JudgeCase, MentionCase, RoleplayCase, TailorCase

DEADLINE = 90.0
"""Seconds a case may take: a check asks whether a model can, its speed is told beside."""
LETTERS: dict[Language, Letter] = {
    "it": Letter("Gentile Cliente,", "Cordiali saluti"),
    "en": Letter("Dear Customer,", "Kind regards"),
}
_BAD_ELISION = re.compile(r"\b(?:l|[ns]ull|nell|[dac]o?ll|dell|quell)'[b-df-gj-np-tv-z]", re.I)
"""An Italian article or preposition cut off before a consonant ("sull'conto"); no English word looks like that."""
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
    tools: Tools


def read_answer(case: Case, text: str | None, reason: str, raw: str) -> Outcome:
    """Withheld where there is no text; else what the case's patterns say of it."""
    if text is None:
        return Outcome("withheld", reason, None, raw)
    if _BAD_ELISION.search(text):
        return Outcome("wrong", "elision", text, raw)
    for pattern in case.must:
        if not re.search(pattern, text, re.I):
            return Outcome("wrong", f"lacks {pattern!r}", text, raw)
    for pattern in case.must_not:
        if re.search(pattern, text, re.I):
            return Outcome("wrong", f"holds {pattern!r}", text, raw)
    return Outcome("passed", "", text, raw)


async def _mention(case: MentionCase, language: Language, desk: Desk) -> Outcome:
    found = await Mentioner(desk.model, desk.prompts, desk.tools.lemma, DEADLINE).mention(case.utterance, language)
    return read_answer(case, found.text, found.reason, found.raw)


async def _tailor(case: TailorCase, language: Language, desk: Desk) -> Outcome:
    approved = Approved(case.approved, case.utterance)
    found = await Rewriter(desk.model, desk.prompts, desk.tools, DEADLINE).rewrite(approved, language)
    outcome = read_answer(case, found.template, found.reason, found.raw)
    lacks = outcome.verdict == "wrong" and outcome.reason.startswith("lacks")
    # What says no more than the approved sentence does no harm: it only brings nothing.
    return replace(outcome, verdict="withheld", reason="adds nothing") if lacks else outcome


async def _narrative(case: ItemsCase, language: Language, desk: Desk) -> Outcome:
    found = await Writer(desk.model, desk.prompts, desk.tools, DEADLINE).narrate(_material(case), language)
    return read_answer(case, found.text, found.reason, found.raw)


async def _compose(case: ItemsCase, language: Language, desk: Desk) -> Outcome:
    writer = Writer(desk.model, desk.prompts, desk.tools, DEADLINE)
    found = await writer.compose(_material(case), LETTERS[language], language)
    return read_answer(case, found.text, found.reason, found.raw)


def _material(case: ItemsCase) -> Material:
    return Material(case.items, {slot: Figure(text, value) for slot, (text, value) in case.values.items()})


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
    "tailor": _tailor,
    "narrative": _narrative,
    "roleplay": _roleplay,
    "compose": _compose,
    "judge": _judge,
}
