"""The sentence in the customer's own words: a guarded mention put into the approved, tailored variant of a phrase."""

import asyncio
from dataclasses import dataclass

from assistant.domain.calls import Utterance
from assistant.domain.cards import Card, Figure
from assistant.domain.guard import check_sentence
from assistant.domain.slots import fill, slots_in
from assistant.services.mention import Mentioner
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
    """`reason` is a code: the guard's, `timeout`, or `unavailable`."""

    reason: str


@dataclass(frozen=True)
class Tailor:
    """`deadline` is in seconds: later than that the operator has spoken already."""

    mentioner: Mentioner
    deadline: float

    async def tailor(self, chosen: ChosenCard, utterance: Utterance, call_id: str) -> Tailored | Withheld | None:
        """None where there is nothing to try: no tailored variant, or no model that has earned mentions."""
        language = chosen.card.language
        template = chosen.phrase.tailored
        if template is None or not self.mentioner.ready(language):
            return None
        if any(slot != "mention" and slot not in chosen.values for slot in slots_in(template)):
            return None
        try:
            async with asyncio.timeout(self.deadline):
                result = await self.mentioner.mention(utterance.text, language, call_id)
        except TimeoutError:
            return Withheld("timeout")
        if result.text is None:
            return Withheld(result.reason)
        filled = {slot: figure.text for slot, figure in chosen.values.items()} | {"mention": result.text}
        text = fill(template, filled)
        violations = check_sentence(text, template, filled)
        if violations:
            return Withheld(violations[0].reason)
        figures = [chosen.values[slot] for slot in dict.fromkeys(slots_in(template)) if slot != "mention"]
        return Tailored(text, figures, result.text, result.model, result.prompt)
