"""What of a model's wording is shown: good sentences pass, and each kind of lie that a sentence can tell does not."""

import doctest
import importlib
import pkgutil
from datetime import date

import pytest
from toy_corpus import NOW, guild, put

import qa.llm
from qa.llm.checks import CUT, NO_QUOTE, NO_REPLY, NOT_BORNE_OUT, NOT_FOUND, case_of, check
from qa.llm.quotes import numbered
from qa.llm.reply import Reply, read_reply

FEES = (
    "fees.md",
    "The fees of the Tram League",
    date(2023, 4, 1),
    "A day ticket costs 6 crowns. A child ticket costs 3 crowns. Ada Novik is the captain of the Tram League;"
    " Ben Okoro is its treasurer. The museum is not open on Mondays. Ostra is a member of the Tram League,"
    " and Karsh is a guest. Tom Reed is the conductor of the Tram League until June 2023."
    " Mara Lind succeeded Otto Falk.",
)
MEMBER = "Is Tollen a member?"
NO_MEMBER = "Is Vell a member?"
DIRECTOR = "Who is the director?"
FEE = "How much is the yearly fee?"
LIST = "Who are the observers?"
EXPECTED = "Will Tollen become a member?"
CONDUCTOR = "Who is the conductor?"
SUCCEEDED = "Did Mara Lind succeed Otto Falk?"
LAMP = "When was the lamp at Skelmar lit?"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    place = tmp_path_factory.mktemp("told")
    put(place / "docs", FEES)
    return guild(place)


def case_for(engine, question):
    answer = engine.answer(question, now=NOW)
    assert not answer.abstained
    case = case_of(answer, numbered(answer, ()), NOW)
    assert case is not None
    return case


def reply(case, text, **more):
    chosen = [quote.number for quote in case.quotes if quote.chosen]
    given = {
        "found": True,
        "verdict": case.basis.answer.verdict or "none",
        "quotes": chosen,
        "values": [],
        "text": text,
    }
    return Reply(**(given | more))


GOOD = [
    (MEMBER, "No, Tollen is an observer of the Lantern Guild."),
    (MEMBER, "No, Tollen is not a member but an observer."),
    (MEMBER, "No. Tollen is not a member; it is an observer of the Lantern Guild."),
    (MEMBER, "No: together with Harl and Marrow Point, Tollen is an observer."),
    (MEMBER, "No, it's an observer."),
    (NO_MEMBER, "No, Vell is a guest of the Guild."),
    (DIRECTOR, "The director is Carl Moss."),
    (DIRECTOR, "Carl Moss is the director of the Lantern Guild."),
    (DIRECTOR, "The director of the Lantern Guild is Carl Moss."),
    (DIRECTOR, "The director is called Carl Moss."),
    (DIRECTOR, "Carl Moss is the director of the Lantern Guild. The director is Carl Moss."),
    (FEE, "The yearly fee is 55 crowns."),
    (FEE, "The yearly fee amounts to 55 crowns."),
    (FEE, "It is 55 crowns."),
    (LIST, "The observers are Tollen, Harl and Marrow Point."),
    (LIST, "The observers of the Lantern Guild are Harl, Tollen and Marrow Point."),
    (EXPECTED, "Yes, it is expected that Tollen will soon become a member."),
    (LAMP, "The lamp at Skelmar was lit on 9 August 1904."),
    ("Who is the captain?", "The captain of the Tram League is Ada Novik."),
    ("How much is a day ticket?", "A day ticket costs 6 crowns."),
    ("Is Skelmar a member?", "Yes, Skelmar is a member."),
    (CONDUCTOR, "Tom Reed is the conductor of the Tram League until June 2023."),
    (SUCCEEDED, "Yes, Mara Lind did succeed Otto Falk."),
    (MEMBER, "No: The observers of the Lantern Guild are Tollen, Harl and Marrow Point."),
    ("Is the museum open on Mondays?", "No: The museum is not open on Mondays."),
]


@pytest.mark.parametrize(("question", "text"), GOOD)
def test_a_faithful_wording_is_shown_with_the_date_that_the_program_writes(engine, question, text):
    case = case_for(engine, question)
    answer = case.basis.answer
    checked = check(reply(case, text), case)
    assert checked.note == ""
    assert checked.text == f"{text.rstrip('.')}, as of {answer.published.spoken}."


