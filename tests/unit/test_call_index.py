import numpy as np
import pytest

from knowledge.call_index import CallIndex, Evidence, Ids, PassageRow, Ranked, Vector, coverage, packed, rank, relevance

SIZE = 8
NEAR, FAR = np.eye(SIZE, dtype=np.float32)[0], np.eye(SIZE, dtype=np.float32)[1]


def ids(*numbers: int) -> Ids:
    return np.array(numbers, np.int64)


def row(id_: int, call_id: str, vector: np.ndarray[tuple[int], np.dtype[np.float32]] = FAR) -> PassageRow:
    return PassageRow(id_, call_id, packed(vector[None, :])[0])


@pytest.fixture
def index() -> CallIndex:
    index = CallIndex(SIZE)
    index.extend([row(1, "a"), row(2, "a", NEAR), row(5, "b"), row(6, "b"), row(9, "c")])
    return index


def test_bytes_keep_the_cosine() -> None:
    random = np.random.default_rng(1)
    vectors = random.standard_normal((50, 384)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    index = CallIndex(384)
    index.extend([PassageRow(n + 1, "a", vector) for n, vector in enumerate(packed(vectors))])
    assert np.abs(index.cosines(vectors[7]) - vectors @ vectors[7]).max() < 2e-3


def test_it_grows_piece_by_piece_and_forgets(index: CallIndex) -> None:
    for n in range(10, 40):
        index.extend([row(n, f"c{n}")])
    index.extend([])
    assert (len(index), index.last_id) == (35, 39)
    index.keep(ids(2, 9, 39, 77))
    assert (list(index.ids), index.last_id) == ([2, 9, 39], 39)
    assert list(index.cosines(NEAR)) == [1, 0, 0]
    index.extend([row(40, "a", NEAR)])
    assert list(index.of_calls(frozenset({"a"}))) == [True, False, False, True]


def test_ids_that_it_does_not_know_are_nothing(index: CallIndex) -> None:
    assert list(index.rows(ids(0, 2, 3, 9, 99))) == [1, 4]
    assert list(CallIndex(SIZE).rows(ids(1))) == []


def test_a_vector_of_another_length_is_like_nothing(index: CallIndex) -> None:
    index.extend([PassageRow(10, "d", b"\1\2"), PassageRow(11, "d", b"")])
    assert list(index.cosines(NEAR)[-2:]) == [0, 0]


def test_rare_words_weigh_more_than_common_ones(index: CallIndex) -> None:
    common, rare = ids(1, 2, 5, 6), ids(5)
    covered = coverage(index, [common, rare])
    assert covered[2] == pytest.approx(1)
    assert 0 < covered[0] < 0.5
    assert covered[4] == 0
    assert list(coverage(index, [])) == [0] * 5


def test_likelihood_rises_with_meaning_and_with_words() -> None:
    values = relevance(np.array([0.8, 0.9, 0.8]), np.array([0.0, 0.0, 1.0]))
    assert values[0] < values[1]
    assert values[0] < values[2]


def found(index: CallIndex, question: Vector, evidence: Evidence) -> list[Ranked]:
    ranked, total = rank(index, question, evidence, 10)
    assert len(ranked) == total
    return ranked


def test_calls_are_found_by_meaning_or_words_once_each(index: CallIndex) -> None:
    assert [one.call_id for one in found(index, NEAR, Evidence([]))] == ["a"]
    (best,) = found(index, NEAR, Evidence([]))
    assert best.passages == (2,)
    assert found(index, np.zeros(SIZE, np.float32), Evidence([ids()])) == []


def test_only_chosen_calls_are_found(index: CallIndex) -> None:
    assert found(index, NEAR, Evidence([], chosen=frozenset({"b"}))) == []
    assert [one.call_id for one in found(index, NEAR, Evidence([], chosen=frozenset({"a", "x"})))] == ["a"]


def test_all_phrases_must_stand_in_a_call_and_the_passages_that_hold_them_come_first(index: CallIndex) -> None:
    ranked = found(index, NEAR, Evidence([], [ids(1, 5), ids(6)]))
    assert [(one.call_id, one.quotes) for one in ranked] == [("b", True)]
    assert [one.passages[0] for one in found(index, NEAR, Evidence([], [ids(1)]))] == [1]
    assert [one.call_id for one in found(index, FAR, Evidence([], [ids(5, 9)]))] == ["c", "b"]
    assert found(index, NEAR, Evidence([], [ids()])) == []


def test_an_empty_index_finds_nothing() -> None:
    assert found(CallIndex(SIZE), NEAR, Evidence([ids(1)], [ids(1)])) == []


def test_the_best_are_ranked_and_all_are_counted(index: CallIndex) -> None:
    ranked, total = rank(index, NEAR, Evidence([], [ids(1, 2, 5, 6, 9)]), 2)
    assert ([one.call_id for one in ranked], total) == (["a", "c"], 3)
    assert ranked[0].passages == (2, 1)
