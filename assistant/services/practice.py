"""A practice call: an operator speaks with a customer played by rules; a model may only word what rules decided."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from assistant.domain.calls import MAX_UTTERANCE_CHARS, CallInfo
from assistant.domain.errors import Conflict
from assistant.domain.events import AnyOutEvent
from assistant.domain.interest import RateTable
from assistant.domain.limits import spoken_limits
from assistant.domain.manner import Heard as Before
from assistant.domain.manner import Lemma, read_manner
from assistant.domain.manner_signals import Signals
from assistant.domain.money import Language
from assistant.domain.note_texts import NoteTexts
from assistant.domain.plans import Limits, PlanResult
from assistant.domain.policy import Conduct, Policy
from assistant.domain.practice import advance, beginning
from assistant.domain.practice_play import Play
from assistant.domain.practice_reading import ALIKE, Heard, examples_of, is_unclear, read_line, taken_for
from assistant.domain.practice_state import CustomerMove, House, LineReading, PracticeState, PracticeTurn
from assistant.domain.practice_words import Moment, Words, choose, sentences, slot_values
from assistant.domain.records import CustomerFile, Principal
from assistant.domain.rubric import Rubric, Score
from assistant.domain.scenario import Scenario, Temper, temper_of
from assistant.domain.scenario_records import NAMES, customer_file, day_of, debts_of
from assistant.domain.slots import fill, slots_in
from assistant.services.plans import PlanBasis
from assistant.services.ports import Extractor, WorkingDays
from assistant.services.practice_figures import figures_of, plans_of
from assistant.services.roleplay import NEED, Actor, Cue
from knowledge.types import Phrase

_MOODS: dict[Language, dict[Temper, str]] = {
    "it": {
        "low": "irritato, sulla difensiva",
        "even": "tranquillo, un po' riservato",
        "high": "disteso, collaborativo",
    },
    "en": {"low": "annoyed, on the defensive", "even": "calm, a little reserved", "high": "at ease, cooperative"},
}


class ScenarioLibrary(Protocol):
    """What practice calls need of the library."""

    def scenarios(self, principals: Sequence[str] | None = None) -> Sequence[Scenario]:
        """All of these principals (None: all), by language and from easy to very hard."""
        ...

    def scenario(self, scenario_id: str) -> Scenario:
        """Raises `NotFound` naming what there is."""
        ...

    def house(self, language: Language) -> House:
        """Cues of acts, and what any customer may say."""
        ...

    def signals(self, language: Language) -> Signals:
        """What an operator's wording shows."""
        ...

    def principals(self) -> Sequence[Principal]: ...

    def principal(self, principal: str) -> Principal: ...

    def policy(self, principal: str) -> Policy: ...

    def phrases(self, principal: str, language: Language) -> Sequence[Phrase]: ...

    def conduct(self) -> Conduct: ...

    def rubric(self) -> Rubric: ...

    def note_texts(self, language: Language) -> NoteTexts: ...


class Scorer(Protocol):
    async def __call__(self, info: CallInfo, events: Sequence[AnyOutEvent]) -> Score:
        """Levels of a call from its log."""
        ...


class Resemblance(Protocol):
    def nearest(self, text: str, sentences: Sequence[str]) -> tuple[int, float]:
        """Place and likeness (0 to 1) of the sentence most like the text."""
        ...


@dataclass(frozen=True)
class PracticePorts:
    """Without an `actor` the written lines are spoken, also where a model would have earned to act.

    Without `resemblance` a line whose words are unknown isn't understood.
    """

    library: ScenarioLibrary
    extractor: Extractor
    lemma: Lemma
    working_days: WorkingDays
    rates: RateTable
    scorer: Scorer
    resemblance: Resemblance | None = None
    actor: Actor | None = None


async def start(scenario_id: str, seed: int, on: date, ports: PracticePorts) -> PracticeState:
    """The customer picks up. `on` is the day of practice. Raises `NotFound`."""
    scenario = ports.library.scenario(scenario_id)
    figures = figures_of(scenario, _basis(scenario, on, ports))
    state = PracticeState(scenario=scenario, seed=seed, figures=figures, opening="", progress=beginning(scenario))
    play = _play(state, ports)
    opening = choose(play, seed, _moment(state, "answers_phone", scenario.mood, ports))
    return state.model_copy(update={"opening": opening.text})


async def say(state: PracticeState, line: str, ports: PracticePorts) -> PracticeState:
    """The operator says a line, and the customer answers: the new turn is the last of `turns`. Raises `Conflict`."""
    if state.over:
        raise Conflict("The call is over; undo the last turn to go on, or look at the debrief.", where="say")
    line = line[:MAX_UTTERANCE_CHARS].strip()
    play = _play(state, ports)
    reading = await _clear(read_line(_heard(state, line, ports), play.house), line, play.house, ports)
    progress, move = advance(play, state.progress, reading)
    moved = state.model_copy(update={"progress": progress})
    words = choose(play, state.seed, _moment(moved, move.intent, move.mood_after, ports))
    acted = await _acted(moved, line, move, words, ports)
    turn = PracticeTurn(
        n=len(state.turns) + 1,
        line=line,
        reading=reading,
        move=move,
        answer=acted or words.text,
        template=words.template,
        by="model" if acted else "written",
        before=state.progress,
    )
    return moved.model_copy(update={"turns": (*state.turns, turn)})


