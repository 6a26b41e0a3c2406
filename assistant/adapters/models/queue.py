"""Whose turn it is at a model: a bounded queue with deadlines and priorities, and callers that are never held up.

A request runs in a task of its own, so a caller who goes away is released at once, whatever the server does. Live work
interrupts background work, which begins anew later; newer work of a call takes the place of older.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, replace

from assistant.adapters.models.breaker import Breaker
from assistant.adapters.models.job import Job
from assistant.domain.errors import ModelBusy, ModelTimeout, ModelUnavailable
from assistant.services.model_work import ModelMeter, ModelRun, ModelUsage, Outcome, Priority, ServerState
from assistant.services.ports import LanguageModel, ModelRequest, ModelState

log = logging.getLogger(__name__)

MAX_INTERRUPTIONS = 3
"""After these, background work is let through to its end: it must come to one on a busy day, too."""
_STOP_SECONDS = 2.0
_LATE = 0.1
"""Seconds before its deadline from which a caller who leaves is taken to have run out of time."""
_NEWEST_WEIGHT = 0.3
"""Of the latest request in the running mean of how long a kind of work takes."""
_REFUSALS: Mapping[Outcome, str] = {
    "late": "The model is busy and could not begin in time.",
    "full": "Too many requests wait for the model.",
    "superseded": "Newer work of the same call took this request's place.",
}
_NO_FAULT: frozenset[Outcome] = frozenset({"done", "left", "superseded"})


@dataclass(frozen=True)
class Capacity:
    """`slots` requests at a time, `waiting` more in the queue; `aside` slots may hold background work beside live work.

    `aside` is 0 where the model shares one machine's processor: reading a background prompt there makes a live answer
    wait a third of a second for every word.
    """

    slots: int = 2
    waiting: int = 32
    aside: int = 0


class ModelQueue:
    """A `LanguageModel` in front of another one."""

    def __init__(
        self,
        model: LanguageModel,
        capacity: Capacity,
        meter: ModelMeter,
        server: str = "model",
        breaker: Breaker | None = None,
    ) -> None:
        self._model, self._capacity, self._meter, self._server = model, capacity, meter, server
        self._breaker = breaker or Breaker()
        self._waiting: list[Job] = []
        self._running: list[Job] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._typical: dict[str, float] = {}
        self._orders = 0

    @property
    def load(self) -> int:
        """Requests that run or wait."""
        return len(self._running) + len(self._waiting)

    def state(self) -> ModelState:
        state = self._model.state()
        breaker = self._breaker.state(_now())
        server = ServerState(self._server, state.state, breaker, len(self._running), len(self._waiting))
        return replace(state, servers=(server,))

    async def stop(self) -> None:
        """End what runs and refuse what waits."""
        for job in [*self._waiting, *self._running]:
            self._drop(job, "left", ModelUnavailable("The model is being stopped.", where="model"))
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_STOP_SECONDS)

    async def stream(self, request: ModelRequest) -> AsyncIterator[str]:
        """Pieces of text as they come (of background work: all at its end). Leaving cancels, and takes no time.

        Raises `ModelBusy` where the model wasn't asked, `ModelTimeout` when the deadline passes, `ModelUnavailable`.
        """
        job = Job(request, self._orders, _now())
        self._orders += 1
        self._admit(job)
        try:
            while (piece := await self._next(job)) is not None:
                yield piece
        finally:
            if not job.settled:
                self._drop(job, "left" if not self._is_late(job) else "timeout" if job.started else "late")

    async def _next(self, job: Job) -> str | None:
        try:
            piece = await job.next()
        except TimeoutError:
            outcome: Outcome = "timeout" if job.started else "late"
            error = ModelTimeout("The model took too long.", where="model") if job.started else _refusal("late")
            self._drop(job, outcome, error)
            raise error from None
        if isinstance(piece, Exception):
            raise piece
        return piece

    def _is_late(self, job: Job) -> bool:
        return job.due is not None and _now() >= job.due - _LATE

    def _admit(self, job: Job) -> None:
        if self._model.state().state == "ready" and not self._breaker.admits(_now()):
            self._count(job, "open")
            message = f"The model server failed {self._breaker.failures} times in a row and is left alone for a while."
            raise ModelUnavailable(message, where=self._server)
        for other in [*self._waiting, *self._running]:
            if job.replaces(other):
                self._drop(other, "superseded", _refusal("superseded"), start=False)
        if job.due is not None and _now() + self._expected_wait(job) > job.due:
            self._refuse(job, "late")
        if len(self._waiting) >= self._capacity.waiting:
            worst = max(self._waiting, key=lambda other: other.rank)
            if worst.rank < job.rank:
                self._refuse(job, "full")
            self._drop(worst, "full", _refusal("full"), start=False)
        self._waiting.append(job)
        self._start()

    def _refuse(self, job: Job, outcome: Outcome) -> None:
        self._breaker.dropped()
        self._count(job, outcome)
        self._start()
        raise _refusal(outcome)

    def _expected_wait(self, job: Job) -> float:
        """Seconds until it could start, by what such work usually takes; 0 where nothing is known."""
        ahead = [self._typical.get(other.request.work, 0.0) for other in self._waiting if other.rank < job.rank]
        busy = [self._left_of(other) for other in self._running if not job.live or not self._gives_way(other)]
        if len(ahead) + len(busy) < self._capacity.slots:
            return 0.0
        return (sum(ahead) + sum(busy)) / self._capacity.slots

    def _left_of(self, job: Job) -> float:
        spent = _now() - (job.started or _now())
        return max(0.0, self._typical.get(job.request.work, 0.0) - spent)

    def _gives_way(self, job: Job) -> bool:
        return not job.live and job.interrupted < MAX_INTERRUPTIONS

    def _start(self) -> None:
        """Start whatever may start, the most urgent first."""
        while self._waiting:
            job = min(self._waiting, key=lambda other: other.rank)
            if job.live:
                self._interrupt()
            if not self._has_room(job):
                return
            self._waiting.remove(job)
            self._running.append(job)
            job.begin(_now())
            job.task = asyncio.create_task(self._run(job), name="model-request")
            self._tasks.add(job.task)
            job.task.add_done_callback(self._tasks.discard)

    def _interrupt(self) -> None:
        """Make room for live work."""
        yielding = [job for job in self._running if self._gives_way(job)]
        stay = max(0, min(self._capacity.aside, self._capacity.slots - 1 - (len(self._running) - len(yielding))))
        for job in sorted(yielding, key=lambda other: other.rank)[stay:]:
            if job.request.priority == Priority.SPECULATIVE:
                self._drop(job, "superseded", _refusal("superseded"), start=False)
                continue
            self._running.remove(job)
            job.pause()
            self._waiting.append(job)

    def _has_room(self, job: Job) -> bool:
        if len(self._running) >= self._capacity.slots:
            return False
        if job.live or not any(other.live for other in self._running):
            guess = job.request.priority == Priority.SPECULATIVE and not self._capacity.aside
            return not guess or all(other.request.priority == Priority.SPECULATIVE for other in self._running)
        return sum(not other.live for other in self._running) < self._capacity.aside

    async def _run(self, job: Job) -> None:
        task = asyncio.current_task()
        error: Exception | None = None

        def keep(usage: ModelUsage) -> None:
            if job.task is task:
                job.usage = usage
                if job.request.on_usage:
                    job.request.on_usage(usage)

        try:
            async with aclosing(self._model.stream(replace(job.request, on_usage=keep))) as pieces:  # type: ignore[type-var]
                async for piece in pieces:
                    if job.task is task and not job.settled:
                        job.take(piece, _now())
                        self._breaker.answered()
        except Exception as problem:  # whatever it is, it belongs to the caller, who is told
            error = problem
        if job.task is task and not job.settled:
            self._settle(job, "failed" if error else "done", error)

    def _drop(self, job: Job, outcome: Outcome, error: Exception | None = None, start: bool = True) -> None:
        """End a request before the model does."""
        if job in self._waiting:
            self._waiting.remove(job)
        if job.task and job in self._running:
            job.task.cancel()
        self._settle(job, outcome, error, start)

    def _settle(self, job: Job, outcome: Outcome, error: Exception | None, start: bool = True) -> None:
        if job in self._running:
            self._running.remove(job)
        self._judge(job, outcome)
        job.close(error)
        self._count(job, outcome)
        if start:
            self._start()

    def _judge(self, job: Job, outcome: Outcome) -> None:
        if outcome == "done":
            self._breaker.answered()
            spent, work = _now() - (job.started or _now()), job.request.work
            self._typical[work] = spent + (1 - _NEWEST_WEIGHT) * (self._typical.get(work, spent) - spent)
        elif outcome in ("failed", "timeout") and self._model.state().state == "ready":
            self._breaker.failed(_now())
        else:
            self._breaker.dropped()

    def _count(self, job: Job, outcome: Outcome) -> None:
        now = _now()
        started = job.started or now
        if outcome not in _NO_FAULT and job.request.priority != Priority.SPECULATIVE:
            log.warning(
                "Call %s: the model's work %r ended as %s", job.request.affinity or "-", job.request.work, outcome
            )
        self._meter.ended(
            ModelRun(
                server=self._server,
                work=job.request.work,
                outcome=outcome,
                queued=started - job.asked,
                first=None if job.first is None else job.first - started,
                running=now - started,
                usage=job.usage,
            )
        )


def _refusal(outcome: Outcome) -> ModelBusy:
    return ModelBusy(_REFUSALS[outcome], where="model", code=f"model_{outcome}")


def _now() -> float:
    return asyncio.get_running_loop().time()
