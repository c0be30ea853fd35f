from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.layout import Layout
from index.matrix import Matrix
from index.vectors import Vectors, half_life

DAY = date(2020, 1, 1).toordinal()


def layout(days, undated=0):
    """Rows of these ordinals (in order) and so many undated ones after them."""
    days = np.array(days, dtype=np.int64)
    count = len(days) + undated
    moments = np.concatenate([np.searchsorted(np.unique(days), days), np.full(undated, -1)]).astype(np.int64)
    numbers = np.arange(count, dtype=np.int64)
    return Layout(numbers, numbers, np.zeros((count, 2), dtype=np.int64), days, moments, numbers)


def vectors(days, matrix, undated=0, life=10.0):
    return Vectors(layout(days, undated), Matrix.of(np.array(matrix, dtype=np.float32)), life)


def brute_force(rows, matrix, question, count, visible, weight):
    """The same ranking, spelled out: no ranges, no extra dimension, no FAISS."""
    days = rows.layout.days
    dated = min(visible, len(days))
    today = days[dated - 1] if dated else 0
    scored = []
    for row in range(visible):
        similarity = float(np.float64(matrix[row]) @ np.float64(question))
        recency = 2.0 ** (-(today - int(days[row])) / rows.half_life) if row < len(days) else 0.0
        scored.append((-round(similarity + weight * recency, 6), -rows.layout.moments[row], row))
    return [(row, -total) for total, _, row in sorted(scored)[:count]]


def test_three_vectors_worked_out_by_hand():
    # Half-life 10 days, newest source on DAY. Recency by hand: 20 days old 1/4, 10 days 1/2, today 1.
    rows = vectors([DAY - 20, DAY - 10, DAY], [[1, 0], [0.8, 0.6], [0, 1]])
    question = np.array([1, 0], dtype=np.float32)
    plain = rows.search(question, 3, visible=3)
    assert [(hit.row, hit.total) for hit in plain] == [(0, 1.0), (1, 0.8), (2, 0.0)]
    tilted = rows.search(question, 3, visible=3, weight=1.0)
    assert [(hit.row, hit.total) for hit in tilted] == [(1, 1.3), (0, 1.25), (2, 1.0)]
    assert [hit.similarity for hit in tilted] == [0.8, 1.0, 0.0]
    assert [hit.recency for hit in tilted] == [0.5, 0.25, 1.0]


def test_age_is_measured_from_the_newest_visible_source():
    rows = vectors([DAY - 20, DAY - 10, DAY], [[1, 0], [0.8, 0.6], [0, 1]])
    visible = rows.visible(date.fromordinal(DAY - 5))
    found = rows.search(np.array([1, 0], dtype=np.float32), 3, visible=visible, weight=1.0)
    assert [(hit.row, hit.total, hit.recency) for hit in found] == [(1, 1.8, 1.0), (0, 1.5, 0.5)]


def test_undated_rows_have_no_recency_and_are_behind_the_wall():
    rows = vectors([DAY], [[0, 1], [1, 0]], undated=1)
    question = np.array([1, 0], dtype=np.float32)
    assert [(hit.row, hit.total) for hit in rows.search(question, 2, visible=2, weight=0.5)] == [
        (1, 1.0),
        (0, 0.5),
    ]
    assert rows.visible(date(2100, 1, 1)) == 1
    assert rows.visible(date.fromordinal(DAY - 1)) == 0
    assert rows.search(question, 2, visible=0, weight=0.5) == []


def test_only_undated_rows():
    rows = vectors([], [[0, 1], [1, 0]], undated=2)
    assert [hit.row for hit in rows.search(np.array([1, 0], dtype=np.float32), 5, visible=2, weight=0.5)] == [
        1,
        0,
    ]


@pytest.mark.parametrize("life", [10.0, 700.0, 0.37])
@pytest.mark.parametrize("weight", [0.0, 0.1, 1.0])
def test_equals_brute_force(life, weight):
    random = np.random.default_rng(7)
    days = np.sort(DAY - random.integers(0, 7300, 600))
    matrix = random.normal(size=(640, 16)).astype(np.float32)
    matrix[100:140] = matrix[100]  # forty that tie in similarity
    matrix /= np.linalg.norm(matrix, axis=1, keepdims=True)
    rows = vectors(days, matrix, undated=40, life=life)
    for as_of in (None, DAY, DAY - 400, DAY - 5000, DAY - 7299):
        visible = rows.visible(as_of and date.fromordinal(as_of))
        question = matrix[100] if as_of == DAY else matrix[random.integers(640)] + matrix[3]
        question = (question / np.linalg.norm(question)).astype(np.float32)
        for count in (1, 10, 25, 10_000):
            found = rows.search(question, count, visible=visible, weight=weight)[:count]
            wanted = brute_force(rows, matrix, question, count, visible, weight)
            assert len(found) == min(count, visible)
            # Sums rounded to either side of a sixth digit may trade places; nothing else may.
            assert np.allclose([hit.total for hit in found], [total for _, total in wanted], atol=1e-5)
            differing = [i for i, hit in enumerate(found) if hit.row != wanted[i][0]]
            assert all(abs(found[i].total - wanted[i][1]) <= 2e-6 for i in differing)
            assert len(differing) <= 2


def test_ties_newer_first_and_all_of_the_last_place():
    rows = vectors([DAY - 2, DAY - 1, DAY - 1, DAY], [[1, 0]] * 4)
    found = rows.search(np.array([1, 0], dtype=np.float32), 1, visible=4)
    assert [hit.row for hit in found] == [3, 1, 2, 0]


@given(
    ages=st.lists(st.integers(0, 400_000), min_size=1, max_size=20),
    life=st.floats(1e-6, 1e9),
    back=st.integers(-5, 400_000),
)
def test_never_beyond_the_wall_and_never_out_of_bounds(ages, life, back):
    ages = sorted(ages, reverse=True)
    rows = vectors([DAY - age for age in ages], [[1, 0]] * len(ages), undated=0, life=life)
    as_of = date.fromordinal(DAY - back)
    found = rows.search(np.array([1, 0], dtype=np.float32), 50, visible=rows.visible(as_of), weight=0.3)
    assert [hit for hit in found if rows.layout.days[hit.row] > as_of.toordinal()] == []
    assert len(found) == sum(age >= back for age in ages)
    assert all(1.0 <= hit.total <= 1.3 + 1e-6 for hit in found)
    if found:
        assert found[0].recency == 1.0  # the newest visible one


def test_the_newest_on_a_subject_though_not_new():
    # 300 old rows fit best; row 300 fits well and is years older than the 99 idle rows after it.
    days = [DAY - 6000] * 300 + [DAY - 3000] + [DAY] * 99
    rows = vectors(days, [[1, 0]] * 300 + [[0.6, 0.8]] + [[0, 1]] * 99)
    question = np.array([1, 0], dtype=np.float32)
    assert 300 not in [hit.row for hit in rows.search(question, 40, visible=400, weight=0.3)]
    assert 300 in [hit.row for hit in rows.search_newest(question, 40, visible=400)]
    assert [hit for hit in rows.search_newest(question, 40, visible=300) if hit.row >= 300] == []


def test_half_life():
    assert half_life(np.array([], dtype=np.int64)) == 30
    assert half_life(np.array([DAY] * 9)) == 30
    assert half_life(DAY + np.arange(4001)) == 900
