"""Asks the model to name, as a noun phrase, what the customer just said; shows only what passed the guard."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from assistant.domain.guard import Lemma, Reason, check_utterance
from assistant.domain.mention_graph import Graph
from assistant.domain.mention_guard import MAX_WORDS, choose
from assistant.domain.mention_paths import paths
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.prompts import Prompt, PromptNeed
from assistant.services.asking import Trouble, ask, read
from assistant.services.model_work import Priority
from assistant.services.ports import LanguageModel, ModelRequest

NEED = PromptNeed("mention", frozenset({"utterance"}))
MAX_TOKENS = 24
MAX_RAW = 300
"""Characters after which an answer is cut off: the model is going round in circles."""
WithheldReason = Reason | Trouble | Literal["not_qualified", "grammar"]


class Prompts(Protocol):
    """The prompts, by id and language."""

    def get(self, prompt_id: str, language: Language) -> Prompt: ...


@dataclass(frozen=True)
class MentionResult:
    """The mention, or why there is none. `raw` is what the model said; it may be recorded, never shown."""

    text: str | None
    reason: WithheldReason | Literal[""] = ""
    raw: str = ""
    model: str = ""
    prompt: str = ""
    """The prompt's id and version hash."""


def mention_request(prompt: Prompt, utterance: str, call_id: str = "", graph: Graph | None = None) -> ModelRequest:
    """The request for one utterance; the grammar holds the model to what the graph gives."""
    return ModelRequest(
        prefix=prompt.prefix,
        text=prompt.render({"utterance": utterance}),
        max_tokens=MAX_TOKENS,
        grammar=graph.grammar() if graph else None,
        stop=("\n",),
        affinity=call_id,
        work="mention",
    )


def warm_requests(prompts: Prompts, languages: Sequence[Language] = LANGUAGES) -> list[ModelRequest]:
    """Requests whose fixed part the model should have read before the first call."""
    return [mention_request(prompts.get(NEED.id, language), "-") for language in languages]


@dataclass(frozen=True)
class Mentioner:
    """What naming needs: the model, the prompts, dictionary forms, and the seconds after which it comes too late."""

    model: LanguageModel
    prompts: Prompts
    lemma: Lemma
    deadline: float = 6.0

    def ready(self, language: Language) -> bool:
        """True where the model is up and has earned mentions in this language."""
        return self.model.state().may(NEED.id, language)

    async def mention(
        self, utterance: str, language: Language, call_id: str = "", priority: Priority = Priority.LIVE
    ) -> MentionResult:
        """Name what the customer said, or say why not.

        Never raises for the model's sake; cancelling it cancels the model.
        """
        if not self.ready(language):
            up = self.model.state().state == "ready"
            return MentionResult(None, "not_qualified" if up else "unavailable")
        if refused := check_utterance(utterance, language):
            return MentionResult(None, refused)
        # The first dictionary forms take a third of a second: not on the event loop.
        graph = await asyncio.to_thread(paths, utterance, language, self.lemma)
        if graph.empty:
            return MentionResult(None, "empty")
        prompt = self.prompts.get(NEED.id, language)
        made_by = {"model": self.model.state().name, "prompt": prompt.reference}
        request = mention_request(prompt, utterance, call_id, graph)
        raw, trouble = await ask(self.model, replace(request, priority=priority, deadline=self.deadline), MAX_RAW)
        if trouble:
            return MentionResult(None, trouble, raw, **made_by)
        named = choose(raw, utterance, language, graph)
        if named.reason == "not_supported" and not graph.longest(raw.strip(), MAX_WORDS):
            return MentionResult(None, "grammar", raw, **made_by)
        return MentionResult(named.text, named.reason or "", raw, **made_by)

    async def read_ahead(self, words: str, language: Language, call_id: str) -> None:
        """Have the model read the first words of an utterance that is still being spoken, if it has time."""
        if not check_utterance(words, language):
            await read(self.model, mention_request(self.prompts.get(NEED.id, language), words, call_id))