LIES = [
    ("another verdict", MEMBER, "Yes, Tollen is an observer."),
    ("no verdict", MEMBER, "Tollen is an observer."),
    ("both verdicts", MEMBER, "No, yes, Tollen is an observer."),
    ("the verdict taken back", MEMBER, "No, Tollen is a member and an observer."),
    ("the value denied", MEMBER, "No, Tollen is not an observer."),
    ("the value denied from afar", MEMBER, "No, it is not so that Tollen is an observer."),
    ("denied afterwards", MEMBER, "No, Tollen is an observer, not a guest."),
    ("another value", MEMBER, "No, Tollen is a guest."),
    ("a second value", MEMBER, "No, Tollen is an observer and a guest."),
    ("newer knowledge", MEMBER, "No, Tollen is an observer, and has since joined."),
    ("former", MEMBER, "No, Tollen is a former observer."),
    ("was", MEMBER, "No, Tollen was an observer."),
    ("will be", MEMBER, "No, Tollen will be an observer."),
    ("perhaps", MEMBER, "No, Tollen may be an observer."),
    ("until", MEMBER, "No, Tollen is an observer until 2025."),
    ("a date of its own", MEMBER, "No, Tollen is an observer since 3 May 2019."),
    ("the source's date as the event's", MEMBER, "No, Tollen is an observer since 15 November 2022."),
    ("another as of", MEMBER, "No, Tollen is an observer, as of 20 May 2024."),
    ("an invented name", MEMBER, "No, Tollen is an observer alongside Velland."),
    ("a name from elsewhere", MEMBER, "No, Tollen is an observer, and Vell is a guest."),
    ("an address", MEMBER, "No, Tollen is an observer: see http://example.org/x."),
    ("markup", MEMBER, "No, Tollen is an <b>observer</b>."),
    ("a link", MEMBER, "No, Tollen is an [observer](javascript:x)."),
    ("another language", MEMBER, "No, Tollen ist observer."),
    ("nothing", MEMBER, ""),
    ("far too much", MEMBER, "No, Tollen is an observer" + " of the Guild" * 60 + "."),
    ("another name", DIRECTOR, "The director is Ann Bell."),
    ("two names", DIRECTOR, "The directors are Carl Moss and Ann Bell."),
    ("a name put together", DIRECTOR, "The director is Carl Bell."),
    ("no director", DIRECTOR, "Carl Moss is not the director."),
    ("nobody", DIRECTOR, "Nobody but Carl Moss is the director."),
    ("a director of something else", DIRECTOR, "Carl Moss is the director of Skelmar."),
    ("another office", DIRECTOR, "Carl Moss is the deputy director."),
    ("another number", FEE, "The yearly fee is 70 crowns."),
    ("both numbers", FEE, "The yearly fee is 55 crowns or 70 crowns."),
    ("a number more", FEE, "The yearly fee is 55 crowns for 12 months."),
    ("part of a number", FEE, "The yearly fee is 1.55 crowns."),
    ("another unit", FEE, "The yearly fee is 55 euros."),
    ("more than", FEE, "The yearly fee is more than 55 crowns."),
    ("a part of the list", LIST, "The observers are Tollen and Harl."),
    ("one too many", LIST, "The observers are Tollen, Harl, Marrow Point and Vell."),
    ("one of the question's own", LIST, "The observers are Tollen, Harl, Marrow Point and Skelmar."),
    ("not all", LIST, "Not all observers are Tollen, Harl and Marrow Point."),
    ("a plan as a fact", EXPECTED, "Yes, Tollen is a member."),
    ("a plan as a fact, in passing", EXPECTED, "Yes, as expected, Tollen is a member of the Lantern Guild."),
    ("the day changed", LAMP, "The lamp at Skelmar was lit on 19 August 1904."),
    ("the month changed", LAMP, "The lamp at Skelmar was lit on 9 April 1904."),
    (
        "the order turned",
        "Who is the captain?",
        "Ben Okoro is the captain of the Tram League; Ada Novik is its treasurer.",
    ),
    ("denied by one word", MEMBER, "No, Tollen is an observer, not."),
    ("words put about", MEMBER, "No, the member of Tollen is an observer."),
    ("what was done turned round", LAMP, "On 9 August 1904 Skelmar lit the lamp."),
    ("the place turned round", LAMP, "Skelmar was lit at the lamp on 9 August 1904."),
    ("a number alone", FEE, "The yearly fee is 55 crowns, 70."),
    ("a plan as a fact, announced", EXPECTED, "Yes, it is expected: Tollen is a member of the Lantern Guild."),
    ("a sign", MEMBER, "No, Tollen is an *observer*."),
    ("an end left out", CONDUCTOR, "Tom Reed is the conductor of the Tram League."),
    ("who came after whom", SUCCEEDED, "Yes, Otto Falk did succeed Mara Lind."),
    ("the other price", "How much is a day ticket?", "A day ticket costs 3 crowns."),
    ("the other place", "Is Ostra a member?", "Yes, Karsh is a member and Ostra is a guest."),
]


@pytest.mark.parametrize(("question", "text"), [lie[1:] for lie in LIES], ids=[lie[0] for lie in LIES])
def test_no_lie_is_shown(engine, question, text):
    case = case_for(engine, question)
    checked = check(reply(case, text), case)
    assert checked.text == ""
    assert checked.note == NOT_BORNE_OUT


