"""Vectors in a file: the nearest of several questions, the best window of a passage."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.vectors import VECTORS, LocalVectors, Windows, top_rows

UNIT = np.eye(4, dtype=np.float32)


def test_the_nearest_to_any_question_are_found(tmp_path: Path) -> None:
    np.save(tmp_path / VECTORS, UNIT)
    vectors = LocalVectors.load(tmp_path)
    assert vectors.nearest(UNIT[[2, 0]], 1).tolist() == [0, 2]
    assert vectors.nearest(UNIT[:1], 9).tolist() == [0, 1, 2, 3]
    assert vectors.cosines(UNIT[:2], np.array([1, 3])).tolist() == [[0, 0], [1, 0]]


def test_a_passage_is_as_near_as_its_best_window(tmp_path: Path) -> None:
    Windows(np.stack([UNIT[0], UNIT[1], 0.5 * UNIT[1], UNIT[3]]), [2, 1, 1]).save(tmp_path)
    windows = Windows.load(tmp_path)
    assert windows.cosines(UNIT[:2], np.array([0, 1, 2])).tolist() == [[1, 0, 0], [1, 0.5, 0]]
    assert windows.cosines(UNIT[[3]], np.array([2, 0])).tolist() == [[1, 0]]
    assert windows.cosines(UNIT[:2], np.array([], np.intp)).shape == (2, 0)


def test_the_largest_come_first() -> None:
    assert top_rows(np.array([0.1, 0.9, 0.5]), 2).tolist() == [1, 2]
    assert top_rows(np.array([0.1, 0.9]), 5).tolist() == [1, 0]
    assert top_rows(np.array([]), 3).tolist() == []
    assert top_rows(np.array([1.0, 2.0]), 0).tolist() == pytest.approx([])
