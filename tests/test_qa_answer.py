import json
import os
import random
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from toy_corpus import (
    CHARTER,
    CORPUS,
    ELECTION,
    JOINED,
    MEETING,
    MEMBER,
    NEWS,
    NOW,
    PLAN,
    QUESTIONS,
    engine_on,
    guild,
    put,
    quotes,
    told,
)

from qa.rules.reader import RuleReader

TESTS = Path(__file__).parent


class TestTheStoryOfOneTown:
    @pytest.mark.parametrize(
        ("as_of", "verdict", "status", "published"),
        [
            ("2011-05-02", "no", "guest", "2011-05-02"),
            ("2017-06-09", "no", "guest", "2011-05-02"),
            ("2017-06-10", "no", "observer", "2017-06-10"),
            ("2022-11-14", "no", "observer", "2017-06-10"),
            (None, "no", "observer", "2022-11-15"),
        ],
    )
    def test_as_it_stood(self, shared, as_of, verdict, status, published):
        found = shared.answer(MEMBER, now=NOW, as_of=as_of and date.fromisoformat(as_of))
        assert (found.verdict, found.values, str(found.published)) == (verdict, (status,), published)
        assert found.published == found.citations[0].published and "Tollen" in found.citations[0].quote
        assert found.text == f"No: {status}, as of {found.published.spoken}."

    def test_its_timeline(self, shared):
        entries = shared.answer(MEMBER, now=NOW).timeline
        assert [(e.value, str(e.since), str(e.until)) for e in entries] == [
            ("guest", "2011-05-02", "2011-05-02"),
            ("observer", "2017-06-10", "2022-11-15"),
        ]

    def test_the_plan_is_a_note_and_not_the_answer(self, shared):
        notes = shared.answer(MEMBER, now=NOW).notes
        assert any(note.startswith("Expected change") and "will soon become" in note for note in notes)

    def test_before_the_first_source_it_says_why_it_does_not_know(self, shared):
        found = shared.answer(MEMBER, now=NOW, as_of=date(2011, 5, 1))
        assert found.abstained and "1 May 2011" in found.reason
        assert (found.verdict, found.values, found.published, quotes(found)) == (None, (), None, [])

    def test_a_file_added_turns_the_answer_and_its_loss_turns_it_back(self, own):
        before = own.answer(MEMBER, now=NOW)
        put(own.index.folder, JOINED)
        turned = own.answer(MEMBER, now=NOW)
        assert (turned.verdict, str(turned.published)) == ("yes", "2024-05-20")
        assert [entry.value.split()[-1] for entry in turned.timeline] == ["guest", "observer", "member"]
        day_before = own.answer(MEMBER, now=NOW, as_of=date(2024, 5, 19))
        assert (day_before.verdict, day_before.values) == ("no", ("observer",))
        (own.index.folder / JOINED[0]).unlink()
        assert own.answer(MEMBER, now=NOW) == before

    def test_a_file_changed_turns_the_answer(self, own):
        assert own.answer("Who is the director?", now=NOW).values == ("Carl Moss",)
        put(own.index.folder, (*ELECTION[:3], "Dora Finch is the director of the Lantern Guild."))
        assert own.answer("Who is the director?", now=NOW).values == ("Dora Finch",)


