"""A corpus on a real Milvus server answers as the local index of the same folder does."""

from datetime import date

import pytest
from cluster_chunks import MODEL, make, put
from cluster_toys import NEEDS_MILVUS, filled, opened_there
from index_toys import NOW, Bag, opened, write

from corpus import SHIPPED_CORPUS, Settings
from eval.questions import QUESTIONS, read_questions
from index import open_index
from index.cluster.address import address_of, connect
from index.cluster.fill import fill
from index.cluster.schema import BUILD
from index.cluster.search import open_milvus
from index.cluster.sources import Folder
from qa import Engine
from qa.reader import RuleReader

pytestmark = NEEDS_MILVUS


SUBJECTS = "harbour crane lamp ferry council budget bridge school theatre mill".split()


def town(folder, files=60):
    """Sixty documents over six years, in which ten subjects come back; one of them undated, one a year alone."""
    for number in range(files):
        subject, other = SUBJECTS[number % 10], SUBJECTS[(number * 7 + 3) % 10]
        published = f"{2010 + number % 6}-{1 + number % 12:02d}-{1 + number % 28:02d}"
        if number == 17:
            published = ""
        if number == 23:
            published = "2013"
        text = f"The {subject} of Karsh has number {number}. The {other} stays shut in Ostra for {number * 3} days."
        write(folder, f"{number:03d}.md", text, published, f"About the {subject}")


@pytest.fixture(scope="module")
def both(milvus, tmp_path_factory):
    place = tmp_path_factory.mktemp("town")
    town(place / "docs")
    report = filled(milvus, "town", place / "docs", kind="flat")
    assert (report.added, report.changed, report.removed, report.unchanged, report.skipped) == (60, 0, 0, 0, ())
    return opened_there(milvus, "town"), opened(place)


def test_documents_are_the_same_word_for_word(both):
    there, here = both
    assert there.documents() == here.documents()
    assert [str(there.begins), str(there.ends)] == [str(here.begins), str(here.ends)] == ["2010-01-01", "2015-12-20"]


@pytest.mark.parametrize("as_of", [None, date(2013, 6, 1), date(2013, 12, 31), date(2010, 1, 1), date(2009, 12, 31)])
@pytest.mark.parametrize("recency", [True, False])
def test_hits_are_those_of_the_local_index(both, as_of, recency):
    there, here = both
    for question in ("Which number has the crane?", "What stays shut in Ostra?", "lamp"):
        found = [
            {
                (hit.chunk.document.file, hit.chunk.start)
                for hit in one.search(question, k=12, as_of=as_of, recency=recency)
            }
            for one in both
        ]
        assert len(found[0]) == len(found[1])
        assert len(found[0] & found[1]) >= 0.8 * len(found[1]), question
        for hit in there.search(question, k=12, as_of=as_of, recency=recency):
            assert as_of is None or hit.chunk.published.last <= as_of


def test_no_chunk_of_a_day_to_come_or_undated_is_seen_as_of_a_day(both):
    there, _ = both
    seen = {hit.chunk.document.file for hit in there.search("lamp crane number", k=60, as_of=date(2013, 6, 1))}
    assert "023.md" not in seen and "017.md" not in seen  # 2013 as a whole is not over; nobody knows when 017 came out
    assert "017.md" in {hit.chunk.document.file for hit in there.search("ferry number 17", k=60)}


def test_the_whole_evaluation_is_answered_as_from_the_local_index(milvus, tmp_path):
    settings, now = milvus.settings("shipped"), date(2024, 6, 1)
    fill(Folder(str(SHIPPED_CORPUS)), settings=settings, now=now)
    there = Engine(open_index(SHIPPED_CORPUS, now=now, settings=settings), RuleReader())
    here = Engine(open_index(SHIPPED_CORPUS, now=now, settings=Settings(index=tmp_path)), RuleReader())
    questions = read_questions(QUESTIONS)
    assert len(questions) > 100
    for one in questions:
        asked = {"now": now, "as_of": one.as_of, "history": one.previous}
        assert there.answer(one.question, **asked) == here.answer(one.question, **asked), one.question


# ---------------------------------------------------------------------- at size


@pytest.fixture(scope="module")
def many(milvus):
    made = make(20_000)
    settings = milvus.settings("many", kind="flat")
    client = connect(address_of(settings))
    put(client, address_of(settings), made)
    return made, client, open_milvus(settings, Bag(384, MODEL), now=NOW)


WALLS = [None, date(2020, 6, 1), date(2008, 1, 1)]
WEIGHTS = [0.0, 0.1, 0.3]


def top10(made, question, as_of, weight):
    local = made.local
    return [hit.row for hit in local.search(question, 10, visible=local.visible(as_of), weight=weight)][:10]


@pytest.mark.parametrize("as_of", WALLS)
@pytest.mark.parametrize("weight", WEIGHTS)
def test_on_20_000_chunks_a_flat_index_gives_the_same_ten_in_the_same_order(many, as_of, weight):
    made, _, index = many
    for question in made.questions[:8]:
        found = [start for _, start in index.nearest(question, 10, as_of, weight)]
        assert found == top10(made, question, as_of, weight)


def test_on_20_000_chunks_a_graph_finds_98_of_100(many):
    made, client, index = many
    name = index.address.collection("chunks")
    client.flush(name)
    client.release_collection(name)
    client.drop_index(name, "vector")
    graph = client.prepare_index_params()
    graph.add_index("vector", index_type="HNSW", metric_type="IP", params=BUILD["HNSW"])
    client.create_index(name, graph)
    client.load_collection(name)
    index = open_milvus(index._settings, Bag(384, MODEL), now=NOW)
    assert index._asking._parameters(10) == {"ef": 1024}
    shares = []
    for question in made.questions:
        for as_of in WALLS:
            found = {start for _, start in index.nearest(question, 10, as_of, 0.3)}
            shares.append(len(found & set(top10(made, question, as_of, 0.3))) / 10)
    assert sum(shares) / len(shares) >= 0.98
