"""Throws bad bytes at every reader: no crash, and no file that takes more than ten seconds.

Bytes are made by hypothesis, or are a good file with a few places overwritten, cut out, doubled or filled with what
parsers stumble over. A reader may refuse an input; an exception of a library that `corpus/folder.py` has to catch is
counted and shown, because its sentence is worse than a reader's own. Seconds are those of the processor: on a busy
machine a process may wait longer than that for its turn.

usage: python benchmarks/fuzz.py [--seconds 60] [--only .pdf]
"""

import argparse
import faulthandler
import signal
import sys
import time
import traceback
from collections import Counter
from datetime import date
from pathlib import Path
from types import FrameType

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from corpus.documents import Document
from corpus.readers import READERS, Context, NotReadable

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from made_files import MAIL, atom, encrypted_pdf, item, pdf, rss, with_member, word  # noqa: E402

NOW = date(2026, 11, 22)
LONGEST = 10  # seconds for one input
STUCK = 300  # seconds by the clock, for what hangs outside of Python and hears no signal
DEEPEST = 1200  # Python's own limit is 1000; hypothesis stands on some of it
ROUND = 60  # inputs of one reader before the next has its turn

_PAGE = (
    '<html lang="en"><head><title>Rain</title><meta property="article:published_time" content="2024-04-16"></head>'
    "<body>"
    '<article><h1>Rain</h1><time datetime="2024-04-16">16 April</time><p>It rained all day and all night.</p></article>'
    '<script type="application/ld+json">{"datePublished": "2024-04-16"}</script></body></html>'
)
_TEXT = "Rain in Oslo\n\nOSLO, March 6 (NW) - It rained on Monday, 6 March 2023.\n\nRead more:\nSun\n01.02.2023\n"
_MIXED = (
    'Content-Type: multipart/mixed; boundary="o"\n\n'
    "--o\nContent-Type: text/html; charset=cp1251\n\n<p>Rain.</p>\n--o--\n"
)
_DATED = "---\npublished: 2023-03-06\ntags: [a, b]\n---\n# Rain\n"
SEEDS: dict[str, tuple[bytes, ...]] = {
    ".txt": (_TEXT.encode(), (_DATED + _TEXT).encode(), _TEXT.encode("utf-16")),
    ".md": ((_DATED + _TEXT).encode(),),
    ".html": (_PAGE.encode(),),
    ".pdf": (
        pdf(_TEXT, "Second page", CreationDate="D:20240416153000+03'00'", Title="Rain in Oslo"),
        encrypted_pdf("", "Rain"),
    ),
    ".docx": (word("Rain", "It rained.", title="Rain", table=[["Fee", "40"], ["Tax", "5"]]),),
    ".csv": (b'id,title,text,date\n1,Rain,"It rained, a lot.\nAll day.",2024-04-16\n2,Sun,It shone.,04/05/2024\n',),
    ".jsonl": (
        b'{"id": "a", "text": ["One.", "Two."], "date": "2024-04-16"}\n{"content": "Sun", "source": {"name": 1}}\n',
    ),
    ".rss": (
        rss(item("Rain", "&lt;p&gt;It rained.&lt;/p&gt;", "Tue, 16 Apr 2024 23:30:00 -0800", "g1")).encode(),
        atom("<id>u:1</id><title>Rain</title><updated>2024-05-01T00:00:00Z</updated><summary>One.</summary>").encode(),
    ),
    ".eml": (MAIL.encode(), ("Subject: =?utf-8?q?Zo=C3=AB?=\nFrom: a@b.example\nDate: 1 Apr 2024\n" + _MIXED).encode()),
}  # fmt: skip
_STUMBLES = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b'"', b"'", b"<", b">", b"&#0;", b"&x;", b"]]>", b"<!--",
    b"\r", b"\n\n", b"99999999999999999999", b"-1", b"2024-13-40", b"0000-00-00", b"9999-12-31T23:59:60+99:99",
    b"=?x?b?=?=", b"{" * 3000, b"[" * 3000, b"<div>" * 3000, b"(" * 3000, b"<<" * 500, b"a" * 20000, b" " * 20000,
    b">" * 20000, b"1/" * 5000, b"1 0 R", b"/Kids [1 0 R]",
)  # fmt: skip


@st.composite
def inputs(draw: st.DrawFn, suffix: str) -> bytes:
    """Bytes for a reader: out of the air, or a good file with damage done to it."""
    if draw(st.integers(0, 4)) == 0:
        return draw(st.binary(max_size=2000))
    seed = draw(st.sampled_from(SEEDS[suffix]))
    if suffix == ".docx" and draw(st.booleans()):
        member = draw(st.sampled_from(("word/document.xml", "docProps/core.xml", "[Content_Types].xml", "_rels/.rels")))
        return with_member(seed, member, _damaged(draw, _TEXT.encode() if draw(st.booleans()) else _XML))
    return _damaged(draw, seed)


