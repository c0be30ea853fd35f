from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Precision, Published, Signal
from qa.rules.amounts import amounts, ordinals
from qa.rules.names import aliases, defined, mask, same_name, split_items, split_names
from qa.rules.stance import Period, Stance, period, stance
from qa.rules.statuses import bracketed, same_role, statuses
from qa.rules.words import same_family, stem

PUBLISHED = Published(date(2020, 6, 15), date(2020, 6, 15), Precision.DAY, Signal.FRONT_MATTER)


class TestNames:
    @pytest.mark.parametrize(
        ("text", "lists"),
        [
            ("Orrin, Brisk Bay and Skelmar hold guest status.", [("Orrin", "Brisk Bay", "Skelmar")]),
            ("It unites Orrin, Brisk Bay, and Skelmar.", [("Orrin", "Brisk Bay", "Skelmar")]),
            ("Both Orrin as well as Harl came.", [("Orrin", "Harl")]),
            ("The Skerries, Orrin and the Holms came.", [("Skerries", "Orrin", "Holms")]),
            ("However, Orrin left.", [("Orrin",)]),
            ("On Monday Orrin and Tollen signed.", [("Orrin", "Tollen")]),
            ("In May 2011 Ann Bell came.", [("Ann Bell",)]),
            ("She met Carl Moss (chair) and the mayor of Orrin.", [("Carl Moss",), ("Orrin",)]),
            ("Port of the Isles and Orrin-on-Sea agree.", [("Port of the Isles", "Orrin-on-Sea")]),
            ("the library opened in May.", []),
            ("There are two lamps.", []),
        ],
    )
    def test_lists_of_names(self, text, lists):
        assert [group.names for group in mask(text).lists] == lists

    def test_a_word_that_the_document_writes_small_is_no_name(self):
        assert [group.names for group in mask("Members are towns.", frozenset({stem("members")})).lists] == []

    def test_a_headline_tells_nothing_of_names(self):
        text = "Harbour Masters Of The Northern Coast Meet Again Today"
        assert mask(text, frozenset()).lists == ()

    def test_masking_keeps_every_place(self):
        text = "She met Dr. Ann Bell, Carl Moss (chair) and the mayor of Orrin."
        masked = mask(text)
        assert len(masked.offsets) == len(masked.text) + 1 and masked.offsets[-1] == len(text)
        for place, character in enumerate(masked.text):
            if "\ue000" <= character <= "\uf8ff":
                assert masked.offsets[place] == masked.at(character).start
            else:
                assert text[masked.offsets[place]] == character

    @given(st.text(alphabet="Orin Ba,.;:()'and-é\n12"))
    def test_masking_any_text_points_back_into_it(self, text):
        masked = mask(text)
        assert list(masked.offsets) == sorted(masked.offsets) and len(masked.offsets) == len(masked.text) + 1
        for group in masked.lists:
            assert group.names and all(name in text for name in group.names)

    def test_splitting(self):
        assert split_names("the Skerries, Orrin (pop. 40), and Harl") == ("Skerries", "Orrin", "Harl")
        assert split_items("lamp oil (pure); two wicks\n- a brass horn") == ("lamp oil", "two wicks", "a brass horn")

    @pytest.mark.parametrize(
        ("one", "other", "same"),
        [
            ("Republic of Mirova", "Mirova", True),
            ("New Mirova City", "Mirova", False),
            ("Ann Bell", "Bell", True),
            ("Ann Bell", "Ann", False),
            ("Ann Bell", "Carl Bell", False),
            ("ANN BELL", "Ann Bell", True),
            ("Bell", "Bella", False),
            ("the Guild", "Guild", True),
            ("Lantern 39", "Lantern", True),
            ("North Orrin", "South Orrin", False),
            ("", "Orrin", False),
        ],
    )
    def test_same_name(self, one, other, same):
        assert same_name(one, other) == same == same_name(other, one)

    def test_abbreviations_are_taken_where_their_letters_fit(self):
        text = "The World Tram League (WTL) met the Union of Lamp Keepers (ULK), Ann Bell (chair) and Orrin (QX)."
        assert defined(text) == [("World Tram League", "WTL"), ("Union of Lamp Keepers", "ULK")]
        assert same_name("WTL", "World Tram League", aliases(text))
        assert not same_name("WTL", "World Tram League")
        assert not same_name("ULK", "World Tram League", aliases(text))


