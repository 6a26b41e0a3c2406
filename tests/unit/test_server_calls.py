import json
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from assistant.domain.errors import Conflict
from assistant.domain.events import UtteranceHeard
from tests.fakes import NOON
from tests.serverworld import ServerWorld


@pytest.fixture
def world(tmp_path: Path) -> ServerWorld:
    return ServerWorld(tmp_path)


def log(world: ServerWorld, call_id: str, *texts: str) -> None:
    for number, text in enumerate(texts, 1):
        event = UtteranceHeard(
            seq=number, call_id=call_id, at=NOON, utterance_id=f"u{number}", t=number, speaker="customer", text=text
        )
        world.calls.logs[call_id].append(event)


def closed_with(socket: WebSocketTestSession) -> int:
    """The close code; error frames before it are read over."""
    with pytest.raises(WebSocketDisconnect) as closed:
        while True:
            socket.receive_json()
    return closed.value.code


def dismissed(call_id: str = "mine", card_id: str = "c1") -> dict[str, Any]:
    return {"type": "suggestion.dismissed", "call_id": call_id, "card_id": card_id}


@pytest.mark.parametrize(
    ("username", "expected"),
    [
        ("anna", {"mine", "free"}),
        ("sara", {"mine", "bea-call", "free"}),
        ("carla", {"english"}),
        ("toni", set()),
        ("adam", {"mine", "bea-call", "free", "english"}),
    ],
)
def test_everybody_sees_their_own_calls(world: ServerWorld, username: str, expected: set[str]) -> None:
    with world.client(username) as panel:
        assert {call["call_id"] for call in panel.http.get("/v1/calls").json()["calls"]} == expected


def test_open_calls_have_the_agreed_fields(world: ServerWorld) -> None:
    world.calls.calls["free"] = world.calls.calls["free"].model_copy(update={"ended_at": NOON})
    with world.client("anna") as panel:
        (call,) = panel.http.get("/v1/calls?open=true").json()["calls"]
    assert call == {
        "call_id": "mine",
        "customer": "montelupo/C1",
        "customer_name": "Ditta",
        "principal": "montelupo",
        "language": "it",
        "purpose": "overdue",
        "started_at": "2026-11-20T12:00:00Z",
        "ended_at": None,
        "operator": "anna",
        "last_seq": 0,
        "waits_for_approval": False,
    }


def test_the_list_needs_a_session(world: ServerWorld) -> None:
    with world.client() as panel:
        assert panel.http.get("/v1/calls").status_code == 401


def test_the_wire_s_schema_is_served(world: ServerWorld) -> None:
    with world.client() as panel:
        schema = panel.http.get("/v1/schema/live.json").json()
    assert {"feed", "panel", "out"} <= set(schema)


def test_a_panel_gets_what_was_and_what_comes(world: ServerWorld) -> None:
    log(world, "mine", "Buongiorno", "Mi dica")
    with world.client("anna") as panel, panel.follow("mine") as socket:
        assert [socket.receive_json()["seq"] for _ in range(2)] == [1, 2]
        socket.send_json(dismissed())
        closed = socket.receive_json()
    assert (closed["type"], closed["seq"], closed["card_id"]) == ("suggestion.closed", 3, "c1")
    assert world.live.acted[0][1].username == "anna"
    assert ("anna", "call.followed", "mine", "") in world.audit.lines


def test_a_panel_that_reconnects_gets_only_what_it_missed(world: ServerWorld) -> None:
    log(world, "mine", "uno", "due", "tre")
    with world.client("anna") as panel, panel.follow("mine", after=2) as socket:
        assert socket.receive_json()["text"] == "tre"


@pytest.mark.parametrize(
    ("username", "call_id", "code", "error"),
    [
        ("", "mine", 4401, "not_signed_in"),
        ("anna", "english", 4403, "forbidden"),
        ("anna", "bea-call", 4403, "forbidden"),
        ("toni", "free", 4403, "forbidden"),
        ("anna", "unknown", 4404, "not_found"),
    ],
)
def test_who_may_not_follow_is_told_why(world: ServerWorld, username: str, call_id: str, code: int, error: str) -> None:
    with world.client(username) as panel, panel.follow(call_id) as socket:
        assert socket.receive_json()["code"] == error
        assert closed_with(socket) == code
    assert world.live.following == 0


def test_a_panel_that_falls_behind_is_closed_so_that_it_comes_again(world: ServerWorld) -> None:
    log(world, "mine", "uno")
    world.live.behind = True
    with world.client("anna") as panel, panel.follow("mine") as socket:
        assert socket.receive_json()["text"] == "uno"
        assert closed_with(socket) == 1013


