"""Written dates: what is a date, where exactly it stands, and what must never be taken for one."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import Written, find_dates, parse_date
from corpus.documents import Precision

ONE_DATE = [
    ("July 5, 2023", 2023, 7, 5),
    ("July 5th, 2023", 2023, 7, 5),
    ("5 July 2023", 2023, 7, 5),
    ("5th of July 2023", 2023, 7, 5),
    ("Sept. 5, 2023", 2023, 9, 5),
    ("July 2023", 2023, 7, None),
    ("2011-04-14", 2011, 4, 14),
    ("2011-04", 2011, 4, None),
    ("2011/04/14", 2011, 4, 14),
    ("14.04.2011", 2011, 4, 14),
    ("14.04.2011 14:08", 2011, 4, 14),
    ("2011-04-14T14:08:00+08:00", 2011, 4, 14),
    ("4/16/2024", 2024, 4, 16),
    ("March 6", None, 3, 6),
    ("6 March", None, 3, 6),
    ("29 February", None, 2, 29),
    ("2011", 2011, None, None),
]


@pytest.mark.parametrize(("writing", "year", "month", "day"), ONE_DATE)
def test_a_date_is_found_at_its_exact_place(writing, year, month, day):
    text = f"It began ({writing}), they said."
    (found,) = find_dates(text)
    assert text[found.start : found.end] == writing
    assert (found.written.year, found.written.month, found.written.day) == (year, month, day)


@pytest.mark.parametrize(("writing", "year", "month", "day"), ONE_DATE)
def test_the_same_forms_are_read_alone(writing, year, month, day):
    written = parse_date(writing)
    assert (written.year, written.month, written.day) == (year, month, day)


@pytest.mark.parametrize(
    "text",
    [
        "$2011", "€ 2011", "No. 2011", "2,011", "2011.5", "12011", "v2011", "version 2011.1", "2000 people",
        "2011%", "the 1990s", "1700", "2150", "31 February 2020", "June 31", "2011-13-40", "32.01.2011", "20110414",
        "he may 5", "at 20:11", "Flight 2011", "Resolution 1973", "", "no figures",
    ],
)  # fmt: skip
def test_what_is_no_date_is_not_found(text):
    assert find_dates(text) == []


def test_several_dates_come_in_reading_order():
    text = "Chair from July 5, 2023, to June 2024; before that, 2021–2022 and Q3 2019, from March 6."
    assert [(text[f.start : f.end], str(f.written.first)) for f in find_dates(text)] == [
        ("July 5, 2023", "2023-07-05"),
        ("June 2024", "2024-06-01"),
        ("2021", "2021-01-01"),
        ("2022", "2022-01-01"),
        ("Q3 2019", "2019-07-01"),
        ("March 6", "None"),
    ]


@pytest.mark.parametrize(
    ("writing", "first", "last", "precision"),
    [
        ("2016", date(2016, 1, 1), date(2016, 12, 31), Precision.YEAR),
        ("February 2024", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("Q4 2023", date(2023, 10, 1), date(2023, 12, 31), Precision.MONTH),
        ("16 April 2024", date(2024, 4, 16), date(2024, 4, 16), Precision.DAY),
        ("14.04.2011 14:08", date(2011, 4, 14), date(2011, 4, 14), Precision.TIME),
        (
            "04/05/2024",
            date(2024, 4, 5),
            date(2024, 5, 4),
            Precision.MONTH,
        ),  # either order: both days are kept
    ],
)
def test_precision_decides_the_interval(writing, first, last, precision):
    written = parse_date(writing)
    assert (written.first, written.last, written.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("writing", "expected"),
    [
        ("16 апреля 2024 г.", date(2024, 4, 16)),
        ("понедельник, 6 марта 2023", date(2023, 3, 6)),
        ("6. März 2023", date(2023, 3, 6)),
        ("Montag, 6. März 2023", date(2023, 3, 6)),
        ("le 3 mars 2016", date(2016, 3, 3)),
        ("1er août 2016", date(2016, 8, 1)),
        ("14 de febrero de 2023", date(2023, 2, 14)),
        ("16 aprile 2024", date(2024, 4, 16)),
        ("2024年4月16日", date(2024, 4, 16)),
        ("Tue, 16 Apr 2024 10:00:00 GMT", date(2024, 4, 16)),
        ("20240416", date(2024, 4, 16)),
        ("2024-4-6", date(2024, 4, 6)),
    ],
)
def test_other_languages_and_odd_forms(writing, expected):
    assert parse_date(writing).first == expected


@pytest.mark.parametrize(
    "text",
    ["2011-13-40", "30 Feb 2020", "30 февраля 2020", "yesterday", "2 days ago", "Monday", "5", "12:30", "May",
     "abc 2016", "", "9" * 70, "April 2024 report", "16.04.24", "Chapter 5 of 2020", "Updated 16 April 2024"],
)  # fmt: skip
def test_what_is_not_wholly_a_date_is_refused(text):
    assert parse_date(text) is None


def test_the_publishers_day_stands_whatever_the_zone():
    written = parse_date("2024-04-16T23:30:00-08:00")
    assert written.first == date(2024, 4, 16)
    assert written.moment == datetime(2024, 4, 16, 23, 30)


def test_an_afternoon_hour_is_read():
    assert parse_date("April 16, 2024 3:05 PM").moment == datetime(2024, 4, 16, 15, 5)


def test_a_missing_year_is_filled_only_where_the_day_exists():
    leap = Written(None, 2, 29)
    assert leap.in_year(2024).first == date(2024, 2, 29)
    assert leap.in_year(2023) is None


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_survives_being_written(day):
    for form in (
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
        f"{day:%d.%m.%Y}",
    ):
        assert parse_date(form).first == day
        assert find_dates(f"on {form} it rained")[0].written.first == day


@given(st.text(max_size=200))
def test_no_text_breaks_the_search(text):
    for found in find_dates(text):
        assert 0 <= found.start < found.end <= len(text)
    parse_date(text)
