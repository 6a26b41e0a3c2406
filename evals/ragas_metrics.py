"""The metrics of ragas that the evaluation uses. ragas is an extra: it is imported when the first one is wanted."""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.domain.errors import InvalidInput
from evals.judge import Judge, JudgeFailed
from knowledge.embeddings import Embedder


class Encoder:
    """Our passage encoder behind the interface that ragas' metrics ask."""

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        self._embedder = embedder

    async def aembed_text(self, text: str) -> list[float]:
        return (await self.aembed_texts([text]))[0]

    async def aembed_texts(self, texts: list[str]) -> list[list[float]]:
        vectors = await asyncio.to_thread(lambda: self._embedder().queries(texts))
        return [[float(number) for number in row] for row in vectors]


@dataclass(frozen=True)
class Retrieval:
    """What of the retrieved articles was wanted, and what of the wanted was retrieved, by id; needs no model."""

    _sample: Any
    _precision: Any
    _recall: Any

    async def precision(self, found: Sequence[str], wanted: Sequence[str]) -> float:
        """NaN where nothing was found."""
        return await self._of(self._precision, found, wanted)

    async def recall(self, found: Sequence[str], wanted: Sequence[str]) -> float:
        return await self._of(self._recall, found, wanted)

    async def _of(self, metric: Any, found: Sequence[str], wanted: Sequence[str]) -> float:
        sample = self._sample(retrieved_context_ids=list(found), reference_context_ids=list(wanted))
        return float(await metric.single_turn_ascore(sample))


@dataclass(frozen=True)
class Meaning:
    """What a judge makes of a text, 0 to 1. All raise `JudgeFailed`; an empty text fails without being asked about."""

    _faithfulness: Any
    _relevancy: Any
    _correctness: Any

    async def faithfulness(self, question: str, text: str, sources: Sequence[str]) -> float:
        """The share of the text's statements that the sources bear out."""
        _something(text)
        found = await self._faithfulness.ascore(user_input=question, response=text, retrieved_contexts=list(sources))
        return float(found.value)

    async def relevancy(self, question: str, text: str) -> float:
        """How near a question that the text would answer comes to what was said; 0 for a text that evades."""
        _something(text)
        return float((await self._relevancy.ascore(user_input=question, response=text)).value)

    async def correctness(self, text: str, reference: str) -> float:
        """F1 of the statements of both: what the text says of the reference, and nothing else."""
        _something(text)
        return float((await self._correctness.ascore(response=text, reference=reference)).value)


def _something(text: str) -> None:
    if not text.strip():
        raise JudgeFailed("empty")


def version() -> str:
    """Of ragas. Raises `InvalidInput` where it isn't installed, or not in a version that works."""
    return str(_imported().__version__)


def retrieval() -> Retrieval:
    """Raises `InvalidInput` without ragas."""
    _imported()
    from ragas import SingleTurnSample
    from ragas.metrics import IDBasedContextPrecision, IDBasedContextRecall

    return Retrieval(SingleTurnSample, IDBasedContextPrecision(), IDBasedContextRecall())


def meaning(judge: Judge, encoder: Encoder) -> Meaning:
    """Raises `InvalidInput` without ragas."""
    _imported()
    from ragas.embeddings.base import BaseRagasEmbedding
    from ragas.llms.base import InstructorBaseRagasLLM
    from ragas.metrics.collections import AnswerRelevancy, FactualCorrectness, Faithfulness

    InstructorBaseRagasLLM.register(Judge)
    BaseRagasEmbedding.register(Encoder)
    return Meaning(
        Faithfulness(llm=judge),
        AnswerRelevancy(llm=judge, embeddings=encoder, strictness=1),  # without chance, more would be the same again
        FactualCorrectness(llm=judge, atomicity="high", coverage="high"),
    )


def _imported() -> Any:
    # ragas counts its use with its makers; no such thing leaves the company.
    os.environ["RAGAS_DO_NOT_TRACK"] = "true"
    try:
        import ragas
        import ragas.metrics.collections
    except ImportError as problem:
        message = (
            f"ragas can't be imported ({problem}). It needs an environment of its own: in a checkout run "
            "`make evals-setup` and then .venv-evals/bin/ascolto; elsewhere pip install 'ascolto[local,evals]' in a "
            "new environment."
        )
        raise InvalidInput(message, where="ragas") from problem
    return ragas
