"""Sentence spans: exact cuts, exact offsets, nothing lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import sentences


def cut(text, language="en"):
    return [text[start:end] for start, end in sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is 1.5. Two.", ["One is 1.5.", "Two."]),
        ("OSLO, March 6. /KLN/. There has been rain.", ["OSLO, March 6. /KLN/.", "There has been rain."]),
        ("Gen. Smith met Dr. Bell. They spoke.", ["Gen. Smith met Dr. Bell.", "They spoke."]),
        ("It is U.S. policy. It stays.", ["It is U.S. policy.", "It stays."]),
        ("Trade reached $14.09 billion. It grew.", ["Trade reached $14.09 billion.", "It grew."]),
        ("See No. 5 for v2.1.0 notes. Fig. 3 shows it.", ["See No. 5 for v2.1.0 notes.", "Fig. 3 shows it."]),
        ("He has plan B. It failed.", ["He has plan B.", "It failed."]),
        ('"It works," he said. "It does."', ['"It works," he said.', '"It does."']),
        (
            "It's fine. Don't go. The dogs' home is shut.",
            ["It's fine.", "Don't go.", "The dogs' home is shut."],
        ),
        ('He said "we go. She stays. The end.', ['He said "we go.', "She stays.", "The end."]),
        ("Headline\n\nFirst. Second.", ["Headline", "First.", "Second."]),
        ("Rules\n- one\n- two\n1. three\n2. four", ["Rules", "- one", "- two", "1. three", "2. four"]),
        ("Chair: Ann Bell\nPresent: Bob Stone", ["Chair: Ann Bell", "Present: Bob Stone"]),
        ("Rain stops\n14.04.2011 14:08\nIt stopped.", ["Rain stops", "14.04.2011 14:08", "It stopped."]),
        ("The shed is\nto be painted. It is\nnot red.", ["The shed is\nto be painted.", "It is\nnot red."]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_cuts(text, expected):
    assert cut(text) == expected


def test_hard_wrapped_prose_goes_on_before_a_capital():
    text = (
        "The council met on a windy day in the hall by the old harbour and heard\n"
        "Ann Bell speak on the clock, which has been wrong since the spring, when\n"
        "the storm came. It is to be mended."
    )
    assert cut(text) == [text[:-20], "It is to be mended."]


def test_a_headline_right_above_its_text_stays_alone():
    text = (
        "Harbour opens after two years of long and hard work\n"
        "The harbour opened on Monday, and the ferry came in at noon with its guests."
    )
    assert cut(text)[0] == "Harbour opens after two years of long and hard work"


def test_other_languages():
    assert cut("Он пришёл. Она ушла.", "ru") == ["Он пришёл.", "Она ушла."]
    assert cut("Am 6. März regnete es. Dann nicht.", "de") == ["Am 6. März regnete es.", "Dann nicht."]


def test_a_paragraph_of_a_megabyte_is_cut_like_a_short_one():
    assert cut("It rained 1.5 days. " * 50_000) == ["It rained 1.5 days."] * 50_000


@given(st.text(alphabet=st.sampled_from("ab AB.\n!?\"'’“”«»1- \t/()é漢:,"), max_size=300))
def test_spans_are_ordered_stripped_and_lose_nothing(text):
    spans = sentences(text)
    covered = [False] * len(text)
    previous = 0
    for start, end in spans:
        assert previous <= start < end
        assert text[start:end] == text[start:end].strip()
        covered[start:end] = [True] * (end - start)
        previous = end
    assert all(covered[i] or text[i].isspace() for i in range(len(text)))
