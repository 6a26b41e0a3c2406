import threading
from pathlib import Path

import pytest

from assistant.adapters.models.qualification import (
    SHIPPED,
    Qualifications,
    load_qualifications,
    load_thresholds,
    never_checked,
    read_records,
    save_record,
)
from assistant.adapters.models.weights import DEFAULT
from assistant.domain.errors import LibraryError
from assistant.domain.qualification import WORKS, is_earned
from tests.unit.test_qualification import PROMPTS, found, record

SHORT = "records:\n- weights: w\n  name: a model\n  engine: e\n  product: '1'\n"


def test_what_is_saved_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "models" / "qualification.yaml"
    saved = save_record(path, record(found(), found(language="en", passed=3)))
    assert read_records(path) == {"w": saved}
    assert [entry.name for entry in path.parent.iterdir() if entry.suffix != ".lock"] == ["qualification.yaml"]


def test_a_part_measured_anew_leaves_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "qualification.yaml"
    save_record(path, record(found(passed=20), found("judge", passed=20)))
    save_record(path, record(found(passed=3)).model_copy(update={"weights": "other"}))
    saved = save_record(path, record(found(passed=4)))
    assert [(r.work, r.passed) for r in saved.results] == [("mention", 4), ("judge", 20)]
    assert list(read_records(path)) == ["w", "other"]


def test_checks_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "qualification.yaml"
    records = [record(found()).model_copy(update={"weights": f"w{n}"}) for n in range(8)]
    threads = [threading.Thread(target=save_record, args=(path, one)) for one in records]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(read_records(path)) == {f"w{n}" for n in range(8)}


def test_a_check_made_here_stands_before_the_shipped_record() -> None:
    shipped, stored = {"w": record(found(passed=20), found("judge"))}, {"w": record(found(passed=3))}
    here = Qualifications(shipped, stored, PROMPTS)
    assert here.of("w").earned["it"] == ("select", "judge")
    assert here.of("w").standing == "here"
    assert Qualifications(shipped, {}, PROMPTS).of("w").standing == "shipped"
    assert [one.weights for one in here.all()] == ["w"]


def test_weights_that_nobody_checked_may_only_select() -> None:
    unknown = Qualifications({"w": record(found())}, {}, PROMPTS).of("f" * 64)
    assert unknown == never_checked("f" * 64)
    assert (unknown.earned, unknown.standing) == ({"it": ("select",), "en": ("select",)}, "never")


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (SHORT + "  results: [{work: cooking}]\n", 6, "work"),
        (SHORT.replace("  name: a model\n", ""), 2, "name"),
        ("records: [\n", 2, "Not valid YAML"),
    ],
)
def test_a_broken_record_names_file_line_and_remedy(tmp_path: Path, text: str, line: int, says: str) -> None:
    path = tmp_path / "qualification.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LibraryError, match=says) as caught:
        load_qualifications(path, PROMPTS)
    assert caught.value.where == f"{path}:{line}"
    assert "ascolto models check" in caught.value.message


def test_every_work_has_a_threshold_with_its_reason() -> None:
    thresholds = load_thresholds()
    assert set(thresholds) == set(WORKS)
    assert all(len(threshold.reason) > 40 for threshold in thresholds.values())


def test_the_shipped_record_knows_the_default_weights() -> None:
    assert DEFAULT.sha256 in read_records(SHIPPED)


def test_the_shipped_verdicts_follow_from_their_figures() -> None:
    thresholds = load_thresholds()
    for shipped in read_records(SHIPPED).values():
        for result in shipped.results:
            day = thresholds[result.work].model_copy(update={"passes": result.passes, "wrong": result.wrong_at_most})
            assert result.earned == is_earned(result.passed, result.wrong, result.cases, day)
