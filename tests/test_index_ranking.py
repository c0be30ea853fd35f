"""What weighs in a score, what must not, and how it is explained."""

import math
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from index_toys import Bag, opened, shape, write

import index.words
from index.explain import parts
from index.words import question_words

WORDS = ("crane", "harbour", "ferry", "toll", "mayor", "chapel")


def fts5_bm25(question, texts):
    """BM25 as FTS5's documentation gives it, over texts of one title, "Harbour", that counts half."""
    asked = question_words(question)
    bags = [re.findall(r"\w+", text.lower()) for text in texts]
    lengths = [len(bag) + 1 for bag in bags]
    scores = [0.0] * len(texts)
    for word in asked:
        often = [bag.count(word) + 0.5 * (word == "harbour") for bag in bags]
        holding = sum(count > 0 for count in often)
        weight = max(math.log((len(texts) - holding + 0.5) / (holding + 0.5)), 1e-6)
        for place, count in enumerate(often):
            share = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * lengths[place] * len(texts) / sum(lengths)))
            scores[place] += weight * share
    return scores


sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join)
dated = st.lists(st.tuples(sentences, st.dates(date(2001, 1, 1), date(2020, 1, 1))), min_size=2, max_size=9)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sources=dated, question=sentences)
def test_a_later_source_changes_no_score_of_an_earlier_day(tmp_path_factory, sources, question):
    whole, part = tmp_path_factory.mktemp("whole"), tmp_path_factory.mktemp("part")
    as_of = sorted(day for _, day in sources)[len(sources) // 2]
    for number, (text, day) in enumerate(sources):
        # Numbered, so that none is a reprint of another; those would be hidden in both.
        write(whole / "docs", f"{number}.md", f"{text} n{number}", str(day))
        if day <= as_of:
            write(part / "docs", f"{number}.md", f"{text} n{number}", str(day))
    everything, then = opened(whole), opened(part)
    for recency in (True, False):
        late = everything.search(question, as_of=as_of, recency=recency)
        early = then.search(question, as_of=as_of, recency=recency)
        assert shape(late) == shape(early)
        assert [hit.recency for hit in late] == pytest.approx([hit.recency for hit in early])
    visible = [f"{text} n{number}" for number, (text, day) in enumerate(sources) if day <= as_of]
    expected = sorted(fts5_bm25(question, visible), reverse=True)
    assert sorted((hit.words for hit in late), reverse=True) == pytest.approx(
        [score / expected[0] if expected[0] else 0.0 for score in expected], abs=1e-4
    )
    everything.close()
    then.close()


def test_reprints_weigh_no_word(tmp_path):
    long = "The crane of the harbour lifts ships of every kind from spring until late in the autumn, and the harbour "
    long += "master counts them each evening in a ledger that nobody has read since the great flood of that year."
    for folder, copies in (("one", 1), ("many", 9)):
        for number in range(copies):
            write(tmp_path / folder / "docs", f"copy{number}.md", long, f"2020-01-{number + 1:02}")
        write(tmp_path / folder / "docs", "crane.md", "A crane was sold to the museum.", "2020-02-01")
        write(tmp_path / folder / "docs", "ferry.md", "The ferry sails at noon and takes a toll.", "2020-02-02")
        write(tmp_path / folder / "docs", "mayor.md", "The mayor opened a chapel.", "2020-02-03")
    one, many = (opened(tmp_path / folder, half_life_days=100) for folder in ("one", "many"))
    assert len(many.reprints("copy0.md")) == 8
    assert shape(one.search("crane museum")) == shape(many.search("crane museum"))


def test_the_half_life_of_a_past_day_is_that_of_its_own_sources(tmp_path):
    for year in range(1990, 2000):
        write(tmp_path / "docs", f"{year}.md", f"crane {year}", f"{year}-01-01")
    for day in range(1, 29):
        write(tmp_path / "docs", f"new{day}.md", f"crane {day}", f"2024-01-{day:02}")
    index = opened(tmp_path)
    by_file = {hit.chunk.document.file: hit.recency for hit in index.search("crane", k=99, as_of=date(1999, 6, 1))}
    # Ten sources, a year apart: nine tenths of the way from the oldest are 0.9 years before the newest.
    assert by_file["1999.md"] == 1.0
    assert by_file["1998.md"] == pytest.approx(2 ** -(1 / 0.9), rel=0.01)
    set_by_hand = opened(tmp_path, half_life_days=730.5)
    hits = set_by_hand.search("crane", k=99, as_of=date(1999, 6, 1))
    assert {h.chunk.document.file: h.recency for h in hits}["1997.md"] == pytest.approx(0.5, rel=0.01)


def with_words(index):
    return {hit.chunk.document.file for hit in index.search("crane mayor ferry", k=30) if hit.words}


def test_a_large_corpus_leaves_the_commonest_words_out(tmp_path, monkeypatch):
    for number in range(30):
        text = f"crane {'mayor' if number < 5 else ''} {'ferry' if number == 7 else ''} x{number}"
        write(tmp_path / "docs", f"{number:02}.md", text, "2024-01-01")
    searched = opened(tmp_path)
    everything = shape(searched.search("crane mayor ferry", k=30))
    monkeypatch.setattr(index.words, "BUDGET", 36)  # 30 + 5 + 1 rows hold the three words
    assert shape(searched.search("crane mayor ferry", k=30)) == everything
    monkeypatch.setattr(index.words, "BUDGET", 35)
    assert with_words(searched) == {"00.md", "01.md", "02.md", "03.md", "04.md", "07.md"}
    monkeypatch.setattr(index.words, "BUDGET", 4)
    assert with_words(searched) == {"07.md"}
    monkeypatch.setattr(index.words, "BUDGET", 0)
    assert with_words(searched) == set()


@pytest.fixture
def ferry(tmp_path):
    """Five sources on a ferry, a reprint, and one on something else."""
    docs = tmp_path / "docs"
    for number in range(4):
        write(docs, f"{number}.md", f"the ferry takes a toll of {number}", f"202{number}-01-01", title="Ferry")
    story = "The ferry of Ostra was taken out of the water today, and the crew of nine went home by the evening train. "
    write(docs, "story.md", story * 3, "2022-05-01", title="Ferry")
    write(docs, "again.md", story * 3, "2023-05-01", title="Ferry")
    write(docs, "cake.md", "eggs and flour make a cake", "2024-06-01", title="Cake")
    write(docs, "undated.md", "the ferry is green", title="Ferry")
    return opened(tmp_path, Bag(512), half_life_days=365.25)


def test_what_was_considered(ferry):
    considered = ferry.explain("ferry toll", k=2)
    hits = ferry.search("ferry toll", k=2)
    assert [one.place for one in considered] == [1, 2, *[None] * (len(considered) - 2)]
    assert [one.hit for one in considered[:2]] == hits
    assert considered[0].why.startswith("hit 1, among the best: score ")
    assert considered[2].why.startswith("no hit, as others are better: score ")
    scores = [one.hit.score for one in considered[2:]]
    assert scores == sorted(scores, reverse=True)
    assert {one.file for one in considered} == {f"{n}.md" for n in range(4)} | {"story.md", "cake.md", "undated.md"}


def test_the_numbers_of_a_hit_add_up(ferry):
    weight, best = 0.3, max(one.hit.similarity for one in ferry.explain("ferry toll"))
    for one in ferry.explain("ferry toll", k=9):
        told = parts(one.hit, weight)
        numbers = re.fullmatch(
            r"score ([\d.]+): relevance ([\d.]+) \(similarity [\d.]+, words [\d.]+ of the best\)(.*)", told
        )
        score, relevance, rest = float(numbers[1]), float(numbers[2]), numbers[3]
        tilt = re.fullmatch(r"( \+ 0.05 as its document opens with it)? \+ 0.3 x recency ([\d.]+)", rest)
        more = (0.05 if tilt[1] else 0) + 0.3 * float(tilt[2]) if tilt else 0
        assert score == pytest.approx(relevance + more, abs=0.015)
        assert (tilt is None) == (max(one.hit.words, one.hit.similarity / best) < 0.5) == ("too far" in rest)
    assert "too far from the question" in ferry.explain("ferry toll", file="cake.md")[0].why
    assert ferry.explain("ferry toll", recency=False)[0].why.endswith("recency is off")


@pytest.mark.parametrize(
    ("file", "as_of", "why"),
    [
        ("again.md", None, "a reprint of story.md, which stands for it"),
        ("3.md", date(2022, 12, 31), "published 2023-01-01, so not wholly before the end of 2022-12-31"),
        ("undated.md", date(2024, 1, 1), "undated, so not wholly before the end of 2024-01-01"),
        ("none.md", None, "no document of this name is in the index"),
    ],
)
def test_why_a_source_was_no_candidate(ferry, file, as_of, why):
    (one,) = ferry.explain("ferry toll", file=file, as_of=as_of)
    assert (one.file, one.place, one.hit, one.why) == (file, None, None, why)


def test_the_share_of_a_document_and_the_newest(tmp_path):
    docs = tmp_path / "docs"
    write(docs, "long.md", "The ferry takes a toll of nine. " * 200, "2020-01-01")
    index = opened(tmp_path)
    fates = {one.why.split(":")[0] for one in index.explain("ferry toll", k=9) if one.place is None}
    assert fates == {"no hit, as its document has its share of the places already"}
    for number in range(200):
        text = f"crane crane harbour chairs number x{number}"
        write(docs, f"old{number:03}.md", text, f"2010-01-{1 + number % 28:02}")
    write(docs, "new.md", "harbour crane was sold to a museum", "2024-01-01")
    index = opened(tmp_path, Bag(512), recency=0)
    (new,) = index.explain("crane harbour number", k=8, file="new.md")
    assert re.match(r"hit \d, kept as one of the newest sources on the subject: ", new.why)
    many = index.explain("crane harbour number", k=1, file="long.md")
    assert many == [] or all(one.file == "long.md" for one in many)