def test_an_after_that_is_no_number_is_refused(world: ServerWorld) -> None:
    with world.client("anna") as panel, pytest.raises(WebSocketDisconnect), panel.follow("mine", after=-1):
        pass


GARBAGE = [
    "",
    "garbage",
    "[]",
    "null",
    "{}",
    '{"type": "nonsense", "call_id": "mine"}',
    '{"type": "suggestion.used", "call_id": "mine"}',
    '{"type": "suggestion.used", "call_id": "mine", "card_id": "c", "extra": 1}',
    '{"type": "call.ended", "call_id": "mine"}',
    "[" * 5_000,
]


@pytest.mark.parametrize("frame", GARBAGE)
def test_garbage_is_answered_and_the_socket_goes_on(world: ServerWorld, frame: str) -> None:
    with world.client("anna") as panel, panel.follow("mine") as socket:
        socket.send_text(frame)
        error = socket.receive_json()
        assert (error["type"], error["code"], error["seq"]) == ("error", "invalid_event", 0)
        socket.send_json(dismissed())
        assert socket.receive_json()["type"] == "suggestion.closed"


def test_binary_garbage_is_answered_too(world: ServerWorld) -> None:
    with world.client("anna") as panel, panel.follow("mine") as socket:
        socket.send_bytes(b"\xff\xfe\x00")
        assert socket.receive_json()["code"] == "invalid_event"
        socket.send_bytes(json.dumps(dismissed()).encode())
        assert socket.receive_json()["type"] == "suggestion.closed"


def test_nothing_but_garbage_closes_the_socket(world: ServerWorld) -> None:
    with world.client("anna") as panel, panel.follow("mine") as socket:
        for _ in range(20):
            socket.send_text("garbage")
        assert closed_with(socket) == 1008


def test_good_frames_in_between_keep_it_open(world: ServerWorld) -> None:
    with world.client("anna") as panel, panel.follow("mine") as socket:
        for _ in range(3):
            for _ in range(9):
                socket.send_text("garbage")
                assert socket.receive_json()["code"] == "invalid_event"
            socket.send_json(dismissed())
            assert socket.receive_json()["type"] == "suggestion.closed"
            world.clock.advance(timedelta(seconds=10))


def test_a_frame_that_is_too_large_closes_the_socket(world: ServerWorld) -> None:
    with world.client("anna") as panel, panel.follow("mine") as socket:
        socket.send_json(dismissed() | {"padding": "x" * 70_000})
        assert socket.receive_json()["code"] == "too_large"
        assert closed_with(socket) == 1009


def test_too_fast_is_told_and_time_heals_it(world: ServerWorld) -> None:
    with world.client("anna") as panel, panel.follow("mine") as socket:
        for _ in range(41):
            socket.send_json(dismissed())
        answers = [socket.receive_json() for _ in range(41)]
        assert [a["code"] for a in answers if a["type"] == "error"] == ["rate_limited"]
        world.clock.advance(timedelta(seconds=1))
        socket.send_json(dismissed())
        assert socket.receive_json()["type"] == "suggestion.closed"


def test_events_of_another_call_are_refused(world: ServerWorld) -> None:
    with world.client("anna") as panel, panel.follow("mine") as socket:
        socket.send_json(dismissed("free"))
        assert socket.receive_json()["where"] == "call_id"
    assert world.live.acted == []


@pytest.mark.parametrize(
    ("fault", "code"), [(Conflict("That card is gone."), "conflict"), (RuntimeError("inside"), "internal")]
)
def test_what_fails_is_told_to_this_panel_and_it_goes_on(world: ServerWorld, fault: Exception, code: str) -> None:
    world.live.fault = fault
    with world.client("anna") as panel, panel.follow("mine") as socket:
        socket.send_json(dismissed())
        error = socket.receive_json()
        assert error["code"] == code
        assert "inside" not in error["message"]
        socket.send_json(dismissed())
        assert socket.receive_json()["type"] == "suggestion.closed"


def test_who_is_signed_out_acts_no_more(world: ServerWorld) -> None:
    with world.client("anna") as panel, panel.follow("mine") as socket:
        panel.http.delete("/v1/session")
        socket.send_json(dismissed())
        assert socket.receive_json()["code"] == "not_signed_in"
    assert world.live.acted == []


def test_leaving_ends_the_following(world: ServerWorld) -> None:
    with world.client("anna") as panel:
        with panel.follow("mine") as socket:
            socket.send_json(dismissed())
            socket.receive_json()
            assert world.live.following == 1
            socket.close()
            # The client's side is closed before the server's task has seen it.
            for _ in range(200):
                if world.live.following == 0:
                    break
                time.sleep(0.01)
        assert world.live.following == 0
