"""The webhook connector against real servers on loopback: the example receiver, and receivers that misbehave."""

import hmac
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.crm.config import WebhookConfig
from assistant.adapters.crm.http import Answer, retry_after
from assistant.adapters.crm.webhook import WebhookConnector
from assistant.domain.deliveries import Delivery
from assistant.domain.errors import DeliveryFailed, DeliveryRefused
from examples.webhook_receiver import Store, make_server, signature_fits

pytestmark = pytest.mark.integration
SECRET = "a-secret-of-the-tests-only"
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)


def delivery(key: str = "0b0f7c1e-0000-5000-8000-000000000001") -> Delivery:
    payload = {"kind": "note", "note": {"reason": "Perché è già più di là"}}
    return Delivery(key=key, principal="p", connector="crm", subject="c1", payload=payload, created_at=NOW, next_at=NOW)


def connector(address: str, secret: str = SECRET, **fields: Any) -> WebhookConnector:
    config = {"name": "crm", "kind": "webhook", "url": address, "secret_env": "S", "timeout": 5} | fields
    return WebhookConnector(WebhookConfig.model_validate(config), secret)


@contextmanager
def running(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def answering(status: int, body: bytes = b"", seen: list[bytes] | None = None, **headers: str) -> Iterator[str]:
    """A receiver that gives one answer to everything; `seen` collects the bodies that it got."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers["Content-Length"]))
            if seen is not None:
                seen.append(content)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with running(ThreadingHTTPServer(("127.0.0.1", 0), Handler)) as address:
        yield address


@contextmanager
def raw(*pieces: bytes, hold: bool = False) -> Iterator[str]:
    """A server that sends these bytes to whoever connects and then closes, or holds the line."""
    listener = socket.create_server(("127.0.0.1", 0))
    held: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with suppress(OSError):  # the other side has seen enough
                line.recv(65_536)
                for piece in pieces:
                    line.sendall(piece)
                    time.sleep(0.05)
            held.append(line) if hold else line.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/notes"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        for line in held:
            line.close()


async def test_the_example_receiver_keeps_each_note_once(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "notes.db"))
    with running(make_server(0, SECRET, store)) as address:
        crm = connector(f"{address}/notes", status_url=f"{address}/notes/{{key}}")
        assert await crm.find(delivery()) is None
        receipts = [await crm.deliver(delivery()) for _ in range(3)]
        assert receipts == ["1", "1", "1"]
        assert await crm.deliver(delivery("another")) != "1"
        assert await crm.find(delivery()) == "1"
    (first, _) = store.all()
    assert first["key"] == delivery().key
    assert first["note"]["note"]["reason"] == "Perché è già più di là"


async def test_the_example_receiver_takes_nothing_that_isnt_signed(tmp_path: Path) -> None:
    store = Store(str(tmp_path / "notes.db"))
    with running(make_server(0, SECRET, store)) as address:
        crm = connector(f"{address}/notes", "another-secret-of-the-tests", status_url=f"{address}/notes/{{key}}")
        with pytest.raises(DeliveryRefused, match="401; check the secret"):
            await crm.deliver(delivery())
        with pytest.raises(DeliveryFailed, match="401"):
            await crm.find(delivery())
    assert store.all() == []


def test_a_signature_holds_for_its_content_and_for_a_while() -> None:
    body, then = b'{"key": "k"}', 1_796_000_000
    signature = "v1=" + hmac.new(SECRET.encode(), f"{then}.".encode() + body, "sha256").hexdigest()
    assert signature_fits(SECRET, str(then), signature, body, then + 299)
    assert not signature_fits(SECRET, str(then), signature, body, then + 301)
    assert not signature_fits(SECRET, str(then), signature, body, then - 301)
    assert not signature_fits(SECRET, str(then + 1), signature, body, then)
    assert not signature_fits(SECRET, str(then), signature, body + b" ", then)
    assert not signature_fits(SECRET, "", signature, body, then)
    assert not signature_fits(SECRET, str(then), "v1=à", body, then)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 410, 413, 415, 422, 451])
async def test_what_the_receiver_refuses_is_not_tried_again(status: int) -> None:
    with (
        answering(status, b"Manca il\n  cliente") as address,
        pytest.raises(DeliveryRefused, match=f"{status};.*Manca il cliente") as raised,
    ):
        await connector(address).deliver(delivery())
    assert raised.value.where == address


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504, 599])
async def test_what_time_may_heal_is_tried_again(status: int) -> None:
    with answering(status, Retry_After="120") as address, pytest.raises(DeliveryFailed, match=str(status)) as raised:
        await connector(address).deliver(delivery())
    assert raised.value.retry_after == 120


async def test_a_conflict_that_names_the_note_means_that_it_is_there() -> None:
    with answering(409, b'{"id": "N-7"}') as address:
        assert await connector(address).deliver(delivery()) == "N-7"


@pytest.mark.parametrize(
    ("body", "receipt"),
    [
        (b'{"id": 7}', "7"),
        (b'{"id": "' + b"x" * 500 + b'"}', "x" * 200),
        (b'{"id": {"a": 1}}', ""),
        (b"[1]", ""),
        (b"\xff<html>", ""),
        (b"[" * 100_000, ""),
        (b'{"id": "7", "x": "' + b"y" * 1_100_000 + b'"}', ""),
        (b"", ""),
    ],
)
async def test_an_answer_of_any_kind_is_a_receipt_or_none(body: bytes, receipt: str) -> None:
    with answering(201, body) as address:
        assert await connector(address).deliver(delivery()) == receipt


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_elsewhere_is_refused_and_named(status: int) -> None:
    seen: list[bytes] = []
    with answering(200, b"{}", seen) as elsewhere, answering(status, Location=f"{elsewhere}/x") as address:
        with pytest.raises(DeliveryRefused, match="redirects to " + elsewhere.removeprefix("http://")):
            await connector(address).deliver(delivery())
        assert seen == []


async def test_a_proxy_that_the_environment_names_gets_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    with answering(200, b"{}", seen) as proxy, answering(200, b'{"id": 1}') as address:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy)
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        assert await connector(address).deliver(delivery()) == "1"
    assert seen == []


SLOW = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"


@pytest.mark.parametrize(
    ("pieces", "hold", "said"),
    [
        ((), True, "no whole answer within 0.3 seconds"),
        ((SLOW, *[b" "] * 20), True, "no whole answer within 0.3 seconds"),
        ((), False, "can't be reached"),
        ((SLOW, b"{"), False, "can't be reached"),
        ((b"SSH-2.0-OpenSSH_9\r\n",), False, "can't be reached"),
    ],
)
async def test_hanging_dripping_cutting_and_babbling_receivers_fail(
    pieces: tuple[bytes, ...], hold: bool, said: str
) -> None:
    with raw(*pieces, hold=hold) as address, pytest.raises(DeliveryFailed, match=said):
        await connector(address, timeout=0.3).deliver(delivery())


async def test_nobody_at_the_address_fails() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(DeliveryFailed, match=rf"127.0.0.1:{port} can't be reached"):
        await connector(f"http://127.0.0.1:{port}/").deliver(delivery())


async def test_https_to_a_plain_server_and_a_missing_ca_file_fail(tmp_path: Path) -> None:
    with answering(200) as address:
        secure = address.replace("http:", "https:")
        with pytest.raises(DeliveryFailed, match="can't be reached"):
            await connector(secure).deliver(delivery())
        with pytest.raises(DeliveryFailed, match="No such file"):
            await connector(secure, ca_file=str(tmp_path / "none.pem")).deliver(delivery())


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        ("Tue, 01 Dec 2026 09:31:00 GMT", 60.0),
        ("Tue, 01 Dec 2026 09:00:00 GMT", 0.0),
        ("soon", 0.0),
        ("-5", 0.0),
        ("9" * 400, 999_999_999.0),
        ("", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float) -> None:
    assert retry_after(Answer(503, {"retry-after": header}, ""), NOW) == seconds
