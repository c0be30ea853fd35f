"""What a careful reader would say about a folder of documents before asking it anything.

It reads every file as the index does, with no index needed, and says of each what date it has, how that is
known and what to mend, down to the line for dates.csv. It judges nothing away: a problem is a sentence, never a
refusal. What kind of problem it is follows from the date itself where it can, otherwise from the words of the sentence,
which are the readers' own: so a test holds each kind to the sentence that is written for it.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from corpus.documents import Document, Precision, Published, Signal
from corpus.folder import Skipped, list_files, read_file
from corpus.readers import READERS
from corpus.reprints import find_reprints
from corpus.settings import Settings
from corpus.sidecar import SIDECAR, read_sidecar

COLUMNS = "file,published,title,source"
"""The first line of dates.csv; each line in `Finding.mend` goes below it."""

_FUTURE = re.compile(r"\blies after today\b")
_CONTRADICT = re.compile(r"\bcontradict")
_DAY = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")
_UNKNOWN = "YYYY-MM-DD"
_WEAK = frozenset({Signal.PROPERTIES, Signal.HTMLDATE, Signal.LAST_UPDATED})
_MANY = 5  # documents of one moment, and a fifth of all, that look like a crawl


@dataclass(frozen=True)
class Finding:
    """One document, or one file that gave none.

    Attributes:
        file: Its path in the folder.
        title: Its headline; "" where it was skipped.
        published: Its date as text ("2024-04-16", "2016", "2024-04-05 or 2024-05-04"), or None.
        precision: How finely that is known ("day"), or None.
        signal: What it was read from ("front matter"), or None.
        inferred: Whether a part of it was inferred.
        ambiguous: Whether day and month can be read either way, and nothing settles which.
        language: ISO 639-1 code, or "".
        dropped: Share of the file's text that was page chrome, 0 to 1.
        reprint_of: The file whose text it prints again, or None; that file's date counts.
        problems: What is wrong with it and what to do.
        mend: Lines for dates.csv. With several, the right one is to be chosen; "YYYY-MM-DD" is to be filled in. An
            inferred date has one, too, that makes it certain.
    """

    file: str
    title: str = ""
    published: str | None = None
    precision: str | None = None
    signal: str | None = None
    inferred: bool = False
    ambiguous: bool = False
    language: str = ""
    dropped: float = 0.0
    reprint_of: str | None = None
    problems: tuple[str, ...] = ()
    mend: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """The folder as a whole; all but the last three are counts.

    Attributes:
        files: Files there are.
        documents: Documents read.
        undated: Of these, those that have no date.
        inferred: Those with an inferred one.
        ambiguous: Those whose day and month can be read either way.
        future: Those with a date that was refused because it lies in the future.
        conflicting: Those that give two dates which contradict each other.
        reprints: Those that print another one again.
        skipped: Files that could not be read.
        begins: The oldest publication date, or None.
        ends: The newest, or None.
        problems: What concerns the folder and no single file.
    """

    files: int
    documents: int
    undated: int
    inferred: int
    ambiguous: int
    future: int
    conflicting: int
    reprints: int
    skipped: int
    begins: str | None
    ends: str | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Examination:
    """All findings of one folder."""

    documents: tuple[Finding, ...]
    summary: Summary

    def to_dict(self) -> dict[str, object]:
        """As JSON takes it: {"documents": [...], "summary": {...}}."""
        return {
            "documents": [
                asdict(one) | {"problems": list(one.problems), "mend": list(one.mend)} for one in self.documents
            ],
            "summary": asdict(self.summary) | {"problems": list(self.summary.problems)},
        }


def examine(folder: Path, *, now: date, max_mb: float = 50) -> Examination:
    """Reads every file of a folder and says what its dates rest on.

    Args:
        folder: The corpus folder.
        now: Today.
        max_mb: Larger files are skipped.

    Returns:
        A finding per document and per skipped file, and one for dates.csv where that has problems, in the order of
        file names; and a summary.

    Raises:
        CorpusError: The folder is missing or is a file.
    """
    findings: list[Finding] = []
    documents: list[Document] = []
    files = list_files(folder)
    sidecar, columns = read_sidecar(folder, max_mb=max_mb), Settings().columns
    for file in files:
        read = read_file(folder, file, now=now, max_mb=max_mb, columns=columns, sidecar=sidecar)
        if isinstance(read, Skipped):
            findings.append(Finding(file, problems=(read.reason,)))
        else:
            documents.extend(read)
    skipped = len(findings)
    if faults := sidecar.faults(files):
        findings.append(Finding(SIDECAR, problems=faults))
    originals = find_reprints(documents)
    findings.extend(_finding(document, originals) for document in documents)
    findings.sort(key=lambda finding: finding.file)
    return Examination(tuple(findings), _summary(files, documents, findings, skipped))


def _finding(document: Document, originals: Mapping[str, str]) -> Finding:
    dated = document.published
    return Finding(
        file=document.file,
        title=document.title,
        published=_spoken(dated) if dated else None,
        precision=dated.precision.value if dated else None,
        signal=dated.signal.value if dated else None,
        inferred=dated.inferred if dated else False,
        ambiguous=dated is not None and _is_ambiguous(dated),
        language=document.language,
        dropped=document.dropped,
        reprint_of=originals.get(document.file),
        problems=document.problems,
        mend=tuple(sidecar_line(document.file, day) for day in _days(document)),
    )


def sidecar_line(file: str, published: str) -> str:
    """The line of dates.csv that gives a file its date and leaves title and source as they are.

    >>> sidecar_line("report.pdf", "2023-03-06"), sidecar_line("minutes, May.txt", "2023")
    ('report.pdf,2023-03-06,,', '"minutes, May.txt",2023,,')

    Args:
        file: The file's path in the folder.
        published: Its date.
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow((file, published, "", ""))
    return line.getvalue()


