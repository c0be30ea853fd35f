"""Reprints: what counts as the same text printed again, and which of a cluster is the original."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations

import pytest

from corpus import Document, Precision, Published, Signal
from corpus.compare import adds_nothing
from corpus.reprints import find_reprints, sketch

TITLE = "Harbour League takes stock in Orrin"
BODY = [
    "ORRIN, March 6 (Nordwire) – The Harbour League has 5 members, its secretary Ann Bell said on Monday.",
    "They are Orrin, Selk, Vost, Lume and Tavria.",
    "The yearly fee is 40.5 crowns, and it will be paid in May, the League's treasurer told reporters in the old port.",
    "Brisk Bay is not a member, but an observer of the League since 2019.",
    "The next meeting is to be held in the town hall of Vost, where the first one was held as well.",
    "Nobody in the hall expected the organisation to grow further.",
]


def text(title=TITLE, body=BODY):
    return "\n\n".join((title, *body))


def published(day):
    return Published(day, day, Precision.DAY, Signal.FRONT_MATTER)


def document(file, whole, day=date(2020, 3, 6), title=TITLE):
    return Document(file, whole, title, "Quay Herald", published(day) if day else None)


def changed(old, new):
    assert old in text()
    return text().replace(old, new)


OLD = document("old.txt", text())

REPRINTS = {
    "the same": text(),
    "layout": text().replace("\n\n", "\n").replace("– The", "- The").replace("'", "’"),
    "hard line breaks": "\n\n".join(
        (TITLE, *(line.replace(" and ", "\nand ").replace(" of ", " of\n") for line in BODY))
    ),
    "Markdown": f"# {TITLE}\n\n" + "\n\n".join(BODY).replace("Ann Bell", "**Ann Bell**"),
    "headline": text(title="Five members, one fee: what Ann Bell told us"),
    "headline and a line under it": text(title="The League meets\n\nAnn Bell on members and fees"),
    "no headline": "\n\n".join(BODY),
    "agency": changed("(Nordwire)", "/Skelpress/"),
    "place line": changed("ORRIN, March 6 (Nordwire) – ", "SELK, March 9. /Skelpress/. "),
    "no place line": changed("ORRIN, March 6 (Nordwire) – ", ""),
    "byline and date line": text(title=f"{TITLE}\n\nBy Carl Moss\n\n9 March 2020"),
    "credit": text() + "\n\nSource: Nordwire",
    "first published elsewhere": text() + "\n\nThis article was first published by Nordwire on 6 March 2020.",
    "agency at the end": text() + "\n\n(Nordwire)",
    "editor": text() + "\n\nReporting by Ann Bell and Carl Moss",
    "copyright": text() + "\n\n© 2021 Quay Herald. All rights reserved.",
    "cut-off end": text(body=BODY[:4]),
    "cut inside a sentence": text(body=[*BODY[:4], "The next meeting is to be held in the town…"]),
    "cut inside a word": text(body=[*BODY[:4], "The next meeting is to be he"]),
    "cut after one word": text(body=[*BODY[:4], "The"]),
    "a paragraph left out": text(body=BODY[:2] + BODY[3:]),
    "idle words": changed("its secretary Ann Bell said on Monday", "its secretary Ann Bell told Monday"),
    "spelling": changed("organisation", "organization"),
}

UPDATES = {
    "number": changed("has 5 members", "has 6 members"),
    "number in words": changed("has 5 members", "has six members"),
    "decimals": changed("40.5", "41.5"),
    "currency": changed("40.5 crowns", "40.5 €"),
    "sign": changed("is 40.5", "is -40.5"),
    "date": changed("since 2019", "since 2018"),
    "month": changed("paid in May", "paid in June"),
    "name": changed("Ann Bell", "Carl Moss"),
    "name added to a list": changed("Lume and Tavria", "Lume, Harl and Tavria"),
    "name gone from a list": changed("Vost, Lume and", "Vost and"),
    "negation gone": changed("is not a member, but", "is a member and"),
    "negation": changed("it will be paid", "it will not be paid"),
    "status": changed("an observer", "a guest"),
    "tense": changed("Brisk Bay is not", "Brisk Bay was not"),
    "sentence added": text(body=[*BODY, "The lamp at Skelmar was lit again."]),
    "sentence added within": text(body=[*BODY[:3], "Then it was raised.", *BODY[3:]]),
    "sentence like a byline": text(body=[*BODY, "By Monday the fee will be paid."]),
    "sentence like a credit": text(body=[*BODY, "Published in May, the list of members is shorter."]),
    "sentence like an agency": text(body=[*BODY, "(It is lower for guests.)"]),
    "line with a label": text(title=f"{TITLE}\n\nStatus: guest"),
    "changed line under the headline": text(
        title=f"{TITLE}\n\nAs its secretary said in the port on Monday, Tavria is to give up the chair of the "
        "League and Selk will follow"
    ),
    "number in the headline": text(title="Harbour League raises its fee to 50 crowns"),
    "number in the old headline": text(title="Fee"),
    "another text": text(title="Rain", body=["It rained in Selk on Monday, and it will rain tomorrow as well."]),
}


@pytest.mark.parametrize("whole", REPRINTS.values(), ids=REPRINTS)
def test_a_reprint_adds_nothing(whole):
    copy = document("copy.txt", whole, date(2021, 1, 1), title=whole.split("\n")[0])
    assert adds_nothing(copy, OLD)
    assert find_reprints([copy, OLD]) == {"copy.txt": "old.txt"}


@pytest.mark.parametrize(("change", "whole"), UPDATES.items(), ids=UPDATES)
def test_an_update_is_no_reprint(change, whole):
    old = OLD
    if change == "number in the old headline":
        old = document("old.txt", text(title="Harbour League raises its fee to 50 crowns"))
    update = document("new.txt", whole, date(2021, 1, 1), title=whole.split("\n")[0])
    assert not adds_nothing(update, old)
    assert find_reprints([old, update]) == {}


def test_a_list_that_lost_its_last_item_is_an_update():
    items = (
        "The members of the Harbour League this year are, in the order in which they came:\n\n- Orrin\n- Selk\n- Vost"
    )
    old = document("old.md", items)
    assert not adds_nothing(document("new.md", items.removesuffix("\n- Vost"), date(2021, 1, 1)), old)
    assert adds_nothing(document("new.md", items, date(2021, 1, 1)), old)


def test_what_is_longer_than_what_was_there_before_is_an_update():
    """The first to come out was cut short: what the whole text says more would be lost."""
    cut = document("cut.txt", REPRINTS["cut-off end"], date(2020, 1, 1))
    assert find_reprints([cut, OLD]) == {}


def test_short_texts_are_said_anew_each_time():
    short = "No news from the port of Orrin or the town."
    for notice, found in ((short, {}), (f"{short} The lamp is lit.", {"2.txt": "1.txt"})):
        assert find_reprints([document(f"{day}.txt", notice, date(2020, 1, day)) for day in (1, 2)]) == found


CLUSTER = [
    document("third.txt", REPRINTS["headline"], date(2022, 1, 1)),
    document("first.txt", text(), date(2020, 1, 1)),
    document("second.txt", REPRINTS["agency"], date(2021, 1, 1)),
    document("a-undated.txt", text(), None),
]


@pytest.mark.parametrize("order", list(permutations(CLUSTER)))
def test_the_earliest_is_the_original_in_whatever_order_they_come(order):
    assert find_reprints(order) == {"second.txt": "first.txt", "third.txt": "first.txt", "a-undated.txt": "first.txt"}


def test_of_one_day_the_earlier_hour_is_the_original():
    day = date(2020, 1, 1)
    morning, evening = (
        replace(published(day), precision=Precision.TIME, time=datetime(2020, 1, 1, hour)) for hour in (8, 20)
    )
    documents = [replace(OLD, file="a.txt", published=evening), replace(OLD, file="b.txt", published=morning)]
    assert find_reprints(documents) == {"a.txt": "b.txt"}


def test_a_date_that_may_be_late_is_not_the_earlier_one():
    """A text of "2020" may be of December: who asks as of June must still find the one of May."""
    year = Published(date(2020, 1, 1), date(2020, 12, 31), Precision.YEAR, Signal.FRONT_MATTER)
    documents = [
        replace(OLD, file="year.txt", published=year),
        replace(OLD, file="may.txt", published=published(date(2020, 5, 1))),
    ]
    assert find_reprints(documents) == {"year.txt": "may.txt"}


def test_a_series_of_like_notices_stays_a_series():
    months = [date(2020, 1, 15) + timedelta(days=31 * n) for n in range(10)]
    series = [document(f"{n}.txt", changed("40.5", f"4{n}.5"), day) for n, day in enumerate(months)]
    again = replace(series[3], file="again.txt", published=published(date(2022, 1, 1)))
    assert find_reprints([*series, again]) == {"again.txt": "3.txt"}


def test_two_texts_share_as_much_of_their_sketches_as_of_their_shingles():
    one, other = sketch("a b c d e f g h i j k l"), sketch("a b c d e f g h i j m n")  # 8 of 12 shingles
    assert 0.5 < float((one == other).mean()) < 0.83
    assert float((one == sketch("n o p q r s t u v w x y z")).mean()) == 0


@pytest.mark.parametrize(
    ("old", "new", "reprint"),
    [
        ("Гавань открыта с 6 марта, сообщил в понедельник директор порта Иван Петров журналистам.", "", True),
        ("Гавань открыта с 6 марта, сообщил в понедельник директор порта Иван Петров журналистам.", "7 марта", False),
        ("港口于三月六日开放，港务局长星期一对记者说，第一艘船已经到达。", "", True),
        ("港口于三月六日开放，港务局长星期一对记者说，第一艘船已经到达。", "三月七日", False),
    ],
)
def test_other_scripts(old, new, reprint):
    later = old.replace("6 марта", new).replace("三月六日", new) if new else old
    assert adds_nothing(document("new", later, date(2021, 1, 1)), document("old", old)) is reprint


def test_what_an_older_text_denies_is_an_update():
    denied = "In a long letter to all the papers of the coast the mayor of Selk denied on Friday that " + BODY[1][:-1]
    old = document("old.txt", text(body=[*BODY[:1], *BODY[2:], f"{denied} of the League."]))
    assert find_reprints([old, document("new.txt", text(body=[*BODY[:1], *BODY[2:], BODY[1]]), date(2021, 1, 1))]) == {}
    end = "In a long letter the mayor of Selk denied on Friday that the lamp at Skelmar was ever lit."
    old = document("old.txt", text(body=[*BODY, end]))
    new = document("new.txt", text(body=[*BODY, "The lamp at Skelmar was ever lit."]), date(2021, 1, 1))
    assert find_reprints([old, new]) == {}


@pytest.mark.parametrize("empty", ["", "-", "?!", "\n\n"])
def test_texts_without_words_are_nobodys_reprint(empty):
    assert find_reprints([document("a", empty, None), document("b", empty, date(2020, 1, 1)), OLD]) == {}
