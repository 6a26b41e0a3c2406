"""The naive chain on the evaluation conversations: what a user would build instead, with the same model."""

from collections.abc import Sequence

from assistant.app import App
from assistant.domain.calls import Utterance
from assistant.services.history import record_texts
from assistant.services.ports import LanguageModel
from evals.baselines import PASSAGES, naive_answer, naive_request
from evals.case import Case
from evals.play import Answer, Suggestion
from knowledge.types import SearchQuery


def naive_chain(app: App, model: LanguageModel) -> Answer:
    """Answers the customer's words from one prompt: the transcript, and the best passages of articles and records."""

    async def answer(case: Case, heard: Sequence[Utterance]) -> Suggestion | None:
        query = SearchQuery(
            text=heard[-1].text,
            on=case.on,
            principals=(case.principal,),
            language=case.language,
            records=tuple(record_texts(case.file)),
            top=PASSAGES,
            everything=True,
        )
        passages = await app.knowledge.search(query)
        text = await naive_answer(model, naive_request(heard, passages, case.language, case.id))
        return Suggestion(text=text.strip())

    return answer
