from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.domain.backoff import Backoff


def seconds(pause: timedelta | None) -> float | None:
    return None if pause is None else pause.total_seconds()


def test_pauses_double_up_to_the_longest_and_end() -> None:
    backoff = Backoff(first_seconds=5, longest_seconds=30, attempts=5)
    assert [seconds(backoff.pause(n, 0)) for n in range(1, 6)] == [5, 10, 20, 30, None]


def test_a_receiver_may_ask_for_a_longer_pause_but_not_for_ever() -> None:
    backoff = Backoff(first_seconds=5)
    assert seconds(backoff.pause(1, 0, asked=120)) == 120
    assert seconds(backoff.pause(1, 0, asked=1)) == 5
    assert seconds(backoff.pause(1, 0, asked=1e12)) == 86_400


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_chance_takes_half_at_most(failures: int, chance: float) -> None:
    backoff = Backoff(attempts=1_000)
    whole, pause = seconds(backoff.pause(failures, 0)), seconds(backoff.pause(failures, chance))
    if failures >= 1_000:
        assert pause is None
    else:
        assert whole is not None and pause is not None
        assert whole / 2 <= pause <= whole <= 14_400


def test_unconfigured_it_goes_on_over_a_weekend() -> None:
    for chance in (0, 1):
        pauses = [Backoff().pause(n, chance) for n in range(1, 48)]
        assert sum((pause for pause in pauses if pause), timedelta()) > timedelta(hours=63)
    assert Backoff().pause(48, 0) is None


@pytest.mark.parametrize("fields", [{"first_seconds": 0}, {"attempts": 0}, {"longest_seconds": 1e9}, {"first": 1}])
def test_what_makes_no_sense_is_refused(fields: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Backoff.model_validate(fields)