class TestAnswers:
    @pytest.mark.parametrize(
        ("question", "values", "published"),
        [
            ("Who are the members?", ("Orrin", "Brisk Bay", "Skelmar", "Dunmere"), "2017-06-10"),
            ("Can you list the members?", ("Orrin", "Brisk Bay", "Skelmar", "Dunmere"), "2017-06-10"),
            ("Who are the observers?", ("Tollen", "Harl", "Marrow Point"), "2022-11-15"),
            ("Who is the current director of the Lantern Guild?", ("Carl Moss",), "2019-03-03"),
            ("Who was the director in 2012?", ("Ann Bell",), "2011-05-02"),
            ("How many members are there?", ("4",), "2017-06-10"),
            ("How much is the yearly fee?", ("55 crowns",), "2017-06-10"),
            ("When was the lamp at Skelmar lit?", ("9 August 1904",), "2019-03-03"),
            ("How has the status of Tollen changed?", ("guest", "observer"), "2022-11-15"),
        ],
    )
    def test_values(self, shared, question, values, published):
        found = shared.answer(question, now=NOW)
        assert (found.values, str(found.published)) == (values, published)
        assert found.verdict is None and not found.abstained

    @pytest.mark.parametrize(
        ("question", "verdict", "published"),
        [
            ("Is Orrin a member?", "yes", "2017-06-10"),
            ("Isn't Orrin a member?", "yes", "2017-06-10"),
            ("is brisk bay a member?", "yes", "2017-06-10"),
            ("Is Tollen an observer?", "yes", "2022-11-15"),
            ("Is Tollen a guest?", "no", "2022-11-15"),
            ("Is Skelmar a guest?", "no", "2017-06-10"),  # though an undated leaflet says so
            ("Is Zennor a member?", "no", "2017-06-10"),  # a whole list without it
            ("Was Tollen a guest in 2011?", "yes", "2011-05-02"),
            ("Will Tollen become a member?", "yes", "2024-02-08"),
        ],
    )
    def test_verdicts(self, shared, question, verdict, published):
        found = shared.answer(question, now=NOW)
        assert (found.verdict, str(found.published)) == (verdict, published)

    @pytest.mark.parametrize("question", ["Who painted the tower?", "How deep is the well?", "Who is the cook?"])
    def test_what_no_source_tells(self, shared, question):
        found = shared.answer(question, now=NOW)
        assert found.abstained and found.reason and found.text == found.reason
        assert (found.verdict, found.values, found.published, quotes(found)) == (None, (), None, [])

    def test_an_undated_source_is_cited_and_said_to_be_undated(self, shared):
        found = shared.answer("Where is the office?", now=NOW)
        assert found.values == ("Brisk Bay",) and found.published is None and "undated" in found.text
        assert found.to_dict()["published"] is None
        assert shared.answer("Where is the office?", now=NOW, as_of=NOW).abstained

    @pytest.mark.parametrize(
        ("question", "history", "verdict", "values"),
        [
            ("And Brisk Bay?", ["Is Tollen a member?"], "yes", ("member",)),
            ("And in 2011?", ["Is Tollen a member?"], "no", ("guest",)),
            ("And in 2011?", ["Is Orrin a member?", "And Tollen?"], "no", ("guest",)),
            ("And in 2012?", ["Who is the director?"], None, ("Ann Bell",)),
            ("And the observers?", ["Who are the members?"], None, ("Tollen", "Harl", "Marrow Point")),
            ("And its director?", ["Who are the members of the Lantern Guild?"], None, ("Carl Moss",)),
            ("and brisk bay?", ["is tollen a member?"], "yes", ("member",)),
        ],
    )
    def test_follow_ups(self, shared, question, history, verdict, values):
        found = shared.answer(question, now=NOW, history=history)
        assert (found.verdict, found.values) == (verdict, values)

    def test_a_status_of_others_in_the_same_sentence_is_not_the_subjects(self, tmp_path):
        text = "Tollen and Harl hold observer status in the Guild; Marrow Point holds guest status."
        engine = guild(tmp_path, [("list.md", "The Guild", date(2020, 1, 1), text)])
        assert engine.answer("Is Marrow Point a guest?", now=NOW).verdict == "yes"
        assert engine.answer("Is Tollen a guest?", now=NOW).verdict != "yes"
        assert engine.answer("Is Marrow Point an observer?", now=NOW).verdict != "yes"


