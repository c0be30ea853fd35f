"""Where a plain text bears its date: datelines and date lines in many styles, and texts that bear none.

Each row is a beginning of a text as such sources write it, the date a careful person reads there, and
whether the year had to be inferred. None rows are the traps: dates that are the subject of a text and not
its own.
"""

from datetime import date

import pytest

from corpus.dates.plain import from_text
from corpus.documents import Signal

NOW = date(2026, 11, 22)

STYLES = [
    # Agencies, full dates.
    (
        "OSLO, March 6, 2023 /PRNewswire/ -- Fjordline today opened its new terminal in the harbour.",
        "2023-03-06",
        False,
    ),
    ("LISBON, March 06, 2023 (GLOBE NEWSWIRE) -- Tejo Energia reported record sales.", "2023-03-06", False),
    ("(Nairobi, March 6, 2023) – Lawmakers should reject the bill, the group said.", "2023-03-06", False),
    ("Geneva, 6 March 2023 – The agency published its yearly report on rivers.", "2023-03-06", False),
    ("GENEVA/ROME, 6 March 2023 - Two agencies called for more help.", "2023-03-06", False),
    ("Port Vila, Vanuatu, 6 March 2023. The council met for the third time.", "2023-03-06", False),
    ("New York, NY, October 3, 2022 — The fund named a new director.", "2022-10-03", False),
    ("BRUSSELS (14 May 2019): Ministers agreed on the draft.", "2019-05-14", False),
    # Date lines by the headline.
    ("Harbour opens\n\n6 March 2023\n\nThe harbour opened on a windy day.", "2023-03-06", False),
    ("Harbour opens\nMarch 6, 2023, 14:05\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\n06.03.2023 14:05\n\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nPublished: 2023-03-06\n\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nPublished on Monday, March 6, 2023\n\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nBy Ann Bell, 6 March 2023\n\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nBy Ann Bell | March 6, 2023 | Business\n\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\n6 Mar 2023 · 5 min read\n\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nMon, 06 Mar 2023 10:00:00 GMT\n\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\n2023-03-06T23:30:00-08:00\n\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nMarch 2023\n\nThe harbour opened.", "2023-03", False),
    ("Release 2.1.0 (2024-03-01)\n\n- The clock is right again.", "2024-03-01", False),
    (
        "Minutes of the allotment society, 3 May 2023\nChair: Ann Bell\n- The shed is to be painted.",
        "2023-05-03",
        False,
    ),
    ("Minutes\nDate: 3 May 2023\nChair: Ann Bell", "2023-05-03", False),
    ("Minutes\n\nDate: 24 November 2014, parish hall. Present: 64 members.", "2014-11-24", False),
    ("THE HARBOUR POST\nspring issue\n\nMarch 18, 2010 - The snow has gone from the quay.", "2010-03-18", False),
    ("# A talk with the keeper\n\n*Ostra Review, February 16, 2021*\n\n**How was it?**", "2021-02-16", False),
    ("SEA LINES\nIssue 27, 18 September 2012\n\nAnd then there were six", "2012-09-18", False),
    # Nothing but the day of the last change: the text as it stands is of that day.
    ("# Your questions answered\n\n*Last updated: 2020-04-06*\n\n**May I visit?**", "2020-04-06", False),
    ("Harbour opens\nUpdated: 7 March 2023\nPublished: 6 March 2023\n\nThe harbour opened.", "2023-03-06", False),
    # No year: the weekday beside the date settles it.
    ("ASTANA, March 6. /KZN/. The office opened, its head said on Monday.", "2023-03-06", True),
    ("LONDON, March 6 (Argus) - Shares fell on Monday after the vote.", "2023-03-06", True),
    ("Harbour opens\nMonday, March 6\nThe harbour opened.", "2023-03-06", True),
    ("TOKYO, July 4 (Kite) -- The bank held its rate on Thursday.", "2024-07-04", True),
    # No year: a current period, a recent full date, the last possible year.
    (
        "Harbour news\n\n16 April\n\nAnn Bell holds the chair from July 5, 2023, to June 2024.",
        "2024-04-16",
        True,
    ),
    ("Harbour news\n\n12 May\n\nThe council elected a new board on April 30, 2019.", "2019-05-12", True),
    ("Harbour news\n\n16 April\n\nThe ferry was sold in January 2026.", "2026-04-16", True),
    # Russian, German, French, Spanish.
    ("МИНСК, 6 марта 2023 г. /КЛН/. Порт открыли утром.", "2023-03-06", False),
    ("МИНСК, 6 марта. /КЛН/. Порт открыли, сообщили в понедельник в управлении.", "2023-03-06", True),
    ("Порт открыт\n16 апреля 2024, 14:05\n\nПорт открыли утром.", "2024-04-16", False),
    ("Порт открыт\nОпубликовано: 16.04.2024\n\nПорт открыли утром.", "2024-04-16", False),
    ("Hamburg, 6. März 2023 (nbk) - Der Hafen ist wieder offen.", "2023-03-06", False),
    ("Hafen offen\nVeröffentlicht am 6. März 2023\n\nDer Hafen ist wieder offen.", "2023-03-06", False),
    ("Hamburg, 6. März (nbk) - Der Hafen ist wieder offen, hieß es am Montag.", "2023-03-06", True),
    ("Lyon, le 6 mars 2023 – Le port est ouvert.", "2023-03-06", False),
    ("LYON, 6 mars (BLN) - Le port a ouvert lundi.", "2023-03-06", True),
    ("Port ouvert\nPublié le 14 février 2023 à 10h30\n\nLe port est ouvert.", "2023-02-14", False),
    ("Madrid, 6 de marzo de 2023.- El puerto está abierto.", "2023-03-06", False),
    ("MADRID, 6 Mar. (COSTA) - El puerto abrió el lunes.", "2023-03-06", True),
    ("Puerto abierto\n14 de febrero de 2023\n\nEl puerto está abierto.", "2023-02-14", False),
]

