from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import DateError, DatelineError
from qa import answer, parse_day
from qa.when import Window, window_of

TODAY = date(2024, 5, 20)
KEEPER = "Who was the keeper of the lamp"


def asked(when, today=TODAY):
    return window_of(f"{KEEPER} {when}?", today)


def span(first, last):
    return first and date.fromisoformat(first), last and date.fromisoformat(last)


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        ("in 2011", "2011-01-01", "2011-12-31"),
        ("during 2016", "2016-01-01", "2016-12-31"),
        ("in March 2023", "2023-03-01", "2023-03-31"),
        ("in February 2020", "2020-02-01", "2020-02-29"),
        ("on 3 May 2021", "2021-05-03", "2021-05-03"),
        ("by the end of 2017", None, "2017-12-31"),
        ("until June 2018", None, "2018-06-30"),
        ("as of 4 May 2019", None, "2019-05-04"),
        ("before 2017", None, "2016-12-31"),
        ("before March 2017", None, "2017-02-28"),
        ("since 2020", "2020-01-01", None),
        ("after 2019", "2020-01-01", None),
        ("between 2015 and 2017", "2015-01-01", "2017-12-31"),
        ("from 2015 to 2017", "2015-01-01", "2017-12-31"),
        ("last year", "2023-01-01", "2023-12-31"),
        ("last month", "2024-04-01", "2024-04-30"),
    ],
)
def test_the_days_that_words_name(when, first, last):
    window = asked(when)
    assert (window.first, window.last) == span(first, last)
    assert window.text == when


@pytest.mark.parametrize(("when", "days"), [("three days ago", 3), ("2 weeks ago", 14), ("two years ago", 730)])
def test_ago_is_what_was_known_by_that_day(when, days):
    assert asked(when) == Window(None, TODAY - timedelta(days=days), when)


def test_relative_words_are_counted_from_the_day_asked_about_and_not_from_the_clock():
    assert asked("last year", date(2012, 3, 1)).first == date(2011, 1, 1)
    assert asked("a year ago", date(2012, 12, 31)).last == date(2012, 1, 1)
    assert asked("last month", date(2012, 1, 31)).last == date(2011, 12, 31)


@pytest.mark.parametrize("when", ["", "currently", "now", "today", "at the moment", "in Orrin", "for 12 crowns"])
def test_no_window_without_a_time(when):
    assert asked(when) is None


def test_numbers_are_not_years():
    assert window_of("Do 2011 people live in Orrin?", TODAY) is None
    assert window_of("Is room 1999 open?", TODAY) is None


@pytest.mark.parametrize(
    ("first", "last", "shared"),
    [
        ("2015-12-31", "2016-01-01", True),
        ("2016-12-31", "2018-01-01", True),
        ("2015-01-01", "2015-12-31", False),
        ("2017-01-01", "2017-01-01", False),
        (None, "2016-01-01", True),
        (None, "2015-12-31", False),
        ("2016-12-31", None, True),
        ("2017-01-01", None, False),
        (None, None, True),
    ],
)
def test_a_window_shares_its_border_days(first, last, shared):
    assert Window(date(2016, 1, 1), date(2016, 12, 31), "in 2016").overlaps(*span(first, last)) == shared


def test_an_open_window_has_no_border_on_that_side():
    assert Window(None, date(2016, 1, 1), "by 2016").overlaps(None, date(1, 1, 1))
    assert Window(date(2016, 1, 1), None, "since 2016").overlaps(date(9999, 1, 1), None)
    assert not Window(date(2016, 1, 1), None, "since 2016").overlaps(None, date(2015, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2011-12-31", "2011-12-31"),
        (" 2011-12-31 ", "2011-12-31"),
        ("31 December 2011", "2011-12-31"),
        ("2011", "2011-12-31"),
        ("2011-02", "2011-02-28"),
        ("2012-02", "2012-02-29"),
        (date(2011, 3, 4), "2011-03-04"),
    ],
)
def test_a_date_argument_means_its_last_day(text, day):
    assert parse_day(text) == date.fromisoformat(day)


@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2100, 12, 31)))
def test_every_iso_day_reads_back(day):
    assert parse_day(day.isoformat()) == day


@pytest.mark.parametrize("bad", ["2011-13-40", "2011-02-30", "", "   ", "yesterday-ish", "31.31.2011", "soon", "-1"])
def test_what_is_no_date_is_refused_with_what_was_given_and_what_is_expected(bad):
    with pytest.raises(DateError) as refused:
        parse_day(bad, name="as_of")
    message = str(refused.value)
    assert message.startswith("as_of") and f'"{bad}"' in message and "2011-12-31" in message
    assert isinstance(refused.value, DatelineError) and isinstance(refused.value, ValueError)


@pytest.mark.parametrize("argument", ["as_of", "now"])
def test_the_public_face_names_the_argument(argument):
    with pytest.raises(DateError, match=f'{argument}.*"2011-13-40"'):
        answer("Is Orrin a member?", **{argument: "2011-13-40"})
