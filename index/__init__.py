"""Chunk -> vectors, words and dates on disk -> Hit.

`open_index(folder, now=...)` brings the index of a folder up to date; `Index.search` then finds Hits.
"""

from index.encoder import Encoder, PackagedEncoder, default_encoder, load_default
from index.explain import Considered
from index.face import AnyIndex
from index.search import Hit, Index, open_index
from index.sync import Progress, SyncReport

__all__ = [
    "AnyIndex",
    "Considered",
    "Encoder",
    "Hit",
    "Index",
    "PackagedEncoder",
    "Progress",
    "SyncReport",
    "default_encoder",
    "load_default",
    "open_index",
]
