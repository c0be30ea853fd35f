"""What something is: told where a source tells it, and nowhere else."""

from datetime import date

import pytest
from toy_corpus import NOW, guild

from corpus import Document
from qa.question import understand
from qa.rules import definitions
from qa.rules.context import Context
from qa.rules.source import Source

WHAT = "What is Heron?"
OLD = "Heron is a tool for backing up small servers. It was written by Ada Novik."
NEW = "The price of Heron goes up to 6 crowns in May. Schools pay half for Heron."


def test_the_newest_source_that_tells_it_comes_before_newer_ones_that_only_name_it(tmp_path):
    documents = [("a.md", "News", date(2020, 5, 2), OLD), ("b.md", "News", date(2023, 5, 2), NEW)]
    answer = guild(tmp_path, documents).answer(WHAT, now=NOW)
    assert answer.citations[0].quote == "Heron is a tool for backing up small servers."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Since May, Heron has become the largest of its kind.", True),
        ("Heron, a tool for small servers, came out in May.", True),
        ("Founded in 2001, Heron comprises five towns.", True),
        ("The Heron (HRN) is one of two boats.", True),
        ("Ben met Heron.", False),
        ("Heron was mentioned in May.", False),
        ("The price of Heron is a secret.", False),
    ],
)
def test_where_it_is_told(text, told):
    document = Document("a.md", text, "News", "News")
    found = definitions.told(understand(WHAT, today=NOW), Context((Source(document),)))
    assert [claim.quote for claim in found] == ([text] if told else [])
