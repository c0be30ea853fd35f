from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.layout import Layout
from index.lists import Lists
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
        recency = 2.0 ** (-(today - int(days[row])) / rows.half_life(visible)) if row < len(days) else 0.0
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
    assert half_life(DAY + np.arange(4001)) == 400
    assert half_life(DAY + np.array([*range(0, 3000, 300), *range(3000, 4001)])) == 101


class TestMatrix:
    def parts(self):
        """Eight vectors in all: a file of six, of which one is gone, and three that came later."""
        random = np.random.default_rng(3)
        base, tail = (random.normal(size=(count, 4)).astype(np.float32) for count in (6, 3))
        places = np.array([6, 0, 1, 7, 3, 4, 5, 8])
        return Matrix(base, tail, places), np.concatenate([base, tail])[places]

    def test_rows_from_the_file_and_from_memory(self):
        matrix, whole = self.parts()
        rows = np.array([7, 0, 3, 3, 1])
        assert len(matrix) == 8 and (matrix.take(rows) == whole[rows]).all()
        question = np.array([0.5, -0.5, 0.5, 0.5], dtype=np.float32)
        for low in range(9):
            for high in range(low, 9):
                assert matrix.products(question, low, high) == pytest.approx(whole[low:high] @ question, abs=1e-6)


def unit(random, count, dimension=16):
    matrix = random.normal(size=(count, dimension)).astype(np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


class TestLists:
    """Ivf: what it looks at is exact, and it looks at enough."""

    @pytest.fixture
    def some(self, monkeypatch):
        """600 rows, 40 of them undated, in 18 lists; walls of more than 20 rows are searched by lists."""
        monkeypatch.setattr("index.vectors.FEW", 20)
        monkeypatch.setattr("index.vectors.FRESH", 10)
        random = np.random.default_rng(5)
        matrix = Matrix.of(unit(random, 600))
        rows = layout(np.sort(DAY - random.integers(0, 3000, 560)), undated=40)
        return matrix, Vectors(rows, matrix, 400.0, Lists.build(matrix)), Vectors(rows, matrix, 400.0)

    def walls(self, rows):
        return [rows.visible(back if back is None else date.fromordinal(DAY - back)) for back in (None, 0, 900, 2800)]

    def test_with_every_list_open_it_is_exact(self, some, monkeypatch):
        monkeypatch.setattr("index.lists.SCANNED", 100_000)
        matrix, ivf, flat = some
        for question in matrix.base[::60]:
            for visible in self.walls(ivf):
                for weight in (0.0, 0.3):
                    asked = {"visible": visible, "weight": weight}
                    assert ivf.search(question, 10, **asked)[:10] == flat.search(question, 10, **asked)[:10]

    def test_never_beyond_the_wall_and_as_many_as_there_are(self, some, monkeypatch):
        monkeypatch.setattr("index.lists.SCANNED", 1)
        matrix, ivf, _ = some
        assert ivf.lists.index.nlist == 18
        for visible in (0, 1, 19, 21, 30, 100, 560, 600):
            for count in (1, 25, 200, 10_000):
                rows = [hit.row for hit in ivf.search(matrix.base[3], count, visible=visible)]
                assert len(rows) >= min(count, visible) and len(set(rows)) == len(rows)
                assert all(0 <= row < visible for row in rows)

    def test_the_newest_rows_are_never_missed(self, some, monkeypatch):
        monkeypatch.setattr("index.lists.SCANNED", 1)
        _, ivf, _ = some
        for row in range(550, 560):
            question = -ivf.matrix.base[row]  # the worst match there is
            found = ivf.search(question, 30, visible=600, weight=1000.0)
            assert row in [hit.row for hit in found]

    def test_updated_rows_are_those_of_lists_made_at_once(self, some):
        random = np.random.default_rng(9)
        matrix, ivf, _ = some
        gone = random.choice(600, 50, replace=False)
        kept = np.setdiff1d(np.arange(600), gone)
        added = np.sort(random.choice(650, 100, replace=False))
        stay = np.setdiff1d(np.arange(650), added)
        rows = np.full(600, -1)
        rows[kept] = stay
        new = unit(random, 100)
        ivf.lists.update(rows, added, new)
        whole = np.empty((650, 16), dtype=np.float32)
        whole[stay], whole[added] = matrix.base[kept], new
        question = whole[added[7]]
        found, similar = ivf.lists.scan(question, 650, 650)
        assert sorted(found) == list(range(650))
        assert similar == pytest.approx(whole[found] @ question, abs=0.06)  # eight bits of 16 numbers
        for number in range(18):  # a cut at a wall needs rows in order
            assert (np.diff(ivf.lists._ids(number)) > 0).all()
        assert sorted(ivf.lists.scan(question, 300, 300)[0]) == list(range(300))

    def test_newest_only_is_an_append(self, some):
        matrix, ivf, _ = some
        ivf.lists.update(np.arange(600), np.arange(600, 610), unit(np.random.default_rng(1), 10))
        assert len(ivf.lists) == 610
        assert sorted(ivf.lists.scan(matrix.base[0], 610, 610)[0]) == list(range(610))

    def test_few_miss_what_flat_finds(self):
        random = np.random.default_rng(2)
        centres = unit(random, 300, 64)
        matrix = centres[random.integers(300, size=40_000)] + 0.1 * random.normal(size=(40_000, 64)).astype(np.float32)
        matrix = Matrix.of(matrix / np.linalg.norm(matrix, axis=1, keepdims=True))
        rows = layout(np.sort(DAY - random.integers(0, 7300, 40_000)))
        flat, ivf = Vectors(rows, matrix, 1800.0), Vectors(rows, matrix, 1800.0, Lists.build(matrix))
        shares = []
        for question in matrix.base[random.integers(40_000, size=40)]:
            for visible in (40_000, 22_000):
                found = [v.search(question, 128, visible=visible, weight=0.1)[:10] for v in (flat, ivf)]
                shares.append(len({hit.row for hit in found[0]} & {hit.row for hit in found[1]}) / 10)
        assert np.mean(shares) >= 0.98


def test_one_question_is_one_look(monkeypatch):
    rows = vectors([DAY - 9, DAY - 5, DAY], [[1, 0], [0.8, 0.6], [0, 1]])
    looks = []
    whole = Matrix.products
    monkeypatch.setattr(Matrix, "products", lambda *given: looks.append(1) or whole(*given))
    question = np.array([1, 0], dtype=np.float32)
    for weight in (0.0, 0.5):
        rows.search(question, 1, visible=3, weight=weight)
    rows.search_newest(question, 1, visible=3)
    assert len(looks) == 1
    rows.search(question, 1, visible=2)  # another wall
    rows.search(question[::-1].copy(), 1, visible=2)  # another question
    assert len(looks) == 3


def test_the_same_instant_everywhere():
    rows = vectors([DAY] * 5, [[1, 0], [0, 1], [1, 0], [0.8, 0.6], [0, 1]])
    found = rows.search(np.array([1, 0], dtype=np.float32), 5, visible=5, weight=0.5)
    assert [(hit.row, hit.total) for hit in found] == [(0, 1.5), (2, 1.5), (3, 1.3), (1, 0.5), (4, 0.5)]


def test_no_rows_at_all():
    rows = vectors([], np.zeros((0, 2)))
    question = np.array([1, 0], dtype=np.float32)
    assert rows.search(question, 5, visible=rows.visible(None)) == []
    assert rows.search_newest(question, 5, visible=0) == []
