from datetime import date
from decimal import Decimal

import pytest

from assistant.domain.practice import IDLE_END, advance, beginning
from assistant.domain.practice_play import Play
from assistant.domain.practice_state import CustomerMove, LineReading, Offer, Progress
from assistant.domain.scenario import Act
from tests.unit.scenario_example import play, scenario, scenario_data

KIND: tuple[Act, ...] = ("acknowledge", "courteous")
LATER = date(2026, 12, 7)


def reading(*acts: Act, offer: Offer | None = None) -> LineReading:
    return LineReading(acts=acts, offer=offer)


def run(*readings: LineReading, on: Play | None = None) -> tuple[Progress, list[CustomerMove]]:
    """What comes of these lines, one after the other."""
    played = on or play()
    progress, moves = beginning(played.scenario), []
    for one in readings:
        progress, move = advance(played, progress, one)
        moves.append(move)
    return progress, moves


OPENED = (reading("introduce", "courteous"), reading("ask_how", "courteous"))


def test_a_hidden_fact_comes_out_when_its_rule_holds() -> None:
    progress, moves = run(*OPENED)
    assert (moves[-1].rule, moves[-1].intent, moves[-1].reveals) == ("tells", "tells_oven", ("oven",))
    assert (progress.out, progress.spoke_of, progress.unanswered) == (("oven",), "temporary_difficulty", True)


def test_it_stays_hidden_in_a_bad_mood_and_unasked() -> None:
    for lines in ([reading("press"), reading("ask_how")], [reading("introduce"), reading("ask_why")]):
        progress, moves = run(*lines)
        assert progress.out == ()
        assert all(move.reveals == () for move in moves)


def test_a_rule_answers_once_unless_again() -> None:
    data = scenario_data()
    _, moves = run(*OPENED, reading("ask_how"))
    assert [move.rule for move in moves].count("tells") == 1
    data["rules"][0]["again"] = True
    _, moves = run(*OPENED, reading("ask_how"), on=play(scenario(**data)))
    assert [move.rule for move in moves].count("tells") == 2


def test_what_was_told_is_referred_to() -> None:
    _, moves = run(*OPENED, reading("ask_why"))
    assert moves[-1].intent == "told_already"


def test_no_plan_before_the_customer_is_ready() -> None:
    offer = Offer(count=4, amount=Decimal(300), each=True, first=LATER)
    progress, moves = run(reading("introduce", *KIND), reading("offer_plan", offer=offer))
    assert (moves[-1].rule, moves[-1].intent, progress.deal) == ("house.not_ready", "not_ready", None)


def test_a_plan_within_the_hidden_limit_is_agreed() -> None:
    offer = Offer(count=4, amount=Decimal(300), each=True, first=LATER)
    progress, moves = run(*OPENED, reading(*KIND), reading("offer_plan", offer=offer))
    assert moves[-1].intent == "agrees_plan"
    assert progress.deal is not None
    assert (progress.deal.total, progress.deal.count, progress.deal.first) == (Decimal(1200), 4, LATER)


def test_what_is_beyond_it_is_refused_then_the_limit_told() -> None:
    much = Offer(count=3, amount=Decimal(400), each=True, first=LATER)
    progress, moves = run(*OPENED, reading(*KIND), *[reading("offer_plan", offer=much)] * 2)
    assert [move.intent for move in moves[-2:]] == ["too_much", "names_limit"]
    assert moves[-1].reveals == ("cash",)
    assert progress.deal is None


def test_the_limit_stays_hidden_from_whom_isnt_trusted() -> None:
    much = Offer(count=3, amount=Decimal(400), each=True, first=LATER)
    made = scenario(thresholds={"opens": 3})
    _, moves = run(*OPENED, reading(*KIND), *[reading("offer_plan", offer=much)] * 3, on=play(made))
    assert [move.intent for move in moves[-3:]] == ["too_much"] * 3


def test_too_soon_is_told_apart_from_too_much() -> None:
    soon = Offer(count=4, amount=Decimal(300), each=True, first=date(2026, 11, 30))
    _, moves = run(*OPENED, reading(*KIND), reading("offer_plan", offer=soon))
    assert moves[-1].intent == "too_soon"


