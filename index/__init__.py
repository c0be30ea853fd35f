"""Chunk -> vectors, words and dates on disk -> Hit.

`open_index(folder, now=...)` brings the index of a folder up to date; `Index.search` then finds Hits.
"""

from index.encoder import Encoder, default_encoder, load_default
from index.explain import Considered
from index.search import Hit, Index, open_index
from index.sync import Progress, SyncReport

__all__ = [
    "Considered",
    "Encoder",
    "Hit",
    "Index",
    "Progress",
    "SyncReport",
    "default_encoder",
    "load_default",
    "open_index",
]
