"""A missing year: inferred only from what the text gives, never after today, never without a reason."""

from datetime import date

import pytest

from corpus.dates.infer import infer_year
from corpus.dates.written import Written

NOW = date(2026, 11, 22)
MARCH_6 = Written(None, 3, 6)


def year(text="", beside="", written=MARCH_6, now=NOW):
    inferred = infer_year(written, text, beside=beside, now=now)
    return inferred.year if inferred else None


def test_a_weekday_gives_the_latest_year_it_fits():
    assert year(beside="he said on Monday") == 2023  # 6 March is a Monday in 2017 and 2023
    assert year(beside="he said on Monday", now=date(2023, 3, 5)) == 2017
    assert year(beside="he said on Monday", now=date(2023, 3, 6)) == 2023


def test_two_weekdays_say_nothing():
    assert year(beside="he said on Monday what she had said on Friday") is None


@pytest.mark.parametrize("beside", ["last Monday", "next Monday", "every Monday", "until Monday", "since Monday"])
def test_a_weekday_of_another_week_says_nothing(beside):
    assert year(beside=f"as he said {beside}") is None


def test_a_short_word_is_no_weekday():
    assert year(beside="he sat down in the sun") is None


def test_a_current_period_holds_the_date():
    text = "Ann Bell holds the chair from July 5, 2023, to June 2024."
    assert year(text, written=Written(None, 4, 16)) == 2024
    assert year(text, written=Written(None, 9, 1)) == 2023
    assert year(text, written=Written(None, 7, 1)) is None  # the first of July lies in neither half


@pytest.mark.parametrize(
    "text",
    [
        "Ann Bell held the chair from July 5, 2019, to June 2020.",
        "Ann Bell will hold the chair from July 5, 2023, to June 2024.",
    ],
)
def test_a_past_or_coming_period_does_not_hold_it(text):
    assert year(text, written=Written(None, 4, 16)) not in {2020, 2024}


def test_a_source_is_not_older_than_what_it_reports():
    assert (
        year("The bridge fell in June 2020.", beside="on Monday", now=date(2022, 1, 1)) is None
    )  # only 2017 is a Monday
    assert year("The bridge fell in June 2016.", beside="on Monday", now=date(2022, 1, 1)) == 2017


def test_a_source_is_not_newer_than_what_it_still_expects():
    assert year("The bridge will open in May 2018.", beside="on Monday") == 2017


def test_a_full_date_shortly_before_gives_the_year():
    assert year("The council was elected on February 20, 2019.") == 2019
    assert year("The council was elected on December 20, 2018.") == 2019


def test_one_year_left_is_the_year():
    assert year("The bridge fell in 2025.", written=Written(None, 12, 1)) == 2025


@pytest.mark.parametrize("text", ["", "It rained.", "The harbour was built in 1911.", "The plan runs until 2030."])
def test_nothing_in_the_text_gives_nothing(text):
    assert year(text) is None


def test_never_after_today():
    assert year(beside="on Monday", now=date(1995, 3, 6)) == 1995
    assert year(beside="on Monday", now=date(1995, 3, 5)) == 1989


def test_the_29th_of_february_needs_a_leap_year():
    assert year(beside="on Thursday", written=Written(None, 2, 29)) == 2024
