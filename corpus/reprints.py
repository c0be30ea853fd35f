"""Which documents are reprints, and of which: the earliest published of a cluster is its original.

MinHash over word shingles finds texts that are alike without comparing all with all; `adds_nothing` then decides on the
texts themselves. A document is only ever held against earlier ones. So what comes out later never changes what an
earlier day saw ("as of" needs no second look), and the order in which files were taken up leaves no trace. The
trade-off of a sketch: a copy cut to less than a third of its original may be missed and counts as a voice of its own.
"""

import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document

Sketch = NDArray[np.uint32]
"""A text's MinHash: `PERMUTATIONS` numbers, of which two texts share about the share of their shingles."""

PERMUTATIONS = 128
_SCHEME = "affine32"  # named, because sketches are kept on disk and must not change with the library's default
_SHINGLE = 3
_BANDS = (42, 3)  # bands and rows in each: texts that share half are found by 996 of 1,000, those with a tenth by 4 %
_NEAREST = 8  # originals compared with each document word for word, the most alike first
_ALIKE = 0.2
_SKETCHED = 400_000  # characters of a text that go into its sketch


def sketch(text: str) -> Sketch:
    """The MinHash of a text.

    >>> bool((sketch("It rained in the old port.") == sketch("It rained, in the OLD port")).all())
    True

    Args:
        text: Any text.

    Returns:
        Its sketch; equal for texts that differ in case, punctuation and layout alone.
    """
    from datasketch import MinHash  # takes a third of a second, which no question should wait for

    from corpus.compare import words  # and this some tenths: its patterns

    found = words(text[:_SKETCHED])
    shingles = {" ".join(found[at : at + _SHINGLE]) for at in range(max(1, len(found) - _SHINGLE + 1))}
    minhash = MinHash(num_perm=PERMUTATIONS, scheme=_SCHEME, hashfunc=_hash)
    minhash.update_batch(sorted(shingles))
    return np.asarray(minhash.hashvalues, dtype=np.uint32)


def _hash(shingle: str) -> int:
    return zlib.crc32(shingle.encode("utf-8", "surrogatepass"))


def find_reprints(documents: Sequence[Document]) -> dict[str, str]:
    """The reprints among documents.

    Args:
        documents: Any documents, in any order.

    Returns:
        For the file of each reprint the file of its original, which is never itself a reprint.
    """
    ordered = sorted(documents, key=_age)
    originals = trace([sketch(document.text) for document in ordered], ordered.__getitem__)
    return {ordered[place].file: ordered[original].file for place, original in originals.items()}


def _age(document: Document) -> tuple[bool, tuple[date, datetime], str]:
    """Older before newer, undated last: an undated copy is never the original of a dated text."""
    published = document.published
    return published is None, published.order if published else (date.min, datetime.min), document.file


def trace(sketches: Sequence[Sketch], read: Callable[[int], Document]) -> dict[int, int]:
    """The reprints among texts in date order.

    Args:
        sketches: Of all texts, oldest first, undated ones last.
        read: Gives the Document at a place; called only for texts that are alike.

    Returns:
        For the place of each reprint the place of its original.
    """
    if len(sketches) < 2:
        return {}
    from datasketch import MinHash, MinHashLSH

    from corpus.compare import adds_nothing

    matrix = np.stack(sketches)
    alike = MinHashLSH(num_perm=PERMUTATIONS, params=_BANDS)
    permutations = MinHash(num_perm=PERMUTATIONS, scheme=_SCHEME).permutations  # costly to draw: drawn once
    found: dict[int, int] = {}
    for place in np.flatnonzero(_shared(matrix)).tolist():
        minhash = MinHash(hashvalues=matrix[place], permutations=permutations, scheme=_SCHEME)
        nearest = _nearest(matrix, place, alike.query(minhash))
        same = [other for other in nearest if adds_nothing(read(place), read(other))]
        if same:
            found[place] = min(same)
        else:  # only originals are looked for, so a thousand copies of one text cost no more than ten
            alike.insert(place, minhash, check_duplication=False)
    return found


def _shared(matrix: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which texts share a band with any other: no other is ever found alike, so a million unlike texts cost seconds."""
    bands, rows = _BANDS
    found = np.zeros(len(matrix), dtype=bool)
    for start in range(0, bands * rows, rows):
        key = np.zeros(len(matrix), dtype=np.uint64)
        for column in matrix[:, start : start + rows].T:  # two bands of one key by chance cost a look in vain, no more
            key = (key ^ column) * np.uint64(0x9E3779B97F4A7C15)
        order = np.argsort(key)
        same = key[order[1:]] == key[order[:-1]]
        found[order[1:][same]] = found[order[:-1][same]] = True
    return found


def _nearest(matrix: NDArray[np.uint32], place: int, others: Sequence[int]) -> list[int]:
    """Those most like the text at a place, the most alike first, of equals the oldest."""
    if not others:
        return []
    candidates = np.array(sorted(others), dtype=np.int64)
    shares = (matrix[candidates] == matrix[place]).mean(axis=1)
    order = np.argsort(-shares, kind="stable")[:_NEAREST]
    return [int(candidates[at]) for at in order if shares[at] >= _ALIKE]