class TestAmounts:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Nine of 1,200 boats", [("Nine", 9, ""), ("1,200", 1200, "")]),
            ("$14.09 billion", [("$14.09 billion", 14_090_000_000, "$")]),
            ("€1,5 million", [("€1,5 million", 1_500_000, "€")]),
            ("EUR 300 a year", [("EUR 300", 300, "EUR")]),
            ("3 000 lamps", [("3 000", 3000, "")]),
            ("twenty-five keepers", [("twenty-five", 25, "")]),
            ("three hundred lamps", [("three hundred", 300, "")]),
            ("a dozen ships", [("a dozen", 12, "")]),
            ("2.5 per cent", [("2.5 per cent", 2.5, "per cent")]),
            ("1,500 km of coast", [("1,500 km", 1500, "km")]),
            ("the 10th of 12", [("12", 12, "")]),
            ("on 3 May 2021 it had 7", [("7", 7, "")]),
            ("Room 7 seats forty people", [("forty", 40, "")]),
            ("version 2.1 has 4 modes", [("4", 4, "")]),
            ("in 2011", []),
            ("someone, often, weightless", []),
        ],
    )
    def test_as_written_and_as_worth(self, text, found):
        assert [(a.text, a.value, a.unit) for a in amounts(text)] == [(t, pytest.approx(v), u) for t, v, u in found]
        assert all(text[a.start : a.end] == a.text for a in amounts(text))

    @pytest.mark.parametrize(("text", "money"), [("12 euros", True), ("£5", True), ("12 km", False), ("12", False)])
    def test_money(self, text, money):
        assert [a.money for a in amounts(text)] == [money]

    @given(st.integers(1, 10**9))
    def test_grouped_digits_are_one_number(self, number):
        assert [a.value for a in amounts(f"It has {number:,} lamps.")] == [number]

    def test_ordinals(self):
        assert [(a.text, a.value) for a in ordinals("the tenth, the 21st and the 3rd")] == [
            ("tenth", 10),
            ("21st", 21),
            ("3rd", 3),
        ]
        assert ordinals("ten of 21") == []


class TestStance:
    @pytest.mark.parametrize(
        ("clause", "expected"),
        [
            ("Orrin is a member", Stance.STATED),
            ("There is no doubt that Orrin is a member", Stance.STATED),
            ("Orrin was founded in 1904", Stance.STATED),
            ("The fee was raised in 2015", Stance.STATED),
            ("From 1 September the fee will be 12 crowns", Stance.STATED),
            ("Tollen will soon become a member", Stance.EXPECTED),
            ("Tollen hopes to join", Stance.EXPECTED),
            ("Skelmar is expected to leave", Stance.EXPECTED),
            ("Orrin plans to leave", Stance.EXPECTED),
            ("Harl has reportedly left", Stance.EXPECTED),
            ("Reportedly Harl has left", Stance.EXPECTED),
            ("Rumours say that Harl has left", Stance.EXPECTED),
            ("Tollen is not a member", Stance.DENIED),
            ("Orrin is no longer a member", Stance.DENIED),
            ("Harl never joined", Stance.DENIED),
            ("Harl isn't a member", Stance.DENIED),
            ("Orrin was formerly a guest", Stance.PAST),
            ("In 2011 Tollen was a guest", Stance.PAST),
            ("Orrin was a member until June 2018", Stance.PAST),
        ],
    )
    def test_what_a_clause_does_with_its_fact(self, clause, expected):
        assert stance(clause, PUBLISHED, period(clause, PUBLISHED)) is expected

    def test_a_period_ends_before_or_after_the_day_of_the_source(self):
        for until, expected in (("May 2020", Stance.PAST), ("July 2020", Stance.STATED)):
            clause = f"Orrin holds the lamp until {until}"
            assert stance(clause, PUBLISHED, period(clause, PUBLISHED)) is expected

    @pytest.mark.parametrize(
        ("clause", "since", "until"),
        [
            ("Orrin is a member since 2012", "2012-01-01", None),
            ("Orrin is a member", None, None),
            ("the chair from July 5, 2019, to June 2021", "2019-07-05", "2021-06-30"),
            ("open until 3 March 2022", None, "2022-03-03"),
            ("open between 2015 and 2017", "2015-01-01", "2017-12-31"),
            ("with effect from 1 May 2021", "2021-05-01", None),
            ("open from 1 May to 30 September", "2020-05-01", "2020-09-30"),
            ("it met on 3 March 2019", None, None),
        ],
    )
    def test_period(self, clause, since, until):
        days = [day and date.fromisoformat(day) for day in (since, until)]
        assert period(clause, PUBLISHED) == Period(*days)

    def test_a_day_without_a_year_is_near_the_source_and_unknown_where_that_is_undated(self):
        winter = Published(date(2020, 12, 20), date(2020, 12, 20), Precision.DAY, Signal.FRONT_MATTER)
        assert period("open from 5 January", winter).since == date(2021, 1, 5)
        assert period("open from 5 January", None) == Period()