TRAPS = [
    "Harbour opens\n\nOn March 6, 2023, the harbour opened after two years of work.",
    "In March 2023, the harbour opened.",
    "The storm of 1953\n\nIt came in the night.",
    "2016 figures\n\n2016 was a good year.",
    "Diary of a keeper\n\nMarch 6, 2023 - Rain all day.\n\nMarch 7, 2023 - Sun at last.",
    "Harbour news\nOpening: 6 March 2023, ten o'clock\n\nThe harbour opened.",
    "Minutes\nNext meeting: 3 June 2024\n- The shed is to be painted.",
    "What happened on September 1, 1939\n\nThe night before had been quiet.",
    "LONDON, March 6 (Argus) - Shares fell after the vote.",  # no year, and nothing settles it
    "Harbour news\n\n16 April\n\nThe harbour was built in 1911.",
    "To: all members\nSubject: keys\n\nKeys are with Ann until 3 May 2023.",
]


@pytest.mark.parametrize(("text", "published", "inferred"), STYLES)
def test_a_dateline_or_date_line_is_read(text, published, inferred):
    reading = from_text(text, now=NOW)
    assert str(reading.published) == published
    assert reading.published.inferred is inferred


@pytest.mark.parametrize("text", TRAPS)
def test_a_date_that_is_not_the_texts_own_is_left(text):
    reading = from_text(text, now=NOW)
    assert reading.published is None
    assert reading.problems


def test_the_signal_names_the_place_it_was_read_from():
    in_paragraph = from_text("OSLO, March 6, 2023 (Nordwire) - Rain.", now=NOW).published
    by_headline = from_text("Rain\n6 March 2023\nIt rained.", now=NOW).published
    assert (in_paragraph.signal, by_headline.signal) == (Signal.DATELINE, Signal.DATE_LINE)


def test_the_day_of_the_last_change_is_named_as_such():
    reading = from_text("Harbour news\nUpdated: 6 March 2023\n\nThe harbour opened.", now=NOW)
    assert reading.published.signal is Signal.LAST_UPDATED


def test_a_date_after_today_is_refused_and_said():
    reading = from_text("Harbour opens\n6 March 2027\nThe harbour opened.", now=NOW)
    assert reading.published is None
    assert "lies after today" in reading.problems[0]


def test_a_full_date_line_beats_a_dateline_without_year():
    reading = from_text("Rain\n6 March 2023\nOSLO, March 5 (Nordwire) - It rained on Monday.", now=NOW)
    assert (str(reading.published), reading.published.inferred) == ("2023-03-06", False)


def test_the_time_of_day_is_kept_and_orders_one_day():
    early, late = (from_text(f"Rain\n06.03.2023 {t}\nIt rained.", now=NOW).published for t in ("09:00", "18:30"))
    assert early.order < late.order
    assert early.first == late.first == date(2023, 3, 6)
