"""The three faces of an answer: itself, its sources as cards, its timeline as a picture."""

from datetime import date

import pytest
from page_toys import CHANGED, NASTY, NEW, OLD, PAST, Read, cite, nasty, on
from toy_corpus import NOW

from page.answers import render
from page.hearing import Listening, Told, listened, reading
from page.markup import age, literal
from page.sources import cards, show
from page.timeline import draw, in_words, picks
from qa import Answer, TimelineEntry

TODAY = date(2026, 4, 20)
OWN = set("div p strong figure blockquote figcaption br span section h3 ol ul li details summary time button".split())


def test_an_answer_shows_its_verdict_in_bold_and_then_its_date():
    assert "<strong>No: associate</strong>, as of 16 April 2024.</p>" in render(CHANGED)


def test_below_the_answer_stand_a_sentence_and_the_quotes_with_title_source_and_date():
    text = Read(render(CHANGED)).text
    first = ["From Harbour Post, the newest source that answers [1]. Others say otherwise [2].", NEW.quote]
    parts = [CHANGED.text, *first, "The harbour league", "Harbour Post, 16 April 2024", "year inferred", OLD.quote]
    assert sorted(parts, key=text.index) == parts


def test_a_certain_date_has_no_badge_and_an_undated_source_says_so():
    assert "badge" not in render(PAST)
    undated = Answer("", "Nine, from an undated source.", None, ("Nine",), None, (cite("There are nine."),))
    assert ">undated</span>" in render(undated)
    assert "<strong>Nine</strong>, from an undated source." in render(undated)
    assert "a source without a date" in render(undated)


def test_a_date_that_stands_in_the_publishers_line_is_not_said_twice():
    markup = render(Answer("", "x", citations=(cite("q", on(2011, 4, 14), source="Post, 14 April 2011"),)))
    assert markup.count("14 April 2011") == 2  # whose word it is, and below the quote


def test_an_abstention_is_a_plain_sentence_without_a_quote():
    reason = "The documents do not say."
    markup = render(Answer("", reason, abstained=True, reason=reason))
    assert {"strong", "blockquote"}.isdisjoint(Read(markup).tags)
    assert reason in markup


def test_an_answer_that_is_only_its_quote_says_the_quote_once():
    markup = render(Answer("", f"{OLD.quote} (as of 14 April 2011)", None, (), OLD.published, (OLD,)))
    assert markup.count(OLD.quote) == 1
    assert "<strong>As of 14 April 2011</strong>" in markup


def test_a_series_does_not_call_its_oldest_source_the_newest():
    series = Answer("", "Guest (2011); associate (2024).", None, ("guest", "associate"), NEW.published, (OLD, NEW))
    assert "newest" not in render(series)
    assert [card.why for card in cards(Told(series))] == ["chosen: tells of its time"] * 2


@pytest.mark.parametrize("face", [render, lambda answer: show(Told(answer), TODAY)])
def test_a_title_links_to_its_page_only_over_http(face):
    def shown(url):
        return face(Answer("", "x", citations=(cite("q", url=url),)))

    assert 'href="https://example.org/?a=1&amp;b=&quot;"' in shown('https://example.org/?a=1&b="')
    for url in ("javascript:alert(1)", "data:text/html,x", "//example.org", ""):
        assert "href" not in shown(url)


def test_whatever_a_document_says_stays_text():
    told = Told(nasty())
    markup = render(told.answer) + show(told, TODAY) + in_words(told)
    read = Read(markup)
    assert read.tags <= OWN | {"article", "mark"}
    assert read.attributes <= {"class", "title", "type", "data-turn", "aria-label"}
    assert (
        read.text.count(NASTY) >= 7
    )  # lead, whose word, quote, title, source, note; the card's title, source, passage
    assert not set(literal(NASTY)) & set("<>\"'$`{}\\")


def test_nothing_in_the_picture_is_a_tag():
    figure = draw(Told(nasty()))
    for text in (*figure.data[1].customdata, *figure.data[1].y):
        bare = text.replace("<b>", "").replace("</b>", "").replace("<br>", "")
        assert "<" not in bare and ">" not in bare
        assert "&lt;script&gt;" in text


# The sources


def told_of(engine, question, **more):
    return listened(engine, question, now=NOW, **more)


@pytest.fixture
def reasons(shared):
    def reasons(question, **more):
        return {card.document.file: (card.number, card.why) for card in cards(told_of(shared, question, **more))}

    return reasons


def test_each_source_says_why_it_was_chosen_or_passed_over(reasons):
    found = reasons("How much is the yearly fee?")
    assert found["meeting.md"] == (1, "chosen: the newest source that answers")
    assert found["charter.md"] == (2, "older than [1]: said 40 crowns")
    assert found["plan.md"] == (0, "only expects it")
    assert found["leaflet.txt"] == (0, "does not answer")


def test_an_undated_source_stands_behind_a_dated_one(reasons):
    assert reasons("Is Harl a guest?")["leaflet.txt"][1] == "undated: a dated source comes first: said guest"


