import shutil
import threading
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_toys import NOW, Bag, Table, index_folder, opened, shape, write

from corpus import IndexUnusable
from index.ranking import Candidate, fuse
from index.words import question_words

ODD = ['"', "*", "NEAR(", "a AND", "NOT", 'text:"x" OR', "^", "-", " ", "?", "🙂", "ﬁ", "e\u0301"]
ODD += ["\x00", "\ud800", "crane " * 2000, "x" * 10_000]


@pytest.fixture
def docs(tmp_path):
    return tmp_path / "docs"


def test_scores_worked_out_by_hand(tmp_path, docs):
    # Half-life 10 days: 20 days old counts 1/4. "crane" stands in old.md and new.md, nowhere else.
    write(docs, "old.md", "crane one", "2024-01-01", title="T")
    write(docs, "new.md", "crane two", "2024-01-21", title="T")
    write(docs, "far.md", "nothing", "2024-01-21", title="T")
    table = Table({"crane": [1, 0], "crane one": [1, 0], "crane two": [0.8, 0.6], "nothing": [0, 1]})
    hits = opened(tmp_path, table, half_life_days=10, recency=0.2).search("crane")
    assert [(h.chunk.text, h.similarity, h.words, h.recency) for h in hits] == [
        ("crane two", 0.8, 1.0, 1.0),
        ("crane one", 1.0, 1.0, 0.25),
        ("nothing", 0.0, 0.0, 1.0),
    ]
    # Shares of the best similarity: 0.8, 1, 0; of words: 1, 1, none. Each opens its document, 0.05. "nothing" gets
    # neither that nor a tilt: it is under the floor.
    assert [h.relevance for h in hits] == pytest.approx([0.9, 1.0, 0.0])
    assert [h.score for h in hits] == pytest.approx([1.15, 1.1, 0.0])


def test_fusing_by_hand():
    two, one, none = fuse([Candidate(0, 0.5, 2.0, 0.5), Candidate(1, 1.0, 1.0, 0.0), Candidate(2, 0.4, 0.0, 1.0)], 0.1)
    assert (two.relevance, two.words, two.score) == pytest.approx((0.75, 1.0, 0.8))
    assert (one.relevance, one.words, one.score) == pytest.approx((0.75, 0.5, 0.75))
    assert (none.relevance, none.words, none.score) == pytest.approx((0.2, 0.0, 0.2))
    assert [hit.over_floor for hit in (two, one, none)] == [True, True, False]
    assert fuse([Candidate(0, 0.2, 0.0, 0.0)], 0.1)[0].relevance == 1  # no word at all: similarity alone
    assert fuse([Candidate(0, -0.2, 0.0, 1.0)], 0.1)[0].score == 0  # unlike the question: no share, no tilt
    opening = fuse([Candidate(0, 1.0, 1.0, 0.5, opens=True), Candidate(1, 0.2, 0.0, 1.0, opens=True)], 0.1)
    assert [hit.score for hit in opening] == pytest.approx([1.1, 0.1])  # under the floor nothing is added
    assert fuse([], 0.1) == []


def test_of_equals_the_chunk_that_opens_its_document_comes_first(tmp_path, docs):
    write(docs, "long.md", " ".join(["The crane is tall."] * 60), "2024-01-01")
    hits = opened(tmp_path, Bag()).search("crane", per_document=9)
    assert len(hits) > 1
    assert hits[0].chunk.start == 0
    assert hits[0].score == pytest.approx(hits[1].score + 0.05, abs=0.02)


def test_a_hit_is_a_slice_of_its_document(tmp_path, docs):
    write(docs, "a.md", "The crane lifts. " * 200, "2024-01-01")
    hits = opened(tmp_path).search("crane", per_document=3)
    assert len(hits) == 3
    assert all(hit.chunk.document is hits[0].chunk.document for hit in hits)
    assert all("crane" in hit.chunk.text for hit in hits)


