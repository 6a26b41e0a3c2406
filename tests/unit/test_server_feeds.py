from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import WebSocketDenialResponse, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from assistant.domain.users import ApiKey
from assistant.services.signin import key_hash
from tests.serverworld import FEED_KEY, ServerWorld


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    return ServerWorld(tmp_path)


def ask(socket: WebSocketTestSession, event: dict[str, Any]) -> dict[str, Any]:
    socket.send_json(event)
    answer: dict[str, Any] = socket.receive_json()
    return answer


def started(call_id: str, customer: str = "montelupo/C1") -> dict[str, Any]:
    return {"type": "call.started", "call_id": call_id, "customer": customer}


def said(call_id: str, text: str = "Pronto", **more: Any) -> dict[str, Any]:
    return {"type": "utterance.final", "call_id": call_id, "t": 1, "speaker": "customer", "text": text, **more}


def test_a_feed_carries_many_calls(world: ServerWorld) -> None:
    with world.client() as panel, panel.feed() as feed:
        assert ask(feed, started("a")) == {"type": "ack", "call_id": "a", "event": "call.started"}
        assert ask(feed, started("b", "C1"))["call_id"] == "b"
        heard = ask(feed, said("a", id="u7"))
        assert (heard["type"], heard["utterance_id"], heard["event"]) == ("ack", "u7", "utterance.final")
        partial = said("b") | {"type": "utterance.partial"}
        assert ask(feed, partial)["utterance_id"] == "u1"
        assert ask(feed, {"type": "call.ended", "call_id": "a"})["event"] == "call.ended"
    assert world.calls.calls["a"].ended_at is not None
    assert world.calls.calls["b"].ended_at is None
    assert ("key:k1", "key.used", "session", "127.0.0.1 scope feed") in world.audit.lines


@pytest.mark.parametrize("key", ["", "wrong"])
def test_without_a_good_key_there_is_no_feed(world: ServerWorld, key: str) -> None:
    with world.client() as panel, pytest.raises(WebSocketDenialResponse) as refused, panel.feed(key):
        pass
    assert refused.value.status_code == 401
    assert world.audit.actions() == ["key.refused"]


def test_a_session_is_no_key(world: ServerWorld) -> None:
    with world.client("adam") as panel, pytest.raises(WebSocketDenialResponse) as refused, panel.feed(""):
        pass
    assert refused.value.status_code == 401


def test_a_key_of_another_scope_is_forbidden(world: ServerWorld) -> None:
    world.users.keys[key_hash("crm-key")] = ApiKey(id="k2", name="crm", scopes=("crm",), principals=("montelupo",))
    with world.client() as panel, pytest.raises(WebSocketDenialResponse) as refused, panel.feed("crm-key"):
        pass
    assert refused.value.status_code == 403


def test_errors_name_their_call_and_the_feed_goes_on(world: ServerWorld) -> None:
    with world.client() as panel, panel.feed() as feed:
        unknown = ask(feed, started("a", "montelupo/NOBODY"))
        assert (unknown["type"], unknown["code"], unknown["call_id"]) == ("error", "not_found", "a")
        assert ask(feed, said("never-opened"))["code"] == "not_found"
        assert ask(feed, started("mine"))["code"] == "conflict"
        invalid = ask(feed, said("a") | {"speaker": "parrot"})
        assert (invalid["code"], invalid["call_id"]) == ("invalid_event", "a")
        assert ask(feed, started("b"))["type"] == "ack"


def test_a_key_speaks_of_its_own_principals_only(world: ServerWorld) -> None:
    with world.client() as panel, panel.feed() as feed:
        assert ask(feed, started("a", "brackwater/B1"))["code"] == "not_found"
        assert ask(feed, said("english"))["code"] == "forbidden"
        assert ask(feed, {"type": "call.ended", "call_id": "english"})["code"] == "forbidden"
    assert world.calls.calls["english"].ended_at is None


def test_a_feed_that_reconnects_goes_on_with_its_calls(world: ServerWorld) -> None:
    with world.client() as panel:
        with panel.feed() as feed:
            ask(feed, started("a"))
        with panel.feed() as feed:
            assert ask(feed, said("a"))["type"] == "ack"


def test_an_utterance_that_is_too_large_is_told_and_the_feed_goes_on(world: ServerWorld) -> None:
    with world.client() as panel, panel.feed() as feed:
        ask(feed, started("a"))
        answer = ask(feed, said("a", "x" * 100_000))
        assert (answer["code"], answer["call_id"]) == ("too_large", "a")
        assert ask(feed, said("a"))["type"] == "ack"


def test_panel_events_are_not_a_feed_s(world: ServerWorld) -> None:
    with world.client() as panel, panel.feed() as feed:
        answer = ask(feed, {"type": "plan.chosen", "call_id": "mine", "plan_id": "p"})
    assert answer["code"] == "invalid_event"


def test_nothing_but_garbage_closes_the_feed(world: ServerWorld) -> None:
    with world.client() as panel, panel.feed() as feed:
        for _ in range(20):
            feed.send_text("garbage")
        with pytest.raises(WebSocketDisconnect) as closed:
            for _ in range(21):
                feed.receive_json()
    assert closed.value.code == 1008


def test_a_fault_of_ours_is_told_and_the_feed_goes_on(world: ServerWorld) -> None:
    with world.client() as panel, panel.feed(FEED_KEY) as feed:
        ask(feed, started("a"))
        world.live.fault = RuntimeError("inside")
        assert ask(feed, said("a"))["code"] == "internal"
        assert ask(feed, said("a"))["type"] == "ack"
