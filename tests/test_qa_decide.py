from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from toy_corpus import LEAFLET, engine_on, put

from corpus import Document, Precision, Published, Signal
from qa.decide import decide
from qa.question import understand
from qa.read import SURE, Claim
from qa.rules.stance import Period, Stance

TODAY = date(2024, 6, 1)
WHO = "Who is the director?"


def day(text, time=None):
    first = date.fromisoformat(text)
    moment = time and datetime.fromisoformat(f"{text}T{time}")
    return Published(first, first, Precision.TIME if time else Precision.DAY, Signal.FRONT_MATTER, time=moment)


def year(number):
    return Published(date(number, 1, 1), date(number, 12, 31), Precision.YEAR, Signal.FRONT_MATTER)


def says(value, published, **more):
    """A claim for one value, from a source of its own."""
    published = day(published) if isinstance(published, str) else published
    text = more.pop("text", f"{value} is the director.")
    file = f"{value}-{published}.md"
    return Claim(Document(file, text, "", file, published), 0, len(text), values=(value,), **more)


def decided(*claims, question=WHO, today=TODAY):
    return decide(understand(question, today=today), claims, today=today)


def won(*claims, **more):
    winner = decided(*claims, **more).winner
    return winner.values[0] if winner else None


OLD, NEW = says("Ann", "2011-05-02"), says("Bo", "2019-03-03")


class TestTheNewestThatAnswersWins:
    def test_whatever_the_order_and_however_sure(self):
        sure, hardly = replace(OLD, sure=1.0), replace(NEW, sure=SURE)
        assert won(sure, hardly) == won(hardly, sure) == "Bo"

    def test_unless_it_is_not_sure_enough(self):
        assert won(OLD, replace(NEW, sure=SURE - 0.01)) == "Ann"

    def test_an_undated_source_never_beats_a_dated_one(self):
        undated = says("Cy", None, sure=1.0)
        assert won(undated, replace(OLD, sure=SURE)) == "Ann"
        assert won(undated) == "Cy"

    def test_a_year_counts_as_published_on_its_last_day(self):
        assert won(says("Ann", year(2016)), says("Bo", "2016-06-01")) == "Ann"
        assert won(says("Ann", year(2016)), says("Bo", "2017-01-01")) == "Bo"

    def test_of_one_day_the_later_time(self):
        morning, evening = says("Ann", day("2020-01-01", "08:00")), says("Bo", day("2020-01-01", "19:30"))
        assert won(morning, evening) == won(evening, morning) == "Bo"
        assert won(says("Cy", "2020-01-02"), evening) == "Cy"

    def test_of_one_moment_the_surer(self):
        assert won(says("Ann", "2020-01-01", sure=0.9), says("Bo", "2020-01-01", sure=0.6)) == "Ann"
        assert won(says("Ann", "2020-01-01", sure=0.6), says("Bo", "2020-01-01", sure=0.9)) == "Bo"

    def test_a_part_of_a_list_does_not_beat_the_whole(self):
        assert won(OLD, replace(NEW, partial=True)) == "Ann"
        assert won(replace(NEW, partial=True)) == "Bo"

    @given(
        st.lists(
            st.tuples(st.none() | st.dates(date(2000, 1, 1), date(2024, 6, 1)), st.floats(0, 1)), min_size=1, max_size=8
        ),
        st.randoms(use_true_random=False),
    )
    def test_any_claims(self, drawn, random):
        claims = [says(f"N{n}", d.isoformat() if d else None, sure=sure) for n, (d, sure) in enumerate(drawn)]
        winner = decided(*claims).winner
        able = [claim for claim in claims if claim.sure >= SURE]
        assert (winner is None) == (not able)
        if winner:
            days = [claim.published.last for claim in able if claim.published]
            assert (winner.published.last if winner.published else None) == max(days, default=None)
        random.shuffle(claims)
        assert decided(*claims).winner == winner

    def test_nothing_answers(self):
        assert decided().winner is None
        faint = decided(replace(NEW, sure=0.1))
        assert faint.winner is None and faint.reason