def test_the_wall(tmp_path, docs):
    write(docs, "day.md", "crane day", "2024-05-05")
    write(docs, "month.md", "crane month", "2024-05")
    write(docs, "year.md", "crane year", "2024")
    write(docs, "undated.md", "crane undated")
    index = opened(tmp_path)

    def seen(as_of):
        return sorted(hit.chunk.document.file for hit in index.search("crane", as_of=as_of))

    assert seen(date(2024, 5, 4)) == []
    assert seen(date(2024, 5, 5)) == ["day.md"]
    assert seen(date(2024, 5, 31)) == ["day.md", "month.md"]
    assert seen(date(2024, 12, 30)) == ["day.md", "month.md"]
    assert seen(date(2024, 12, 31)) == ["day.md", "month.md", "year.md"]
    assert seen(None) == ["day.md", "month.md", "undated.md", "year.md"]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_nothing_later_is_ever_found(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("wall")
    days = st.dates(date(1990, 1, 1), date(2026, 1, 1))
    written = st.one_of(days.map(str), days.map(lambda day: str(day)[:7]), st.just(""))
    published = data.draw(st.lists(written, min_size=1, max_size=8))
    for number, day in enumerate(published):
        write(folder / "docs", f"{number}.md", f"crane number {number}. " * (1 + number * 20), day)
    index = opened(folder)
    for as_of in data.draw(st.lists(days, min_size=1, max_size=5)):
        for recency in (True, False):
            hits = index.search("which crane", as_of=as_of, recency=recency, k=100, per_document=100)
            assert all(hit.chunk.published and hit.chunk.published.last <= as_of for hit in hits)
            visible = [d for d in index.documents() if d.published and d.published.last <= as_of]
            assert {hit.chunk.document.file for hit in hits} == {d.file for d in visible}
    index.close()


def test_without_recency_dates_change_nothing(tmp_path):
    rankings = []
    for name, days in (("a", range(1, 25)), ("b", range(24, 0, -1)), ("c", [7] * 24)):
        for number, day in enumerate(days):
            folder = tmp_path / name / "docs"
            write(folder, f"{number:02}.md", f"crane {'harbour ' * (number % 5)} number", f"2024-01-{day:02}")
        index = opened(tmp_path / name)
        rankings.append(shape(index.search("crane harbour", recency=False, k=10)))
        assert len(rankings[-1]) == 10
    assert rankings[0] == rankings[1] == rankings[2]


def test_equals_come_newest_first_then_by_file(tmp_path, docs):
    for file, day in (("c", "2024-03-01"), ("d", ""), ("a", "2024-01-01"), ("b", "2024-03-01")):
        write(docs, f"{file}.md", "crane", day)
        index = opened(tmp_path, recency=0)  # taken up in this order, which must leave no trace
    hits = index.search("crane")
    assert [hit.chunk.document.file for hit in hits] == ["b.md", "c.md", "a.md", "d.md"]
    hits = index.search("crane", recency=False)
    assert [hit.chunk.document.file for hit in hits] == ["a.md", "b.md", "c.md", "d.md"]


def test_recency_does_not_lift_what_is_beside_the_point(tmp_path, docs):
    write(docs, "old.md", "the crane lifts ships in the harbour", "2010-01-01", title="Crane")
    write(docs, "new.md", "eggs and flour make a cake", "2024-01-01", title="Cake")
    hits = opened(tmp_path, Bag(512), recency=1.0).search("crane lifts ships")
    assert [hit.chunk.document.file for hit in hits] == ["old.md", "new.md"]
    assert hits[1].score == hits[1].relevance


def test_the_newest_relevant_source_is_found_among_many_older_ones(tmp_path, docs):
    for number in range(200):  # more than either search brings back
        write(docs, f"old{number:03}.md", "crane crane harbour chairs number", f"2010-01-{1 + number % 28:02}")
    write(docs, "new.md", "harbour crane was sold to a museum", "2024-01-01")
    write(docs, "idle.md", "eggs and flour make a cake", "2024-06-01", title="Cake")
    index = opened(tmp_path, Bag(512), recency=0)
    files = [hit.chunk.document.file for hit in index.search("crane harbour number", k=8)]
    assert len(files) == 8 and "new.md" in files and "idle.md" not in files
    files = [hit.chunk.document.file for hit in index.search("crane harbour number", k=8, recency=False)]
    assert len(files) == 8 and "new.md" not in files


def test_k_and_per_document(tmp_path, docs):
    for number in range(3):
        write(docs, f"{number}.md", f"The crane lifts ship {number} today. " * 150, "2024-01-01")
    index = opened(tmp_path)
    everything = index.search("crane", k=10_000, per_document=10_000)
    assert len(everything) == len({(h.chunk.document.file, h.chunk.start) for h in everything}) > 12
    assert len(index.search("crane", k=10_000)) == 12
    assert len(index.search("crane", k=7)) == 7
    assert len(index.search("crane", k=24, per_document=1)) == 3
    assert index.search("crane", k=0) == [] == index.search("crane", per_document=0)


def test_k_hits_even_where_one_document_fills_every_list(tmp_path, docs):
    write(docs, "long.md", "crane " * 60_000, "2024-01-01")
    for number in range(5):
        write(docs, f"{number}.md", "harbour and little else", "2020-01-01", title="Other")
    assert len(opened(tmp_path).search("crane", k=6, per_document=1)) == 6


@pytest.mark.parametrize("question", ODD)
def test_odd_questions(tmp_path, docs, question):
    write(docs, "a.md", "The crane lifts. NEAR the NOT.", "2024-01-01")
    index = opened(tmp_path)
    assert len(index.search(question)) == 1
    assert index.search(question + " crane")[0].words in (0.0, 1.0)


def test_question_words():
    assert question_words('crane* NEAR("a", col:x) crane') == ["crane", "near", "col"]
    assert question_words("is it the") == ["is", "it", "the"]
    assert question_words("\"'*()🙂 ") == []
    assert question_words("In 7 days") == ["7", "days"]
    assert len(question_words(" ".join(map(str, range(10_000))))) == 64


def test_words_are_stemmed_and_accents_do_not_matter(tmp_path, docs):
    write(docs, "a.md", "She chaired the café.", "2024-01-01", title="A")
    write(docs, "b.md", "Nothing of the kind.", "2024-01-01", title="B")
    index = opened(tmp_path)
    for word in ("chairs", "CHAIRED", "cafe", "cafe\u0301"):
        assert [(h.chunk.document.file, h.words) for h in index.search(word)] == [
            ("a.md", 1.0),
            ("b.md", 0.0),
        ]


def test_documents_begins_ends(tmp_path, docs):
    write(docs, "b.md", "x", "2016")
    write(docs, "a.md", "x", "2020-02-02")
    write(docs, "d.md", "x")
    write(docs, "c.md", "x", "2020-02-02")
    index = opened(tmp_path)
    assert [document.file for document in index.documents()] == ["a.md", "c.md", "b.md", "d.md"]
    assert (str(index.begins), str(index.ends)) == ("2016", "2020-02-02")


def test_all_undated(tmp_path, docs):
    write(docs, "a.md", "crane one")
    write(docs, "b.md", "crane two")
    index = opened(tmp_path)
    assert (index.begins, index.ends) == (None, None)
    assert [(h.chunk.document.file, h.recency) for h in index.search("crane one")] == [
        ("a.md", 0.0),
        ("b.md", 0.0),
    ]
    assert index.search("crane", as_of=NOW) == []


def test_an_encoder_that_breaks_its_word(tmp_path, docs):
    write(docs, "a.md", "crane", "2024-01-01")

    class Short(Bag):
        def encode(self, texts):
            return super().encode(texts)[:, :-1]

    with pytest.raises(IndexUnusable, match=r"shape \(1, 63\), expected \(1, 64\)"):
        opened(tmp_path, Short(name="short"))

    class Nan(Bag):
        def encode(self, texts):
            return super().encode(texts) * float("nan")

    with pytest.raises(IndexUnusable, match="no finite numbers"):
        opened(tmp_path, Nan(name="nan"))


def test_index_folder_deleted_while_open(tmp_path, docs):
    write(docs, "a.md", "crane", "2024-01-01")
    index = opened(tmp_path)
    before = shape(index.search("crane"))
    shutil.rmtree(tmp_path / "index")
    assert shape(index.search("crane")) == before
    assert any("could not be read and was rebuilt" in notice for notice in index.notices)
    shutil.rmtree(tmp_path / "index")
    assert index.refresh(NOW).added == 1
    assert index_folder(tmp_path).exists() and shape(index.search("crane")) == before


def test_index_folder_deleted_while_open_and_not_to_be_made_again(tmp_path, docs):
    write(docs, "a.md", "crane", "2024-01-01")
    index = opened(tmp_path)
    shutil.rmtree(tmp_path / "index")
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(IndexUnusable, match="cannot be used.*DATELINE_INDEX"):
        index.search("crane")


def test_no_answer_from_half_a_rebuilt_index(tmp_path, docs):
    for number in range(9):
        write(docs, f"{number}.md", f"crane number {number}", "2024-01-01")
    gate, reached = threading.Event(), threading.Event()
    gate.set()

    class Slow(Bag):
        def encode(self, texts):
            if len(texts) > 1:
                reached.set()
                assert gate.wait(60)
            return super().encode(texts)

    index = opened(tmp_path, Slow())
    before = shape(index.search("crane"))
    shutil.rmtree(tmp_path / "index")
    gate.clear()
    reached.clear()
    rebuilding = threading.Thread(target=index.refresh, args=(NOW,))
    rebuilding.start()
    assert reached.wait(60)
    found = []
    asking = threading.Thread(target=lambda: found.append(shape(index.search("crane"))))
    asking.start()
    asking.join(0.2)
    assert found == []
    gate.set()
    rebuilding.join()
    asking.join()
    assert found == [before]


def test_threads_share_an_index_that_changes(tmp_path, docs):
    for number in range(10):
        write(docs, f"{number}.md", f"crane number {number}", "2024-01-01")
    index = opened(tmp_path)
    wrong = []

    def ask():
        for _ in range(30):
            hits = index.search("crane", k=50)
            texts = [hit.chunk.text for hit in hits]
            if len(texts) < 10 or any(not text.startswith("crane") for text in texts):
                wrong.append(texts)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(10, 20):
        write(docs, f"{number}.md", f"crane number {number}", "2024-01-01")
        write(docs, f"{number - 10}.md", f"crane again {number}", "2024-01-02")
        index.refresh(NOW)
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(index.search("crane", k=50)) == 20
