import re
from collections.abc import Mapping
from pathlib import Path
from typing import get_args

import pytest
import yaml

from assistant.domain.errors import InvalidInput
from assistant.domain.rubric import CRITERIA, CriterionId, CriterionScore, Level, Score
from evals.scored import (
    SETS,
    Judged,
    Pair,
    Part,
    ScoredCall,
    agreement,
    calls,
    judged,
    report,
    self_agreement,
    table,
)

PARTS: tuple[Part, ...] = get_args(Part)
ALL = {part: calls(part) for part in PARTS}


def sentences(part: Part) -> set[str]:
    """Sentences of more than five words, without punctuation."""
    texts = [utterance.text.casefold() for call in ALL[part] for utterance in call.utterances]
    words = [re.findall(r"\w+", sentence) for text in texts for sentence in re.split(r"[.!?;:]+", text)]
    return {" ".join(sentence) for sentence in words if len(sentence) > 5}


def proposed(call: ScoredCall, levels: Mapping[CriterionId, Level | None]) -> Judged:
    given = tuple(
        CriterionScore(id=name, level=levels.get(name, call.levels[name]), by="rule", explanation="said so")
        for name in CRITERIA
    )
    return Judged(call, Score(call_id=call.id, rubric=1, criteria=given))


@pytest.mark.parametrize("part", PARTS)
def test_each_part_has_whole_calls_of_both_languages_and_of_every_purpose(part: Part) -> None:
    found = ALL[part]
    assert sum(call.language == "it" for call in found) == sum(call.language == "en" for call in found) == 12
    assert len({call.purpose for call in found}) == 6
    assert all(10 <= len(call.utterances) <= 30 for call in found)
    assert {speaker.speaker for call in found for speaker in call.utterances} == {"operator", "customer", "third_party"}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_criterion_has_every_level_and_null_in_each_part(part: Part, criterion: CriterionId) -> None:
    assert {call.levels[criterion] for call in ALL[part]} == {0, 1, 2, 3, 4, None}


def test_no_sentence_and_no_call_is_in_both_parts() -> None:
    assert sentences("dev") & sentences("test") == set()
    assert not {call.id for call in ALL["dev"]} & {call.id for call in ALL["test"]}