class TestWhatANewerSourceDoesNotState:
    @pytest.mark.parametrize(
        "text",
        [
            "Carl Moss hopes to be the director of the Guild.",
            "According to rumours Carl Moss is the director of the Guild.",
            "Reportedly Carl Moss is the director of the Guild.",
            "Is Carl Moss the director of the Guild?",
            "If Carl Moss is the director, we leave.",
            "Carl Moss is the deputy director of the Guild.",
            "Carl Moss is the director of the Rowing Club.",
            "Carl Moss was the director of the Guild until 2009.",
            "Carl Moss is not the director of the Guild.",
            "Carl Moss met the director of the Guild.",
        ],
    )
    def test_it_does_not_make_a_director(self, tmp_path, text):
        old = ("old.md", "The Guild", date(2020, 1, 1), "Ann Bell is the director of the Guild.")
        engine = guild(tmp_path, [old, ("new.md", "News of the coast", date(2024, 1, 1), text)])
        found = engine.answer("Who is the director of the Guild?", now=NOW)
        assert (found.values, str(found.published)) == (("Ann Bell",), "2020-01-01")


class TestQuotes:
    @pytest.mark.parametrize("question", QUESTIONS)
    def test_word_for_word_at_their_places_and_in_the_files(self, shared, question):
        found = shared.answer(question, now=NOW)
        assert found.abstained or found.citations
        for citation in quotes(found):
            document = citation.document
            assert citation.quote and document.text[citation.start : citation.end] == citation.quote
            assert citation.published == document.published
            if not document.file.endswith(".html"):
                assert citation.quote in (shared.index.folder / document.file).read_text(encoding="utf-8")

    def test_markup_in_a_document_is_data(self, tmp_path):
        script = "<script>alert('x')</script>"
        page = ("page.html", "The Guild", date(2020, 1, 1), f"The motto of the Guild is {script} & salt.")
        note = ("note.md", "The Guild", date(2021, 1, 1), "The emblem of the Guild is a <b>lamp</b> [bold] $x$ {y}.")
        engine = guild(tmp_path, [page, note])
        assert engine.answer("What is the motto of the Guild?", now=NOW).citations[0].quote == page[3]
        assert engine.answer("What is the emblem of the Guild?", now=NOW).citations[0].quote == note[3]

    def test_script_of_a_page_is_no_text(self, tmp_path):
        guild(tmp_path, [CHARTER])
        html = "<html><body><script>var a = 'Zennor is the director of the Guild.';</script><p>%s</p></body></html>"
        (tmp_path / "docs" / "page.html").write_text(html % "Carl Moss lit the lamp of the Guild.", encoding="utf-8")
        engine = engine_on(tmp_path / "docs", tmp_path / "index")
        assert engine.answer("Who is the director?", now=NOW).values == ("Ann Bell",)

    def test_the_answer_is_plain_json(self, shared):
        for question in QUESTIONS:
            found = shared.answer(question, now=NOW).to_dict()
            assert json.loads(json.dumps(found)) == found


class Watching(RuleReader):
    """The rules, and a list of what they were given to read."""

    def __init__(self):
        self.seen = []

    def read(self, question, passages):
        self.seen.extend(passage.document.published for passage in passages)
        return super().read(question, passages)


@pytest.fixture(scope="module")
def watched(tmp_path_factory):
    return guild(tmp_path_factory.mktemp("watched"), (*CORPUS, JOINED), reader=Watching())


class TestTheWall:
    @given(
        st.dates(date(2011, 1, 1), date(2024, 12, 31)),
        st.sampled_from(QUESTIONS),
        st.sampled_from(["", "in 2022", "by 2023"]),
    )
    @settings(max_examples=80, deadline=None)
    def test_nothing_later_is_read_cited_or_told(self, watched, day, question, when):
        watched.reader.seen.clear()
        found = watched.answer(f"{question.rstrip('?')} {when}?", now=NOW, as_of=day)
        assert all(published is not None and published.last <= day for published in watched.reader.seen)
        dates = [citation.published for citation in quotes(found)]
        dates += [date for entry in found.timeline for date in (entry.since, entry.until)]
        assert all(published is not None and published.last <= day for published in dates)

    @pytest.mark.parametrize("cut", [CHARTER, MEETING, ELECTION, NEWS, PLAN])
    def test_the_past_is_answered_as_if_the_rest_had_not_been_written(self, watched, tmp_path, cut):
        then = guild(tmp_path, [document for document in CORPUS if document[2] and document[2] <= cut[2]])
        assert told(watched, as_of=cut[2]) == told(then, as_of=cut[2])

    def test_a_year_is_seen_when_it_is_over(self, tmp_path):
        (tmp_path / "docs").mkdir()
        yearbook = "---\ntitle: The Guild\npublished: 2016\n---\nDora Finch is the director of the Guild.\n"
        (tmp_path / "docs" / "yearbook.md").write_text(yearbook, encoding="utf-8")
        engine = guild(tmp_path, [CHARTER])
        ask = "Who is the director?"
        assert engine.answer(ask, now=NOW, as_of=date(2016, 12, 30)).values == ("Ann Bell",)
        assert engine.answer(ask, now=NOW, as_of=date(2016, 12, 31)).values == ("Dora Finch",)