class TestValidTimeIsNotPublicationTime:
    def test_a_forecast_does_not_set_the_present(self):
        forecast = says("Cy", "2024-01-01", stance=Stance.EXPECTED)
        assert won(NEW, forecast) == "Bo"
        assert decided(NEW, forecast).expected == (forecast,)
        alone = decided(forecast)
        assert alone.winner is None and alone.reason and alone.expected == (forecast,)

    def test_but_it_answers_a_question_about_what_will_be(self):
        forecast = says("Cy", "2023-01-01", stance=Stance.EXPECTED)
        assert won(NEW, forecast, question="Who will be the director?") == "Cy"

    def test_a_look_back_does_not_set_the_present(self):
        assert won(OLD, says("Cy", "2024-01-01", stance=Stance.PAST)) == "Ann"
        assert won(says("Cy", "2024-01-01", stance=Stance.PAST), question="Who was the director before?") == "Cy"

    def test_a_period_that_has_not_begun_by_the_day_asked_about(self):
        coming = says("Cy", "2024-01-01", period=Period(since=date(2024, 5, 1)))
        assert won(NEW, coming, today=date(2024, 4, 30)) == "Bo"
        assert won(NEW, coming, today=date(2024, 5, 1)) == "Cy"
        assert decided(coming, today=date(2024, 4, 30)).winner is None


class TestWindow:
    def test_the_source_of_that_time(self):
        middle = says("Cy", "2015-06-01")
        assert won(OLD, middle, NEW, question="Who was the director in 2015?") == "Cy"

    def test_the_newest_before_it_where_none_is_of_it(self):
        assert won(OLD, NEW, question="Who was the director in 2015?") == "Ann"

    def test_a_later_source_does_not_tell_of_it_unless_it_says_so(self):
        assert won(NEW, question="Who was the director in 2015?") is None
        back = says("Cy", "2019-01-01", stance=Stance.PAST, period=Period(date(2014, 1, 1), date(2016, 1, 1)))
        assert won(OLD, back, NEW, question="Who was the director in 2015?") == "Cy"
        quoted = says("Di", "2019-01-01", stance=Stance.PAST, text="In 2015 Di was the director.")
        assert won(OLD, quoted, question="Who was the director in 2015?") == "Di"

    def test_a_period_over_before_it_does_not_count(self):
        over = says("Cy", "2011-01-01", period=Period(date(2008, 1, 1), date(2012, 1, 1)))
        assert won(over, question="Who was the director in 2015?") is None

    def test_an_open_end(self):
        assert won(OLD, NEW, question="Who was the director by the end of 2018?") == "Ann"
        assert won(OLD, NEW, question="Who was the director before 2011?") is None

    def test_the_reason_names_the_time(self):
        assert "in 2001" in decided(NEW, question="Who was the director in 2001?").reason

    def test_what_happened_is_not_answered_from_before_it_happened(self):
        assert won(OLD, question="How many joined in 2015?", today=TODAY) == "Ann"
        assert won(OLD, question="Who did join in 2015?", today=TODAY) is None


class Planted:
    """A reader that says what it was given."""

    name = "planted"
    trouble = ""
    claims = ()

    def read(self, question, passages):
        return list(self.claims)


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    place = tmp_path_factory.mktemp("planted")
    put(place / "docs", LEAFLET)
    engine = engine_on(place / "docs", place / "index", Planted())

    def answer(*claims, question=WHO, now=TODAY):
        engine.reader.claims = claims
        return engine.answer(question, now=now)

    return answer


def noted(answer, start):
    return [note for note in answer.notes if note.startswith(start)]


