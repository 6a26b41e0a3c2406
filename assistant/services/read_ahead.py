"""Has the model read the customer's words while they are still being spoken: only the last ones are left to read then.

Nothing depends on it: it is asked for only while the model has nothing else to do, and gives way at once.
"""

import asyncio
from dataclasses import dataclass

from assistant.domain.events import UtterancePartial
from assistant.domain.money import Language
from assistant.services.tailor import Tailor

UNSTABLE = 2
"""Last words of a partial that transcription may still change."""
STEP = 6
"""New words from which reading on is worth a request."""


@dataclass
class ReadAhead:
    """How far the model has been asked to read the utterance that is being spoken in one call."""

    utterance: str = ""
    words: int = 0
    task: asyncio.Task[None] | None = None

    def follow(self, tailor: Tailor, partial: UtterancePartial, utterance_id: str, language: Language) -> None:
        """Have the stable part of a customer's partial read, if it grew enough since the last time."""
        if partial.speaker != "customer":
            return
        if utterance_id != self.utterance:
            self.stop()
            self.utterance, self.words = utterance_id, 0
        stable = partial.text.split()[:-UNSTABLE]
        if len(stable) - self.words < STEP:
            return
        self.stop()
        self.words = len(stable)
        ahead = tailor.read_ahead(" ".join(stable), language, partial.call_id)
        self.task = asyncio.create_task(ahead, name="read-ahead")

    def stop(self) -> None:
        """What is being read is no longer wanted."""
        if self.task and not self.task.done():
            self.task.cancel()
        self.task = None
