"""Answers to the operator's own question: quotes from the articles and from this customer's history, or nothing."""

from assistant.domain.cards import Citation
from assistant.domain.events import AnswerReady
from assistant.services.history import article_citation, record_citation
from assistant.services.session import Session
from knowledge.types import SearchQuery

ANSWER_QUOTES = 3


async def answer(session: Session, question: str) -> None:
    """Emit `answer.ready`; `citations` is empty when nothing passes the threshold."""
    info = session.info
    passages = await session.ports.retriever.search(
        SearchQuery(
            text=question,
            on=info.started_at.date(),
            principals=(info.principal,),
            language=info.language,
            records=tuple(session.records),
            top=ANSWER_QUOTES,
        )
    )
    citations: list[Citation] = []
    for passage in passages:
        if passage.kind == "record":
            citation = record_citation(session.file, passage.id, info.language, info.started_at.date())
        else:
            article = session.ports.library.article(info.principal, passage.article_id or "", info.language)
            citation = article_citation(article, [passage]) if article else None
        if citation:
            citations.append(citation)
    await session.emit(AnswerReady, question=question, citations=citations)
