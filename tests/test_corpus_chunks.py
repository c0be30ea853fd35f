"""Chunks: whole sentences, exact offsets, everything covered."""

from hypothesis import given
from hypothesis import strategies as st

from corpus.chunks import split
from corpus.documents import Document
from corpus.sentences import sentences


def document(text):
    return Document("a.txt", text, "A", "a")


def test_sentences_are_packed_up_to_the_size():
    text = "One two three. Four five six. Seven eight nine."  # 14, 14 and 17 characters
    assert [c.text for c in split(document(text), size=30)] == [
        "One two three. Four five six.",
        "Seven eight nine.",
    ]
    assert [c.text for c in split(document(text), size=20)] == [
        "One two three.",
        "Four five six.",
        "Seven eight nine.",
    ]
    assert [(c.start, c.end) for c in split(document(text), size=30)] == [(0, 29), (30, 47)]


def test_a_repeated_sentence_keeps_its_own_place():
    text = "Again. Again. Again."
    assert [c.start for c in split(document(text), size=8)] == [0, 7, 14]


def test_a_sentence_longer_than_a_chunk_is_cut_at_blanks():
    text = " ".join(["word"] * 40) + "."
    chunks = split(document(text), size=50)
    assert all(len(c.text) <= 50 for c in chunks)
    assert all(c.text.startswith("word") for c in chunks)


def test_an_empty_text_has_no_chunks():
    assert split(document(" \n ")) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "One two.",
                "Ann Bell came at 5.5 p.m. today.",
                "\n\n",
                "\n",
                " ",
                "x" * 90,
                "- item",
                "Why?",
                "\t",
            ]
        ),
        max_size=40,
    ),
    st.integers(min_value=5, max_value=120),
)
def test_chunks_cover_the_text_in_order_and_within_size(parts, size):
    doc = document(" ".join(parts))
    covered = [False] * len(doc.text)
    previous = 0
    for chunk in split(doc, size=size):
        assert previous <= chunk.start < chunk.end <= len(doc.text)
        assert len(chunk.text) <= size
        assert chunk.text == chunk.text.strip()
        covered[chunk.start : chunk.end] = [True] * len(chunk.text)
        previous = chunk.end
    assert all(covered[i] or doc.text[i].isspace() for i in range(len(doc.text)))


@given(st.text(alphabet="ab. \nAB", max_size=300))
def test_chunks_break_no_sentence_that_fits(text):
    chunks = split(document(text), size=60)
    starts = {c.start for c in chunks}
    for start, end in sentences(text):
        inside = {s for s in starts if start < s < end}
        # A sentence may carry the blanks after it up to the next one; only what is longer than a chunk is cut.
        following = min((s for s, _ in sentences(text) if s > start), default=len(text))
        assert not inside or following - start > 60
