"""What a careful reader would say about a folder of documents before asking it anything.

It reads every file as the index does, with no index needed, and says of each what date it has, how that is
known and what to mend. It judges nothing away: a problem is a sentence, never a refusal.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from corpus.documents import Document, Precision
from corpus.folder import Skipped, list_files, read_file
from corpus.readers import READERS
from corpus.settings import Settings
from corpus.sidecar import SIDECAR, read_sidecar


@dataclass(frozen=True)
class Finding:
    """One document, or one file that gave none.

    Attributes:
        file: Its path in the folder.
        title: Its headline; "" where it was skipped.
        published: Its date as text ("2024-04-16", "2016"), or None.
        precision: How finely that is known ("day"), or None.
        signal: What it was read from ("front matter"), or None.
        inferred: Whether a part of it was inferred.
        problems: What is wrong and how to mend it.
    """

    file: str
    title: str = ""
    published: str | None = None
    precision: str | None = None
    signal: str | None = None
    inferred: bool = False
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summary:
    """The folder as a whole.

    Attributes:
        files: How many files there are.
        documents: How many documents were read.
        undated: How many of these have no date.
        inferred: How many have an inferred one.
        skipped: How many files could not be read.
        begins: The oldest publication date, or None.
        ends: The newest, or None.
        problems: What concerns the folder and no single file.
    """

    files: int
    documents: int
    undated: int
    inferred: int
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
        documents = [asdict(finding) | {"problems": list(finding.problems)} for finding in self.documents]
        return {
            "documents": documents,
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
    if faults := sidecar.faults(files):
        findings.append(Finding(SIDECAR, problems=faults))
    skipped = 0
    for file in files:
        read = read_file(folder, file, now=now, max_mb=max_mb, columns=columns, sidecar=sidecar)
        if isinstance(read, Skipped):
            skipped += 1
            findings.append(Finding(file, problems=(read.reason,)))
            continue
        documents.extend(read)
    copies = _copies(documents)
    findings.extend(_finding(document, copies.get(document.file)) for document in documents)
    return Examination(tuple(sorted(findings, key=lambda f: f.file)), _summary(len(files), documents, skipped))


def _finding(document: Document, copy_of: str | None) -> Finding:
    problems = document.problems
    if copy_of is not None:
        problems = (*problems, f"its text is the same as that of {copy_of}: delete one of the two")
    dated = document.published
    if dated is None:
        return Finding(document.file, document.title, problems=problems)
    return Finding(
        document.file,
        document.title,
        str(dated),
        dated.precision.value,
        dated.signal.value,
        dated.inferred,
        problems,
    )


def _copies(documents: list[Document]) -> dict[str, str]:
    """For each file whose text an earlier file has already, that earlier file."""
    first: dict[str, str] = {}
    copies: dict[str, str] = {}
    for document in documents:
        text = " ".join(document.text.split())
        if text in first:
            copies[document.file] = first[text]
        else:
            first[text] = document.file
    return copies


def _summary(files: int, documents: list[Document], skipped: int) -> Summary:
    dated = sorted((d.published for d in documents if d.published is not None), key=lambda p: p.order)
    return Summary(
        files=files,
        documents=len(documents),
        undated=len(documents) - len(dated),
        inferred=sum(p.inferred for p in dated),
        skipped=skipped,
        begins=str(dated[0]) if dated else None,
        ends=str(dated[-1]) if dated else None,
        problems=_folder_problems(files, documents),
    )


def _folder_problems(files: int, documents: list[Document]) -> tuple[str, ...]:
    problems = []
    if not documents:
        empty = "the folder holds no file that could be read" if files else "the folder is empty"
        problems.append(f"{empty}: add files of the types {', '.join(sorted(READERS))}")
    instants = Counter(d.published.time for d in documents if d.published and d.published.precision is Precision.TIME)
    for instant, count in instants.most_common(1):
        if count >= 5 and count * 5 >= len(documents):
            problems.append(
                f"{count} documents give the very same moment, {instant}, as a crawl does: check their dates"
            )
    names = Counter(d.file.casefold() for d in documents)
    problems.extend(
        f"two files differ only by case ({name}): rename one of them" for name, count in names.items() if count > 1
    )
    return tuple(problems)
