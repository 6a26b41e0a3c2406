"""Scenarios written back: what didn't change keeps every letter, and nobody's change is overwritten."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.adapters.library_content import SHIPPED
from assistant.adapters.scenario_writing import as_yaml
from assistant.domain.errors import Conflict, InvalidInput
from assistant.domain.scenario import Scenario
from assistant.domain.scenario_editing import ScenarioRefused
from knowledge.yamlfiles import parse_yaml, validated
from tests.fake_practice import shipped_practice, shipped_shelf

SCENARIO = "it-promessa-malattia"


@pytest.fixture
def library(tmp_path: Path) -> Path:
    path = tmp_path / "library"
    shutil.copytree(SHIPPED, path)
    return path


def file_of(library: Path, scenario_id: str = SCENARIO) -> Path:
    return library / "common" / "scenarios" / f"{scenario_id}.yaml"


def form(library: Path, **changed: Any) -> dict[str, Any]:
    """What the form sends: every field, the lines as objects."""
    data = shipped_shelf(library).open(SCENARIO).scenario.model_dump(mode="json")
    for one in data["lines"].values():
        one["say"] = [{"text": say, "mood": None} if isinstance(say, str) else say for say in one["say"]]
    return data | changed


def test_a_changed_section_is_written_and_the_others_keep_their_letters_and_comments(library: Path) -> None:
    path = file_of(library)
    text = path.read_text(encoding="utf-8").replace("facts:\n", "# what stays hidden\nfacts:\n")
    path.write_text(text, encoding="utf-8")
    shelf = shipped_shelf(library)
    opened = shelf.open(SCENARIO)
    saved = shelf.write(shelf.parse(form(library, title="Un altro titolo: “prova”")), opened.stamp)
    assert (saved.scenario.title, saved.scenario.version) == ("Un altro titolo: “prova”", opened.scenario.version + 1)
    assert saved.place == f"common/scenarios/{SCENARIO}.yaml"
    before, after = text.splitlines(), path.read_text(encoding="utf-8").splitlines()
    changed = {line for line in after if line not in before}
    assert changed == {f"version: {saved.scenario.version}", "title: 'Un altro titolo: “prova”'"}
    assert [line for line in before if line.startswith("#")] == [line for line in after if line.startswith("#")]
    assert [one.name for one in path.parent.iterdir() if one.suffix != ".yaml" or one.name.startswith(".")] == []


def test_what_is_saved_unchanged_leaves_the_file_alone(library: Path) -> None:
    shelf = shipped_shelf(library)
    opened, text = shelf.open(SCENARIO), file_of(library).read_text(encoding="utf-8")
    assert shelf.write(shelf.parse(form(library)), opened.stamp) == opened
    assert file_of(library).read_text(encoding="utf-8") == text


def test_a_file_that_somebody_changed_meanwhile_is_not_overwritten(library: Path) -> None:
    shelf = shipped_shelf(library)
    opened = shelf.open(SCENARIO)
    edited = file_of(library).read_text(encoding="utf-8") + "# by hand\n"
    file_of(library).write_text(edited, encoding="utf-8")
    with pytest.raises(Conflict) as refused:
        shelf.write(shelf.parse(form(library, title="Altro")), opened.stamp)
    assert refused.value.code == "changed_elsewhere"
    assert file_of(library).read_text(encoding="utf-8") == edited


def test_every_shipped_scenario_is_the_same_after_it_was_written(library: Path) -> None:
    for scenario in shipped_practice(library).library.scenarios():
        assert validated(Scenario, parse_yaml(as_yaml(scenario), Path("a.yaml"))) == scenario


def test_a_new_one_goes_to_its_principal_and_takes_no_id_twice(library: Path) -> None:
    shelf = shipped_shelf(library)
    added = shelf.add(shelf.parse(form(library, id="it-nuovo")))
    assert added.place == "montelupo/scenarios/it-nuovo.yaml"
    assert "text: null" not in (library / added.place).read_text(encoding="utf-8")
    with pytest.raises(Conflict):
        shelf.add(added.scenario)
    with pytest.raises(InvalidInput):
        shelf.add(shelf.parse(form(library, id="it-altrove", principal="nowhere")))


def test_a_shipped_file_is_edited_in_the_library_not_in_the_program(library: Path) -> None:
    shutil.rmtree(library / "common" / "scenarios")
    shelf = shipped_shelf(library)
    saved = shelf.write(shelf.parse(form(library, title="Nostro")), shelf.open(SCENARIO).stamp)
    assert saved.place == f"montelupo/scenarios/{SCENARIO}.yaml"
    assert (SHIPPED / "common" / "scenarios" / f"{SCENARIO}.yaml").read_text(encoding="utf-8") != (
        library / saved.place
    ).read_text(encoding="utf-8")
    titles = {one.id: one.title for one in shipped_practice(library).library.scenarios()}
    assert titles[SCENARIO] == "Nostro"
    assert len(titles) == 12


def test_a_scenario_that_goes_to_another_principal_moves(library: Path) -> None:
    shelf = shipped_shelf(library)
    shelf.add(shelf.parse(form(library, id="it-nuovo")))
    moved = shelf.parse(form(library, id="it-nuovo", principal="brackwater"))
    saved = shelf.write(moved, shelf.open("it-nuovo").stamp)
    assert saved.place == "brackwater/scenarios/it-nuovo.yaml"
    assert not (library / "montelupo" / "scenarios" / "it-nuovo.yaml").exists()


def test_each_wrong_field_is_named_with_its_place(library: Path) -> None:
    data = form(library, difficulty="huge", mood=9)
    data["records"]["invoices"][0]["amount"] = "no"
    del data["persona"]["name"]
    intent = next(iter(data["lines"]))
    data["lines"][intent]["say"][0]["text"] = ""
    with pytest.raises(ScenarioRefused) as refused:
        shipped_shelf(library).parse(data)
    places = {fault.loc for fault in refused.value.faults}
    assert places == {
        ("difficulty",),
        ("mood",),
        ("records", "invoices", 0, "amount"),
        ("persona", "name"),
        ("lines", intent, "say", 0, "text"),
    }


def test_a_file_that_is_not_sound_is_named(library: Path) -> None:
    path = file_of(library)
    path.write_text(path.read_text(encoding="utf-8").replace("version: 1", "version: zero"), encoding="utf-8")
    ((owner, broken),) = shipped_shelf(library).broken()
    assert (owner, broken.id) == ("common", SCENARIO)
    assert broken.where.startswith(f"common/scenarios/{SCENARIO}.yaml:")
    assert "version" in broken.message
