"""A receiver of Ascolto's notes: checks the signature, keeps each note once, answers with its own id of it.

    ASCOLTO_CRM_SECRET=... python examples/webhook_receiver.py --port 8090 --store notes.db

Needs nothing but Python. `POST /notes` takes a note, `GET /notes/KEY` says whether one is held (404: it isn't), and
`GET /notes` lists them. Put your CRM's own calls where `keep` writes a row; keep the order of the checks.
"""

import argparse
import hashlib
import hmac
import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WINDOW = 300
"""Seconds by which a request may be late: a recorded one can't be played again later."""
MAX_BODY = 1_048_576


def signature_fits(secret: str, timestamp: str, signature: str, content: bytes, now: float) -> bool:
    """Whether the content was signed with the secret, and lately."""
    if not timestamp.isdecimal() or abs(now - int(timestamp)) > WINDOW:
        return False
    expected = hmac.new(secret.encode(), timestamp.encode() + b"." + content, hashlib.sha256).hexdigest()
    return hmac.compare_digest(f"v1={expected}".encode(), signature.encode(errors="replace"))


class Store:
    """Notes by key. The database refuses a second one, so that two requests at once can't make two notes."""

    def __init__(self, path: str) -> None:
        self._path = path
        with self._open() as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            columns = "id INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, note TEXT NOT NULL"
            connection.execute(f"CREATE TABLE IF NOT EXISTS notes ({columns})")

    def keep(self, key: str, note: str) -> int:
        """The note's id; a key that is here already keeps its note."""
        with self._open() as connection:
            connection.execute("INSERT INTO notes (key, note) VALUES (?, ?) ON CONFLICT (key) DO NOTHING", (key, note))
            return int(connection.execute("SELECT id FROM notes WHERE key = ?", (key,)).fetchone()[0])

    def find(self, key: str) -> int | None:
        with self._open() as connection:
            row = connection.execute("SELECT id FROM notes WHERE key = ?", (key,)).fetchone()
        return None if row is None else int(row[0])

    def all(self) -> list[dict[str, Any]]:
        with self._open() as connection:
            rows = connection.execute("SELECT id, key, note FROM notes ORDER BY id").fetchall()
        return [{"id": row[0], "key": row[1], "note": json.loads(row[2])} for row in rows]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """A transaction: committed at the end, rolled back when the block raises."""
        with closing(sqlite3.connect(self._path, timeout=30)) as connection, connection:
            yield connection


class Receiver(BaseHTTPRequestHandler):
    """One request. `secret` and `store` are set by `make_server`."""

    secret: str
    store: Store
    timeout = 30

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if self.path != "/notes":
            self.answer(404, {"error": "Notes go to /notes."})
        elif not length.isdecimal() or int(length) > MAX_BODY:
            self.answer(413, {"error": "Send a body of known length, 1 MB at most."})
        else:
            self.take(self.rfile.read(int(length)))

    def take(self, body: bytes) -> None:
        """Check, keep, answer: in this order."""
        if not self.is_signed(body):
            self.answer(401, {"error": "The signature doesn't fit, or the request is too old."})
            return
        try:
            note = json.loads(body)
            key = str(note["key"])
        except (ValueError, KeyError, TypeError):
            self.answer(400, {"error": "The body must be a JSON object with a key."})
            return
        if key != self.headers.get("Idempotency-Key"):
            self.answer(400, {"error": "Idempotency-Key and the key in the body differ."})
            return
        self.answer(200, {"id": self.store.keep(key, body.decode())})

    def do_GET(self) -> None:
        key = self.path.removeprefix("/notes").removeprefix("/")
        if not self.path.startswith("/notes") or not self.is_signed(key.encode()):
            self.answer(401, {"error": "Sign the key that you ask for (nothing, to list all)."})
        elif not key:
            self.answer(200, {"notes": self.store.all()})
        elif (found := self.store.find(key)) is None:
            self.answer(404, {"error": "No such note."})
        else:
            self.answer(200, {"id": found})

    def is_signed(self, content: bytes) -> bool:
        timestamp, signature = (self.headers.get(f"Ascolto-{name}", "") for name in ("Timestamp", "Signature"))
        return signature_fits(self.secret, timestamp, signature, content, time.time())

    def answer(self, status: int, content: dict[str, Any]) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: addresses and notes are nobody's business."""


def make_server(
    port: int, secret: str, store: Store, handler: type[Receiver] = Receiver, host: str = "127.0.0.1"
) -> ThreadingHTTPServer:
    """A server that isn't running yet; port 0 takes a free one."""
    return ThreadingHTTPServer((host, port), type("Bound", (handler,), {"secret": secret, "store": store}))


def main() -> None:
    parser = argparse.ArgumentParser(description="Receive Ascolto's notes.")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--store", default="notes.db", help="SQLite file")
    parser.add_argument("--secret-env", default="ASCOLTO_CRM_SECRET", help="variable that holds the secret")
    options = parser.parse_args()
    secret = os.environ.get(options.secret_env, "")
    if len(secret) < 16:
        sys.exit(f"Set {options.secret_env} to the secret of the connector, 16 characters or more.")
    server = make_server(options.port, secret, Store(options.store))
    print(f"Notes are taken at http://127.0.0.1:{server.server_address[1]}/notes", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


if __name__ == "__main__":
    main()
