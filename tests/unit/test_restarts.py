from assistant.adapters.models.restarts import COOL_DOWN, MAX_FAILURES, MAX_RESTARTS, WINDOW, Restarts


def test_an_engine_that_was_ready_comes_back_at_once_however_often_it_is_killed() -> None:
    restarts = Restarts()
    assert [restarts.ended(True, 5.0 * number) for number in range(20)] == [0.0] * 20


def test_one_that_ends_on_and_on_rests_until_the_window_has_passed() -> None:
    restarts = Restarts()
    pauses = [restarts.ended(True, float(number)) for number in range(MAX_RESTARTS + 1)]
    assert pauses == [0.0] * MAX_RESTARTS + [WINDOW - MAX_RESTARTS]
    assert restarts.ended(True, WINDOW + MAX_RESTARTS) == 0.0


def test_one_that_never_gets_ready_is_given_up_for_a_while() -> None:
    restarts = Restarts()
    assert [restarts.ended(False, 0.0) for _ in range(MAX_FAILURES)] == [1.0, 2.0, 4.0, 8.0, COOL_DOWN]
    assert restarts.ended(True, 0.0) == 0.0
    assert restarts.ended(False, 0.0) == 1.0