class TestTimeline:
    def spans(self, answer):
        return [(entry.value, str(entry.since), str(entry.until)) for entry in answer.timeline]

    def test_oldest_first_and_equal_neighbours_are_one(self, planted):
        claims = (
            says("Bo", "2017-01-01"),
            says("Ann", "2011-01-01"),
            says("Ann", "2013-01-01"),
            says("Bo", "2019-01-01"),
        )
        spans = [("Ann", "2011-01-01", "2013-01-01"), ("Bo", "2017-01-01", "2019-01-01")]
        assert self.spans(planted(*claims)) == spans == self.spans(planted(*reversed(claims)))

    def test_who_comes_back_stands_there_twice(self, planted):
        claims = says("Ann", "2011-01-01"), says("Bo", "2013-01-01"), says("Ann", "2015-01-01")
        assert [value for value, *_ in self.spans(planted(*claims))] == ["Ann", "Bo", "Ann"]

    def test_the_order_of_names_and_the_case_of_letters_are_no_change(self, planted):
        one = replace(says("Ann", "2011-01-01"), values=("Ann", "Bo"))
        other = replace(says("Ann", "2012-01-01"), values=("BO", "ann"))
        assert len(planted(one, other).timeline) == 1

    def test_undated_unsure_and_expected_claims_are_not_in_it(self, planted):
        answer = planted(
            NEW, says("Cy", None), says("Di", "2020-01-01", sure=0.1), says("Ed", "2021-01-01", stance=Stance.EXPECTED)
        )
        assert [entry.value for entry in answer.timeline] == ["Bo"]

    def test_each_entry_quotes_the_first_source_that_said_it(self, planted):
        answer = planted(says("Ann", "2011-01-01"), says("Ann", "2013-01-01"))
        assert str(answer.timeline[0].citation.published) == "2011-01-01"
        assert str(answer.published) == "2013-01-01" == str(answer.citations[0].published)

    def test_a_part_of_a_list_is_no_value_of_its_own(self, planted):
        assert planted(replace(OLD, partial=True), replace(NEW, partial=True)).timeline == ()


def test_citations_are_newest_first_and_one_for_each_thing_said(planted):
    older = [says("Ann", "2011-01-01"), says("Bo", "2013-01-01"), says("Ann", "2012-01-01"), says("Cy", "2012-06-01")]
    answer = planted(*older, NEW, says("Di", None))
    assert [str(citation.published) for citation in answer.citations] == [
        "2019-03-03",
        "2012-06-01",
        "2012-01-01",
        "None",
    ]


class TestNotes:
    def test_conflict_within_one_day(self, planted):
        one, other = says("Ann", "2024-05-01", sure=0.9), says("Bo", "2024-05-01", sure=0.8)
        (note,) = noted(planted(one, other), "Conflict")
        assert other.quote in note
        assert not noted(planted(one, replace(other, values=("Ann",))), "Conflict")
        assert not noted(planted(one, says("Bo", "2024-04-30")), "Conflict")

    def test_superseded_sources_are_named(self, planted):
        (note,) = noted(planted(OLD, NEW), "Superseded")
        assert "Ann" in note and "2 May 2011" in note
        assert not noted(planted(NEW), "Superseded")

    def test_an_ended_period(self, planted):
        ended = says("Ann", "2023-07-01", period=Period(date(2023, 7, 1), date(2024, 5, 31)))
        (note,) = noted(planted(ended), "Ended period")
        assert "May 2024" in note and "31" not in note  # the quote names no day
        assert not noted(planted(ended, now=date(2024, 5, 31)), "Ended period")

    @pytest.mark.parametrize(("now", "stale"), [(date(2020, 3, 2), False), (date(2020, 3, 4), True)])
    def test_stale_after_a_year_of_the_now_that_is_passed(self, planted, now, stale):
        assert bool(noted(planted(NEW, now=now), "Stale")) == stale

    def test_a_time_long_past_makes_no_source_stale(self, planted):
        assert not noted(planted(OLD, question="Who was the director in 2011?"), "Stale")

    def test_an_expected_change_that_no_fact_has_overtaken(self, planted):
        plan = says("Cy", "2020-01-01", stance=Stance.EXPECTED)
        (note,) = noted(planted(NEW, plan), "Expected change")
        assert plan.quote in note and "1 January 2020" in note
        assert not noted(planted(says("Di", "2021-01-01"), plan), "Expected change")

    def test_undated_inferred_and_partial(self, planted):
        assert noted(planted(says("Ann", None)), "Undated")
        assert "undated" in planted(says("Ann", None)).text
        inferred = says("Ann", replace(day("2024-05-01"), inferred=True))
        assert noted(planted(inferred), "Inferred")
        assert noted(planted(replace(NEW, partial=True)), "The source names some")
        fresh = planted(says("Ann", "2024-05-01"))
        assert fresh.notes == () and fresh.text == "Ann, as of 1 May 2024."