class TestSameInSameOut:
    def test_two_programs_print_the_same(self, tmp_path):
        guild(tmp_path)
        script = f"""
import sys
sys.path[:0] = [{str(TESTS.parent)!r}, {str(TESTS)!r}]
from pathlib import Path
from test_qa_answer import engine_on, told
print(told(engine_on(Path(sys.argv[1]), Path(sys.argv[2]))))
"""
        runs = [
            subprocess.Popen(
                [sys.executable, "-c", script, tmp_path / "docs", tmp_path / f"index{seed}"],
                stdout=subprocess.PIPE,
                text=True,
                env=os.environ | {"PYTHONHASHSEED": str(seed)},
            )
            for seed in (1, 2)
        ]
        one, other = (run.communicate()[0] for run in runs)
        assert one == other == told(engine_on(tmp_path / "docs", tmp_path / "index")) + "\n"

    def test_the_order_in_which_files_came_does_not_matter(self, tmp_path, shared):
        for seed in range(4):
            place = tmp_path / str(seed)
            documents = random.Random(seed).sample(CORPUS, len(CORPUS))
            put(place / "docs", documents[0])
            engine = engine_on(place / "docs", place / "index")
            for document in documents[1:]:
                put(place / "docs", document)
                engine.index.refresh(NOW)
            assert told(engine) == told(shared)

    @pytest.mark.parametrize("days", [1000, -1000])
    def test_moving_every_date_moves_nothing_but_the_dates(self, tmp_path, shared, days):
        for document in CORPUS:
            put(tmp_path / "docs", document, shift=days)
        far = timedelta(days=days)
        engine = engine_on(tmp_path / "docs", tmp_path / "index", now=NOW + far)
        for question in (question for question in QUESTIONS if "2012" not in question):
            for as_of in (None, date(2011, 5, 1), date(2012, 1, 1), date(2017, 6, 10), date(2023, 1, 1)):
                here = shared.answer(question, now=NOW, as_of=as_of)
                there = engine.answer(question, now=NOW + far, as_of=as_of and as_of + far)
                assert (here.verdict, here.values, here.abstained) == (there.verdict, there.values, there.abstained)
                moved = [(c.quote, c.published and c.published.last + far) for c in quotes(here)]
                assert moved == [(c.quote, c.published and c.published.last) for c in quotes(there)]
                assert [note.split()[0] for note in here.notes] == [note.split()[0] for note in there.notes]

    def test_as_of_is_the_today_of_whatever_is_counted_from_it(self, shared):
        assert shared.answer("Who is the director?", now=NOW, as_of=date(2011, 6, 1)).notes == ()
        (stale,) = shared.answer("Who is the director?", now=NOW, as_of=date(2013, 6, 1)).notes
        assert stale.startswith("Stale") and "2 years" in stale
        found = shared.answer("Who was the director last year?", now=NOW, as_of=date(2020, 6, 1))
        assert found.values == ("Carl Moss",)
        assert shared.answer("Who was the director last year?", now=NOW, as_of=date(2011, 6, 1)).abstained

    def test_the_clock_is_not_read(self, shared):
        late = shared.answer(MEMBER, now=NOW)
        early = shared.answer(MEMBER, now=date(2022, 12, 1))
        assert any(note.startswith("Stale") for note in late.notes)
        assert not any(note.startswith("Stale") for note in early.notes)
