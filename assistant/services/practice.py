"""A practice call: an operator speaks with a customer played by rules; a model may only word what rules decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Protocol

from assistant.domain.calls import MAX_UTTERANCE_CHARS, CallInfo
from assistant.domain.errors import Conflict
from assistant.domain.events import AnyOutEvent
from assistant.domain.interest import RateTable
from assistant.domain.ledger import open_items
from assistant.domain.manner import Heard as Before
from assistant.domain.manner import Lemma, read_manner
from assistant.domain.manner_signals import Signals
from assistant.domain.money import Language
from assistant.domain.plans import Limits, Plan, PlanResult
from assistant.domain.policy import Conduct, Policy
from assistant.domain.practice import Play, advance, beginning
from assistant.domain.practice_reading import Heard, read_line
from assistant.domain.practice_state import CustomerMove, Figures, House, PracticeState, PracticeTurn
from assistant.domain.practice_words import Moment, Words, choose, sentences, slot_values
from assistant.domain.records import CustomerFile, Principal
from assistant.domain.rubric import Rubric, Score
from assistant.domain.scenario import Bargain, Scenario, Temper, temper_of
from assistant.domain.scenario_records import customer_file, day_of, debts_of
from assistant.domain.slots import fill, slots_in
from assistant.services.plans import PlanBasis, plan_for_file
from assistant.services.ports import Extractor, WorkingDays
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

    def principal(self, principal: str) -> Principal: ...

    def policy(self, principal: str) -> Policy: ...

    def phrases(self, principal: str, language: Language) -> Sequence[Phrase]: ...

    def conduct(self) -> Conduct: ...

    def rubric(self) -> Rubric: ...


class Scorer(Protocol):
    async def __call__(self, info: CallInfo, events: Sequence[AnyOutEvent]) -> Score:
        """Levels of a call from its log."""
        ...


@dataclass(frozen=True)
class PracticePorts:
    """Without an `actor` the written lines are spoken, also where a model would have earned to act."""

    library: ScenarioLibrary
    extractor: Extractor
    lemma: Lemma
    working_days: WorkingDays
    rates: RateTable
    scorer: Scorer
    actor: Actor | None = None


async def start(scenario_id: str, seed: int, on: date, ports: PracticePorts) -> PracticeState:
    """The customer picks up. `on` is the day of practice. Raises `NotFound`."""
    scenario = ports.library.scenario(scenario_id)
    figures = figures_of(scenario, on, ports)
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
    reading = read_line(_heard(state, line, ports), play.house)
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
    return _plans(known, state.figures.on, limits, ports)


def records_seen(state: PracticeState, ports: PracticePorts) -> CustomerFile:
    """The customer's file as the operator has it on the screen."""
    return customer_file(state.scenario, ports.library.principal(state.scenario.principal), state.figures.on, "seen")


def figures_of(scenario: Scenario, on: date, ports: PracticePorts) -> Figures:
    """The scenario's figures on a day; the best plan is the quickest that policy and hidden limit allow."""
    principal = ports.library.principal(scenario.principal)
    seen, true = (customer_file(scenario, principal, on, side) for side in ("seen", "true"))
    working = partial(_next_working_day, on=on, country=principal.country, days=ports.working_days)
    figures = Figures(
        on=on,
        currency=principal.currency,
        outstanding=sum((item.amount for item in open_items(seen, on)), Decimal(0)),
        collectable=sum((item.amount for item in open_items(true, on) if not item.disputed), Decimal(0)),
    )
    bargain = scenario.bargain
    if bargain is None:
        return figures.model_copy(update={"collectable": Decimal(0)})
    limit, promise = bargain.limit, bargain.promise
    found = {
        "per_month": limit.per_month,
        "at_once": limit.at_once,
        "first_day": working(limit.first_day) if limit.first_day else None,
        "promise_amount": promise.amount if promise else None,
        "promise_day": working(promise.day) if promise else None,
        "best": _best(scenario, bargain, figures, ports),
    }
    return figures.model_copy(update=found)


def _best(scenario: Scenario, bargain: Bargain, figures: Figures, ports: PracticePorts) -> Plan | None:
    limit = bargain.limit
    first = day_of(figures.on, limit.first_day) if limit.first_day else None
    if limit.at_once >= figures.collectable:
        limits = Limits(first_not_before=first, max_count=1)
    else:
        limits = Limits(first_not_before=first, max_instalment=limit.per_month)
    options = _plans(scenario, figures.on, limits, ports).options
    return options[0] if options else None


def _plans(scenario: Scenario, on: date, limits: Limits, ports: PracticePorts) -> PlanResult:
    principal = ports.library.principal(scenario.principal)
    basis = PlanBasis(
        principal=principal,
        policy=ports.library.policy(scenario.principal),
        on=on,
        working_days=ports.working_days,
        rates=ports.rates,
    )
    return plan_for_file(customer_file(scenario, principal, on, "true"), limits, basis)


def _next_working_day(after: int, on: date, country: str, days: WorkingDays) -> date:
    day = day_of(on, after)
    while not days.is_working_day(day, country):
        day += timedelta(days=1)
    return day


def _play(state: PracticeState, ports: PracticePorts) -> Play:
    return Play(state.scenario, state.figures, ports.library.house(state.scenario.language))


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
    if spoken is None or sorted(slots_in(spoken)) != sorted(slots_in(words.template)):
        return None
    text = fill(spoken, slots_of(moved, ports))
    heard = {sentence for said in _said(moved) for sentence in sentences(said)}
    return None if heard & set(sentences(text)) else text