_XML = (
    b'<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    b"<w:p><w:r><w:t>Rain.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>"
)


def _damaged(draw: st.DrawFn, seed: bytes) -> bytes:
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(seed)))
        end = min(len(seed), at + draw(st.integers(0, 40)))
        kind = draw(st.sampled_from(("overwrite", "cut", "double", "stumble", "stumble", "end")))
        if kind == "overwrite":
            seed = seed[:at] + draw(st.binary(max_size=8)) + seed[end:]
        elif kind == "cut":
            seed = seed[:at] + seed[end:]
        elif kind == "double":
            seed = seed[:end] + seed[at:]
        elif kind == "stumble":
            seed = seed[:at] + draw(st.sampled_from(_STUMBLES)) + seed[at:]
        elif draw(st.integers(0, 3)) == 0:
            seed = seed[:at]
    return seed


class Hang(BaseException):
    """An input took too long; no `except Exception` on the way may keep it."""


class Fuzz:
    """One reader under fire.

    Args:
        suffix: Of the reader.
    """

    def __init__(self, suffix: str) -> None:
        self.suffix = suffix
        self.count, self.read, self.refused = 0, 0, 0
        self.longest, self.slowest = 0.0, b""
        self.guarded: Counter[str] = Counter()
        self.traces: dict[str, str] = {}

    def round(self, inputs_made: int) -> None:
        """Tries so many inputs."""

        @settings(
            max_examples=inputs_made,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(inputs(self.suffix))
        def tried(data: bytes) -> None:
            self.one(data)

        tried()

    def one(self, data: bytes) -> None:
        """Tries one input; raises only what is a fault of the reader."""
        started = time.process_time()
        depth = sys.getrecursionlimit()
        sys.setrecursionlimit(DEEPEST)  # hypothesis raises it, and what ends soon in use would go on for long here
        signal.setitimer(signal.ITIMER_PROF, LONGEST)
        faulthandler.dump_traceback_later(STUCK, exit=True)
        try:
            _check(READERS[self.suffix](f"a{self.suffix}", data, Context(NOW)))
            self.read += 1
        except NotReadable:
            self.refused += 1
        except (Hang, Wrong):
            print(f"{self.suffix}: {data!r}"[:3000], file=sys.stderr)
            raise
        except Exception as error:
            name = type(error).__name__
            self.guarded[name] += 1
            self.traces.setdefault(name, traceback.format_exc(limit=-3) + f"on {data[:300]!r}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
            sys.setrecursionlimit(depth)
            faulthandler.cancel_dump_traceback_later()
        self.count += 1
        self.longest, self.slowest = max((self.longest, self.slowest), (time.process_time() - started, data))


class Wrong(Exception):
    """A reader gave a Document that cannot be."""


def _check(documents: tuple[Document, ...]) -> None:
    if not documents or len({document.file for document in documents}) < len(documents):
        raise Wrong("no documents, or two of one name")
    for document in documents:
        if not document.text.strip():
            raise Wrong("a document without text")
        dated = document.published
        if dated is not None and not date(1900, 1, 1) <= dated.first <= dated.last <= NOW:
            raise Wrong(f"a date that was to be refused: {dated}")


def _hang(_number: int, _frame: FrameType | None) -> None:
    raise Hang(f"more than {LONGEST} seconds")


def main() -> None:
    """Fuzzes all readers in turn and prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long to go on")
    parser.add_argument("--only", choices=sorted(SEEDS), help="one reader alone")
    given_ = parser.parse_args()
    signal.signal(signal.SIGPROF, _hang)
    fuzzes = [Fuzz(suffix) for suffix in SEEDS if given_.only in (None, suffix)]
    end = time.monotonic() + given_.seconds
    while time.monotonic() < end:
        for fuzz in fuzzes:
            if time.monotonic() < end:
                fuzz.round(ROUND)
    for fuzz in fuzzes:
        caught = ", ".join(f"{name} {count}" for name, count in fuzz.guarded.most_common()) or "none"
        print(
            f"{fuzz.suffix:7} {fuzz.count:6} inputs: {fuzz.read} read, {fuzz.refused} refused, longest "
            f"{fuzz.longest:.2f} s; caught by the guard: {caught}"
        )
        for trace in fuzz.traces.values():
            print(trace, file=sys.stderr)
        if fuzz.longest > 1:
            print(f"{fuzz.suffix}: slowest on {fuzz.slowest!r}"[:3000], file=sys.stderr)


if __name__ == "__main__":
    main()
