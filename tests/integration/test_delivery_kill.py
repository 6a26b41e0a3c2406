"""Server and workers are killed with -9 at random moments while notes are confirmed and a receiver fails half the time.

The notes of real calls are confirmed over the sockets of a real `ascolto serve`, again until that is acknowledged; real
workers deliver beside it, to the example receiver with faults in front of it. At the end the receiver holds each
confirmed note exactly once for each connector. ASCOLTO_TEST_SERVER_KILLS says how many of the 50 kills hit the server,
which takes seconds to start.
"""

import asyncio
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from assistant.adapters.store import Database, StoredNotes, StoredOutbox
from examples.webhook_receiver import Receiver, Store, make_server
from tests.conftest import ascolto, plain_environment

pytestmark = pytest.mark.integration
KILLS = 50
SERVER_KILLS = int(os.environ.get("ASCOLTO_TEST_SERVER_KILLS", "5"))
SEED = 20261125
SECRET = "a-secret-of-the-tests-only"
PASSWORD = "a password of the tests only"
CUSTOMER = "montelupo/C-1002"
PATIENCE = 60.0
"""Seconds within which a start, a confirmation that is tried again, or the last deliveries must be through."""
NAMES = ("crm", "archive")
CONNECTOR = """  - name: {name}
    kind: webhook
    url: {url}
    secret_env: KILL_SECRET
    timeout: 0.4
    retry: {{first_seconds: 0.2, longest_seconds: 1, attempts: 1000}}
"""


class Failing(Receiver):
    """Fails half the time: an error, silence, or the line cut after the note was kept. `faults` counts them."""

    dice = random.Random(SEED)
    faults: ClassVar[Counter[str]] = Counter()

    def take(self, body: bytes) -> None:
        fault = self.dice.choice(["none", "none", "none", "error", "silence", "cut"])
        self.faults[fault] += 1
        if fault == "error":
            self.answer(500, {"error": "Out of order."})
        elif fault == "silence":
            time.sleep(0.6)
        elif fault == "cut":
            self.store.keep(self.headers["Idempotency-Key"], body.decode())
        else:
            super().take(body)

    def answer(self, status: int, content: dict[str, Any]) -> None:
        try:
            super().answer(status, content)
        except OSError:  # whoever delivered was killed while it waited
            self.faults["gone"] += 1


