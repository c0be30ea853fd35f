"""How well Dateline dates web pages and cuts out their articles, beside htmldate and trafilatura on the same pages.

usage: python benchmarks/dates.py DATA_FOLDER

DATA_FOLDER holds dev.json (rows with file, url and published) and dev/ with the pages, or pages.tar.xz with both. A
page is read as it was saved, and once more with its address noted in a comment above it, as browsers do.
"""

import json
import multiprocessing
import os
import re
import sys
import tarfile
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import trafilatura
from htmldate import find_date

from corpus.readers import READERS, Context, NotReadable

NOW = date.today()
Row = dict[str, str]


@dataclass(frozen=True)
class Dated:
    """What one program made of one page, without and with its address."""

    plain: str | None
    with_url: str | None


def main() -> None:
    """Prints the figures."""
    given = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    if given is None or not given.is_dir():
        sys.exit(
            "usage: python benchmarks/dates.py DATA_FOLDER (the folder that holds pages.tar.xz, or dev.json and dev/)"
        )
    with tempfile.TemporaryDirectory() as unpacked:
        folder = given
        if not (given / "dev.json").is_file():
            with tarfile.open(given / "pages.tar.xz") as archive:
                archive.extractall(unpacked, filter="data")
            folder = Path(unpacked)
        rows: list[Row] = json.loads((folder / "dev.json").read_text(encoding="utf-8"))
        report(folder, rows)


def report(folder: Path, rows: Sequence[Row]) -> None:
    """Measures and prints accuracy, article body and speed."""
    jobs = [(str(folder / "dev" / row["file"]), row["url"]) for row in rows]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn")) as pool:
        ours = list(pool.map(_ours, jobs, chunksize=8))
        theirs = list(pool.map(_htmldate, jobs, chunksize=8))
        print(f"{len(rows)} pages, day-level accuracy   without url   with url   undated   wrong")
        for name, found in (("dateline", ours), ("htmldate", theirs)):
            print(_line(name, rows, found))
        print("signals (without url):", _signals(pool.map(_signal, jobs, chunksize=8), rows, ours))
        scores = [score for score in pool.map(_body_f1, jobs, chunksize=8) if score is not None]
        print(f"article body, word-level F1 against trafilatura's: mean {sum(scores) / len(scores):.3f}, "
              f"{sum(score < 0.9 for score in scores)} of {len(scores)} pages below 0.9")  # fmt: skip
        times = list(pool.map(_timed, jobs, chunksize=8))
    cores = os.cpu_count() or 1
    theirs_rate, our_rate = (cores * len(jobs) / sum(seconds) for seconds in zip(*times, strict=True))
    print(
        f"pages per second of CPU time, {cores} cores: dateline {our_rate:.0f}, trafilatura alone {theirs_rate:.0f}, "
        f"ratio {our_rate / theirs_rate:.2f}"
    )


def _line(name: str, rows: Sequence[Row], found: Sequence[Dated]) -> str:
    pairs = list(zip(rows, found, strict=True))
    plain = sum(dated.plain == row["published"] for row, dated in pairs) / len(rows)
    with_url = sum(dated.with_url == row["published"] for row, dated in pairs) / len(rows)
    undated = sum(dated.with_url is None for dated in found) / len(rows)
    return f"  {name:32}{plain:11.3f}{with_url:11.3f}{undated:10.3f}{1 - with_url - undated:8.3f}"


def _signals(signals: Iterable[str], rows: Sequence[Row], found: Sequence[Dated]) -> str:
    """Right and all readings by signal."""
    counted: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for signal, row, dated in zip(signals, rows, found, strict=True):
        counted[signal] += 1
        right[signal] += dated.plain == row["published"]
    return ", ".join(f"{signal} {right[signal]}/{count}" for signal, count in counted.most_common())


def _page(path: str, url: str = "") -> bytes:
    saved = f"<!-- saved from url=({len(url):04}){url} -->\n" if url else ""
    return saved.encode() + Path(path).read_bytes()


def _published(data: bytes) -> tuple[str | None, str]:
    try:
        (document,) = READERS[".html"]("page.html", data, Context(NOW))
    except NotReadable:
        return None, "not readable"
    if document.published is None:
        return None, "undated"
    return str(document.published), document.published.signal.value


def _ours(job: tuple[str, str]) -> Dated:
    return Dated(_published(_page(job[0]))[0], _published(_page(*job))[0])


def _signal(job: tuple[str, str]) -> str:
    return _published(_page(job[0]))[1]


def _htmldate(job: tuple[str, str]) -> Dated:
    data = _page(job[0])
    plain, with_url = (find_date(data, extensive_search=True, original_date=True, url=url) for url in (None, job[1]))
    return Dated(plain, with_url)


def _body_f1(job: tuple[str, str]) -> float | None:
    """Word-level F1 of our article against trafilatura's; None where it finds none. The headline is not counted."""
    data = _page(job[0])
    reference = _words(trafilatura.extract(data, include_comments=False) or "")
    if not reference:
        return None
    try:
        (document,) = READERS[".html"]("page.html", data, Context(NOW))
    except NotReadable:
        return 0.0
    ours = _words(document.text.removeprefix(f"{document.title}\n\n"))
    common = sum((ours & reference).values())
    return 2 * common / (sum(ours.values()) + sum(reference.values()))


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _timed(job: tuple[str, str]) -> tuple[float, float]:
    """Seconds of CPU that trafilatura alone and Dateline take for a page: other load does not count."""
    data = _page(job[0])
    started = time.process_time()
    trafilatura.extract(data)
    between = time.process_time()
    _published(data)
    return between - started, time.process_time() - between


if __name__ == "__main__":
    main()