def test_asked_when_a_part_is_promised_and_a_better_deal_replaces_it() -> None:
    offer = Offer(count=4, amount=Decimal(300), each=True, first=LATER)
    progress, moves = run(reading("introduce"), reading("ask_when"))
    assert (moves[-1].intent, progress.deal and progress.deal.total) == ("promises_part", Decimal(100))
    progress, _ = run(reading("introduce"), reading("ask_when"), *OPENED, reading("offer_plan", offer=offer))
    assert progress.deal is not None
    assert progress.deal.kind == "plan"
    smaller = Offer(amount=Decimal(50), first=LATER)
    again, moves = run(*OPENED, reading("ask_when"), reading("offer_plan", offer=smaller))
    assert (moves[-1].intent, again.deal and again.deal.total) == ("deal_stands", Decimal(100))


def test_nothing_is_promised_under_pressure() -> None:
    progress, moves = run(reading("introduce"), reading("ask_when", "press"))
    assert (progress.deal, moves[-1].intent) == (None, "not_ready")


def test_hanging_up_voids_a_promise() -> None:
    progress, moves = run(reading("introduce"), reading("ask_when"), *[reading("insult")] * 2)
    assert (progress.ended, moves[-1].intent, progress.deal) == ("hung_up", "hangs_up", None)


def test_an_insult_offends_then_ends_the_call() -> None:
    _, moves = run(reading("introduce"), reading("insult"), reading("insult"))
    assert [(move.intent, move.ends) for move in moves[1:]] == [("offended", ""), ("hangs_up", "hung_up")]
    assert all(not move.reveals for move in moves)


def test_pressure_ends_it_at_the_threshold() -> None:
    progress, moves = run(*[reading("press")] * 5)
    assert progress.ended == "hung_up"
    assert moves[-1].mood_after <= scenario().thresholds.hangs_up


def test_silence_thrice_ends_the_call() -> None:
    _, moves = run(*[LineReading(empty=True)] * 3)
    assert [move.intent for move in moves] == ["silence", "silence", "silence_ends"]
    _, moves = run(LineReading(empty=True), LineReading(empty=True), reading("introduce"), LineReading(empty=True))
    assert moves[-1].intent == "silence"


def test_commands_to_the_machine_are_answered_in_role() -> None:
    progress, moves = run(reading("introduce"), reading("steer", "ask_how", "ask_amount", *KIND))
    assert (moves[-1].intent, moves[-1].reveals, progress.out) == ("puzzled", (), ())


def test_who_doesnt_introduce_is_asked() -> None:
    _, moves = run(reading("ask_how", "courteous"), on=play(scenario(rules=[])))
    assert moves[0].intent == "asks_who"


def test_a_call_that_leads_nowhere_ends() -> None:
    progress, moves = run(reading("introduce"), *[reading()] * IDLE_END)
    assert "impatient" in [move.intent for move in moves]
    assert (progress.ended, moves[-1].intent, len(moves)) == ("hung_up", "leaves", IDLE_END + 1)


def test_goodbye_ends_in_peace() -> None:
    progress, moves = run(reading("introduce"), reading("close", "courteous"))
    assert (progress.ended, moves[-1].intent) == ("goodbye", "goodbye_open")
    progress, moves = run(reading("introduce"), reading("ask_when"), reading("recap"), reading("close"))
    assert [move.intent for move in moves[-2:]] == ["confirms_recap", "goodbye"]
    offer = Offer(amount=Decimal(100), first=date(2026, 12, 9))
    _, moves = run(reading("introduce"), reading("ask_when"), reading("recap", "close", offer=offer))
    assert moves[-1].intent == "goodbye"


@pytest.mark.parametrize("act", ["ask_amount", "ask_who", "ask_papers", "offer_discount", "offer_callback", "recap"])
def test_any_customer_answers_what_any_operator_asks(act: Act) -> None:
    _, moves = run(reading("introduce"), reading(act))
    assert moves[-1].rule.startswith("house.")
    assert moves[-1].intent != "stall"
