"""Practice calls as they are had, with the shipped scenarios and without a model."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from assistant.domain.errors import Conflict, NotFound
from assistant.domain.money import LANGUAGES, Language
from assistant.domain.plans import Limits
from assistant.domain.practice_outcome import outcome_of
from assistant.domain.practice_state import PracticeState
from assistant.domain.practice_words import sentences
from assistant.domain.scenario import temper_of
from assistant.services.plans import PlanBasis
from assistant.services.ports import ModelState
from assistant.services.practice import PracticePorts, finish, offers, records_seen, say, start, undo
from assistant.services.practice_figures import figures_of, limit_faults
from assistant.services.roleplay import Actor
from tests.fake_practice import shipped_practice
from tests.practice_lines import COMMANDS, INSULTS, TWENTY
from tests.unit.scenario_example import scenario
from tests.unit.test_mention import Scripted
from tests.unit.test_roleplay import OnePrompt

ON = date(2026, 11, 25)
PORTS = shipped_practice()
SCENARIOS = [one.id for one in PORTS.library.scenarios()]
ILLNESS = "it-promessa-malattia"


async def call(scenario_id: str, *lines: str, seed: int = 1, ports: PracticePorts = PORTS) -> PracticeState:
    state = await start(scenario_id, seed, ON, ports)
    for line in lines:
        state = await say(state, line, ports)
    return state


_played: dict[tuple[str, int], PracticeState] = {}


async def twenty(scenario_id: str, seed: int) -> PracticeState:
    """The call of twenty lines, played once for all tests."""
    if (scenario_id, seed) not in _played:
        lines = TWENTY[PORTS.library.scenario(scenario_id).language]
        _played[scenario_id, seed] = await call(scenario_id, *lines, seed=seed)
    return _played[scenario_id, seed]


@pytest.mark.parametrize("scenario_id", SCENARIOS)
@pytest.mark.parametrize("seed", [1, 2])
async def test_twenty_turns_without_a_sentence_said_twice(scenario_id: str, seed: int) -> None:
    state = await twenty(scenario_id, seed)
    said = [sentence for text in (state.opening, *(t.answer for t in state.turns)) for sentence in sentences(text)]
    assert len(state.turns) == 20
    assert sorted({one for one in said if said.count(one) > 1}) == []


@pytest.mark.parametrize("scenario_id", SCENARIOS)
async def test_every_answer_fits_the_rule_that_caused_it(scenario_id: str) -> None:
    """The words are lines written for the intent and the mood, and a scenario's rule speaks by its own intent."""
    made = PORTS.library.scenario(scenario_id)
    house = PORTS.library.house(made.language)
    rules = {rule.id: rule for rule in made.rules}
    state = await twenty(scenario_id, 1)
    for turn in state.turns:
        pools = [pool for pool in (made.lines.get(turn.move.intent), house.lines.get(turn.move.intent)) if pool]
        written = [text for pool in pools for text in pool.fitting(temper_of(turn.move.mood_after))]
        assert turn.template in written
        assert turn.by == "written"
        if turn.move.rule in rules:
            assert turn.move.intent == rules[turn.move.rule].say
            assert set(turn.move.reveals) <= set(rules[turn.move.rule].reveal)
        else:
            assert turn.move.rule.startswith("house.")
        for fact in turn.move.reveals:
            assert any(word.casefold() in turn.template.casefold() for word in made.fact(fact).words)


@pytest.mark.parametrize("scenario_id", SCENARIOS)
async def test_the_same_seed_and_lines_give_the_same_call(scenario_id: str) -> None:
    lines = TWENTY[PORTS.library.scenario(scenario_id).language]
    first, other = await twenty(scenario_id, 1), await twenty(scenario_id, 2)
    assert await call(scenario_id, *lines) == first
    assert [turn.move for turn in other.turns] == [turn.move for turn in first.turns]
    assert [turn.answer for turn in other.turns] != [turn.answer for turn in first.turns]


@pytest.mark.parametrize("scenario_id", SCENARIOS)
async def test_commands_to_the_machine_reveal_nothing(scenario_id: str) -> None:
    made = PORTS.library.scenario(scenario_id)
    state = await call(scenario_id, *COMMANDS[made.language])
    assert [turn.move.intent for turn in state.turns[:3]] == ["puzzled"] * 3
    assert all(turn.move.reveals == () for turn in state.turns)
    words = [word.casefold() for fact in made.hidden for word in fact.words if "{{" not in word]
    said = " ".join(turn.answer for turn in state.turns).casefold()
    assert [word for word in words if word in said] == []


