"""The debrief of a practice call: scored by the rubric that scores real calls, with sentences from the phrasebook."""

from collections.abc import Iterator, Sequence

from assistant.domain.calls import Situation
from assistant.domain.debrief import (
    Debrief,
    Example,
    PlanCompared,
    advice_of,
    hidden_facts,
    replay_of,
    situations_at,
    turn_of_mood,
)
from assistant.domain.facts import customer_facts
from assistant.domain.plans import Limits
from assistant.domain.practice_log import call_info, practice_events
from assistant.domain.practice_outcome import outcome_of
from assistant.domain.practice_state import PracticeState
from assistant.domain.slots import fill, slots_in
from assistant.services.practice import PracticePorts, offers, records_seen, slots_of
from assistant.services.slots import SlotContext, slot_values

EXAMPLES = 2


async def debrief(state: PracticeState, ports: PracticePorts, operator_name: str = "") -> Debrief:
    """All that is talked over after the call; of a call that goes on, as it stands."""
    scenario, language = state.scenario, state.scenario.language
    rubric, principal = ports.library.rubric(), ports.library.principal(scenario.principal)
    policy = ports.library.policy(scenario.principal)
    events = list(practice_events(state, principal, ports.library.conduct(), policy))
    score = await ports.scorer(call_info(state, operator_name), events)
    better = advice_of(score, rubric, language)
    outcome = outcome_of(state)
    return Debrief(
        scenario=scenario.id,
        version=scenario.version,
        title=scenario.title,
        difficulty=scenario.difficulty,
        language=language,
        seed=state.seed,
        opening=state.opening,
        outcome=outcome,
        score=score,
        hidden=tuple(hidden_facts(state, slots_of(state, ports))),
        plan=PlanCompared(agreed=outcome.deal, best=outcome.best),
        mood_began=scenario.mood,
        turned=turn_of_mood(state),
        better=better,
        examples=tuple(_examples(state, situations_at(state, better.turn if better else None), ports, operator_name)),
        replay=tuple(replay_of(state)),
    )


def _examples(
    state: PracticeState, situations: Sequence[Situation], ports: PracticePorts, operator_name: str
) -> Iterator[Example]:
    """Approved sentences for what the customer was speaking of, the figures filled in from the scenario's records."""
    scenario, on = state.scenario, state.figures.on
    file, policy = records_seen(state, ports), ports.library.policy(scenario.principal)
    plans = offers(state, Limits(max_instalment=state.figures.per_month), ports).options
    context = SlotContext(
        file=file,
        facts=customer_facts(file, policy, on, scenario.language),
        principal=ports.library.principal(scenario.principal),
        policy=policy,
        plan=plans[len(plans) // 2] if plans else None,
        on=on,
        language=scenario.language,
        operator_name=operator_name,
    )
    values = {slot: figure.text for slot, figure in slot_values(context).items()}
    phrases = ports.library.phrases(scenario.principal, scenario.language)
    fitting = [p for p in phrases if not p.purposes or scenario.purpose in p.purposes]
    wanted = [*situations, Situation.TEMPORARY_DIFFICULTY]
    found = [(one, p) for one in wanted for p in fitting if p.situation == one and set(slots_in(p.text)) <= set(values)]
    for situation, phrase in found[:EXAMPLES]:
        yield Example(phrase_id=phrase.id, situation=situation, text=fill(phrase.text, values))
