"""The commands `import`, `demo` and `users` against a data folder of their own."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli.commands import app
from assistant.services.import_kinds import template

pytestmark = pytest.mark.integration


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASCOLTO_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("ASCOLTO_DATABASE_URL", raising=False)
    return tmp_path / "home"


def ascolto(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(app, list(arguments), input=given)


def test_files_of_a_new_principal_in_any_order(tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    for kind in ("payments", "invoices", "customers"):
        (folder / f"{kind}.csv").write_text(template(kind))
    checked = ascolto("import", str(folder), "--principal", "acme", "--dry-run", "--json")
    assert [json.loads(line)["written"] for line in checked.stdout.splitlines()] == [0, 0, 0]
    assert not (home / "library" / "acme").exists()
    done = ascolto("import", str(folder / "*.csv"), "--principal", "acme", "--json")
    assert done.exit_code == 0
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(report["kind"], report["written"]) for report in reports] == [
        ("customers", 2),
        ("invoices", 2),
        ("payments", 2),
    ]
    assert set(reports[0]) == {"file", "kind", "accepted", "unchanged", "rejected", "written"}
    assert "acme" in done.stderr
    assert (home / "library" / "acme" / "policy.yaml").is_file()


def test_a_refused_file_is_status_1(tmp_path: Path) -> None:
    path = tmp_path / "customers.csv"
    path.write_text(template("customers").replace("Condominio Esempio", ""))
    refused = ascolto("import", str(path), "--principal", "acme", "--json")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["rejected"][0]["row"] == 2
    skipped = ascolto("import", str(path), "--principal", "acme", "--skip-rejected", "--json")
    assert skipped.exit_code == 0
    assert json.loads(skipped.stdout)["written"] == 1
    for_people = ascolto("import", str(path), "--principal", "acme")
    assert "row 2: name" in for_people.stdout


def test_one_unreadable_file_among_many_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "customers.csv").write_text(template("customers"))
    (tmp_path / "broken.csv").write_text("a,b\n1,2\n")
    done = ascolto(
        "import", str(tmp_path / "customers.csv"), str(tmp_path / "broken.csv"), "--principal", "a", "--json"
    )
    assert done.exit_code == 1
    reports = [json.loads(line) for line in done.stdout.splitlines()]
    assert [report["written"] for report in reports] == [2, 0]
    assert [(item["row"], item["field"]) for item in reports[1]["rejected"]] == [(1, "file")]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("none.csv", "--principal", "acme"), "no such file"),
        (("none-*.csv", "--principal", "acme"), "No file fits"),
        (("--principal", "acme"), "Name the files"),
        (("x.csv", "--principal", "Acme"), "small letters"),
        (("x.csv", "--principal", "acme", "--kind", "debts"), "customers"),
        (("x.csv",), "--principal"),
        (("--template", "debts"), "customers"),
    ],
)
def test_what_is_wrong_is_said_on_standard_error(arguments: tuple[str, ...], message: str) -> None:
    result = ascolto("import", *arguments)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""


def test_a_template_needs_nothing_else() -> None:
    assert ascolto("import", "--template", "tickets").stdout == template("tickets")


def test_the_demo_is_loaded_once_a_day() -> None:
    first = ascolto("demo", "--json")
    assert first.exit_code == 0, first.stderr
    loaded = json.loads(first.stdout)
    assert {item["principal"]: item["written"] for item in loaded} == {"brackwater": True, "montelupo": True}
    assert sum(item["past_calls"] for item in loaded) == 200
    assert [item["written"] for item in json.loads(ascolto("demo", "--json").stdout)] == [False, False]
    assert "montelupo" in ascolto("demo").stdout
    people = json.loads(ascolto("users", "list", "--json").stdout)
    assert {person["role"] for person in people} == {"operator", "supervisor", "trainer"}


def test_accounts_and_keys() -> None:
    added = ascolto("users", "add", "anna", "--principal", "montelupo", "--password-stdin", given="lunga e segreta\n")
    assert added.exit_code == 0, added.stderr
    assert "anna" in ascolto("users", "list").stdout
    taken = ascolto("users", "add", "anna", "--principal", "montelupo", "--password-stdin", given="lunga e segreta\n")
    assert (taken.exit_code, "taken" in taken.stderr) == (1, True)
    key = ascolto("users", "key", "pbx", "--scope", "feed", "--principal", "montelupo", "--json")
    assert json.loads(key.stdout)["key"].startswith("ascolto_")


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "anna"),
        ("add", "a b", "--principal", "montelupo"),
        ("add", "anna", "--principal", "nobody"),
        ("add", "anna", "--principal", "montelupo", "--password-stdin"),
    ],
)
def test_unusable_accounts_and_keys_are_refused(arguments: tuple[str, ...]) -> None:
    assert ascolto("users", *arguments, given="short\n").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "anna", "--role", "boss", "--principal", "montelupo"),
        ("add", "anna", "--language", "de", "--principal", "montelupo"),
        ("key", "pbx", "--scope", "all", "--principal", "montelupo"),
    ],
)
def test_words_that_are_no_choice_are_usage_errors(arguments: tuple[str, ...]) -> None:
    assert ascolto("users", *arguments, given="lunga e segreta\n").exit_code == 2
