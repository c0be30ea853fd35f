"""A guild of lighthouse towns that never was: six small documents in which one town goes from guest to observer."""

import json
from datetime import date, timedelta
from pathlib import Path

from index_toys import Bag

from corpus import Settings
from index import open_index
from qa import Engine
from qa.reader import RuleReader

NOW = date(2024, 6, 1)

# file, title, day published (None: undated), text
CHARTER = (
    "charter.md",
    "The Lantern Guild meets at Orrin",
    date(2011, 5, 2),
    "The Lantern Guild comprises Orrin, Brisk Bay and Skelmar. Tollen and Marrow Point hold guest status in the Guild."
    " Ann Bell is the director of the Guild. The yearly fee is 40 crowns.",
)
MEETING = (
    "meeting.md",
    "The Lantern Guild in its sixth year",
    date(2017, 6, 10),
    "The Lantern Guild currently comprises Orrin, Brisk Bay, Skelmar and Dunmere. Tollen and Harl are observers of the"
    " Guild. The guests of the Guild are Marrow Point and Vell. The yearly fee is 55 crowns.",
)
ELECTION = (
    "election.txt",
    "Carl Moss elected",
    date(2019, 3, 3),
    "Carl Moss is the director of the Lantern Guild. The lamp at Skelmar was lit on 9 August 1904.",
)
NEWS = (
    "news.html",
    "Observers in the Lantern Guild",
    date(2022, 11, 15),
    "The observers of the Lantern Guild are Tollen, Harl and Marrow Point."
    " The motto of the Guild is <b>Light</b> & salt.",
)
PLAN = (
    "plan.md",
    "Tollen looks ahead",
    date(2024, 2, 8),
    "Tollen will soon become a member of the Lantern Guild. The Guild hopes to raise the yearly fee to 70 crowns.",
)
LEAFLET = (
    "leaflet.txt",
    "Welcome to the Lantern Guild",
    None,
    "The office of the Lantern Guild is in Brisk Bay. Skelmar and Harl hold guest status in the Guild.",
)
CORPUS = (CHARTER, MEETING, ELECTION, NEWS, PLAN, LEAFLET)
JOINED = (
    "joined.md",
    "Tollen joins the Lantern Guild",
    date(2024, 5, 20),
    "Tollen became the fifth full member of the Lantern Guild.",
)


def put(folder, document, shift=0):
    """Write one document, all its dates moved by so many days."""
    file, title, day, text = document
    day = day + timedelta(days=shift) if day else None
    folder.mkdir(parents=True, exist_ok=True)
    if file.endswith(".md"):
        head = f"---\ntitle: {title}\n" + (f"published: {day}\n" if day else "") + "---\n"
        whole = f"{head}{text}\n"
    elif file.endswith(".html"):
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        whole = (
            f"<!DOCTYPE html><html lang='en'><head><title>{title}</title>"
            f"<meta property='article:published_time' content='{day}'></head>"
            f"<body><article><h1>{title}</h1><p>{escaped}</p></article></body></html>"
        )
    else:
        whole = f"{title}\n\n" + (f"Published: {day.day} {day:%B %Y}\n\n" if day else "") + f"{text}\n"
    (folder / file).write_text(whole, encoding="utf-8")


def engine_on(folder: Path, index: Path, reader=None, now=NOW, encoder=None) -> Engine:
    """An engine that reads by the rules alone, exactly: what the trained model adds is tested with the real corpora."""
    opened = open_index(folder, now=now, encoder=encoder or Bag(), settings=Settings(index=index))
    return Engine(opened, reader or RuleReader())


QUESTIONS = (
    "Is Tollen a member?",
    "Is Tollen a guest?",
    "Is Vell a member?",
    "What is the status of Tollen?",
    "How has the status of Tollen changed?",
    "Who are the members?",
    "Who are the observers?",
    "Who is the director?",
    "Who was the director in 2012?",
    "How many members are there?",
    "How much is the yearly fee?",
    "When was the lamp at Skelmar lit?",
    "Where is the office?",
    "What is the motto of the Guild?",
    "Will Tollen become a member?",
    "Who painted the tower?",
)
MEMBER = QUESTIONS[0]


def guild(place, documents=CORPUS, **more):
    for document in documents:
        put(place / "docs", document)
    return engine_on(place / "docs", place / "index", **more)


def told(engine, questions=QUESTIONS, **more):
    more = {"now": NOW} | more
    return json.dumps([engine.answer(question, **more).to_dict() for question in questions], sort_keys=True)


def quotes(found):
    return [*found.citations, *(entry.citation for entry in found.timeline)]