@contextmanager
def receiving(store: Store) -> Iterator[str]:
    server = make_server(0, SECRET, store, Failing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/notes"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class World:
    """The data folder, the server's address as it changes, and what has happened so far."""

    home: Path
    outbox: StoredOutbox
    key: str = ""
    address: str = ""
    cookie: str = ""
    finished: bool = False
    acknowledged: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    @asynccontextmanager
    async def process(self, *arguments: str, ready: str) -> AsyncIterator[str]:
        """A real `ascolto` that has said `ready`, killed with -9 at the end; yields the rest of that line."""
        environment = plain_environment(self.home) | {"KILL_SECRET": SECRET}
        command = [sys.executable, "-m", "assistant", *arguments]
        with (self.home.parent / f"{arguments[0]}.log").open("ab") as log:
            running = await asyncio.create_subprocess_exec(
                *command, env=environment, stdout=subprocess.PIPE, stderr=log
            )
        try:
            assert running.stdout
            async with asyncio.timeout(PATIENCE):
                while not (line := (await running.stdout.readline()).decode()).startswith(ready):
                    assert line, f"`ascolto {arguments[0]}` ended; see {log.name}"
            yield line.removeprefix(ready).strip()
        finally:
            running.kill()
            await running.wait()

    @asynccontextmanager
    async def server(self) -> AsyncIterator[None]:
        async with self.process("serve", "--port", "0", ready="Ascolto listens at ") as self.address:
            yield
        self.address = ""

    def worker(self) -> Any:
        return self.process("worker", ready="Ascolto delivers notes")

    async def sign_in(self) -> None:
        async with httpx.AsyncClient(base_url=self.address, trust_env=False) as http:
            answer = await http.post("/v1/session", json={"username": "kim", "password": PASSWORD})
            assert answer.status_code == 200, answer.text
            self.cookie = f"ascolto_session={http.cookies['ascolto_session']}"

    async def kill_workers(self, times: int) -> None:
        dice = random.Random(SEED + 1)
        for _ in range(times):
            async with self.worker():
                await asyncio.sleep(dice.uniform(0.0, 1.0))
            await self.count_what_was_under_way()

    async def kill_servers(self, times: int) -> None:
        """Each at a random moment after a few more confirmations were sent: before, while or after they are written."""
        dice = random.Random(SEED + 2)
        for _ in range(times):
            async with self.server():
                if not self.cookie:
                    await self.sign_in()
                enough = self.counts["confirmations sent"] + dice.randint(3, 8)
                async with asyncio.timeout(PATIENCE):
                    while self.counts["confirmations sent"] < enough:  # noqa: ASYNC110  (a count, nobody signals it)
                        await asyncio.sleep(0.002)
                await asyncio.sleep(dice.uniform(0.0, 0.05))
            await self.count_what_was_under_way()

    async def count_what_was_under_way(self) -> None:
        rows = await self.outbox.list(state="pending")
        self.counts["kills"] += 1
        self.counts["kills while a delivery was under way"] += any(row.claims > row.attempts for row in rows)

    async def confirm_notes(self) -> None:
        """Confirm notes until told that it is enough, each again until it is acknowledged."""
        while not self.finished:
            await self.confirm_one(f"kill-{len(self.acknowledged)}")
            await asyncio.sleep(0.1)

    async def confirm_one(self, call_id: str) -> None:
        async with asyncio.timeout(2 * PATIENCE):
            while True:
                try:
                    if self.address and self.cookie:
                        await hold_call(self, call_id)
                        await confirm(self, call_id)
                        break
                except (OSError, WebSocketException):
                    self.counts["confirmations or calls cut short"] += 1
                await asyncio.sleep(0.1)
        self.acknowledged.append(call_id)


async def hold_call(world: World, call_id: str) -> None:
    """The call comes in by the feed; one that a crash cut short goes on where it was."""
    address = world.address.replace("http", "ws")
    headers = {"Authorization": f"Bearer {world.key}"}
    async with connect(f"{address}/v1/feeds/generic", additional_headers=headers, proxy=None) as feed:
        said = {"t": 1, "speaker": "customer", "id": "u1", "text": "Vi pago duecento euro venerdì, va bene."}
        for event in (
            {"type": "call.started", "customer": CUSTOMER, "operator": "kim"},
            {"type": "utterance.final"} | said,
            {"type": "call.ended"},
        ):
            await feed.send(json.dumps(event | {"call_id": call_id}))
            answer = json.loads(await feed.recv())
            assert answer["type"] == "ack" or answer["code"] == "conflict", answer  # it was started or ended before


async def confirm(world: World, call_id: str) -> None:
    """The operator asks for the note and confirms it; returns when the server says that it is confirmed."""
    address = f"{world.address.replace('http', 'ws')}/v1/calls/{call_id}/live"
    async with connect(address, additional_headers={"Cookie": world.cookie}, proxy=None) as panel:
        await panel.send(json.dumps({"type": "note.draft", "call_id": call_id}))
        note = await told(panel, "note.drafted")
        await panel.send(json.dumps({"type": "note.confirm", "call_id": call_id, "version": note["version"]}))
        world.counts["confirmations sent"] += 1
        while (await told(panel, "note.posted"))["state"] != "confirmed":
            pass


async def told(panel: ClientConnection, kind: str) -> dict[str, Any]:
    while True:
        event: dict[str, Any] = json.loads(await panel.recv())
        assert event["type"] != "error", event
        if event["type"] == kind:
            return event


def prepare(home: Path, url: str) -> str:
    """Connectors, an operator and a key for the feed, which is returned."""
    text = "connectors:\n" + "".join(CONNECTOR.format(name=name, url=url) for name in NAMES)
    (home / "library" / "montelupo" / "connectors.yaml").write_text(text, encoding="utf-8")
    person = ("kim", "--role", "operator", "--principal", "montelupo", "--password-stdin")
    added = ascolto(home, "users", "add", *person, given=PASSWORD + "\n")
    assert added.returncode == 0, added.stderr
    made = ascolto(home, "users", "key", "feed", "--scope", "feed", "--principal", "montelupo", "--json")
    assert made.returncode == 0, made.stderr
    return str(json.loads(made.stdout)["key"])


async def until_delivered(world: World) -> None:
    async with world.worker(), asyncio.timeout(PATIENCE):
        while await world.outbox.list(state="pending"):  # noqa: ASYNC110  (another process writes it)
            await asyncio.sleep(0.2)


async def test_each_confirmed_note_arrives_exactly_once_whatever_is_killed(demo_home: Path, tmp_path: Path) -> None:
    home, began = tmp_path / "home", time.monotonic()
    shutil.copytree(demo_home, home)
    store, database = Store(str(tmp_path / "receiver.db")), Database(f"sqlite+aiosqlite:///{home / 'ascolto.db'}")
    world, notes = World(home, StoredOutbox(database)), StoredNotes(database)
    with receiving(store) as url:
        world.key = await asyncio.to_thread(prepare, home, url)
        async with asyncio.TaskGroup() as group:
            confirming = group.create_task(world.confirm_notes())
            await asyncio.gather(world.kill_servers(SERVER_KILLS), world.kill_workers(KILLS - SERVER_KILLS))
            world.finished = True
            async with world.server():  # whatever is cut short now is confirmed yet
                await confirming
        await until_delivered(world)
    rows, confirmed = await world.outbox.list(), await notes.confirmed()
    await database.close()
    held = store.all()
    seen = f"{len(confirmed)} notes; {dict(world.counts)}; receiver: {dict(Failing.faults)}"
    print(f"\n{seen}; {time.monotonic() - began:.0f} s")  # noqa: T201
    assert world.counts["kills"] == KILLS
    assert world.counts["kills while a delivery was under way"] > 0
    assert world.counts["confirmations or calls cut short"] > 0
    assert all(Failing.faults[fault] for fault in ("none", "error", "silence", "cut"))
    assert sorted(item.note.call_id for item in confirmed) == sorted(world.acknowledged)
    assert {row.state for row in rows} == {"delivered"}
    assert Counter(item["key"] for item in held) == {row.key: 1 for row in rows}
    of_calls = Counter(item["note"]["call"]["id"] for item in held)
    assert of_calls == dict.fromkeys(world.acknowledged, len(NAMES))
