"""Questions whose answer is a sequence: at several times, what was before, what changed, what is known."""

from datetime import date

import pytest
from index_toys import write
from toy_corpus import JOINED, NOW, engine_on, put

from qa.change import each_time, earlier, over_time
from qa.follow_up import resolve
from qa.overview import overview_of


def of_fees(tmp_path):
    """An engine on four sources that tell a fee twice each before and after it rose."""
    for day, crowns in (("2011-05-02", 40), ("2012-05-04", 40), ("2017-06-10", 55), ("2019-06-03", 55)):
        write(tmp_path / "docs", f"{day}.md", f"The yearly fee is {crowns} crowns. Seen in {day[:4]}.", day, title=day)
    return engine_on(tmp_path / "docs", tmp_path / "index", now=NOW)


class TestSeveralTimes:
    @pytest.mark.parametrize(
        "question, times",
        [
            ("How many boats in 2012, 2015 and 2023?", ["in 2012", "in 2015", "in 2023"]),
            ("What was the fee in 2011 and in 2017?", ["2011", "2017"]),
            ("Who was the director in 2011 vs 2019?", ["in 2011", "in 2019"]),
        ],
    )
    def test_one_question_for_each(self, question, times):
        asked = each_time(question)
        assert len(asked) == len(times)
        assert all(time in one and one.endswith("?") for one, time in zip(asked, times, strict=True))

    @pytest.mark.parametrize(
        "question",
        [
            "How does the 2021 budget compare with 2020?",
            "How did the budget in 2021 compare to that in 2020?",
            "Compare the budget of 2021 and 2020",
        ],
    )
    def test_comparisons(self, question):
        assert each_time(question) == ("What was the budget in 2021?", "What was the budget in 2020?")

    @pytest.mark.parametrize(
        "question",
        ["Who was chair from 2012 to 2015?", "Who joined between 2012 and 2015?", "Who is chair?", "In 2012?"],
    )
    def test_a_span_of_time_is_one_time(self, question):
        assert each_time(question) == ()

    def test_the_values_in_order_each_with_its_source(self, shared):
        found = shared.answer("What was the yearly fee in 2011 and 2017?", now=NOW)
        assert found.values == ("40 crowns", "55 crowns")
        assert [str(cite.published) for cite in found.citations] == ["2017-06-10", "2011-05-02"]
        assert [entry.value for entry in found.timeline] == list(found.values)
        assert str(found.published) == "2017-06-10"
        assert "40 crowns (2 May 2011)" in found.text

    def test_in_the_order_asked_for_but_the_newest_source_first(self, shared):
        found = shared.answer("What was the yearly fee in 2017 and 2011?", now=NOW)
        assert found.values == ("55 crowns", "40 crowns")
        assert [str(cite.published) for cite in found.citations] == ["2017-06-10", "2011-05-02"]

    def test_one_source_for_both_times_is_cited_once(self, shared):
        found = shared.answer("Who was the director in 2020 and 2021?", now=NOW)
        assert found.values == ("Carl Moss", "Carl Moss")
        assert len(found.citations) == 1

    def test_a_time_without_an_answer_is_named(self, shared):
        found = shared.answer("Who was the director in 1950 and 2019?", now=NOW)
        assert found.values == ("Carl Moss",)
        assert any("1950" in note for note in found.notes)

    def test_no_time_with_an_answer(self, shared):
        assert shared.answer("Who was the cook in 2011 and 2017?", now=NOW).abstained


class TestWhatWasBefore:
    @pytest.mark.parametrize(
        "question, base, than",
        [
            ("Who was the captain before Ada Novik?", "Who is the captain?", "Ada Novik"),
            ("Who was director before that?", "Who is director?", ""),
            ("What was the fare before?", "What is the fare?", ""),
            ("Who was the previous captain of the Karsh?", "Who is the captain of the Karsh?", ""),
            ("Who were their former guests?", "Who are their guests?", ""),
            ("Who chaired it before him?", "Who chaired it?", ""),
        ],
    )
    def test_what_it_asks_of_the_present(self, question, base, than):
        found = earlier(question)
        assert (found.base, found.than) == (base, than)

    @pytest.mark.parametrize(
        "question", ["Who was captain before 2015?", "Who is the captain?", "Before whom does she speak?"]
    )
    def test_other_questions(self, question):
        assert earlier(question) is None

    @pytest.mark.parametrize(
        "question", ["Who was the director before Carl Moss?", "Who was the previous director of the Lantern Guild?"]
    )
    def test_the_one_before_on_the_timeline(self, shared, question):
        found = shared.answer(question, now=NOW)
        assert found.values == ("Ann Bell",)
        assert str(found.published) == "2011-05-02"
        assert "Ann Bell" in found.citations[0].quote and "Carl Moss" in found.citations[1].quote

    def test_it_rests_on_the_newest_source_that_still_gives_it(self, tmp_path):
        found = of_fees(tmp_path).answer("What was the yearly fee before?", now=NOW)
        assert found.text == "40 crowns, as of 4 May 2012."
        assert [cite.document.file for cite in found.citations] == ["2012-05-04.md", "2017-06-10.md"]
        assert found.published == found.citations[0].published

    def test_as_a_follow_up(self, shared):
        history = ["Who is the director of the Lantern Guild?"]
        for question in ("And before that?", "and its predecessor?", "Who came before?"):
            assert shared.answer(question, now=NOW, history=history).values == ("Ann Bell",)

    def test_there_was_nobody_before(self, shared):
        found = shared.answer("Who was the director before Ann Bell?", now=NOW)
        assert found.abstained or found.values != ("Carl Moss",)


