"""What tests of the page share: an engine that answers from a table, a nasty document, HTML as a browser reads it."""

from datetime import date
from html.parser import HTMLParser

from corpus import Document, Precision, Published, QuestionError, Signal
from page import Opening
from page.conversation import converse
from qa import Answer, Citation, TimelineEntry

NASTY = """<script>window.ran=1</script> <img src=x onerror="window.ran=1"> **bold** _it_ `code` $$x^2$$
[link](javascript:window.ran=1) ${window.ran=1} {{value}} {{#each value}} </div> &amp; \\n"""
EXAMPLE = "Is Gull Rock a member?"


def on(year, month=None, day=None, *, inferred=False):
    if month is None:
        return Published(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, Signal.FRONT_MATTER, inferred)
    only = date(year, month, day)
    return Published(only, only, Precision.DAY, Signal.DATELINE, inferred)


def cite(text, published=None, title="The harbour league", source="Harbour Post", url="", file="a.md"):
    return Citation(Document(file, text, title, source, published, "en", url), published, text, 0, len(text))


OLD = cite("Gull Rock is a guest of the league.", on(2011, 4, 14))
NEW = cite("Gull Rock is an associate of the league.", on(2024, 4, 16, inferred=True), file="b.md")
CHANGED = Answer(
    EXAMPLE,
    "No: associate, as of 16 April 2024.",
    verdict="no",
    values=("associate",),
    published=NEW.published,
    citations=(NEW, OLD),
    timeline=(
        TimelineEntry("guest", on(2011, 4, 14), on(2016), OLD),
        TimelineEntry("associate", on(2024, 4, 16), on(2024, 4, 16), NEW),
    ),
    notes=("Stale: the newest source that answers is 2 years old.",),
)
PAST = Answer(EXAMPLE, "No: guest, as of 14 April 2011.", "no", ("guest",), OLD.published, (OLD,))


class StubIndex:
    begins = on(2011, 4, 14)
    ends = on(2024, 4, 16)
    version = "v1"

    def documents(self):
        return [OLD.document, NEW.document]

    def reprints(self, file, as_of=None):
        return []

    def refresh(self, now, progress=None, *, at_once=False):
        self.version += "+"


class StubReader:
    name, trouble = "stub", ""

    def read(self, question, passages):
        return []


class StubEngine:
    """Answers from a table, and remembers what it was asked."""

    def __init__(self):
        self.index = StubIndex()
        self.reader = StubReader()
        self.calls = []

    def answer(self, question, *, now, as_of=None, history=()):
        self.calls.append((question, as_of, tuple(history)))
        if not question.strip():
            raise QuestionError("the question is empty")
        if len(question) > 2_000:
            raise QuestionError(f"the question has {len(question):,} characters")
        if question == "Crash":
            raise RuntimeError("not for the page")
        if question.startswith("<script>"):
            return nasty()
        return PAST if as_of else CHANGED


def nasty():
    evil = cite(NASTY, on(2012, 4, 14), title=NASTY, source=NASTY, url="javascript:window.ran=1")
    lines = (
        TimelineEntry(NASTY, on(2011, 4, 14), on(2012, 4, 14), evil),
        TimelineEntry(f"no {NASTY}", on(2013, 4, 14), on(2013, 4, 14), evil),
    )
    return Answer(NASTY, NASTY, None, (NASTY,), None, (evil,), lines, notes=(NASTY,))


class Read(HTMLParser):
    """What a browser would make of HTML: its elements, its attributes, its text."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.text += data


def opened(engine=None):
    opening = Opening(lambda progress: engine or StubEngine())
    opening.start()
    list(opening.waiting(0.01))
    return opening


def conversation(opening, question, messages=(), as_of="", turns=None):
    return list(converse(opening, list(messages), turns or {}, question, as_of))[-1]


def said(view):
    """The text of the last message, an answer."""
    return Read(view.messages[-1]["content"].value).text