def test_utterances_are_numbered_as_in_transcripts() -> None:
    call = ALL["dev"][0]
    assert [utterance.id for utterance in call.transcript.utterances[:2]] == ["u1", "u2"]
    assert (call.transcript.id, call.transcript.customer) == (call.id, call.customer)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"levels": {"recap": 5}}, r"levels\.recap"),
        ({"levels": {"recap": 3}}, "levels lacks 'identification'"),
        ({"customer": "brackwater/B-2001"}, "isn't one of 'montelupo'"),
        (
            {"why": dict.fromkeys(CRITERIA, "«never said by anybody»")},
            "quotes «never said by anybody», which nobody says",
        ),
        (
            {
                "utterances": [
                    {"t": 2, "speaker": "operator", "text": "a"},
                    {"t": 1, "speaker": "customer", "text": "b"},
                ]
            },
            "back",
        ),
        ({"utterances": ["hello"]}, "utterances"),
        ({"mood": "bad"}, "Unknown field `mood`"),
    ],
)
def test_a_fault_is_told_with_file_line_and_call(tmp_path: Path, change: dict[str, object], message: str) -> None:
    rows = yaml.safe_load((SETS / "dev.it.yaml").read_text(encoding="utf-8"))[:2]
    rows[1] |= change
    (tmp_path / "dev.it.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    with pytest.raises(InvalidInput, match=message) as caught:
        calls("dev", tmp_path)
    assert rows[1]["id"] in caught.value.message
    assert re.search(r"dev\.it\.yaml:\d+$", caught.value.where)


def test_a_call_that_stands_twice_or_in_the_wrong_file_is_refused(tmp_path: Path) -> None:
    rows = yaml.safe_load((SETS / "dev.it.yaml").read_text(encoding="utf-8"))[:1]
    (tmp_path / "dev.it.yaml").write_text(yaml.safe_dump(rows * 2), encoding="utf-8")
    with pytest.raises(InvalidInput, match="stands here twice"):
        calls("dev", tmp_path)
    (tmp_path / "dev.it.yaml").write_text(yaml.safe_dump([{**rows[0], "language": "en"}]), encoding="utf-8")
    with pytest.raises(InvalidInput, match="`language` is not it"):
        calls("dev", tmp_path)
    with pytest.raises(InvalidInput, match="Can't be read"):
        calls("test", tmp_path)


def test_kappa_is_the_one_computed_by_hand() -> None:
    # Quadratic weights, up to the factor 16: disagreement observed 1+1+4 = 6 over 6 pairs. By chance: person
    # 0,1,2,2,3,4 and score 0,2,2,3,3,2; the mean of (person - score)^2 over all 36 combinations is
    # var(person) + var(score) + (mean - mean)^2 = 10/6 + 1 + 0, so kappa = 1 - 1 / (8/3) = 0.625.
    pairs: list[Pair] = [(0, 0), (1, 2), (2, 2), (2, 3), (3, 3), (4, 2)]
    found = agreement(pairs)
    assert found.kappa == 0.625
    assert (found.pairs, found.exact, found.within_one) == (6, 0.5, 0.833)


def test_nulls_are_counted_and_stay_out_of_kappa() -> None:
    pairs: list[Pair] = [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]
    found = agreement([*pairs, (None, None), (None, 2), (3, None), (4, None)])
    assert (found.kappa, found.pairs) == (1.0, 5)
    assert (found.both_null, found.only_person_null, found.only_score_null) == (1, 1, 2)


@pytest.mark.parametrize(
    "pairs",
    [
        [],
        [(0, 0), (1, 1), (2, 2), (3, 3)],
        [(2, 2)] * 6,
        [(2, 0), (2, 1), (2, 2), (2, 3), (2, 4)],
        [(0, 3), (1, 3), (2, 3), (3, 3), (4, 3)],
    ],
)
def test_kappa_is_none_where_it_is_not_defined(pairs: list[Pair]) -> None:
    assert agreement(pairs).kappa is None


def test_worse_than_chance_is_below_nothing() -> None:
    assert agreement([(0, 4), (1, 3), (2, 2), (3, 1), (4, 0)]).kappa == -1.0


def test_a_report_has_criteria_languages_gate_and_differences() -> None:
    found = [proposed(call, {"recap": 2} if call.levels["recap"] is not None else {}) for call in ALL["dev"]]
    told = report(found)
    assert (told["calls"], told["by_criterion"]["purpose"]["kappa"], told["overall"]["only_score_null"]) == (24, 1.0, 0)
    assert told["below_gate"] == ["recap"]
    assert {row["criterion"] for row in told["differences"]} == {"recap"}
    assert len(told["differences"]) == sum(call.levels["recap"] not in (2, None) for call in ALL["dev"])
    assert told["by_language"]["it"]["by_criterion"]["recap"]["kappa"] is None
    assert "differences" not in report(found, differences=False)
    lines = table(told).splitlines()
    assert [line.split()[0] for line in lines[1:10]] == list(CRITERIA)
    assert re.search(r"^recap +- ", lines[8])
    assert [line.split("  ")[0] for line in lines[10:]] == ["overall", "overall, it", "overall, en"]


def test_a_criterion_that_the_score_lacks_is_a_null() -> None:
    call = next(call for call in ALL["dev"] if call.levels["recap"] is not None)
    told = report([Judged(call, Score(call_id=call.id, rubric=1, criteria=()))])
    assert told["by_criterion"]["recap"]["only_score_null"] == 1


async def test_each_call_goes_to_the_scorer_once() -> None:
    async def score(call: ScoredCall) -> Score:
        return proposed(call, {}).score

    found = await judged(ALL["test"], score)
    assert [one.score.call_id for one in found] == [call.id for call in ALL["test"]]


@pytest.mark.parametrize("part", PARTS)
def test_both_readings_of_each_call_are_kept(part: Part) -> None:
    found = self_agreement(part)
    assert list(found) == list(CRITERIA)
    assert all(one.pairs + one.both_null + one.only_person_null + one.only_score_null == 24 for one in found.values())


def test_a_call_without_a_second_reading_is_told(tmp_path: Path) -> None:
    for path in SETS.glob("dev.*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "passes.yaml").write_text("{}", encoding="utf-8")
    with pytest.raises(InvalidInput, match="has no second reading"):
        self_agreement("dev", tmp_path)