@pytest.mark.parametrize("scenario_id", SCENARIOS)
async def test_insults_end_the_call_and_reveal_nothing(scenario_id: str) -> None:
    state = await start(scenario_id, 1, ON, PORTS)
    while not state.over:
        state = await say(state, INSULTS[state.scenario.language], PORTS)
    assert len(state.turns) <= 3
    assert (state.progress.ended, outcome_of(state).came_out) == ("hung_up", ())


@pytest.mark.parametrize("scenario_id", SCENARIOS)
async def test_empty_lines_are_silence(scenario_id: str) -> None:
    state = await call(scenario_id, "", "   ", "…")
    assert [turn.move.intent for turn in state.turns] == ["silence", "silence", "silence_ends"]
    assert state.progress.ended == "hung_up"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_line_without_end_is_cut(language: Language) -> None:
    scenario_id = next(one.id for one in PORTS.library.scenarios() if one.language == language)
    state = await call(scenario_id, "parola " * 5_000)
    assert len(state.turns[0].line) <= 4_000


async def test_undo_takes_the_last_turn_back() -> None:
    state = await call(ILLNESS, *TWENTY["it"][:3])
    assert state.progress.out == ("marito",)
    before = undo(state)
    assert (before.progress.out, len(before.turns)) == ((), 2)
    assert await say(before, TWENTY["it"][2], PORTS) == state
    with pytest.raises(Conflict):
        undo(await start(ILLNESS, 1, ON, PORTS))


async def test_nothing_is_said_after_the_end_until_it_is_taken_back() -> None:
    ended = await call(ILLNESS, "Grazie, arrivederci.")
    assert ended.over
    with pytest.raises(Conflict):
        await say(ended, "Pronto?", PORTS)
    assert not undo(ended).over
    finished = finish(await call(ILLNESS, "Buongiorno."))
    with pytest.raises(Conflict):
        await say(finished, "Pronto?", PORTS)
    assert not undo(finished).over


async def test_a_call_is_kept_as_json_and_goes_on() -> None:
    state = await call(ILLNESS, *TWENTY["it"][:3])
    again = PracticeState.model_validate_json(state.model_dump_json())
    assert again == state
    assert await say(again, "Capisco.", PORTS) == await say(state, "Capisco.", PORTS)


async def test_an_edited_scenario_changes_no_call_that_began() -> None:
    state = await call(ILLNESS, "Buongiorno, sono Ada Neri di Montelupo.")
    kept = json.loads(state.model_dump_json())["scenario"]
    assert kept["version"] == state.scenario.version
    assert kept["rules"]


async def test_an_unknown_scenario() -> None:
    with pytest.raises(NotFound):
        await start("it-nessuno", 1, ON, PORTS)


async def test_the_operators_plans_rest_on_what_came_out() -> None:
    state = await start("it-ricambi-mancanti", 1, ON, PORTS)
    assert offers(state, Limits(), PORTS).options[0].outstanding == Decimal(2540)
    lines = ("Buongiorno, sono Ada Neri di Montelupo, La ringrazio.", "Grazie. Come mai, se posso chiedere?")
    told = await call("it-ricambi-mancanti", *lines)
    assert told.progress.out == ("mancanze",)
    assert offers(told, Limits(), PORTS).options[0].outstanding == Decimal(640)
    assert not records_seen(told, PORTS).disputes


@pytest.mark.parametrize("scenario_id", SCENARIOS)
def test_every_limit_leaves_a_plan_that_the_policy_allows(scenario_id: str) -> None:
    made = PORTS.library.scenario(scenario_id)
    assert list(limit_faults(made, _basis(made.principal))) == []


def test_limits_that_dont_go_with_records_or_policy() -> None:
    bargain = scenario().model_dump(mode="json")["bargain"]
    tight = bargain | {"limit": {"per_month": "10.00"}}
    late = bargain | {"limit": {"per_month": "300.00", "first_day": 90}}
    for changed, part in ((tight, "The policy has no plan"), (late, "The policy has no plan")):
        faults = list(limit_faults(scenario(bargain=changed), _basis("brackwater")))
        assert [fault.loc for fault in faults] == [("bargain", "limit")]
        assert part in faults[0].message
    paid = [
        {"id": "gone", "kind": "paid", "text": "t", "hidden": False, "invoice": "T-1", "amount": "1200.00", "day": -3}
    ]
    faults = list(limit_faults(scenario(facts=paid), _basis("brackwater")))
    assert "nothing to collect" in faults[0].message


