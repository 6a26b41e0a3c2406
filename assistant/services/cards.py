"""Chooses the approved sentence for a situation, fills it, and names the sources of all that it says."""

from collections.abc import Iterable, Sequence

from assistant.domain.calls import Situation, Utterance
from assistant.domain.callstate import CallState
from assistant.domain.cards import Card, Citation, Figure, Opening
from assistant.domain.conduct import PUBLIC_SLOTS
from assistant.domain.slots import OPENING, TOPIC, fill, slots_in
from assistant.services.history import article_citation, record_citation
from assistant.services.session import Session
from assistant.services.slots import SlotContext, Values, slot_values
from assistant.services.tailor import ChosenCard
from knowledge.types import Article, Passage, Phrase, SearchQuery

MAX_RECORD_CITATIONS = 3
QUOTABLE = 50
"""Passages among which the one to quote of a given article is looked for."""


def opening_for(session: Session) -> Opening | None:
    """The approved first sentences of a call with this purpose: who calls, then what about.

    What it is about is the first topic that the customer's records bear out, so that a purpose which they contradict
    (a promise that was never made) gets the nearest one.
    """
    phrases = session.ports.library.phrases(session.info.principal, session.info.language)
    values = slot_values(_context(session))
    fitting = [p for p in phrases if not p.purposes or session.info.purpose in p.purposes]
    greeting = _first_fillable((p for p in fitting if p.situation == OPENING), values)
    if greeting is None:
        return None
    topic = _first_fillable((p for p in fitting if p.situation == TOPIC), values)
    question = topic.text if topic else greeting.question
    return Opening(
        text=_filled(greeting.text, values),
        phrase_id=greeting.id,
        question=_filled(question, values) if question else None,
        figures=_figures(slots_in(greeting.text) + slots_in(question or ""), values),
    )


async def card_for(
    session: Session, utterance: Utterance, situations: Sequence[Situation], private: bool
) -> ChosenCard | None:
    """The card for the first of these situations that has an unused, fillable phrase; None is silence.

    Not `private`: somebody else is listening, so nothing of the customer's affairs is said or cited.
    """
    values = slot_values(_context(session, utterance))
    if not private:
        values = {slot: figure for slot, figure in values.items() if slot in PUBLIC_SLOTS}
    phrases = session.ports.library.phrases(session.info.principal, session.info.language)
    for situation in situations:
        fitting = [p for p in phrases if p.situation == situation and _suits(p, session)]
        phrase = _first_fillable(fitting, values)
        if phrase is not None:
            card = await _build(session, utterance, situation, (phrase, values))
            if not private:
                card = card.model_copy(update={"citations": [c for c in card.citations if c.kind == "article"]})
            return ChosenCard(card=card, phrase=phrase, values=values)
    return None


def _context(session: Session, utterance: Utterance | None = None) -> SlotContext:
    return SlotContext(
        file=session.file,
        facts=session.facts,
        principal=session.principal,
        policy=session.policy,
        plan=session.state.plan,
        on=session.info.started_at.date(),
        language=session.info.language,
        operator_name=session.operator_name,
        recent=tuple(session.state.recent),
        findings=tuple(session.findings) if utterance else (),
        utterance_id=utterance.id if utterance else "",
        said=tuple(session.state.said),
    )


def _suits(phrase: Phrase, session: Session) -> bool:
    if phrase.id in session.state.phrases_used or _article(session, phrase) is None:
        return False
    if phrase.offers_plans and not session.state.options:
        return False
    if _speaks_of_plan(phrase) and not _may_speak_of_plan(phrase, session.state):
        return False
    return not phrase.purposes or session.info.purpose in phrase.purposes


def _first_fillable(phrases: Iterable[Phrase], values: Values) -> Phrase | None:
    return next(
        (p for p in phrases if all(s in values for s in _slots(p)) and values.keys().isdisjoint(p.unless)), None
    )


def _slots(phrase: Phrase) -> list[str]:
    return slots_in(phrase.text) + slots_in(phrase.question or "")


def _article(session: Session, phrase: Phrase) -> Article | None:
    """The article that allows the phrase, if it holds on the day of the call."""
    info = session.info
    return session.ports.library.article(info.principal, phrase.article, info.language, info.started_at.date())


def _speaks_of_plan(phrase: Phrase) -> bool:
    return any(slot.startswith("plan_") for slot in _slots(phrase))


def _may_speak_of_plan(phrase: Phrase, state: CallState) -> bool:
    """A plan is read back only when it is known which one was agreed, and none is said before it may be promised."""
    plan = state.plan if phrase.offers_plans else state.agreed_plan
    return plan is not None and state.may_be_promised(plan)


def _figures(slots: Iterable[str], values: Values) -> list[Figure]:
    return [values[slot] for slot in dict.fromkeys(slots)]


def _filled(template: str, values: Values) -> str:
    return fill(template, {slot: figure.text for slot, figure in values.items()})


async def _build(session: Session, utterance: Utterance, situation: Situation, choice: tuple[Phrase, Values]) -> Card:
    phrase, values = choice
    figures = _figures(_slots(phrase), values)
    state = session.state
    return Card(
        id=f"{session.info.id}-card-{state.cards + 1}",
        replaces=state.card.id if state.card else None,
        utterance_id=utterance.id,
        situation=situation,
        language=session.info.language,
        text=_filled(phrase.text, values),
        phrase_id=phrase.id,
        question=_filled(phrase.question, values) if phrase.question else None,
        options=state.options if phrase.offers_plans else [],
        citations=await _citations(session, sought(state, utterance, situation), phrase, figures),
        figures=figures,
    )


def sought(state: CallState, utterance: Utterance, situation: Situation) -> str:
    """The customer's words after those on the same matter: "until you repair it I won't pay" alone names no ticket."""
    matter = {id_ for one in state.said if one.situation == situation for id_ in one.utterances}
    return " ".join([*(u.text for u in state.recent if u.id in matter - {utterance.id}), utterance.text])


async def _citations(session: Session, words: str, phrase: Phrase, figures: Sequence[Figure]) -> list[Citation]:
    """The article that allows the sentence, then the records that its figures and the customer's words point to."""
    info = session.info
    passages = await session.ports.retriever.by_words(
        SearchQuery(
            text=words,
            on=info.started_at.date(),
            principals=(info.principal,),
            language=info.language,
            records=tuple(session.records),
            top=QUOTABLE,
        )
    )
    citations: list[Citation] = []
    article = _article(session, phrase)
    if article is not None:
        citations.append(article_citation(article, passages))
    records = [f.source.id for f in figures if f.source.kind == "record"] + _found_records(passages)
    for record_id in list(dict.fromkeys(records)):
        citation = record_citation(session.file, record_id, info.language, info.started_at.date())
        if citation and len(citations) <= MAX_RECORD_CITATIONS:
            citations.append(citation)
    return citations


def _found_records(passages: Sequence[Passage]) -> list[str]:
    return [passage.id for passage in passages if passage.kind == "record"][:1]