def test_sentences_after_a_good_one_are_left_out_where_they_are_not_borne_out(engine):
    case = case_for(engine, DIRECTOR)
    good = "The director is Carl Moss."
    checked = check(reply(case, f"{good} He was elected by Ann Bell in 2019."), case)
    assert checked.text == "The director is Carl Moss, as of 3 March 2019."
    assert checked.note == CUT


@pytest.mark.parametrize("date_at", [", as of 3 March 2019.", " (as of 2019-03-03).", ", as of 3 March 2019"])
def test_the_sources_date_may_stand_there_and_stands_there_once(engine, date_at):
    case = case_for(engine, DIRECTOR)
    checked = check(reply(case, f"The director is Carl Moss{date_at}"), case)
    assert checked.text == "The director is Carl Moss, as of 3 March 2019."


@pytest.mark.parametrize("numbers", [[], [0], [99], [1, 99], [-1]])
def test_a_quote_that_is_not_there_is_no_quote(engine, numbers):
    case = case_for(engine, DIRECTOR)
    checked = check(reply(case, "The director is Carl Moss.", quotes=numbers), case)
    assert (checked.text, checked.note) == ("", NO_QUOTE)


def test_who_rests_on_an_older_source_is_not_followed_but_its_words_are_shown(engine):
    case = case_for(engine, DIRECTOR)
    older = next(quote for quote in case.quotes if "Ann Bell" in quote.text)
    checked = check(reply(case, "The director is Ann Bell.", quotes=[older.number]), case)
    assert checked.text == ""
    assert checked.note == (
        "Disagreement: the language model would rest on another source (2011-05-02, charter.md): "
        '"Ann Bell is the director of the Guild."'
    )


def test_who_reads_another_verdict_is_not_followed(engine):
    case = case_for(engine, MEMBER)
    checked = check(reply(case, "Yes, Tollen is a member.", verdict="yes"), case)
    assert checked.text == ""
    assert checked.note == 'Disagreement: the language model reads "yes" in the same quotes.'


def test_who_reads_another_value_in_the_quote_is_not_followed(engine):
    case = case_for(engine, LIST)
    assert check(reply(case, "It is the Lantern Guild.", values=["Lantern Guild"]), case).note == (
        'Disagreement: the language model reads "Lantern Guild" in the same quote.'
    )
    assert check(reply(case, "It is Ostra.", values=["Ostra"]), case).note == NOT_BORNE_OUT


def test_who_finds_nothing_is_not_followed(engine):
    case = case_for(engine, DIRECTOR)
    assert check(reply(case, "", found=False, quotes=[]), case).note == NOT_FOUND
    assert check(None, case).note == NO_REPLY


@pytest.mark.parametrize(
    "question", ["Who painted the tower?", "What is the motto of the Guild?", "How has the status of Tollen changed?"]
)
def test_answers_that_are_not_reworded(engine, question):
    answer = engine.answer(question, now=NOW)
    assert case_of(answer, numbered(answer, ()) if answer.citations else (), NOW) is None


def test_quotes_are_numbered_from_the_newest(engine):
    case = case_for(engine, FEE)
    assert [quote.number for quote in case.quotes] == list(range(1, len(case.quotes) + 1))
    days = [quote.date for quote in case.quotes]
    assert days == sorted(days, reverse=True)
    assert [quote.text for quote in case.quotes if quote.chosen] == ["The yearly fee is 55 crowns."]


WHOLE = '{"found": true, "verdict": "none", "quotes": [1], "values": ["x"], "text": "It is x."}'


@pytest.mark.parametrize(
    "sent",
    [WHOLE, f"<think>Is it {{x}}?</think>\n{WHOLE}", f"```json\n{WHOLE}\n```", f"Here it is: {WHOLE} I hope it helps."],
)
def test_a_reply_is_read_through_its_wrapping(sent):
    assert read_reply(sent).text == "It is x."


@pytest.mark.parametrize(
    "sent",
    [
        "", "{", "no", WHOLE[:-1], WHOLE[:40], "[1, 2]", "{}", WHOLE.replace("[1]", '"1"'),
        WHOLE.replace("true", '"yes"'), WHOLE.replace('"none"', '"maybe"'), WHOLE.replace('"It is x."', "null"),
        "\x00" * 50, '{"found":' * 2000,
    ],
)  # fmt: skip
def test_what_is_of_another_shape_is_no_reply(sent):
    assert read_reply(sent) is None


def test_a_reply_is_read_while_it_comes():
    texts = [read_reply(WHOLE[:end], whole=False) for end in range(len(WHOLE))]
    assert [one.text for one in texts if one][-1] == "It is x."
    assert [one.text for one in texts if one][1] == "I"


NAMES = [f"qa.llm.{module.name}" for module in pkgutil.iter_modules(qa.llm.__path__)]


@pytest.mark.parametrize("name", NAMES)
def test_examples(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
