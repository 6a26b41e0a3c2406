"""The Tryton connector against a running Tryton, made for these tests: one note and one plan, on the right party."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.crm.config import TrytonConfig
from assistant.adapters.crm.tryton import TrytonConnector
from assistant.domain.calls import CallInfo
from assistant.domain.deliveries import Delivery, note_deliveries
from assistant.domain.errors import DeliveryFailed, DeliveryRefused
from assistant.domain.notes import Evidence, Note, NoteItem, StoredNote
from assistant.domain.plans import Instalment, Plan
from assistant.domain.records import Customer

pytestmark = pytest.mark.integration
PASSWORD = "a-password-of-the-tests-only"
NOW = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
SETTINGS = "[database]\nuri = sqlite://\npath = {folder}\n[web]\nlisten = 127.0.0.1:{port}\n"


def program(name: str) -> str:
    """Tryton's commands lie beside this Python, or in the folder that ASCOLTO_TRYTON_BIN names."""
    folder = os.environ.get("ASCOLTO_TRYTON_BIN", str(Path(sys.executable).parent))
    found = shutil.which(name, path=folder)
    if found is None:
        pytest.skip("Tryton: pip install 'trytond>=8.2,<8.3' 'trytond-account-invoice>=8.2,<8.3'")
    return found


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A running Tryton with an empty company database."""
    admin, server = program("trytond-admin"), program("trytond")
    folder = tmp_path_factory.mktemp("tryton")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    settings, password = folder / "trytond.conf", folder / "password"
    settings.write_text(SETTINGS.format(folder=folder, port=port), encoding="utf-8")
    password.write_text(PASSWORD, encoding="utf-8")
    (folder / "company.sqlite").touch()
    common = ["-c", str(settings), "-d", "company"]
    make = [admin, *common, "-u", "account_invoice", "--activate-dependencies", "--email", "a@example.org"]
    subprocess.run(make, env=os.environ | {"TRYTONPASSFILE": str(password)}, check=True, timeout=300)
    with (folder / "log").open("wb") as log:
        running = subprocess.Popen([server, *common], stdout=log, stderr=log)
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.kill()
        running.wait()


def connector(address: str, **fields: Any) -> TrytonConnector:
    config = {"name": "erp", "kind": "tryton", "url": address, "database": "company", "user": "admin", "timeout": 60}
    return TrytonConnector(TrytonConfig.model_validate(config | {"password_env": "P"} | fields), PASSWORD)


def delivery(call_id: str, ref: str, vat: str = "") -> Delivery:
    customer = Customer(principal="montelupo", ref=ref, name="Condominio Libertà", vat_number=vat)
    money = {"outstanding": 500, "discount": 0, "interest": 0, "compensation": 0, "total": 500}
    parts = [Instalment(n=n, due=date(2027, n, 5), amount=Decimal(250)) for n in (1, 2)]
    plan = Plan.model_validate(
        {"id": "p", "label": "balanced", "invoices": ["2026/118"], "currency": "EUR", "estimate": False, "tier": "t",
         "article": "a", "authority": "operator", "instalments": parts} | money
    )  # fmt: skip
    words = (Evidence(utterance_id="u1", quote="va bene così"),)
    note = Note(
        call_id=call_id, customer=customer.id, language="it", disposition="plan_agreed", reason="Scaduto",
        items=(NoteItem(kind="plan", text="Piano in due rate", plan=plan, evidence=words),),
    )  # fmt: skip
    call = CallInfo(id=call_id, customer=customer.id, principal="montelupo", started_at=NOW, language="it")
    (made,) = note_deliveries(StoredNote(note=note, drafted=note), customer, call, ["erp"], ("anna", NOW))
    return made


async def add_party(address: str, name: str, code: str, vat: str = "") -> str:
    values: dict[str, Any] = {"name": name, "code": code}
    if vat:
        values["identifiers"] = [["create", [{"type": "eu_vat", "code": vat}]]]
    async with connector(address)._session() as tryton:
        (party,) = await tryton.call("model.party.party.create", [values], {})
    return f"party.party,{party}"


async def notes_on(address: str, resource: str) -> list[str]:
    async with connector(address)._session() as tryton:
        found = await tryton.call("model.ir.note.search", [["resource", "=", resource]], 0, None, None, {})
        rows = await tryton.call("model.ir.note.read", found, ["message"], {})
    return [row["message"] for row in rows]


async def test_a_note_and_its_plan_stand_on_the_right_party_once(address: str) -> None:
    mine, other = await add_party(address, "Condominio Libertà", "C1"), await add_party(address, "Altra Ditta", "C2")
    erp, made = connector(address), delivery("c1", "C1")
    assert await erp.find(made) is None
    receipts = {await erp.deliver(made) for _ in range(3)}
    assert receipts == {await erp.find(made)}
    texts = await notes_on(address, mine)
    assert sorted(text.splitlines()[-1] for text in texts) == [
        f"Ascolto {made.key}/{part}" for part in ("note", "plan-1")
    ]
    assert "1. 5 gennaio 2027: 250,00 €\n2. 5 febbraio 2027: 250,00 €" in "\n".join(texts)
    assert "«va bene così»" in "\n".join(texts)
    assert await notes_on(address, other) == []
    await erp.deliver(delivery("c1-later", "C1"))
    assert len(await notes_on(address, mine)) == 4


async def test_the_vat_number_says_more_than_the_code(address: str) -> None:
    by_vat = await add_party(address, "Con partita IVA", "T1", vat="IT00159560366")
    by_code = await add_party(address, "Stesso codice", "C7")
    await connector(address).deliver(delivery("c7", "C7", vat="00159560366"))
    assert len(await notes_on(address, by_vat)) == 2
    assert await notes_on(address, by_code) == []


async def test_a_party_that_is_missing_is_refused_with_the_remedy(address: str) -> None:
    with pytest.raises(DeliveryRefused, match="no party for Condominio Libertà with code 'C9'; add it there"):
        await connector(address).deliver(delivery("c9", "C9"))
    assert await connector(address).find(delivery("c9", "C9")) is None


async def test_wrong_user_wrong_database_and_nobody_there(address: str) -> None:
    with pytest.raises(DeliveryRefused, match="check the user and the password"):
        await connector(address, user="nobody").deliver(delivery("c1", "C1"))
    with pytest.raises((DeliveryRefused, DeliveryFailed), match=r"database|answers"):
        await connector(address, database="none").deliver(delivery("c1", "C1"))
    with pytest.raises(DeliveryFailed, match="can't be reached"):
        await connector("http://127.0.0.1:1").deliver(delivery("c1", "C1"))
