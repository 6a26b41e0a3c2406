"""The file `connectors.yaml`: every fault names file, line and remedy."""

from pathlib import Path

import pytest

from assistant.adapters.crm import FileConnectors, problems_of_connectors
from assistant.adapters.crm.webhook import WebhookConnector
from assistant.domain.errors import ConfigurationError, LibraryError

SOUND = """connectors:
  - name: crm
    kind: webhook
    url: https://crm.example.org/notes
    secret_env: CRM_SECRET
    timeout: 5
    retry: {first_seconds: 2}
  - name: erp
    kind: tryton
    url: http://127.0.0.1:8000
    database: firma
    user: ascolto
    password_env: ERP_PASSWORD
  - name: folder
    kind: file
    path: /srv/notes
"""


def write(library: Path, text: str, principal: str = "montelupo") -> Path:
    path = library / principal / "connectors.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_no_file_means_that_notes_stay_here(tmp_path: Path) -> None:
    connectors = FileConnectors(tmp_path, {})
    assert connectors.names("montelupo") == []
    with pytest.raises(ConfigurationError, match="no connector 'crm'"):
        connectors.connector(("montelupo", "crm"))
    assert problems_of_connectors(tmp_path) == []


def test_each_connector_is_made_as_configured(tmp_path: Path) -> None:
    write(tmp_path, SOUND)
    connectors = FileConnectors(tmp_path, {"CRM_SECRET": "s" * 32, "ERP_PASSWORD": "p"})
    assert connectors.names("montelupo") == ["crm", "erp", "folder"]
    assert connectors.names("brackwater") == []
    webhook = connectors.connector(("montelupo", "crm"))
    assert isinstance(webhook, WebhookConnector)
    assert (webhook.timeout, webhook.retry.first_seconds, webhook.can_tell) == (5, 2, False)
    assert connectors.connector(("montelupo", "erp")).can_tell
    assert not connectors.connector(("montelupo", "folder")).can_tell
    assert problems_of_connectors(tmp_path) == []


def test_an_edit_holds_from_the_next_delivery(tmp_path: Path) -> None:
    connectors = FileConnectors(tmp_path, {})
    write(tmp_path, SOUND)
    assert len(connectors.names("montelupo")) == 3
    write(tmp_path, "connectors: []\n")
    assert connectors.names("montelupo") == []


@pytest.mark.parametrize("secret", ["", "short"])
def test_a_secret_that_is_missing_is_named_not_shown(tmp_path: Path, secret: str) -> None:
    write(tmp_path, SOUND)
    with pytest.raises(ConfigurationError, match="CRM_SECRET") as raised:
        FileConnectors(tmp_path, {"CRM_SECRET": secret}).connector(("montelupo", "crm"))
    assert not secret or secret not in raised.value.message


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("kind: webhook", "kind: webhok", 3, "must be one of webhook, tryton, file"),
        ("    kind: webhook\n", "", 2, "must be one of"),
        ("https://crm.example.org/notes", "http://crm.example.org/notes", 2, "unencrypted"),
        ("https://crm.example.org/notes", "https://u:p@crm.example.org/notes", 2, "user name or password"),
        ("https://crm.example.org/notes", "crm.example.org", 2, "no web address"),
        ("timeout: 5", "timeout: 0", 6, "greater than 0"),
        ("timeout: 5", "secret: hunter2", 6, "Unknown field `secret`"),
        ("secret_env: CRM_SECRET", "secret_env: hunter2-hunter2-hunter2", 5, "secret_env"),
        ("name: erp", "name: crm", 8, "stands twice"),
        ("path: /srv/notes", "path: notes", 16, "whole path"),
        ("    database: firma\n", "", 8, "`database` is missing"),
        ("timeout: 5", "status_url: https://other.example.org/{key}", 2, "must be on the host of url"),
        ("timeout: 5", "status_url: https://crm.example.org/notes", 2, "must hold {key}"),
        ("connectors:", "connector:", 1, "connectors"),
    ],
)
def test_a_fault_names_its_line(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    assert old in SOUND
    path = write(tmp_path, SOUND.replace(old, new, 1))
    with pytest.raises(LibraryError) as raised:
        FileConnectors(tmp_path, {}).names("montelupo")
    assert raised.value.where == f"{path}:{line}"
    assert message in raised.value.message
    assert message in problems_of_connectors(tmp_path)[0].message


def test_plain_http_is_allowed_where_it_is_said(tmp_path: Path) -> None:
    write(tmp_path, SOUND.replace("https://crm.", "http://crm.").replace("timeout: 5", "allow_plain_http: true"))
    assert FileConnectors(tmp_path, {}).names("montelupo")[0] == "crm"


def test_connectors_are_a_principals(tmp_path: Path) -> None:
    write(tmp_path, SOUND, "common")
    assert "a principal's" in problems_of_connectors(tmp_path)[0].message
