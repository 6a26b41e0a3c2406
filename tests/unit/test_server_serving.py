import pytest

from assistant.domain.errors import ConfigurationError
from assistant.server.serving import listen


def test_port_zero_takes_a_free_one() -> None:
    with listen("127.0.0.1", 0) as listener:
        assert listener.getsockname()[1] > 0


def test_a_taken_port_says_what_to_do() -> None:
    with listen("127.0.0.1", 0) as first:
        first.listen()
        with pytest.raises(ConfigurationError, match="is taken: stop what listens there") as refused:
            listen("127.0.0.1", first.getsockname()[1])
    assert refused.value.where == "ASCOLTO_PORT"


def test_an_address_that_is_not_ours_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="can't listen on") as refused:
        listen("203.0.113.1", 0)
    assert refused.value.where == "ASCOLTO_HOST"
