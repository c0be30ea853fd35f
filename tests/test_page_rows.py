"""One row taken out of a table, byte for byte."""

import pytest
from toy_corpus import NOW

from corpus import Settings
from page.rows import RowStays, without_row


def cut(file, data, row, **settings):
    return without_row(file, data, row, now=NOW, settings=Settings(**settings))


@pytest.mark.parametrize(
    ("file", "data", "row", "left"),
    [
        ("t.csv", b"text,date\nOne.,2001\nTwo.,2002\nThree.,2003\n", "t.csv#2", b"text,date\nOne.,2001\nThree.,2003\n"),
        ("t.csv", b"text\r\n'One' he said.\r\nTwo.", "t.csv#1", b"text\r\nTwo."),
        ("t.csv", b'text\n"One\nor ""1""."\n\nTwo.\n', "t.csv#1", b"text\n\nTwo.\n"),
        ("t.csv", b"\xef\xbb\xbftext;id\nA, b.;x\nB, c.;y\n", "t.csv#x", b"\xef\xbb\xbftext;id\nB, c.;y\n"),
        ("t.csv", b"text\nOne.\n,,bad\nOne.\nTwo.\n", "t.csv#3", b"text\nOne.\n,,bad\nTwo.\n"),
        ("sub/t.jsonl", b'{"text": "One."}\n\n{"text":  "Two."}\n', "sub/t.jsonl#3", b'{"text": "One."}\n\n'),
        ("t.jsonl", b'{"text": "One."}\nbad\n{"text": "Two."}', "t.jsonl#1", b'bad\n{"text": "Two."}'),
    ],
    ids=[
        "middle",
        "line ends",
        "quoted over lines",
        "id and mark",
        "the second of two alike",
        "blank line",
        "bad line",
    ],
)
def test_the_row_goes_and_every_other_byte_stays(file, data, row, left):
    assert cut(file, data, row)[0] == left


def test_rows_named_by_their_place_get_new_names_and_rows_with_an_id_keep_theirs():
    assert cut("t.csv", b"text\nOne.\nTwo.\nThree.\n", "t.csv#1")[1] == {"t.csv#2": "t.csv#1", "t.csv#3": "t.csv#2"}
    assert cut("t.csv", b"text,id\nOne.,a\nTwo.,b\n", "t.csv#a")[1] == {}


def test_columns_that_somebody_named_are_read():
    assert cut("t.csv", b"Inhalt\nOne.\nTwo.\n", "t.csv#1", columns={"text": "Inhalt"})[0] == b"Inhalt\nTwo.\n"


@pytest.mark.parametrize(
    ("file", "data", "row", "said"),
    [
        ("t.csv", b"text\nOne.\n", "t.csv#1", "only row"),
        ("t.csv", b"text\nOne.\nTwo.\n", "t.csv#7", "no row"),
        ("t.csv", b"text\nOne.\n\xe9t\xe9.\n", "t.csv#1", "UTF-8"),
        ("news.rss", b"<rss/>", "news.rss#1", "as a whole"),
    ],
)
def test_a_row_that_must_stay_says_why(file, data, row, said):
    with pytest.raises(RowStays, match=said):
        cut(file, data, row)


def test_a_row_that_holds_others_together_stays():
    open_quote = b'text\nOne.\n"Two.\nThree.\n'  # its last quote is never closed
    with pytest.raises(RowStays, match="only row|by hand|no row"):
        cut("t.csv", open_quote, "t.csv#3")