def undo(state: PracticeState) -> PracticeState:
    """The call before its last turn. Raises `Conflict` where nothing was said yet."""
    if not state.turns:
        raise Conflict("Nothing was said yet, so there is nothing to take back.", where="undo")
    *kept, last = state.turns
    return state.model_copy(update={"turns": tuple(kept), "progress": last.before, "finished": False})


def finish(state: PracticeState) -> PracticeState:
    """The operator puts the phone down; `outcome_of` says how the call came out."""
    return state.model_copy(update={"finished": True})


def offers(state: PracticeState, limits: Limits, ports: PracticePorts) -> PlanResult:
    """The plans that the policy allows, by what the operator knows by now: the records, and what came out."""
    known = state.scenario.model_copy(
        update={"facts": tuple(fact for fact in state.scenario.facts if fact.id in state.progress.out)}
    )
    return plans_of(known, limits, _basis(known, state.figures.on, ports))


def limits_heard(state: PracticeState, ports: PracticePorts) -> Limits:
    """What the customer said of its means so far, read from its words."""
    language, limits = state.scenario.language, Limits()
    for answer in _said(state):
        findings = ports.extractor.extract(answer, state.figures.on, language)
        limits = spoken_limits(limits, answer, findings, language)
    return limits


def records_seen(state: PracticeState, ports: PracticePorts) -> CustomerFile:
    """The customer's file as the operator has it on the screen."""
    return customer_file(state.scenario, ports.library.principal(state.scenario.principal), state.figures.on, "seen")


def _basis(scenario: Scenario, on: date, ports: PracticePorts) -> PlanBasis:
    return PlanBasis(
        principal=ports.library.principal(scenario.principal),
        policy=ports.library.policy(scenario.principal),
        on=on,
        working_days=ports.working_days,
        rates=ports.rates,
    )


def _play(state: PracticeState, ports: PracticePorts) -> Play:
    return Play(state.scenario, state.figures, ports.library.house(state.scenario.language))


async def _clear(reading: LineReading, line: str, house: House, ports: PracticePorts) -> LineReading:
    """With what the most similar example does, where the words alone don't tell."""
    examples = examples_of(house)
    if ports.resemblance is None or not examples or not is_unclear(reading):
        return reading
    place, likeness = await asyncio.to_thread(ports.resemblance.nearest, line, [text for text, _ in examples])
    return taken_for(reading, examples[place][1]) if likeness >= ALIKE else reading


async def read_operator(line: str, language: Language, ports: PracticePorts) -> LineReading:
    """What a line does by itself, as the first of a call; figures in it are no offer to a particular customer."""
    before = Before(customer=(), operator=(), lemma=ports.lemma)
    signals = read_manner(line, language, ports.library.signals(language), before).does
    house = ports.library.house(language)
    return await _clear(read_line(Heard(text=line, signals=signals, findings=()), house), line, house, ports)


def _heard(state: PracticeState, line: str, ports: PracticePorts) -> Heard:
    language, on = state.scenario.language, state.figures.on
    before = Before(customer=_said(state), operator=[turn.line for turn in state.turns], lemma=ports.lemma)
    return Heard(
        text=line,
        signals=read_manner(line, language, ports.library.signals(language), before).does,
        findings=ports.extractor.extract(line, on, language),
        debts=debts_of(state.scenario, state.figures),
        due=[day_of(on, invoice.due) for invoice in state.scenario.records.invoices],
        on=on,
        earlier=before.operator,
    )


def slots_of(state: PracticeState, ports: PracticePorts) -> dict[str, str]:
    """Every slot of the scenario's lines that can be filled now."""
    name = ports.library.principal(state.scenario.principal).name
    return slot_values(_play(state, ports), name, state.progress.deal)


def _moment(state: PracticeState, intent: str, mood: float, ports: PracticePorts) -> Moment:
    slots = slots_of(state, ports)
    return Moment(turn=len(state.turns) + 1, intent=intent, mood=mood, slots=slots, said=_said(state))


def _said(state: PracticeState) -> list[str]:
    return [state.opening, *(turn.answer for turn in state.turns)]


def _figures_in(template: str) -> list[str]:
    """The slots that must be kept; a name may be left out."""
    return sorted(slot for slot in slots_in(template) if slot not in NAMES)


async def _acted(moved: PracticeState, line: str, move: CustomerMove, words: Words, ports: PracticePorts) -> str | None:
    """The move in a model's words, if it earned to act; None for the written ones.

    The written line is all that the model may say, so it holds nothing hidden, and each of its figures must be kept.
    """
    scenario, actor, play = moved.scenario, ports.actor, _play(moved, ports)
    if actor is None or not actor.model.state().may(NEED.id, scenario.language):
        return None
    own = scenario.lines.get(move.intent) or play.house.lines[move.intent]
    cue = Cue(
        persona=f"{scenario.persona.role}, {scenario.persona.manner}",
        mood=_MOODS[scenario.language][temper_of(move.mood_after)],
        facts=words.template,
        intent=own.purpose,
        heard=line,
    )
    spoken = (await actor.speak(cue, scenario.language)).text
    if spoken is None or _figures_in(spoken) != _figures_in(words.template):
        return None
    text = fill(spoken, slots_of(moved, ports))
    heard = {sentence for said in _said(moved) for sentence in sentences(said)}
    return None if heard & set(sentences(text)) else text
