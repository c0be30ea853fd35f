"""Posts written with capitals, in questions and in sources, and idioms for who leads and who is in."""

from datetime import date

import pytest
from toy_corpus import NOW, engine_on, guild, put

from qa.question import Kind, understand

TODAY = date(2024, 5, 20)
TRUST = tuple(
    (f"{number}.md", "Harbour Trust notes", date(year, 3, 1), text)
    for number, (year, text) in enumerate(
        (
            (2011, "Ann Bell was appointed Head of Works of the Harbour Trust."),
            (2016, "Carl Moss took office as Harbour Master on 1 May, succeeding Eva Lund."),
            (2021, "Present: Ida Roe, Head of Works; Max Orr, Head of Pay. It was cold."),
            (2023, "Under Orrin's chairmanship, the Harbour Trust repaired both quays."),
            (2024, "4. Masters.\n\nThe trust has 102 members. The board met."),
        )
    )
)


@pytest.fixture(scope="module")
def ask(tmp_path_factory):
    engine = guild(tmp_path_factory.mktemp("trust"), TRUST)
    return lambda question, **more: engine.answer(question, now=NOW, **more)


@pytest.mark.parametrize(
    ("question", "role", "names"),
    [
        ("Who is the Mayor of Ostra?", "mayor", ("Ostra",)),
        ("Who is the Harbour Master?", "harbour master", ()),
        ("Who was our Head of Works in 2012?", "head", ("Works",)),
        ("Who is the President of the Republic of Karsh?", "president", ("Karsh",)),
        ("Who's the WTL Chair now?", "chair", ("WTL",)),
        ("Who is Karsh's Prime Minister?", "prime minister", ("Karsh",)),
        ("Who is CEO of Ostra Lines?", "ceo", ("Ostra Lines",)),
    ],
)
def test_a_post_with_capitals_is_no_name(question, role, names):
    asked = understand(question, today=TODAY)
    assert (asked.kind, asked.role, asked.names) == (Kind.WHO, role, names)


@pytest.mark.parametrize("question", ["Who is Ann Bell?", "Who was Carl Moss in 2012?"])
def test_a_name_without_an_article_is_one(question):
    assert understand(question, today=TODAY).kind is Kind.STATUS


@pytest.mark.parametrize(
    ("question", "as_of", "value"),
    [
        ("Who is the Head of Works?", None, "Ida Roe"),
        ("Who is the head of works of the Harbour Trust?", date(2015, 1, 1), "Ann Bell"),
        ("Who is the Head of Pay?", None, "Max Orr"),
        ("Who is the Harbour Master?", None, "Carl Moss"),
        ("who's in charge of the Harbour Trust", None, "Orrin"),
    ],
)
def test_who_holds_a_post_that_sources_write_with_capitals(ask, question, as_of, value):
    assert ask(question, as_of=as_of).values == (value,)


def test_who_came_before_is_not_who_stands_nearest(ask):
    """The trust stands beside the post in the only source that names its holder, and is no holder of it."""
    assert "Harbour Trust" not in ask("Who was head of works before Ann Bell?").values


def test_the_number_of_a_heading_counts_nothing(ask):
    assert ask("How many masters are there?").abstained


def test_members_of_one_body_are_not_those_of_another(ask):
    assert ask("How many members does the trust have?").values == ("102",)
    assert ask("How many people sit on the board?").abstained


@pytest.mark.parametrize(
    "question", ["Has Tollen got in yet?", "is Tollen in", "Is Tollen in the club?", "was Tollen let in"]
)
def test_being_let_in_is_membership(question):
    assert understand(question, today=TODAY, known=("Tollen",)).role == "member"


@pytest.mark.parametrize("question", ["Is dinner in the price included?", "Is the boat in the harbour?"])
def test_being_in_a_place_is_not(question):
    assert understand(question, today=TODAY, known=("Tollen",)).role != "member"


def test_the_mark_of_an_item_is_not_quoted(tmp_path):
    put(tmp_path / "docs", ("a.md", "Rules", date(2020, 1, 1), "# The toll\n\n- The toll is 4 crowns a boat.\n"))
    answer = engine_on(tmp_path / "docs", tmp_path / "index").answer("How much is the toll?", now=NOW)
    assert answer.citations[0].quote == "The toll is 4 crowns a boat."
