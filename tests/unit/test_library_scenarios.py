import shutil
from pathlib import Path

import pytest
import yaml

from assistant.adapters.library import FileLibrary
from assistant.adapters.library_content import SHIPPED
from assistant.adapters.library_scenarios import ScenarioFiles, read_practice
from assistant.domain.errors import LibraryError, NotFound
from assistant.domain.practice_words import sentences
from knowledge.errors import Problem
from tests.unit.scenario_example import scenario, scenario_data


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The shipped library without its articles and examples, which nothing here reads."""
    path = tmp_path / "library"
    ignore = shutil.ignore_patterns("articles", "situations")
    shutil.copytree(SHIPPED, path, ignore=ignore)
    return path


def files(library: Path) -> ScenarioFiles:
    return ScenarioFiles(FileLibrary(library), SHIPPED)


def problems_of(library: Path) -> list[Problem]:
    return read_practice(library, SHIPPED)[2]


def write(library: Path, name: str, text: str, owner: str = "common") -> Path:
    path = library / owner / "scenarios" / f"{name}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_twelve_ship_six_a_language_from_easy_to_very_hard() -> None:
    assert problems_of(SHIPPED) == []
    found = files(SHIPPED).scenarios()
    for language in ("it", "en"):
        levels = [one.difficulty for one in found if one.language == language]
        assert len(levels) == 6
        assert (levels[0], levels[-1], len(set(levels))) == ("easy", "very_hard", 4)


def test_no_sentence_of_a_scenario_stands_twice() -> None:
    shipped = files(SHIPPED)
    for one in shipped.scenarios():
        pools = {**shipped.house(one.language).lines}
        lines = [(key, line.text) for key, pool in (*pools.items(), *one.lines.items()) for line in pool.spoken()]
        every = [sentence for _, line in lines for sentence in sentences(line)]
        assert sorted({sentence for sentence in every if every.count(sentence) > 1}) == [], one.id


def test_only_those_of_the_principals_that_one_may_see(library: Path) -> None:
    assert {one.principal for one in files(library).scenarios(["montelupo"])} == {"montelupo"}


def test_an_unknown_one_names_what_there_is(library: Path) -> None:
    with pytest.raises(NotFound, match="en-bluffer"):
        files(library).scenario("en-nobody")


def test_a_principals_own_folder_is_read(library: Path) -> None:
    write(library, "test-bakery", yaml.safe_dump(scenario_data()), owner="brackwater")
    assert files(library).scenario("test-bakery") == scenario()


def test_an_edited_file_is_read_again(library: Path) -> None:
    path = write(library, "test-bakery", yaml.safe_dump(scenario_data()))
    read = files(library)
    assert read.scenario("test-bakery").title == "The bakery"
    path.write_text(yaml.safe_dump(scenario_data() | {"title": "Edie's bakery"}), encoding="utf-8")
    assert read.scenario("test-bakery").title == "Edie's bakery"


def test_a_broken_one_stops_nobody_else(library: Path) -> None:
    write(library, "test-bakery", yaml.safe_dump(scenario_data() | {"colour": "red"}))
    read = files(library)
    assert len(read.scenarios()) == 12
    with pytest.raises(LibraryError, match="Unknown field `colour`") as caught:
        read.scenario("test-bakery")
    assert "test-bakery.yaml:" in caught.value.where


@pytest.mark.parametrize(
    ("name", "owner", "changes", "message"),
    [
        ("other-name", "common", {}, "id 'test-bakery' must be the file's name, 'other-name'."),
        ("test-bakery", "montelupo", {}, "The file lies with 'montelupo'"),
        ("test-bakery", "common", {"principal": "acme"}, "There is no principal 'acme'"),
        ("test-bakery", "common", {"version": 0}, "`version`"),
    ],
)
def test_faults_of_a_file(library: Path, name: str, owner: str, changes: dict[str, object], message: str) -> None:
    write(library, name, yaml.safe_dump(scenario_data() | changes), owner)
    problems = problems_of(library)
    assert message in problems[0].message
    assert f"{name}.yaml:" in problems[0].where


def test_a_fault_names_its_line(library: Path) -> None:
    text = yaml.safe_dump(scenario_data(), sort_keys=False).replace("say: tells_oven", "say: sings")
    path = write(library, "test-bakery", text)
    line = next(n for n, row in enumerate(text.splitlines(), start=1) if "say: sings" in row)
    problem = next(found for found in problems_of(library) if "sings" in found.message)
    assert problem.where == f"{path}:{line}"


def test_an_id_that_stands_twice(library: Path) -> None:
    write(library, "test-bakery", yaml.safe_dump(scenario_data()))
    write(library, "test-bakery", yaml.safe_dump(scenario_data()), owner="brackwater")
    assert "stands in test-bakery.yaml too" in problems_of(library)[0].message


def test_a_library_from_before_role_play_has_the_shipped_ones(library: Path) -> None:
    shutil.rmtree(library / "common" / "scenarios")
    shutil.rmtree(library / "common" / "practice")
    assert len(files(library).scenarios()) == 12
    shutil.rmtree(library / "montelupo")
    assert problems_of(library) == []
    assert {one.principal for one in files(library).scenarios()} == {"brackwater"}


def test_a_broken_expression_of_an_act_is_named(library: Path) -> None:
    path = library / "common" / "practice" / "en.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(r"- \bhow come\b", "- '(how come'"), encoding="utf-8")
    problem = problems_of(library)[0]
    assert "isn't a regular expression" in problem.message
    assert "en.yaml:" in problem.where
