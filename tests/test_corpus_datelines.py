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
    # Agencies and wires in further styles.
    ("WASHINGTON (Kite) — March 6, 2023 — The board met for two days.", "2023-03-06", False),
    ("CAIRO, 6 Mar 2023 (Delta Wire): The canal was open again by noon.", "2023-03-06", False),
    ("[Manila, March 6, 2023] – Fishers asked for a later season.", "2023-03-06", False),
    ("SEOUL, March 6, 2023 (Hanbit News) -- Exports rose for the third month.", "2023-03-06", False),
    ("March 6, 2023 | OSLO – The terminal opened.", "2023-03-06", False),
    ("NAIROBI, Kenya, March 6, 2023/APO Group/ -- The lake rose again.", "2023-03-06", False),
    ("Harbour opens\nMonday 6 March 2023 14.05 GMT\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nMar. 6, 2023 at 2:05 p.m. EST\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\n6th March 2023\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nPosted: 03/16/2023\nThe harbour opened.", "2023-03-16", False),
    ("Harbour opens\n16/03/2023\nThe harbour opened.", "2023-03-16", False),
    ("Harbour opens\n2023/03/06 14:05\nThe harbour opened.", "2023-03-06", False),
    (
        "Harbour opens\nWritten: 2023-03-06 15:03:30 / Updated: 2023-03-07 15:30:46\nThe harbour opened.",
        "2023-03-06",
        False,
    ),
    ("Harbour opens\nAnn Bell, Harbour Post\nPublished 6 March 2023\nThe harbour opened.", "2023-03-06", False),
    ("Press release of 6 March 2023\nThe harbour opened.", "2023-03-06", False),
    ("Harbour opens\nPublished: 6 March 2023\nUpdated: 9 March 2023\nThe harbour opened.", "2023-03-06", False),
    # The order of day and month, settled by the source's other dates.
    ("Harbour opens\n04/05/2024\nThe harbour opened. It had been closed since 23/11/2022.", "2024-05-04", False),
    ("Harbour opens\n04/05/2024\nThe harbour opened. It had been closed since 11/23/2022.", "2024-04-05", False),
    ("Harbour opens\n04/05/2024\nThe harbour opened on 5 April 2024 at noon.", "2024-04-05", False),
    # What a reprint says of itself.
    (
        "Harbour opens\n3 June 2023\nThe harbour opened.\nThis text was first published in the Post on 6 March 2023.",
        "2023-03-06",
        False,
    ),
    ("Harbour opens\n\nThe harbour opened.\n\n(Originally published: 2023-03-06)", "2023-03-06", False),
    # Months in other languages.
    ("Порт открыт\n6 марта 2023 года\n\nПорт открыли утром.", "2023-03-06", False),
    ("Москва. 6 марта 2023 г. – Порт открыли утром.", "2023-03-06", False),
    ("Порт открыт\n06 мар 2023 14:05\n\nПорт открыли утром.", "2023-03-06", False),
    ("Порт открыт\nДата публикации: 6 марта 2023\n\nПорт открыли утром.", "2023-03-06", False),
    ("Порт открыт\nПонедельник, 6 марта\n\nПорт открыли утром.", "2023-03-06", True),
    ("Hafen offen\nMontag, 6. März 2023\n\nDer Hafen ist wieder offen.", "2023-03-06", False),
    ("Hafen offen\n06.03.23\n\nDer Hafen ist wieder offen.", "2023-03-06", False),
    ("Hafen offen\nStand: 06.03.2023, 14:05 Uhr\n\nDer Hafen ist wieder offen.", "2023-03-06", False),
    ("Hafen offen\nVon Ann Bell, 6. März 2023\n\nDer Hafen ist wieder offen.", "2023-03-06", False),
    ("Pressemitteilung vom 06.03.2023\nDer Hafen ist wieder offen.", "2023-03-06", False),
    ("Kiel (nbk), 6. Dezember 2022 – Der Hafen ist wieder offen.", "2022-12-06", False),
    ("Port ouvert\nLundi 6 mars 2023\n\nLe port est ouvert.", "2023-03-06", False),
    ("Port ouvert\nPar Ann Bell, le 6 mars 2023\n\nLe port est ouvert.", "2023-03-06", False),
    ("Paris, le 1er août 2022 – Le port est ouvert.", "2022-08-01", False),
    ("PARIS, 6 décembre 2022 (BLN) - Le port est ouvert.", "2022-12-06", False),
    ("Puerto abierto\nLunes, 6 de marzo de 2023\n\nEl puerto está abierto.", "2023-03-06", False),
    ("Puerto abierto\nPublicado el 6 de marzo de 2023\n\nEl puerto está abierto.", "2023-03-06", False),
    ("Lima, 6 dic. 2022 (COSTA).- El puerto está abierto.", "2022-12-06", False),
    ("Puerto abierto\nFecha: 6 de enero de 2023\n\nEl puerto está abierto.", "2023-01-06", False),
    # No year.
    ("GENEVA, Oct 3 (Argus) - The fund named a new director, it said on Monday.", "2022-10-03", True),
    ("Harbour opens\nTuesday, 5 September\nThe harbour opened.", "2023-09-05", True),
]