def test_an_older_source_that_says_the_same_is_told_so(reasons):
    assert reasons("Is Tollen an observer?")["meeting.md"] == (0, "older than [1] and says the same")


def test_cards_stand_newest_first_undated_last(shared):
    shown = cards(told_of(shared, "Who are the observers?"))
    dates = [card.document.published.last for card in shown if card.document.published]
    assert dates == sorted(dates, reverse=True)
    assert [card.document.published for card in shown][-1] is None


def test_as_of_a_past_day_no_later_source_has_a_card(shared):
    shown = cards(told_of(shared, "Who are the observers?", as_of=date(2018, 1, 1)))
    assert {card.document.file for card in shown} == {"charter.md", "meeting.md"}


def test_the_quote_is_marked_in_its_paragraph(shared):
    told = told_of(shared, "Who is the director?")
    assert "<mark>Carl Moss is the director of the Lantern Guild.</mark> The lamp" in show(told, NOW)


def test_a_card_has_title_date_how_that_is_known_and_age():
    text = Read(show(Told(CHANGED), TODAY)).text
    parts = ["The harbour league", "16 April 2024", "year inferred", "day, from dateline", "2 years ago", NEW.quote]
    assert sorted(parts, key=text.index) == parts
    assert sorted(["chosen:", "older than [1]"], key=text.index) == ["chosen:", "older than [1]"]


def test_a_reprint_names_what_it_reprints(own, tmp_path):
    text = (tmp_path / "docs" / "election.txt").read_text()
    (tmp_path / "docs" / "copy.txt").write_text(text.replace("3 March 2019", "3 March 2023"))
    shown = {card.document.file: card.why for card in cards(told_of(own, "Who is the director?"))}
    assert shown["copy.txt"] == "reprint of [1]"


def test_sources_that_say_nothing_are_closed(shared):
    markup = show(told_of(shared, "Who is the director?"), NOW)
    assert markup.index("Carl Moss elected") < markup.index("<details") < markup.index("Welcome to the Lantern Guild")


@pytest.mark.parametrize(
    ("published", "said"),
    [
        (on(2026, 4, 20), ""),
        (on(2026, 4, 19), "1 day ago"),
        (on(2026, 1, 1), "3 months ago"),
        (on(2016), "9 years ago"),
    ],
)
def test_age(published, said):
    assert age(published, TODAY) == said


def test_what_is_being_read_is_told_with_its_years():
    assert reading([OLD.document, NEW.document]) == "Reading 2 sources of 2011–2024…"
    assert reading([NEW.document]) == "Reading 1 source of 2024…"


def test_the_engine_answers_as_it_does_without_a_listener(shared):
    question = "Is Tollen a member?"
    heard = told_of(shared, question).answer
    assert isinstance(shared.reader, Listening)
    shared.reader = shared.reader._reader
    assert shared.answer(question, now=NOW) == heard


# The timeline


def test_an_answer_that_never_changed_has_no_picture():
    assert draw(Told(PAST)) is None
    assert in_words(Told(PAST)) == picks(PAST) == ""


def test_the_picture_has_a_point_for_each_source_with_its_quote(shared):
    figure = draw(told_of(shared, "How has the status of Tollen changed?"))
    points = figure.data[1]
    assert list(points.x) == ["2011-05-02", "2017-06-10", "2022-11-15"]
    assert list(points.y) == ["guest", "observer", "observer"]
    assert "Tollen, Harl and Marrow Point" in points.customdata[2].replace("<br>", " ")


def test_the_line_is_level_while_a_value_holds():
    line = draw(Told(CHANGED)).data[0]
    assert list(zip(line.x, line.y, strict=True)) == [
        ("2011-04-14", "guest"),
        ("2016-12-31", "guest"),
        ("2024-04-16", "associate"),
        ("2024-04-16", "associate"),
    ]


@pytest.mark.parametrize(
    ("values", "heights"),
    [(("40 crowns", "1,055 crowns"), [40, 1055]), (("$3.5", "4"), [3.5, 4]), (("three", "4"), ["three", "4"])],
)
def test_numbers_are_drawn_at_their_height(values, heights):
    entries = tuple(
        TimelineEntry(value, one.published, one.published, one) for value, one in zip(values, (OLD, NEW), strict=True)
    )
    figure = draw(Told(Answer("", "", timeline=entries, citations=(NEW, OLD))))
    assert list(figure.data[1].y) == heights


def test_the_timeline_in_words_names_each_value_with_its_days_and_quote():
    text = Read(in_words(Told(CHANGED))).text
    lines = ["14 April 2011 – 2016 guest", OLD.quote, "16 April 2024 associate"]
    assert sorted(lines, key=text.index) == lines
    assert "16 April 2024 – 16 April 2024" not in text


def test_the_days_of_change_can_be_picked():
    assert 'data-day="2011-04-14">14 Apr 2011<' in picks(CHANGED)
    assert picks(CHANGED).count("<button") == 2
