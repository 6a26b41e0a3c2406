"""A language model whose answers are kept in a file: what was asked once of the same weights isn't asked again.

So that a change of the rules that judge answers can be measured in a second.
"""

import hashlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.money import LANGUAGES
from assistant.services.ports import LanguageModel, ModelRequest, ModelState


@dataclass(frozen=True)
class Answer:
    """What came, whether that was all, and the seconds until the asker had enough."""

    pieces: tuple[str, ...]
    complete: bool
    seconds: float


class RecordedModel:
    """Answers from the file, else from the model, which is started at the first question that the file can't answer.

    `weights` names the weights: answers of others are not used. Every kind of work counts as earned, since it is
    measured here. `asked` counts the questions that reached the model.
    """

    def __init__(self, file: Path, weights: str, start: Callable[[], Awaitable[LanguageModel]]) -> None:
        self._file, self._weights, self._start = file, weights, start
        self._model: LanguageModel | None = None
        self._answers = _read(file)
        self.last: Answer | None = None
        self.asked = 0

    def state(self) -> ModelState:
        earned: dict[str, tuple[str, ...]] = dict.fromkeys(LANGUAGES, ("select", "mention"))
        return ModelState("ready", self._weights[:12], earned=earned)

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """The recorded pieces; whoever reads beyond what was recorded makes the model answer anew."""
        key = _key(self._weights, request)
        known = self._answers.get(key)
        if known is not None:
            self.last = known
            for piece in known.pieces:
                yield piece
            if known.complete:
                return
        heard = 0 if known is None else sum(map(len, known.pieces))
        async for piece in self._ask(key, request):
            if heard < len(piece):
                yield piece[heard:]
            heard = max(0, heard - len(piece))

    async def _ask(self, key: str, request: ModelRequest) -> AsyncIterator[str]:
        if self._model is None:
            self._model = await self._start()
        self.asked += 1
        pieces: list[str] = []
        complete, since = False, time.perf_counter()
        try:
            async with aclosing(self._model.stream(request)) as stream:  # type: ignore[type-var]
                async for piece in stream:
                    pieces.append(piece)
                    yield piece
            complete = True
        finally:
            self._keep(key, Answer(tuple(pieces), complete, time.perf_counter() - since))

    def _keep(self, key: str, answer: Answer) -> None:
        self._answers[key] = self.last = answer
        row = {"key": key, "pieces": answer.pieces, "complete": answer.complete, "seconds": round(answer.seconds, 3)}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def _key(weights: str, request: ModelRequest) -> str:
    asked = (weights, request.prefix, request.text, request.max_tokens, request.temperature, request.grammar)
    return hashlib.sha256(repr((*asked, tuple(request.stop))).encode()).hexdigest()


def _read(file: Path) -> dict[str, Answer]:
    if not file.is_file():
        return {}
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {row["key"]: Answer(tuple(row["pieces"]), row["complete"], row["seconds"]) for row in rows}