def said(sentence, common=frozenset()):
    masked = mask(sentence, common)
    return [status for status in statuses(masked, 0, len(masked.text)) if not status.weak]


class TestStatuses:
    @pytest.mark.parametrize(
        ("sentence", "holders", "role"),
        [
            ("Tollen and Harl hold observer status.", ("Tollen", "Harl"), "observer"),
            ("Ann Bell is the director of the Guild.", ("Ann Bell",), "director"),
            ("Ann Bell, the director, spoke.", ("Ann Bell",), "director"),
            ("The harbour master, Ann Bell, spoke.", ("Ann Bell",), "harbour master"),
            ("Ann Bell remains treasurer.", ("Ann Bell",), "treasurer"),
            ("Tollen serves as treasurer.", ("Tollen",), "treasurer"),
            ("The council appointed Ann Bell as director.", ("Ann Bell",), "director"),
            ("Ann Bell was elected chair of the Guild.", ("Ann Bell",), "chair"),
            ("Tollen became the fifth full member of the Guild.", ("Tollen",), "fifth full member"),
            ("The status of guest town was granted to Tollen and Harl.", ("Tollen", "Harl"), "guest town"),
            ("The observers are Tollen and Harl.", ("Tollen", "Harl"), "observers"),
            ("Members: Orrin, Brisk Bay and Skelmar.", ("Orrin", "Brisk Bay", "Skelmar"), "Members"),
            ("The Lantern Guild comprises Orrin and Skelmar.", ("Orrin", "Skelmar"), "member"),
        ],
    )
    def test_who_is_what(self, sentence, holders, role):
        assert [(status.holders, status.role) for status in said(sentence)] == [(holders, role)]

    @pytest.mark.parametrize(
        "sentence",
        [
            "Orrin is ready.",
            "Tollen is likely to come.",
            "We met observers such as Tollen and Harl.",
            "the lamp is out.",
            "Orrin and Skelmar met.",
        ],
    )
    def test_what_gives_nobody_a_status(self, sentence):
        assert said(sentence) == []

    def test_only_a_list_that_claims_it_is_whole(self):
        assert [s.whole for s in said("The Lantern Guild comprises Orrin and Skelmar.")] == [True]
        assert [s.whole for s in said("The Lantern Guild includes Orrin and Skelmar.")] == [False]
        assert [s.whole for s in said("Ann Bell is the director of the Guild.")] == [False]

    @pytest.mark.parametrize(
        "sentence",
        ["Carl Moss replaced Ann Bell as director.", "Ann Bell was replaced by Carl Moss as director."],
    )
    def test_a_change_gives_to_one_and_takes_from_the_other(self, sentence):
        (status,) = [status for status in said(sentence) if status.role == "director"]
        assert (status.holders, status.former, status.event) == (("Carl Moss",), ("Ann Bell",), True)

    def test_leaving_only_takes(self):
        (status,) = said("Ann Bell stepped down as director.")
        assert (status.holders, status.former) == ((), ("Ann Bell",))

    def test_in_brackets(self):
        found = [(s.holders, s.role) for s in bracketed("Ann Bell (chair), Carl Moss (treasurer), Orrin (1904)")]
        assert found == [(("Ann Bell",), "chair"), (("Carl Moss",), "treasurer")]

    @pytest.mark.parametrize(
        ("asked", "given", "same"),
        [
            ("member", "members", True),
            ("member", "full member", True),
            ("member", "observer", False),
            ("director", "deputy director", False),
            ("chairs", "chair", True),
        ],
    )
    def test_same_role(self, asked, given, same):
        assert same_role(asked, given) == same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("president", "presidential", True),
        ("chair", "chairmanship", True),
        ("open", "reopened", True),
        ("leave", "left", True),
        ("colour", "color", True),
        ("state", "statement", False),
        ("fare", "farewell", False),
    ],
)
def test_words_of_one_family(one, other, same):
    assert same_family(one, other) is same
