"""Facts and scores of calls in memory: ports for tests that need no database."""

from collections.abc import Sequence
from datetime import datetime

from assistant.adapters.memory import MemoryCalls
from assistant.domain.call_facts import CallFacts
from assistant.domain.rubric import Score


class MemoryScores:
    """Implements the port `Scores` for one process."""

    def __init__(self) -> None:
        self._scores: dict[str, Score] = {}

    async def save(self, score: Score, principal: str, last_seq: int, at: datetime) -> None:
        self._scores[score.call_id] = score

    async def get(self, call_id: str) -> Score | None:
        return self._scores.get(call_id)


class MemoryFacts:
    """Implements the port `FactsOfCalls` over calls and scores in memory."""

    def __init__(self, calls: MemoryCalls, scores: MemoryScores) -> None:
        self._calls, self._scores = calls, scores
        self._facts: dict[str, CallFacts] = {}

    async def save(self, facts: CallFacts) -> None:
        self._facts[facts.call_id] = facts

    async def get(self, call_id: str) -> CallFacts | None:
        return self._facts.get(call_id)

    async def stale(self, rubric: int, limit: int, principals: Sequence[str] | None = None) -> list[str]:
        found = []
        for call_id in await self.ended(principals):
            facts, score = self._facts.get(call_id), await self._scores.get(call_id)
            call = await self._calls.get(call_id)
            if facts is None or score is None or facts.last_seq < call.last_seq or score.rubric != rubric:
                found.append(call_id)
        return found[:limit]

    async def ended(self, principals: Sequence[str] | None = None) -> list[str]:
        calls = [call for call in await self._calls.list(principals) if call.ended_at is not None]
        return [call.info.id for call in sorted(calls, key=lambda call: (call.info.started_at, call.info.id))]
