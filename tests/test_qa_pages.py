"""The five real web pages (chrome, clocks and link lists included): one question through thirteen years."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from corpus import Settings
from qa import open_engine

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
NOW = date(2026, 11, 21)
QUESTION = "Is Belarus a member?"
JOINED = """---
title: Belarus joins
published: 2024-07-04
---
Belarus became the tenth full member of the Shanghai Cooperation Organisation (SCO) at the summit in Astana.
"""

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"{SEEDS} is not there")


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    place = tmp_path_factory.mktemp("pages")
    shutil.copytree(SEEDS, place / "docs")
    return open_engine(place / "docs", now=NOW, settings=Settings(index=place / "index"))


def values(found):
    return [(str(entry.since), plain(entry.value)) for entry in found.timeline]


def plain(status):
    return status.casefold().replace("dialog ", "dialogue ")  # the page of 2011 spells it so


def test_today(engine):
    found = engine.answer(QUESTION, now=NOW)
    assert (found.verdict, found.values, str(found.published)) == ("no", ("observer",), "2024-04-16")
    assert found.citations[0].document.file.startswith("004_") and "Belarus" in found.citations[0].quote
    said = values(found)
    assert ("2011-04-14", "dialogue partner") in said
    assert any(entry.until.last.year == 2023 or entry.since.last.year == 2023 for entry in found.timeline)


@pytest.mark.parametrize(
    ("as_of", "status", "published"),
    [
        (date(2011, 12, 31), "dialogue partner", "2011-04-14"),
        (date(2018, 1, 1), "dialogue partner", "2011-04-14"),  # the page of 2017 does not say
        (date(2023, 12, 31), "observer", "2023-03-06"),
    ],
)
def test_as_it_stood(engine, as_of, status, published):
    found = engine.answer(QUESTION, now=NOW, as_of=as_of)
    assert (found.verdict, str(found.published)) == ("no", published)
    assert tuple(map(plain, found.values)) == (status,)
    assert all(citation.published.last <= as_of for citation in found.citations)


def test_before_the_first_page(engine):
    assert engine.answer(QUESTION, now=NOW, as_of=date(2011, 4, 13)).abstained


def test_one_more_file_turns_it_to_yes_without_a_rebuild_and_back(engine):
    before = engine.answer(QUESTION, now=NOW)
    file = engine.index.folder / "belarus-joins.md"
    file.write_text(JOINED, encoding="utf-8")
    try:
        found = engine.answer(QUESTION, now=NOW)
        assert engine.index.report.added == 1 and engine.index.report.unchanged == 5
        assert (found.verdict, str(found.published)) == ("yes", "2024-07-04")
        assert "tenth full member" in found.citations[0].quote
        assert ("2011-04-14", "dialogue partner") in values(found)
        past = engine.answer(QUESTION, now=NOW, as_of=date(2024, 7, 3))
        assert (past.verdict, past.values) == ("no", ("observer",))
    finally:
        file.unlink()
    assert engine.answer(QUESTION, now=NOW) == before
