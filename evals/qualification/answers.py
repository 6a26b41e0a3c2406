"""Keeps a model's answers on the disk: an interrupted check goes on, and an unchanged question isn't asked again.

One file a model, JSON Lines: the hash of the whole request, the answer, and the seconds it took.
"""

import asyncio
import hashlib
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path

from assistant.domain.errors import ModelUnavailable
from assistant.domain.money import LANGUAGES
from assistant.domain.qualification import WORKS
from assistant.services.ports import LanguageModel, ModelRequest, ModelState

TRIES = 3
"""A busy machine may take longer to read a long prompt than a server's client waits; it goes on from there then."""
PAUSE = 1.0


class KeptAnswers:
    """A `LanguageModel` in front of another one that remembers. To the use cases it looks fully qualified.

    `seconds` adds up what the answers since `begin()` took when they were made; `failure` is what kept the model from
    answering, for the use cases take that calmly and a check mustn't.
    """

    def __init__(self, model: LanguageModel, path: Path) -> None:
        """Read what is kept at `path`; a line cut short by an interruption is passed over."""
        self._model, self._path = model, path
        self._answers = _read(path)
        self.seconds = 0.0
        self.failure: ModelUnavailable | None = None

    def begin(self) -> None:
        """The next case begins."""
        self.seconds = 0.0

    def state(self) -> ModelState:
        return ModelState("ready", self._model.state().name, earned=dict.fromkeys(LANGUAGES, WORKS))

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """The kept answer at once, or the model's as it comes. Raises `ModelUnavailable`."""
        key = request_key(request)
        if (kept := self._answers.get(key)) is not None:
            self.seconds += kept[1]
            yield kept[0]
            return
        for left in reversed(range(TRIES)):
            answer = ""
            try:
                async with aclosing(self._ask(key, request)) as pieces:
                    async for piece in pieces:
                        answer += piece
                        yield piece
                return
            except ModelUnavailable as error:
                if answer or not left:
                    self.failure = error
                    raise
            await asyncio.sleep(PAUSE)

    async def _ask(self, key: str, request: ModelRequest) -> AsyncGenerator[str, None]:
        answer, started, whole = "", time.perf_counter(), False
        try:
            async with aclosing(self._model.stream(request)) as pieces:  # type: ignore[type-var]
                async for piece in pieces:
                    answer += piece
                    yield piece
            whole = True
        except GeneratorExit:
            whole = True  # the use case had enough of it, as it will the next time
            raise
        finally:
            if whole:
                self._keep(key, answer, time.perf_counter() - started)

    def _keep(self, key: str, answer: str, seconds: float) -> None:
        self._answers[key] = answer, seconds
        self.seconds += seconds
        self._path.parent.mkdir(parents=True, exist_ok=True)
        line = json.dumps({"request": key, "answer": answer, "seconds": round(seconds, 3)}, ensure_ascii=False)
        with self._path.open("a", encoding="utf-8") as file:
            file.write("\n" + line)  # before it, so that the half line of an interruption harms no other


def request_key(request: ModelRequest) -> str:
    """A hash of all that the model is given; the rest of a request says when and where."""
    content = (request.prefix, request.text, request.max_tokens, request.temperature, request.grammar, request.stop)
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:24]


def _read(path: Path) -> dict[str, tuple[str, float]]:
    if not path.exists():
        return {}
    answers: dict[str, tuple[str, float]] = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        try:
            row = json.loads(line)
            answers[str(row["request"])] = str(row["answer"]), float(row["seconds"])
        except (ValueError, KeyError, TypeError):
            continue  # half a line: that question is asked again
    return answers