TRAPS = [
    "Valid from Sunday, 9 December 2012.\n\nLine 1 runs every hour.",
    "Cars are back since Saturday, 15 October 2016\n\nThe town celebrated.",
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


AMBIGUOUS = [
    "Harbour opens\n04/05/2024\nThe harbour opened.",
    "Harbour opens\n04/05/2024\nOpen from 13/04/2024, closed from 04/13/2025.",  # the two contradict each other
    "Harbour opens\n04/05/2024\nBetween 5 April 2024 and 4 May 2024 the harbour was open.",
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


def test_of_all_datelines_none_is_wrong_and_certain():
    """The measure itself: at least 80 rows, 95 in a hundred right, and what is wrong is never shown as certain."""
    readings = [(from_text(text, now=NOW).published, day) for text, day, _ in STYLES]
    right = sum(str(published) == day for published, day in readings)
    certain = [p for p, day in readings if p is not None and str(p) != day and not p.inferred and p.first == p.last]
    assert len(readings) >= 80
    assert right >= 0.95 * len(readings)
    assert certain == []


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_an_undecided_order_of_day_and_month_stays_an_interval_and_is_said(text):
    reading = from_text(text, now=NOW)
    assert (reading.published.first, reading.published.last) == (date(2024, 4, 5), date(2024, 5, 4))
    assert "can be read as 2024-04-05 or 2024-05-04" in reading.problems[0]


@pytest.mark.parametrize(
    "text",
    [
        "The Lamp Room\n3 June 2023\nThe novel was first published on 4 May 1954.",
        "The Lamp Room\n3 June 2023\nFirst published in 1954, it is still read.",
        "The Lamp Room\n3 June 2023\nIt was originally published in the Post, May 4, 1954 being a Tuesday.",
    ],
)
def test_when_another_work_was_first_published_is_not_meant(text):
    assert str(from_text(text, now=NOW).published) == "2023-06-03"


@pytest.mark.parametrize(
    "text",
    [
        "Rain\nPublished: 6 March 2023\nUpdated: 8 March 2023\nIt rained.",
        "Rain\n6 March 2023\nIt rained.\nLast updated on 8 March 2023",
        "Regen\n6. März 2023\nEs regnete.\nZuletzt aktualisiert am 8. März 2023",
        "Pluie\n6 mars 2023\nIl a plu.\nMis à jour le 8 mars 2023",
        "Дождь\n6 марта 2023\nШёл дождь.\nОбновлено: 8 марта 2023",
        "Lluvia\n6 de marzo de 2023\nLlovió.\nÚltima actualización: 8 de marzo de 2023",
    ],
)
def test_the_last_change_is_kept_apart(text):
    reading = from_text(text, now=NOW)
    assert (str(reading.published), reading.modified) == ("2023-03-06", date(2023, 3, 8))


def test_an_address_dates_a_text_and_gives_a_dateline_its_year():
    by_address = from_text("Rain\n\nIt rained.", url="https://n.example/2023/03/06/rain", now=NOW).published
    assert (str(by_address), by_address.signal) == ("2023-03-06", Signal.URL)
    with_month = from_text("OSLO, March 6 (Nordwire) - Rain.", url="https://n.example/2021/03/rain", now=NOW).published
    assert (str(with_month), with_month.signal) == ("2021-03-06", Signal.DATELINE)


def test_an_address_and_a_date_line_that_contradict_each_other_are_named():
    reading = from_text("Rain\n16 March 2023\nIt rained.", url="https://n.example/2023/03/06/rain", now=NOW)
    assert str(reading.published) == "2023-03-06"
    assert "URL path says 2023-03-06, date line says 2023-03-16" in reading.problems[0]


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
