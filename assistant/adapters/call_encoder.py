"""The port `SentenceEncoder`: the encoder of passages, which learned what questions look for, in a thread of its own.

Measured on calls in both languages beside the quicker encoder of utterances: see docs/call_search.md.
"""

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from knowledge.embeddings import E5, Embedder, Vectors

_NICE = 10
_BATCH = 8


class CallEncoder:
    """Loads its weights at the first text. Questions don't wait for passages longer than one takes, 50 ms."""

    name = E5.name
    size = E5.size

    def __init__(self, load: Callable[[], Embedder] = lambda: E5(threads=1)) -> None:
        self._load = load
        self._loaded: Embedder | None = None
        self._lock = threading.Lock()
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="call-question")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="call-passages", initializer=_step_back)

    async def question(self, text: str) -> Vectors:
        """One line."""
        return await self._run(self._asking, lambda: self._engine().queries([text]))

    async def passages(self, texts: Sequence[str]) -> Vectors:
        """A line each, computed at low priority, a few at a time: whoever stops the work doesn't wait for all of it."""
        pieces = [texts[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        lines = [await self._run(self._reading, partial(self._read, piece)) for piece in pieces]
        return np.concatenate([np.zeros((0, self.size), np.float32), *lines])

    def close(self) -> None:
        for executor in (self._asking, self._reading):
            executor.shutdown(wait=False, cancel_futures=True)

    async def _run(self, executor: ThreadPoolExecutor, work: Callable[[], Vectors]) -> Vectors:
        return await asyncio.get_running_loop().run_in_executor(executor, work)

    def _read(self, texts: Sequence[str]) -> Vectors:
        return self._engine().passages(texts)

    def _engine(self) -> Embedder:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            return self._loaded


def _step_back() -> None:
    """Let live calls go first: on Linux a thread has a priority of its own."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
