"""Scores a call that is over, by the rules of the rubric; a model that has earned judging may move a level by one."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.calls import CallInfo, Transcript
from assistant.domain.errors import Conflict, InvalidInput
from assistant.domain.events import AnyOutEvent, CallStarted
from assistant.domain.findings import Finding
from assistant.domain.manner import Lemma
from assistant.domain.money import Language
from assistant.domain.rubric import LEVELS, Criterion, CriterionId, CriterionScore, Level, Rubric, Score
from assistant.domain.scoring import score_of
from assistant.domain.scoring_call import CallRead, Reader, read_call
from assistant.services.judging import NEED, Judge, Question
from assistant.services.live import LiveCalls
from assistant.services.ports import Calls, Extractor, Library
from assistant.services.replay import play, start_replay

JUDGED: frozenset[CriterionId] = frozenset({"listening", "empathy", "solution"})
"""Criteria on which a qualified model is heard: they turn on what words mean, not on which words they are."""
_ASKED: dict[Language, str] = {
    "it": "Il modello, sulle parole citate: livello {level} {answer}.",
    "en": "The model, on the quoted words: level {level} {answer}.",
}
_FOR_PEOPLE: dict[Language, str] = {
    "it": "Il livello lo dà una persona: qui le regole sbagliano troppo spesso. Che cosa hanno trovato:",
    "en": "A person gives the level: the rules err too often here. What they found:",
}
_ANSWERS: dict[Language, dict[bool | None, str]] = {
    "it": {True: "sì", False: "no", None: "senza risposta"},
    "en": {True: "yes", False: "no", None: "no answer"},
}


@dataclass(frozen=True)
class ScoringPorts:
    """What scoring needs. Without a `judge` the rules stand."""

    calls: Calls
    library: Library
    extractor: Extractor
    lemma: Lemma
    judge: Judge | None = None
    withholds: bool = True
    """Levels of criteria that don't propose are left out; a measurement of the rules keeps them."""


@dataclass(frozen=True)
class Scored:
    """A call as it was read, and what is proposed for it."""

    call: CallRead
    score: Score


async def score_call(ports: ScoringPorts, call_id: str) -> Score:
    """The proposed levels of a call that is over. Raises `NotFound`, `Conflict` while it is still going on."""
    call = await ports.calls.get(call_id)
    if call.ended_at is None:
        raise Conflict("The call is still going on; it is scored when it has ended.", where=call_id)
    return (await score_events(ports, call.info, await ports.calls.events(call_id))).score


async def score_events(ports: ScoringPorts, info: CallInfo, events: Sequence[AnyOutEvent]) -> Scored:
    """The same from a log. The reading runs in a thread: a card never waits for it."""
    rubric = ports.library.rubric()
    read = await asyncio.to_thread(read_call, events, _reader(ports, info, rubric))
    if read is None:
        raise InvalidInput("The log of this call doesn't begin with its opening; it can't be scored.", where=info.id)
    score = await asyncio.to_thread(score_of, read, rubric)
    heard = await _heard(score, rubric, read.language, ports.judge)
    return Scored(read, _withheld(heard, rubric, read.language) if ports.withholds else heard)


async def score_transcript(live: LiveCalls, ports: ScoringPorts, transcript: Transcript, opening: CallStarted) -> Score:
    """The score that the call of this transcript would get; it is heard as fast as it can be understood."""
    info = await start_replay(live, transcript, opening)
    await play(live, info.id, transcript, _at_once, partials=False)
    await live.settled(info.id)
    return await score_call(ports, info.id)


async def _at_once(_seconds: float) -> None:
    """Keeps no pace."""


def _reader(ports: ScoringPorts, info: CallInfo, rubric: Rubric) -> Reader:
    policy = ports.library.policy(info.principal)
    required = [one.id for one in policy.required_statements if info.purpose in one.purposes]

    def figures(text: str) -> Sequence[Finding]:
        return ports.extractor.extract(text, info.started_at.date(), info.language)

    return Reader(
        signals=ports.library.signals(info.language),
        lemma=ports.lemma,
        figures=figures,
        required=(*required, *rubric.must_be_said.get(info.purpose, ())),
    )


async def _heard(score: Score, rubric: Rubric, language: Language, judge: Judge | None) -> Score:
    """With the model's word on the criteria that it may speak on, where it is up and has earned that."""
    if judge is None or not judge.model.state().may(NEED.id, language):
        return score
    criteria = [
        await _judged(one, rubric.criterion(one.id), language, judge) if one.id in JUDGED else one
        for one in score.criteria
    ]
    return score.model_copy(update={"criteria": tuple(criteria)})


def _withheld(score: Score, rubric: Rubric, language: Language) -> Score:
    """Without the rules' levels of criteria that don't propose; what was found and quoted stays."""
    kept = [
        one
        if one.level is None or one.by == "model" or rubric.criterion(one.id).proposes
        else one.model_copy(update={"level": None, "explanation": f"{_FOR_PEOPLE[language]} {one.explanation}"})
        for one in score.criteria
    ]
    return score.model_copy(update={"criteria": tuple(kept)})


async def _judged(proposed: CriterionScore, criterion: Criterion, language: Language, judge: Judge) -> CriterionScore:
    """The level that the quoted words meet in the model's eyes, at most one away from the rules' level.

    Where it finds that they meet none, or gives no clear answer, the rules stand; what it said is told either way.
    """
    if proposed.level is None or not proposed.evidence:
        return proposed
    quote = " ".join(one.quote for one in proposed.evidence)
    changes: dict[str, object] = {}
    told: list[str] = []
    for candidate in _around(proposed.level):
        question = Question(criterion.asks[language], criterion.levels[candidate][language], quote)
        meets = (await judge.judge(question, language)).meets
        told.append(_ASKED[language].format(level=candidate, answer=_ANSWERS[language][meets]))
        if meets:
            changes = {"level": candidate, "by": "model"}
        if meets is not False:
            break
    explanation = " ".join((proposed.explanation, *told))
    return proposed.model_copy(update={**changes, "explanation": explanation})


def _around(level: Level) -> list[Level]:
    """The rules' level first, then the one above, then the one below."""
    return [one for wanted in (level, level + 1, level - 1) for one in LEVELS if one == wanted]
