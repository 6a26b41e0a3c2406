"""The sentence in the customer's own words, as far as the model has earned it.

A model that may rewrite rewrites the approved sentence around what was said; one that may only name puts a guarded
mention into the approved, tailored variant. Whatever fails, the approved sentence stands.
"""

from dataclasses import dataclass

from assistant.domain.calls import Utterance
from assistant.domain.cards import Card, Figure
from assistant.domain.guard import check_sentence
from assistant.domain.guard_text import Approved
from assistant.domain.money import Language
from assistant.domain.slots import fill, slots_in
from assistant.services.mention import Mentioner
from assistant.services.model_work import ModelMeter, Priority
from assistant.services.rewrite import Rewriter
from assistant.services.slots import Values
from knowledge.types import Phrase


@dataclass(frozen=True)
class ChosenCard:
    """A card, the phrase it came from, and the values of its slots (a tailored variant needs them again)."""

    card: Card
    phrase: Phrase
    values: Values


@dataclass(frozen=True)
class Tailored:
    """Text that passed the guard, with its figures; `model` and `prompt` say what wrote it, or the mention in it."""

    text: str
    figures: list[Figure]
    mention: str
    model: str
    prompt: str


@dataclass(frozen=True)
class Withheld:
    """`reason` is a code: the guard's, or why the model gave nothing; `model` and `prompt` where one was asked."""

    reason: str
    model: str = ""
    prompt: str = ""


@dataclass(frozen=True)
class Tailor:
    mentioner: Mentioner
    rewriter: Rewriter | None = None
    meter: ModelMeter | None = None

    async def tailor(
        self, chosen: ChosenCard, utterance: Utterance, call_id: str, priority: Priority = Priority.LIVE
    ) -> Tailored | Withheld | None:
        """None where there is nothing to try: no model that has earned it, or no variant that takes a mention."""
        result = await self._tailored(chosen, utterance, call_id, priority)
        if self.meter and result:
            self.meter.withheld(result.reason if isinstance(result, Withheld) else "")
        return result

    async def read_ahead(self, words: str, language: Language, call_id: str) -> None:
        """Have the model read words that are still being spoken, in the prompt that will be used for the whole."""
        if self.rewriter and self.rewriter.ready(language):
            await self.rewriter.read_ahead(words, language, call_id)
        elif self.mentioner.ready(language):
            await self.mentioner.read_ahead(words, language, call_id)

    async def _tailored(
        self, chosen: ChosenCard, utterance: Utterance, call_id: str, priority: Priority
    ) -> Tailored | Withheld | None:
        language = chosen.card.language
        if self.rewriter and self.rewriter.ready(language):
            return await _rewritten(self.rewriter, chosen, utterance, call_id, priority)
        if self.mentioner.ready(language):
            return await self._mentioned(chosen, utterance, call_id, priority)
        return None

    async def _mentioned(
        self, chosen: ChosenCard, utterance: Utterance, call_id: str, priority: Priority
    ) -> Tailored | Withheld | None:
        language, template = chosen.card.language, chosen.phrase.tailored
        if template is None or not _fillable(template, chosen.values):
            return None
        result = await self.mentioner.mention(utterance.text, language, call_id, priority)
        if result.text is None:
            return Withheld(result.reason or "empty", result.model, result.prompt)
        text, figures = _filled(template, chosen.values, result.text)
        filled = {slot: figure.text for slot, figure in chosen.values.items()} | {"mention": result.text}
        violations = check_sentence(text, template, filled, language)
        if violations:
            return Withheld(violations[0].reason, result.model, result.prompt)
        return Tailored(text, figures, result.text, result.model, result.prompt)


async def _rewritten(
    rewriter: Rewriter, chosen: ChosenCard, utterance: Utterance, call_id: str, priority: Priority
) -> Tailored | Withheld | None:
    if not _fillable(chosen.phrase.text, chosen.values):
        return None
    approved = Approved(chosen.phrase.text, utterance.text)
    result = await rewriter.rewrite(approved, chosen.card.language, call_id, priority)
    if result.template is None:
        return Withheld(result.reason or "empty", result.model, result.prompt)
    text, figures = _filled(result.template, chosen.values)
    return Tailored(text, figures, "", result.model, result.prompt)


def _slots(template: str) -> list[str]:
    return [slot for slot in dict.fromkeys(slots_in(template)) if slot != "mention"]


def _fillable(template: str, values: Values) -> bool:
    return all(slot in values for slot in _slots(template))


def _filled(template: str, values: Values, mention: str = "") -> tuple[str, list[Figure]]:
    """The sentence, and the figures that stand in it."""
    figures = [values[slot] for slot in _slots(template)]
    texts = {slot: values[slot].text for slot in _slots(template)}
    return fill(template, texts | {"mention": mention}), figures
