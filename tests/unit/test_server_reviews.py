"""Supervision over REST: whose calls are listed, who may take which step, what is refused and logged."""

from pathlib import Path
from typing import Any

import pytest

from assistant.domain.events import AlertRaised, MessageSend, UtteranceHeard
from assistant.domain.notes import Note
from assistant.domain.queue import QueueEntry
from assistant.domain.rubric import CriterionScore, Score
from assistant.services.live_board import LOOKING_AGAIN
from tests.fakes import NOON
from tests.serverworld import ServerWorld


def entry(call_id: str, operator: str, principal: str = "montelupo", state: str = "proposed") -> QueueEntry:
    return QueueEntry.model_validate(
        {
            "call_id": call_id, "principal": principal, "customer": f"{principal}/C1", "customer_name": "Ditta",
            "operator": operator, "team": "nord", "language": "it", "purpose": "overdue", "started_at": NOON,
            "day": NOON.date(), "ended_at": NOON, "seconds": 60, "complete": call_id != "bea-call", "last_seq": 4,
            "review": {"state": state, "version": 0},
        }
    )  # fmt: skip


@pytest.fixture
async def world(tmp_path: Path) -> ServerWorld:
    world = ServerWorld(tmp_path)
    world.queue.entries = [
        entry("mine", "anna"),
        entry("bea-call", "bea", state="approved"),
        entry("english", "carla", "brackwater"),
    ]
    levels = (CriterionScore(id="empathy", level=1, by="rule", explanation="Nulla"),)
    for call_id in ("mine", "bea-call", "english", "own"):
        await world.scores.save(Score(call_id=call_id, rubric=1, criteria=levels), "montelupo", 1, NOON)
    said = {
        "call_id": "mine",
        "at": NOON,
        "utterance_id": "u1",
        "t": 1,
        "speaker": "operator",
        "text": "Capisco, certo.",
    }
    await world.calls.append(UtteranceHeard.model_validate(said))
    return world


def step(panel: Any, call_id: str = "mine", expect: int = 200, **move: Any) -> Any:
    answer = panel.http.post(f"/v1/reviews/{call_id}/steps", json={"version": 0} | move)
    assert answer.status_code == expect, answer.text
    return answer.json()


OVERRULE = {"action": "overrule", "criterion": "empathy", "level": 2, "reason": "Ha detto «Capisco»"}


