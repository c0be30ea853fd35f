"""The article out of a page dump: chrome goes on evidence, an article stays word for word, a plain text
stays as it is.
"""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.page import article

BODY = (
    "The old harbour opened again on a windy day, after two years of work on the quay, "
    "and the ferry came in at noon with forty guests and a brass band."
)
MORE = (
    "The council paid for the quay and the port paid for the lamps, said the head of the port, "
    "who had come by boat; the rest, she said, is to be paid by those who moor there."
)

PLAIN = {
    "minutes": f"Minutes\n\nChair: Ann Bell\nPresent: Bob\n\n- Keys\n\nComments\nNone.\n\nPrint\nTwo.\n\n{BODY}\n",
    "release notes": f"Releases\n\n{BODY}\n\n2024-03-01\nThe clock\n2024-02-01\nThe door\n2024-01-01\nFirst\n",
    "log": "Log\n14.04.2011 14:08\nServer up\n14.04.2011 15:08\nServer down\n15.04.2011 14:08\nServer up\n",
    "short lines": "Shopping\nmilk\nbread\n\n\n\neggs",
    "headings": f"Title\n\n{BODY}\n\nContact us\n\nAnn Bell\n\nSearch\n\nHome\n",
    "agenda": f"Agenda\n\n10:30 Coffee\n12:00 Talk\n\n{MORE}\n",
    "outer blanks": f"\n\nTitle\n\n{BODY}\n\n",
    "questions": "Who has the key?\nAnn.\n\nWho paints?\nBob.\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_a_text_without_chrome_is_unchanged(text):
    assert article(text).text == text
    assert article(text).dropped == 0


LINKS_TITLE_FIRST = "Boats sold\n12.03.2020 10:00\nShip lost\n11.03.2020 09:00\nLamp lit\n10.03.2020 08:00\n"
LINKS_DATE_FIRST = "12.03.2020 10:00\nBoats sold\n11.03.2020 09:00\nShip lost\n10.03.2020 08:00\nLamp lit\n"


@pytest.mark.parametrize("links", [LINKS_TITLE_FIRST, LINKS_DATE_FIRST])
@pytest.mark.parametrize("gap", ["", "\n"])
def test_a_list_of_dated_links_does_not_swallow_the_headline_below_it(links, gap):
    page = article(f"Port news\nCurrencies\n{links}{gap}Harbour opens\n07.12.2017 11:47\n\n{BODY}\n\n{links}")
    assert (page.title, page.date_line) == ("Harbour opens", "07.12.2017 11:47")
    assert page.text == f"Harbour opens\n\n{BODY}"


@pytest.mark.parametrize("links", [LINKS_TITLE_FIRST, LINKS_DATE_FIRST])
def test_a_headline_without_a_date_survives_too(links):
    page = article(f"{links}Harbour opens\n\n{BODY}")
    assert page.text == f"Harbour opens\n\n{BODY}"
    assert page.date_line == ""


def test_an_article_written_date_first_keeps_its_own_date():
    page = article(f"{LINKS_DATE_FIRST}09.03.2020 07:00\nHarbour opens\n{BODY}")
    assert (page.title, page.date_line) == ("Harbour opens", "09.03.2020 07:00")


def test_menus_share_lines_and_comments_go():
    page = article(
        "Home\nWorld\nSport\nSkip to content\n\nHarbour opens\n6 March 2023\n\n"
        f"{BODY}\n\nRead also:\nShed painted\n\n{MORE}\n\nShare on Facebook\n\nLeave a comment\n\nGreat! {MORE}"
    )
    assert page.text == f"Harbour opens\n\n{BODY}\n\n{MORE}"
    assert page.date_line == "6 March 2023"


def test_section_lines_inside_the_article_stay():
    page = article(
        f"Get a summary\nHarbour opens\n\n{BODY}\n\nOn the lamps\n\n{MORE}\n\nPrevious Article\n\nShed painted"
    )
    assert page.text == f"Harbour opens\n\n{BODY}\n\nOn the lamps\n\n{MORE}"


def test_captions_go_and_the_lead_stays():
    page = article(
        f"Harbour opens\n\nA lead without a full stop\nThe quay Ann Bell/KLN\nThe quay\n© Ann Bell/KLN\n\n{BODY}"
    )
    assert page.text == f"Harbour opens\n\nA lead without a full stop\n\n{BODY}"


def test_the_tail_of_credits_goes_and_names_the_source():
    page = article(f'Harbour opens\n\n{BODY}\n\nPort Club "Quay"\n\nPhoto: Port Office\n\nBased on materials from KLN')
    assert page.text == f"Harbour opens\n\n{BODY}"
    assert page.source == "KLN"


@pytest.mark.parametrize(
    "furniture", ["Читайте также:\n\nСклад закрыт", "Teilen auf Facebook", "Partager sur X", "Compartir en X"]
)
def test_furniture_in_other_languages(furniture):
    assert article(f"Titel\n\n{BODY}\n\n{furniture}").text == f"Titel\n\n{BODY}"


HEADS = [
    "We value your privacy\nWe and our partners store data on a device, such as cookies.\nAccept all\nReject all",
    "Skip to content\nHome > News > Port",
    "Exchange rates\nUSD 92.51 +0.31\nEUR 99.12 -0.20\nGBP 115.70 +0.05",
    "Home\nUSD\n92.51\nEUR\n99.12\nBrent\n82.10",
    "Курсы валют\nUSD 92,51\nEUR 99,12\nCNY 12,71",
    "Zum Inhalt springen\nStartseite",
    "Aller au contenu\nAccueil",
]
TAILS = [
    "This site uses cookies to improve it. By continuing you agree to our use of cookies.\nOK\nRead more",
    "Share this article\nFacebook\nTwitter\nWhatsApp\nE-mail",
    "Previous article\nShed painted\nNext article\nLamp lit",
    "« Previous: Shed painted\nNext: Lamp lit »\nAll rights reserved",
    "Related articles\nShed painted\nLamp lit\nBoat sold",
    "Most read\n1. Shed painted\n2. Lamp lit\n3. Boat sold",
    "Leave a Reply\nYour email address will not be published.\nName *\nEmail *\nWebsite\nPost Comment",
    "3 Comments\nAnn\n6 March 2023 at 10:00\nWell done to all who worked on it for so long.\nReply\nBob\nAbout time.",
    "Subscribe\nFollow us on Facebook\n© 2023 Harbour Post. All rights reserved.\nTerms of use",
    "Tags: harbour, quay\nBack to top",
    "Поделиться\nПодписывайтесь на наш канал\nНаш сайт использует файлы cookie.",
    "Teilen\nKommentar schreiben\nName",
    "Partager sur X\nNous utilisons des cookies pour mieux vous servir.\nTout accepter",
]


@pytest.mark.parametrize("head", HEADS)
def test_what_stands_above_the_headline_goes(head):
    page = article(f"{head}\n\nHarbour opens\n6 March 2023\n\n{BODY}\n\nOn the lamps\n\n{MORE}")
    assert page.text == f"Harbour opens\n\n{BODY}\n\nOn the lamps\n\n{MORE}"
    assert page.date_line == "6 March 2023"


@pytest.mark.parametrize("tail", TAILS)
def test_what_stands_below_the_article_goes(tail):
    page = article(f"Harbour opens\n\n{BODY}\n\nOn the lamps\n\n{MORE}\n\n{tail}")
    assert page.text == f"Harbour opens\n\n{BODY}\n\nOn the lamps\n\n{MORE}"


def test_rates_that_are_the_text_itself_stay():
    text = f"Rates of the day\nUSD 92.51\nEUR 99.12\nGBP 115.70\n\n{BODY}"
    assert article(text).text == text


def test_two_lines_under_a_heading_are_a_section_and_no_list_of_links():
    text = f"Harbour opens\n\n{BODY}\n\nRelated work\n\nThe shed was painted too."
    assert article(text).text == text


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (f"OSLO, March 6. /KLN/. {BODY}", "KLN"),
        (f"OSLO, March 6 (Argus) - {BODY}", "Argus"),
        (f"Title\n\n{BODY} (Source: Argus Wire).", "Argus Wire"),
        (f"Title\n\n{BODY}", ""),
        (f"The Port Club (PC) opened. {BODY}", ""),
    ],
)
def test_the_source_is_read_where_the_text_gives_it(text, source):
    assert article(text).source == source