def test_figures_of_a_scenario_on_a_day() -> None:
    figures = figures_of(scenario(), _basis("brackwater"))
    assert (figures.outstanding, figures.collectable, figures.currency) == (Decimal(1200), Decimal(1200), "GBP")
    assert (figures.first_day, figures.promise_day) == (date(2026, 12, 7), date(2026, 12, 9))
    assert figures.best is not None
    assert (figures.best.total, len(figures.best.instalments)) == (Decimal(1200), 4)


def _basis(principal: str) -> PlanBasis:
    library = PORTS.library
    return PlanBasis(library.principal(principal), library.policy(principal), ON, PORTS.working_days, PORTS.rates)


EARNED = ModelState("ready", name="scripted", earned={"it": ("roleplay",)})


def _acting(*pieces: str, state: ModelState = EARNED) -> tuple[PracticePorts, Scripted]:
    model = Scripted(*pieces, state=state)
    return replace(PORTS, actor=Actor(model, OnePrompt())), model


async def test_a_model_that_earned_it_words_the_move_and_changes_nothing_else() -> None:
    ports, model = _acting("Buongiorno a Lei, mi dica pure.")
    acted = await call(ILLNESS, TWENTY["it"][0], ports=ports)
    written = await call(ILLNESS, TWENTY["it"][0])
    assert (acted.turns[0].answer, acted.turns[0].by) == ("Buongiorno a Lei, mi dica pure.", "model")
    assert (acted.turns[0].move, acted.progress) == (written.turns[0].move, written.progress)
    assert "ospedale" not in model.requests[0].text


@pytest.mark.parametrize(
    "piece",
    ["Le pago 300 euro domani.", "Come posso aiutarLa?", "", "Sì, pronto? Qui Lavanderia Tinti."],
)
async def test_what_it_may_not_say_leaves_the_written_words(piece: str) -> None:
    ports, _ = _acting(piece)
    acted = await call(ILLNESS, TWENTY["it"][0], ports=ports, seed=2)
    assert acted == await call(ILLNESS, TWENTY["it"][0], seed=2)


async def test_figures_that_a_model_leaves_out_leave_the_written_words() -> None:
    ports, _ = _acting("Va bene, facciamo così.")
    state = await call(ILLNESS, "Buongiorno, sono Ada Neri di Montelupo.", ports=ports)
    state = await say(state, "Quando potrebbe pagare?", ports)
    assert (state.turns[-1].move.intent, state.turns[-1].by) == ("promises_part", "written")


async def test_a_model_that_didnt_earn_it_isnt_asked() -> None:
    ports, model = _acting("Buongiorno.", state=ModelState("ready", name="scripted", earned={"en": ("roleplay",)}))
    await call(ILLNESS, TWENTY["it"][0], ports=ports)
    assert model.requests == []


class Likely:
    """Finds the first sentence as alike as it was told; `asked` are the lines that it was asked about."""

    def __init__(self, likeness: float) -> None:
        self.likeness, self.asked = likeness, list[str]()

    def nearest(self, text: str, sentences: Sequence[str]) -> tuple[int, float]:
        self.asked.append(text)
        return 0, self.likeness


@pytest.mark.parametrize(("likeness", "intent"), [(0.9, "greets_back"), (0.1, "asks_who")])
async def test_a_line_of_unknown_words_is_taken_for_what_it_resembles(likeness: float, intent: str) -> None:
    """The first example of all introduces itself."""
    likely = Likely(likeness)
    state = await call(ILLNESS, "Xyz abc.", ports=replace(PORTS, resemblance=likely))
    assert state.turns[0].move.intent == intent
    assert likely.asked == ["Xyz abc."]


async def test_a_line_of_known_words_isnt_likened() -> None:
    likely = Likely(0.9)
    await call(ILLNESS, TWENTY["it"][0], "", ports=replace(PORTS, resemblance=likely))
    assert likely.asked == []


ODD = ("", "???", "😀", "٣٤٥", "4 rate da 0 euro", "in 99999 rate", "{{limit_month}}", "<script>", "400 euro", "\u202e")


@pytest.mark.parametrize("scenario_id", SCENARIOS)
async def test_whatever_is_said_in_whatever_order_there_is_a_new_answer(scenario_id: str) -> None:
    chance = Random(scenario_id)
    language = PORTS.library.scenario(scenario_id).language
    lines = [*TWENTY[language], *COMMANDS[language], INSULTS[language], *ODD]
    state = await start(scenario_id, 3, ON, PORTS)
    while not state.over and len(state.turns) < 40:
        state = await say(state, chance.choice(lines), PORTS)
    said = [sentence for text in (state.opening, *(t.answer for t in state.turns)) for sentence in sentences(text)]
    assert sorted({one for one in said if said.count(one) > 1}) == []
    assert not [turn.answer for turn in state.turns if "{{" in turn.answer]
