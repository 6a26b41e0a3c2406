"""Counts what the language model does, in the text format of Prometheus."""

from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from assistant.services.model_work import ModelRun, ServerState

_SECONDS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)
_SPEEDS = (1, 2, 5, 10, 15, 20, 30, 50, 100, 200)
_BY = ("server", "work")
_BREAKERS = {"closed": 0, "half_open": 1, "open": 2}


class PrometheusMeter:
    """A `ModelMeter`. Nothing in it names a call or a person."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests that ended", (*_BY, "outcome"))
        self._prompt = self._counter("prompt_tokens", "Prompt tokens worked on", _BY)
        self._cached = self._counter("cached_prompt_tokens", "Prompt tokens found in the server's cache", _BY)
        self._generated = self._counter("generated_tokens", "Tokens written", _BY)
        self._shown = self._counter("tailored", "Tailored sentences that were shown", ())
        self._withheld = self._counter("withheld", "Tailored sentences that were not shown", ("reason",))
        self._queued = self._histogram("queue_seconds", "Waiting for a slot", _SECONDS)
        self._first = self._histogram("first_token_seconds", "From a slot to the first piece of text", _SECONDS)
        self._running = self._histogram("running_seconds", "From a slot to the end", _SECONDS)
        self._speed = self._histogram("tokens_per_second", "Tokens written a second, after the first", _SPEEDS)

    def _counter(self, name: str, text: str, labels: Iterable[str]) -> Counter:
        return Counter(f"ascolto_model_{name}", text, tuple(labels), registry=self._registry)

    def _histogram(self, name: str, text: str, buckets: Iterable[float]) -> Histogram:
        return Histogram(f"ascolto_model_{name}", text, _BY, registry=self._registry, buckets=tuple(buckets))

    def follow(self, servers: Callable[[], Iterable[ServerState]]) -> None:
        """Report the state of these servers, asked for whenever the figures are read."""
        self._registry.register(_Servers(servers))

    def ended(self, run: ModelRun) -> None:
        self._requests.labels(run.server, run.work, run.outcome).inc()
        by = (run.server, run.work)
        self._queued.labels(*by).observe(run.queued)
        if run.first is not None:
            self._first.labels(*by).observe(run.first)
            self._running.labels(*by).observe(run.running)
        if run.usage:
            self._prompt.labels(*by).inc(run.usage.prompt - run.usage.cached)
            self._cached.labels(*by).inc(run.usage.cached)
            self._generated.labels(*by).inc(run.usage.generated)
            writing = run.running - (run.first or run.running)
            if run.usage.generated > 1 and writing > 0:
                self._speed.labels(*by).observe((run.usage.generated - 1) / writing)

    def withheld(self, reason: str) -> None:
        self._withheld.labels(reason).inc() if reason else self._shown.inc()

    def text(self) -> str:
        """Everything counted so far."""
        return generate_latest(self._registry).decode()


class _Servers(Collector):
    def __init__(self, servers: Callable[[], Iterable[ServerState]]) -> None:
        self._servers = servers

    def collect(self) -> Iterable[GaugeMetricFamily]:
        ready = GaugeMetricFamily("ascolto_model_server_ready", "1 where the server is ready", labels=["server"])
        breaker = GaugeMetricFamily(
            "ascolto_model_breaker", "Circuit breaker: 0 closed, 1 half open, 2 open", labels=["server"]
        )
        running = GaugeMetricFamily("ascolto_model_running", "Requests being worked on", labels=["server"])
        waiting = GaugeMetricFamily("ascolto_model_waiting", "Requests in the queue", labels=["server"])
        for state in self._servers():
            ready.add_metric([state.server], state.state == "ready")
            breaker.add_metric([state.server], _BREAKERS[state.breaker])
            running.add_metric([state.server], state.running)
            waiting.add_metric([state.server], state.waiting)
        return (ready, breaker, running, waiting)