def _is_ambiguous(dated: Published) -> bool:
    """Whether an interval has two readings of one date for its ends: whole months and quarters begin on the first."""
    return dated.precision is Precision.MONTH and dated.first.day > 1


def _spoken(dated: Published) -> str:
    return f"{dated.first} or {dated.last}" if _is_ambiguous(dated) else str(dated)


def _days(document: Document) -> list[str]:
    """The dates a document may have, as dates.csv takes them; none where there is nothing to mend."""
    dated = document.published
    if dated is None:
        return [_UNKNOWN]
    told = [day for problem in document.problems if _CONTRADICT.search(problem) for day in _DAY.findall(problem)]
    if told:
        return list(dict.fromkeys(told))
    if _is_ambiguous(dated):
        return [str(dated.first), str(dated.last)]
    if not dated.inferred and not any(_FUTURE.search(problem) for problem in document.problems):
        return []
    return [f"{dated.time:%Y-%m-%d %H:%M}" if dated.time else str(dated)]


def _summary(files: Sequence[str], documents: Sequence[Document], findings: Sequence[Finding], skipped: int) -> Summary:
    dated = sorted((d.published for d in documents if d.published is not None), key=lambda p: p.order)
    return Summary(
        files=len(files),
        documents=len(documents),
        undated=len(documents) - len(dated),
        inferred=sum(one.inferred for one in findings),
        ambiguous=sum(one.ambiguous for one in findings),
        future=_count(findings, _FUTURE),
        conflicting=_count(findings, _CONTRADICT),
        reprints=sum(one.reprint_of is not None for one in findings),
        skipped=skipped,
        begins=_spoken(dated[0]) if dated else None,
        ends=_spoken(dated[-1]) if dated else None,
        problems=_folder_problems(files, documents),
    )


def _count(findings: Iterable[Finding], said: re.Pattern[str]) -> int:
    return sum(any(said.search(problem) for problem in one.problems) for one in findings)


def _folder_problems(files: Sequence[str], documents: Sequence[Document]) -> tuple[str, ...]:
    problems = []
    if not documents:
        found = "holds no file that could be read" if files else "is empty"
        problems.append(f"the folder {found}: add files of type {', '.join(sorted(READERS))}")
    for instant, count in Counter(filter(None, map(_instant, documents))).most_common(1):
        if count >= _MANY and count * 5 >= len(documents):
            problems.append(
                f"{count} documents give the very same moment, {instant}, as a crawl or a copy does: "
                "give their true dates in dates.csv"
            )
    names = Counter(file.casefold() for file in files)
    problems.extend(
        f"two files differ only by case ({name}): rename one of them" for name, count in names.items() if count > 1
    )
    return tuple(problems)


def _instant(document: Document) -> str | None:
    """The moment a document gives, or the day where only a program wrote that; a day's own news has many of one day."""
    dated = document.published
    if dated is None:
        return None
    if dated.time is not None:
        return f"{dated.time:%Y-%m-%d %H:%M:%S}"
    return f"{dated.last} ({dated.signal.value})" if dated.signal in _WEAK else None
