from assistant.adapters.models.breaker import Breaker


def test_it_opens_after_failures_in_a_row_and_lets_one_try() -> None:
    breaker = Breaker(threshold=3, pause=10.0)
    for second in range(2):
        breaker.failed(second)
    breaker.answered()
    for second in range(2):
        breaker.failed(second)
    assert breaker.admits(2)
    breaker.failed(2)
    assert (breaker.state(2), breaker.admits(11)) == ("open", False)
    assert breaker.state(12) == "half_open"
    assert breaker.admits(12)
    assert not breaker.admits(12)


def test_a_trial_that_fails_opens_it_again_and_one_that_answers_closes_it() -> None:
    breaker = Breaker(threshold=1, pause=10.0)
    breaker.failed(0)
    assert breaker.admits(10)
    breaker.failed(11)
    assert breaker.state(20) == "open"
    assert breaker.admits(21)
    breaker.answered()
    assert (breaker.state(21), breaker.failures) == ("closed", 0)


def test_a_trial_that_told_nothing_leaves_the_next_one_free() -> None:
    breaker = Breaker(threshold=1, pause=10.0)
    breaker.failed(0)
    assert breaker.admits(10)
    breaker.dropped()
    assert breaker.admits(10)