def test_the_queue_holds_the_calls_of_the_supervisor_s_principals(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        found = panel.http.get("/v1/queue?empathy_max=1&review=proposed,approved&from=2026-11-01").json()
        assert [call["call_id"] for call in found["calls"]] == ["mine", "bea-call"]
        assert (found["total"], found["next_cursor"]) == (2, None)
        assert found["calls"][0]["review"] == {"state": "proposed", "version": 0}
        assert panel.http.get("/v1/queue?principal=brackwater").status_code == 403
        assert panel.http.get("/v1/queue?operators=x").status_code == 422
        assert panel.http.get("/v1/queue?cursor=zzz").status_code == 422
        assert panel.http.get("/v1/queue/choices").json()["operators"] == ["anna", "bea"]
    assert world.queue.asked[0].levels["empathy"].max == 1
    assert world.queue.asked[0].since is not None
    with world.client("adam") as panel:
        assert panel.http.get("/v1/queue").json()["total"] == 3
    assert ("sara", "queue.read", "*", "") in world.audit.lines
    assert (
        world.audit.lines.count(
            ("sara", "review.refused", "brackwater", "This belongs to a principal that isn't yours.")
        )
        == 1
    )


@pytest.mark.parametrize("name", ["anna", "toni"])
def test_the_queue_and_the_live_view_are_for_supervisors(world: ServerWorld, name: str) -> None:
    with world.client(name) as panel:
        for address in ("/v1/queue", "/v1/queue/choices", "/v1/live"):
            assert panel.http.get(address).status_code == 403
    assert [line[1] for line in world.audit.lines if line[0] == name].count("review.refused") == 3
    with world.client() as panel:
        for address in ("/v1/queue", "/v1/live", "/v1/reviews", "/v1/reviews/mine"):
            assert panel.http.get(address).status_code == 401


def test_a_name_that_is_asked_for_stands_in_the_audit_log(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        panel.http.get("/v1/queue?operator=anna&team=nord")
    assert ("sara", "queue.read", "*", "operator=anna") in world.audit.lines


def test_everybody_has_their_own_calls(world: ServerWorld) -> None:
    with world.client("bea") as panel:
        found = panel.http.get("/v1/reviews?mine").json()
        assert [call["call_id"] for call in found["calls"]] == ["bea-call"]
        assert found["waiting"] == 1
        assert panel.http.get("/v1/reviews?mine&operator=anna").json()["calls"][0]["call_id"] == "bea-call"


async def test_a_call_s_page_holds_all_that_its_review_rests_on(world: ServerWorld) -> None:
    note = Note(call_id="mine", customer="montelupo/C1", language="it", disposition="refused", reason="Scaduto")
    await world.notes.draft(note)
    with world.client("sara") as panel:
        page = panel.http.get("/v1/reviews/mine").json()
        assert [line["text"] for line in page["page"]["transcript"]] == ["Capisco, certo."]
        assert page["note"]["note"]["disposition"] == "refused"
        assert page["score"]["criteria"][0]["level"] == 1
        assert page["rubric"]["criteria"][0]["levels"]["4"].keys() == {"it", "en"}
        assert (page["state"], page["review"]["version"], page["complete"], page["mine"]) == (
            "proposed",
            0,
            True,
            False,
        )
        assert panel.http.get("/v1/reviews/bea-call").json()["complete"] is False
        assert panel.http.get("/v1/reviews/none").status_code == 404
        unscored = panel.http.get("/v1/reviews/free").json()
        assert (unscored["state"], unscored["score"], unscored["review"], unscored["facts"]) == (
            "unscored",
            None,
            None,
            None,
        )
        assert unscored["complete"] is False
        assert "still being scored" in step(panel, "free", 409, action="approve")["error"]["message"]
    assert ("sara", "review.read", "mine", "") in world.audit.lines


def test_supervisors_decide_and_the_operator_answers(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        review = step(panel, **OVERRULE, evidence={"utterance_id": "u1", "quote": "Capisco"})
        assert (review["state"], review["levels"], review["version"]) == ("overruled", {"empathy": 2}, 1)
    with world.client("anna") as panel:
        assert panel.http.get("/v1/reviews/mine").json()["mine"]
        step(panel, version=1, action="dispute", criterion="empathy", reason="Due volte")
    with world.client("sara") as panel:
        step(panel, version=2, action="answer", criterion="empathy", level=3, reason="È vero")
        assert step(panel, "bea-call", action="approve")["state"] == "approved"
    with world.client("anna") as panel:
        assert step(panel, version=3, action="acknowledge")["state"] == "acknowledged"
    assert [line[1:] for line in world.audit.lines if line[1].startswith("review.") and line[2] == "mine"][-5:] == [
        ("review.overrule", "mine", "version 1 empathy: 1 -> 2"),
        ("review.read", "mine", ""),
        ("review.dispute", "mine", "version 2 empathy"),
        ("review.answer", "mine", "version 3 empathy: 2 -> 3"),
        ("review.acknowledge", "mine", "version 4"),
    ]


def test_two_supervisors_at_once_the_second_is_told_by_whom(world: ServerWorld) -> None:
    with world.client("sara") as panel:
        step(panel, **OVERRULE)
    with world.client("adam") as panel:
        refused = step(panel, expect=409, action="approve")
        assert "sara changed a level meanwhile" in refused["error"]["message"]
    assert world.reviews.reviews["mine"].version == 1


@pytest.mark.parametrize(
    ("name", "call_id", "move"),
    [
        ("carla", "mine", {"action": "approve"}),
        ("sara", "english", {"action": "approve"}),
        ("bea", "mine", {"action": "acknowledge"}),
        ("anna", "mine", {"action": "approve"}),
        ("anna", "mine", OVERRULE),
        ("toni", "mine", OVERRULE),
        ("sara", "mine", {"action": "dispute", "reason": "x"}),
        ("anna", "free", {"action": "dispute", "reason": "x"}),
    ],
)
def test_who_may_not_is_refused_and_that_is_logged(
    world: ServerWorld, name: str, call_id: str, move: dict[str, Any]
) -> None:
    with world.client(name) as panel:
        step(panel, call_id, 403, **move)
    assert world.reviews.reviews == {}
    refused = [line for line in world.audit.lines if line[1] == "review.refused"]
    assert [(line[0], line[2]) for line in refused] == [(name, call_id)]
    assert refused[0][3].startswith(move["action"])


def test_nobody_reads_or_decides_beyond_what_is_theirs(world: ServerWorld) -> None:
    for name, call_id in (("carla", "mine"), ("sara", "english"), ("bea", "mine"), ("toni", "mine"), ("anna", "free")):
        with world.client(name) as panel:
            assert panel.http.get(f"/v1/reviews/{call_id}").status_code == 403
    world.add_call("own", "montelupo/C1", "sara")
    with world.client("sara") as panel:
        assert "own call" in step(panel, "own", 403, action="approve")["error"]["message"]


@pytest.mark.parametrize(
    "evidence",
    [
        {"utterance_id": "u1", "quote": "Certo che no"},
        {"utterance_id": "u9", "quote": "Capisco"},
        {"utterance_id": "u1", "quote": " "},
    ],
)
def test_a_quote_that_wasn_t_said_is_refused(world: ServerWorld, evidence: dict[str, str]) -> None:
    with world.client("sara") as panel:
        assert step(panel, expect=422, **OVERRULE, evidence=evidence)["error"]["where"] == "evidence"


async def test_the_live_view_shows_open_calls_and_logs_a_look_once(world: ServerWorld) -> None:
    alert = AlertRaised(call_id="mine", at=NOON, rule="threat", severity="critical", text="Minaccia")
    await world.calls.append(alert)
    await world.calls.close("free", NOON)
    with world.client("sara") as panel:
        found = panel.http.get("/v1/live").json()["calls"]
        assert {one["call"]["info"]["id"] for one in found} == {"mine", "bea-call"}
        mine = next(one["line"] for one in found if one["call"]["info"]["id"] == "mine")
        assert [alert["severity"] for alert in mine["alerts"]] == ["critical"]
        assert mine["words"][0]["text"] == "Capisco, certo."
        await world.calls.append(alert)
        again = panel.http.get("/v1/live").json()["calls"]
        assert sum(len(one["line"]["alerts"]) for one in again) == 2
        world.clock.advance(LOOKING_AGAIN)
        panel.http.get("/v1/live")
    assert [line[:2] for line in world.audit.lines].count(("sara", "live.read")) == 2


def test_a_message_is_audited_without_its_words(world: ServerWorld) -> None:
    with world.client("sara") as panel, panel.follow("mine") as socket:
        socket.receive_json()
        socket.send_json({"call_id": "mine", "type": "message.send", "text": "Rallenti"})
        socket.receive_json()
    assert isinstance(world.live.acted[0][0], MessageSend)
    assert ("sara", "message.send", "mine", "") in world.audit.lines
