from datetime import date

from corpus import Document
from qa.question import understand
from qa.read import Passage
from qa.rules.reader import RuleReader
from qa.rules.source import Source, read_source


def document(text: str) -> Document:
    return Document("a.txt", text, "A page", "a")


def test_a_page_with_characters_of_icon_fonts_is_read_as_if_they_were_blanks():
    source = Source(document("\ue000 Home \uf8ff\n\nThe members of the Guild are Orrin and Tollen. \ue123"))
    listed = [status.holders for s in source.sentences for c in s.clauses for status in c.statuses if status.whole]
    assert ("Orrin", "Tollen") in listed


def test_what_is_too_long_for_a_sentence_comes_in_pieces_that_leave_nothing_out():
    text = "the lamp burns and " * 500
    pieces = Source(document(text)).sentences
    assert len(pieces) > 5 and max(len(piece.text) for piece in pieces) <= 1_200
    assert "".join(piece.text for piece in pieces) == text.strip()
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)


def test_of_a_very_long_document_only_what_was_found_is_read_and_quoted_where_it_stands():
    text = "The lamp burns at night.\n" * 8_000
    answer = "Ann Bell is the director of the Guild."
    text = text[:150_000] + "\n" + answer + "\n" + text[150_000:]
    start = text.index(answer)
    long = document(text)
    source = read_source(long, ((start, start + len(answer)),))
    assert sum(len(sentence.text) for sentence in source.sentences) < 20_000
    found = RuleReader().read(
        understand("Who is the director of the Guild?", today=date(2024, 1, 1)),
        [Passage(long, ((start, start + len(answer)),))],
    )
    assert [claim.values for claim in found] == [("Ann Bell",)]
    assert found[0].quote == answer


def test_a_list_under_its_heading_is_one_quote():
    text = "Harbours:\n- Orrin\n- Tollen\n\nThe lamp burns."
    first = Source(document(text)).sentences[0]
    assert first.text == "Harbours:\n- Orrin\n- Tollen"
    assert ("Orrin", "Tollen") in [status.holders for status in first.clauses[0].statuses]


def test_a_dateline_is_no_part_of_what_a_sentence_says():
    sentence = Source(document("PORT ELLERY, 3 May 2021 – Ann Bell was elected chair.")).sentences[0]
    assert sentence.text == "Ann Bell was elected chair."
