"""The naive chain on the evaluation conversations: what a user would build instead, with the same model."""

import logging
import time
from collections.abc import Sequence

from assistant.app import App
from assistant.domain.calls import Utterance
from assistant.domain.errors import ModelUnavailable
from assistant.services.history import record_texts
from evals.baselines import PASSAGES, naive_answer, naive_request
from evals.case import Case
from evals.play import Answer, Suggestion
from evals.recorded import RecordedModel
from knowledge.types import Passage, SearchQuery

log = logging.getLogger(__name__)


def naive_chain(app: App, model: RecordedModel) -> Answer:
    """Answers the customer's words from one prompt: the transcript, and the best passages of articles and records.

    Where the model gives none in time the operator has nothing, and the log says so.
    """

    async def answer(case: Case, heard: Sequence[Utterance]) -> tuple[Suggestion | None, float]:
        since = time.perf_counter()
        found = await passages(app, case, heard[-1].text)
        searched, model.last = time.perf_counter() - since, None
        suggestion = None
        try:
            text = await naive_answer(model, naive_request(heard, found, case.language, case.id))
            suggestion = Suggestion(text=text.strip())
        except ModelUnavailable as trouble:
            if not model.asked:
                raise  # no model gets ready at all
            log.warning("The naive chain has no answer in case %s: %s", case.id, trouble)
        # A recorded answer took as long as it did when it was asked.
        return suggestion, (searched + (model.last.seconds if model.last else 0.0)) * 1_000

    return answer


async def passages(app: App, case: Case, words: str) -> list[Passage]:
    """The best passages of articles and of the customer's records for the customer's words, whatever their score."""
    query = SearchQuery(
        text=words,
        on=case.on,
        principals=(case.principal,),
        language=case.language,
        records=tuple(record_texts(case.file)),
        top=PASSAGES,
        everything=True,
    )
    return await app.knowledge.search(query)