class TestAllValues:
    @pytest.mark.parametrize(
        "question, base",
        [
            ("How has the yearly fee changed over the years?", "What is the yearly fee?"),
            ("how did ticket prices develop", "What are ticket prices?"),
            ("How has the number of boats grown over time?", "What is the number of boats?"),
        ],
    )
    def test_what_it_asks_of_the_present(self, question, base):
        assert over_time(question) == base

    @pytest.mark.parametrize("question", ["How is the fee paid?", "How did the fee change hands?", "Has it changed?"])
    def test_other_questions(self, question):
        assert over_time(question) is None

    def test_every_value_with_its_date(self, shared):
        found = shared.answer("How has the yearly fee changed over the years?", now=NOW)
        assert found.values == ("40 crowns", "55 crowns")
        assert found.text == "40 crowns (2 May 2011); 55 crowns (10 June 2017)."
        assert [cite.quote for cite in found.citations] == [entry.citation.quote for entry in found.timeline][::-1]
        assert found.published == found.citations[0].published == found.timeline[-1].until

    def test_it_rests_on_the_newest_source_and_tells_how_long_each_value_stood(self, tmp_path):
        found = of_fees(tmp_path).answer("How has the yearly fee changed?", now=NOW)
        assert found.text == "40 crowns (2 May 2011 – 4 May 2012); 55 crowns (10 June 2017 – 3 June 2019)."
        assert [cite.document.file for cite in found.citations] == ["2019-06-03.md", "2011-05-02.md"]
        assert str(found.published) == "2019-06-03"


class TestOverviews:
    @pytest.mark.parametrize(
        "question, about, changes",
        [
            ("What changed since March 2023?", "", True),
            ("What has changed at the Karsh Line since 2020?", "Karsh Line", True),
            ("What's new in 2022?", "", True),
            ("What is known about Harl?", "Harl", False),
            ("Tell me about Marrow Point", "Marrow Point", False),
            ("What do the documents say about the fee?", "fee", False),
        ],
    )
    def test_what_is_asked(self, question, about, changes):
        found = overview_of(question, date(2024, 1, 1))
        assert (found.about, found.changes) == (about, changes)

    @pytest.mark.parametrize("question", ["What is the fee?", "Who is known as the Lamp?", "How has the fee changed?"])
    def test_other_questions(self, question):
        assert overview_of(question, date(2024, 1, 1)) is None

    def test_what_is_known_of_somebody(self, shared):
        found = shared.answer("What is known about Harl?", now=NOW)
        assert [str(entry.since) for entry in found.timeline] == ["2017-06-10", "2022-11-15"]
        assert all("Harl" in value for value in found.values)
        assert all(cite.document.text[cite.start : cite.end] == cite.quote for cite in found.citations)

    def test_as_of_is_a_wall(self, shared):
        found = shared.answer("What is known about Harl?", now=NOW, as_of=date(2018, 1, 1))
        assert [str(entry.since) for entry in found.timeline] == ["2017-06-10"]

    def test_what_changed_since(self, own):
        put(own.index.folder, JOINED)
        found = own.answer("What changed since 2018?", now=NOW)
        assert found.values == ("Tollen became the fifth full member of the Lantern Guild.",)
        assert own.answer("What changed since 2018?", now=NOW, as_of=date(2024, 5, 1)).abstained

    def test_nothing_is_known(self, shared):
        found = shared.answer("What is known about Zanzibar?", now=NOW)
        assert found.abstained and "Zanzibar" in found.reason


@pytest.mark.parametrize(
    "question, previous, resolved",
    [
        ("why?", "Is the bridge closed?", "Why is the bridge closed?"),
        ("And how come?", "Is the bridge closed?", "Why is the bridge closed?"),
        ("From which date on?", "Who chairs the Union?", "since when chairs the Union?"),
    ],
)
def test_short_follow_ups(question, previous, resolved):
    assert resolve(question, [previous], date(2024, 1, 1)) == resolved