@given(
    st.lists(
        st.sampled_from(
            [
                BODY,
                "Share",
                "Leave a comment",
                "12.03.2020 10:00",
                "Title",
                "",
                "Next Article",
                "© Ann",
                "- item",
            ]
        ),
        max_size=25,
    )
)
def test_the_article_is_made_of_the_pages_own_lines(lines):
    page = article("\n".join(lines))
    assert set(page.text.split("\n")) <= {*lines, ""}
    assert BODY not in lines or "Leave a comment" in lines or BODY in page.text


SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five page dumps (../shared/seeds) are not beside this checkout")
@pytest.mark.parametrize(
    ("number", "first", "last", "gone"),
    [
        ("000", "Interest in joining", "dialogue partners.", ["All news", "©", "Building of"]),
        (
            "001",
            "Rising SCO Interest",
            "(Source: TASS).",
            ["Get a summary", "Next Article", "Moskvich", "Numancia"],
        ),
        (
            "002",
            "Astana summit to sum up",
            "for the future.",
            ["Currencies", "2020", "Comment", "Turkmenistans", "01:45", "Kashmirs"],
        ),
        (
            "003",
            "Bakhtiyor Khakimov:",
            "he concluded.",
            ["Currencies", "2020", "Comment", "Партнеры", "Webinar", "Выделенный"],
        ),
        ("004", "Russian MFA:", "to June 2024.", ["GSV", "Photo", "Based on", "16 April"]),
    ],
)
def test_the_five_page_dumps(number, first, last, gone):
    (file,) = SEEDS.glob(f"{number}_*.txt")
    raw = file.read_text(encoding="utf-8")
    page = article(raw)
    assert page.text.startswith(first)
    assert page.text.endswith(last)
    assert [word for word in gone if word in page.text] == []
    # Every paragraph of running text is still there, word for word.
    assert [line for line in raw.split("\n") if len(line) > 250 and line not in page.text] == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the five page dumps (../shared/seeds) are not beside this checkout")
def test_section_lines_and_questions_of_the_dumps_stay():
    texts = {file.name[:3]: article(file.read_text(encoding="utf-8")).text for file in SEEDS.glob("*.txt")}
    assert "\nOn SCO modernization\n" in texts["004"]
    assert "\nAbout the organization\n" in texts["004"]
    assert sum(line.endswith("?") for line in texts["002"].split("\n")) == 3
