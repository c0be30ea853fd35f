"""Toys for the tests of `index/`: encoders that need no model, and folders of small dated documents."""

import re
import zlib
from datetime import date

import numpy as np

from corpus import Settings
from index import open_index

NOW = date(2026, 11, 21)


class Bag:
    """A bag of words: each word adds one to the place its checksum names; texts that share words are near."""

    def __init__(self, dimension=64, name="bag"):
        self.name, self.dimension = name, dimension
        self.texts = []  # everything it was ever asked to encode

    def encode(self, texts):
        self.texts.extend(texts)
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in re.findall(r"\w+", text.lower()):
                vectors[row, zlib.crc32(word.encode()) % self.dimension] += 1
        return vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)


class Table:
    """Vectors written out by hand, looked up by a text's last line (above it stands the headline)."""

    def __init__(self, vectors, name="table"):
        self.name, self.vectors = name, vectors
        self.dimension = len(next(iter(vectors.values())))

    def encode(self, texts):
        return np.array([self.vectors[text.splitlines()[-1]] for text in texts], dtype=np.float32)


def write(folder, file, text, published="", title="Harbour"):
    """A Markdown file with front matter; no date at all where `published` is empty."""
    folder.mkdir(parents=True, exist_ok=True)
    dated = f"published: {published}\n" if published else ""
    (folder / file).write_text(f"---\ntitle: {title}\n{dated}---\n{text}\n", encoding="utf-8")


def opened(tmp_path, encoder=None, now=NOW, folder=None, **settings):
    """The index of tmp_path/docs, kept under tmp_path/index."""
    settings = Settings(index=tmp_path / "index", **settings)
    return open_index(folder or tmp_path / "docs", now=now, encoder=encoder or Bag(), settings=settings)


def index_folder(tmp_path):
    (folder,) = (tmp_path / "index").iterdir()
    return folder


def shape(hits):
    """What tells two rankings apart: file, place and every number."""
    return [(h.chunk.document.file, h.chunk.start, round(h.score, 6), round(h.relevance, 6), h.words) for h in hits]
