"""What a source text is, and what is known of the day it came out.

A publication date is an interval of days, never a bare day: "2016" is a whole year, and whoever asks as of
June 2016 must not see it. `last` is therefore the day from which a source counts as published.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Precision(StrEnum):
    """How finely a date is known; `str()` of a `Published` follows it."""

    TIME = "time"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Signal(StrEnum):
    """Where in a source its publication date was read, most trusted first."""

    SIDECAR = "dates.csv"
    FRONT_MATTER = "front matter"
    ROW = "row column"
    JSON_LD = "JSON-LD"
    METADATA = "metadata"
    TIME_ELEMENT = "time element"
    FEED = "feed"
    MAIL = "mail header"
    URL = "URL path"
    DATELINE = "dateline"
    DATE_LINE = "date line"
    LAST_UPDATED = "last updated"
    PROPERTIES = "document properties"
    HTMLDATE = "htmldate"


@dataclass(frozen=True)
class Published:
    """The interval of days on one of which a source came out, and how that is known.

    >>> str(Published(date(2016, 1, 1), date(2016, 12, 31), Precision.YEAR, Signal.FRONT_MATTER))
    '2016'

    Attributes:
        first: The earliest day it can have come out.
        last: The latest such day; equal to `first` when the day is known.
        precision: How finely the date is known.
        signal: What it was read from.
        inferred: True where a part of it (the year) was not written but followed from the text.
        time: The moment itself, where the source gives a time of day: orders sources of one day.
    """

    first: date
    last: date
    precision: Precision
    signal: Signal
    inferred: bool = False
    time: datetime | None = None

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise ValueError(f"a date's first day ({self.first}) lies after its last ({self.last})")

    def __str__(self) -> str:
        if self.precision is Precision.YEAR:
            return f"{self.last:%Y}"
        if self.precision is Precision.MONTH:
            return f"{self.last:%Y-%m}"
        return f"{self.last:%Y-%m-%d}"

    @property
    def spoken(self) -> str:
        """The date as a sentence says it: "16 April 2024", "April 2024", "2016"."""
        if self.precision is Precision.YEAR:
            return f"{self.last:%Y}"
        if self.precision is Precision.MONTH:
            return f"{self.last:%B %Y}"
        return f"{self.last.day} {self.last:%B %Y}"

    @property
    def order(self) -> tuple[date, datetime]:
        """Sorts older sources before newer ones, and within one day by the time of day."""
        moment = self.time.replace(tzinfo=None) if self.time else datetime.combine(self.last, datetime.min.time())
        return self.last, moment


@dataclass(frozen=True)
class Document:
    """One source text.

    Attributes:
        file: Its path relative to the corpus folder, with "/" between parts: its identity in the corpus.
        text: The article as read, without page chrome; every quote is a slice of it.
        title: The headline.
        source: Who published it ("TASS"), or the file's name where nothing says.
        published: When it came out, or None: undated.
        language: ISO 639-1 code, or "" where the file does not say.
        url: Where it was published, or "".
        modified: The day it says it was last changed, kept apart from `published`; or None.
        dropped: Share of the file's text that was page chrome and is not in `text`, 0 to 1.
        problems: What was wrong with the file, in sentences; shown by `dateline doctor`.
    """

    file: str
    text: str
    title: str
    source: str
    published: Published | None = None
    language: str = ""
    url: str = ""
    modified: date | None = None
    dropped: float = field(default=0.0, compare=False)
    problems: tuple[str, ...] = field(default=(), compare=False)

    @property
    def hash(self) -> str:
        """SHA-256 over everything an answer can depend on; equal hashes need no new indexing."""
        dates = (repr(self.published), repr(self.modified))
        parts = (self.file, self.text, self.title, self.source, *dates, self.language, self.url)
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True)
class Chunk:
    """A span of a Document, small enough to embed: `document.text[start:end] == text`."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        """The chunk's own words."""
        return self.document.text[self.start : self.end]

    @property
    def published(self) -> Published | None:
        """Its Document's date."""
        return self.document.published
