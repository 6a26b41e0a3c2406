"""The sentence in the customer's own words: a guarded mention put into the approved, tailored variant of a phrase."""

from dataclasses import dataclass

from assistant.domain.calls import Utterance
from assistant.domain.cards import Card, Figure
from assistant.domain.guard import check_sentence
from assistant.domain.slots import fill, slots_in
from assistant.services.mention import Mentioner
from assistant.services.model_work import ModelMeter, Priority
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
    """Text that passed the guard, with its figures; `model` and `prompt` say what wrote the mention."""

    text: str
    figures: list[Figure]
    mention: str
    model: str
    prompt: str


@dataclass(frozen=True)
class Withheld:
    """`reason` is a code: the guard's, or one of `WithheldReason` that tells why the model gave nothing."""

    reason: str


@dataclass(frozen=True)
class Tailor:
    mentioner: Mentioner
    meter: ModelMeter | None = None

    async def tailor(
        self, chosen: ChosenCard, utterance: Utterance, call_id: str, priority: Priority = Priority.LIVE
    ) -> Tailored | Withheld | None:
        """None where there is nothing to try: no tailored variant, or no model that has earned mentions."""
        result = await self._tailored(chosen, utterance, call_id, priority)
        if self.meter and result:
            self.meter.withheld(result.reason if isinstance(result, Withheld) else "")
        return result

    async def _tailored(
        self, chosen: ChosenCard, utterance: Utterance, call_id: str, priority: Priority
    ) -> Tailored | Withheld | None:
        language, template = chosen.card.language, chosen.phrase.tailored
        if template is None or not self.mentioner.ready(language):
            return None
        slots = [slot for slot in dict.fromkeys(slots_in(template)) if slot != "mention"]
        if any(slot not in chosen.values for slot in slots):
            return None
        result = await self.mentioner.mention(utterance.text, language, call_id, priority)
        if result.text is None:
            return Withheld(result.reason or "empty")
        figures = [chosen.values[slot] for slot in slots]
        filled = {slot: chosen.values[slot].text for slot in slots} | {"mention": result.text}
        text = fill(template, filled)
        violations = check_sentence(text, template, filled, language)
        if violations:
            return Withheld(violations[0].reason)
        return Tailored(text, figures, result.text, result.model, result.prompt)
