import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus import IndexUnusable
from index import default_encoder
from index import encoder as room
from index.encoder import PackagedEncoder, SentenceEncoder, check_weights, network, packaged_folder
from index.encoder.packaged import WEIGHTS
from index.encoder.remember import Remembered

ROOT = Path(__file__).parent.parent

OFFLINE = """
import sys
def hook(event, args):
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise SystemExit(f"a call out: {args}")
sys.addaudithook(hook)
from index import default_encoder
encoder = default_encoder()
assert encoder.name and encoder.dimension == 384
assert "tokenizers" not in sys.modules, "imported before it is needed"
assert encoder.encode(["A ship came in."]).shape == (1, 384)
assert encoder.encode(["A ship came in."] * 40).shape == (40, 384)
for package in ("torch", "transformers", "sentence_transformers"):
    assert package not in sys.modules, package
"""

TEXTS = [
    "The minister resigned on Monday.",
    "On Monday the minister stepped down.",
    "Add two eggs to the flour.",
    "x",
    "",
    "Ein Schiff kam im Hafen von Ostra an, 東京, 🚢",
    "A long text. " * 200,
]


@pytest.fixture(scope="module")
def encoder():
    return default_encoder()


@pytest.fixture(scope="module")
def floats():
    return SentenceEncoder(packaged_folder())


@pytest.fixture
def damaged(tmp_path):
    """A copy of the packaged encoder's folder, to be damaged."""
    return Path(shutil.copytree(WEIGHTS, tmp_path / "weights"))


def test_like_sentences_are_nearer_than_unlike_ones(encoder):
    one, other, unlike = encoder.encode(TEXTS[:3])
    assert one @ other > 0.7 > 0.3 > one @ unlike


@pytest.mark.parametrize("count", [1, 7, 70])  # one by one, and as many at once as there are cores
def test_a_text_has_the_same_vector_to_the_last_bit_whatever_it_is_embedded_with(encoder, count):
    texts = (TEXTS * 10)[:count]
    vectors = encoder.encode(texts)
    assert vectors.shape == (count, encoder.dimension) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for row, text in enumerate(texts):
        assert (encoder.encode([text, "another"])[0] == vectors[row]).all()


def test_no_text_gives_no_row(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_eight_bits_say_what_the_floats_say(encoder, floats):
    texts = [text for text in TEXTS if text]
    cosines = (encoder.encode(texts) * floats.encode(texts)).sum(axis=1)
    assert cosines.min() > 0.98, cosines


def test_a_remembered_vector_cannot_be_spoilt(encoder):
    first = encoder.encode(["Who came?"])
    kept = first.copy()
    first[:] = 0
    assert (encoder.encode(["Who came?"]) == kept).all()


def test_remembered_are_the_texts_asked_for_last():
    remembered, made = Remembered(), []

    def vector(text):
        return remembered.vector(text, lambda: made.append(text) or np.ones((1, 2), dtype=np.float32))

    for text in ["first", *(str(number) for number in range(31)), "first", "new", "first", "0"]:
        vector(text)
    assert made.count("first") == 1 and made[-2:] == ["new", "0"]


def test_no_call_out_and_no_torch():
    done = subprocess.run([sys.executable, "-c", OFFLINE], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr


def test_wrong_weights_name_the_file_and_the_cure(tmp_path):
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"others")
    with pytest.raises(IndexUnusable, match="model.safetensors.*Run: pip install x"):
        check_weights(file, "0" * 64, "pip install x")
    with pytest.raises(IndexUnusable, match="cannot be read.*Run: pip install x"):
        check_weights(tmp_path / "missing", "0" * 64, "pip install x")


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("encoder.bin", lambda file: file.write_bytes(file.read_bytes()[:-1]), r"encoder\.bin is not the one"),
        ("encoder.xml", lambda file: file.write_bytes(b"<net/>"), r"encoder\.xml is not the one"),
        ("encoder.xml", Path.unlink, r"encoder\.xml cannot be read \(No such file"),
        ("SHA256", Path.unlink, "SHA256 is missing or damaged"),
        ("SHA256", lambda file: file.write_text("what?"), "SHA256 is missing or damaged"),
    ],
)
def test_a_damaged_packaged_model_is_named_and_never_run(damaged, name, change, said):
    change(damaged / name)
    with pytest.raises(IndexUnusable, match=f"{said}.*Reinstall Dateline"):
        encoder = PackagedEncoder(damaged)
        assert encoder.name
        encoder.encode(["a"])


def test_what_ships_is_small_and_named_by_its_weights(encoder):
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) < 25_000_000
    assert encoder.name == f"all-MiniLM-L6-v2-int8@{(WEIGHTS / 'SHA256').read_text().splitlines()[1][:12]}"


def test_where_eight_bits_cannot_be_computed_floats_do_and_say_why(monkeypatch, encoder):
    monkeypatch.setattr(room, "why_not_eight_bit", lambda: "this processor computes no eight-bit integers.")
    other = default_encoder()
    assert other.name == "all-MiniLM-L6-v2@53aa51172d14" != encoder.name
    assert other.notice.endswith("several times as long: this processor computes no eight-bit integers.")
    assert other.encode(["a", "b"]).shape == (2, 384)


@pytest.mark.parametrize(
    ("find", "said"),
    [
        (lambda name: None, "openvino is not installed (pip install openvino)."),
        (lambda name: object(), "openvino does not work here: import of openvino halted; None in sys.modules"),
    ],
)
def test_why_not_eight_bit_says_what_is_missing(monkeypatch, find, said):
    monkeypatch.setattr(network.importlib.util, "find_spec", find)
    monkeypatch.setitem(sys.modules, "openvino", None)
    assert network.why_not_eight_bit.__wrapped__() == said


def test_the_notice_reaches_whoever_opens_an_index(monkeypatch, tmp_path):
    from datetime import date

    from corpus import Settings
    from index import open_index

    class Toy:
        name, dimension, notice = "toy", 2, "Texts are embedded in floats: no openvino."

        def encode(self, texts):
            return np.ones((len(texts), 2), dtype=np.float32)

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("OSLO, March 6, 2023 - A ship came in.")
    settings = Settings(index=tmp_path / "index")
    index = open_index(tmp_path / "docs", now=date(2024, 1, 1), encoder=Toy(), settings=settings)
    assert index.report.notices == ("Texts are embedded in floats: no openvino.",)


def test_a_folder_that_is_missing_or_no_model(tmp_path):
    with pytest.raises(IndexUnusable, match="no folder .*missing"):
        default_encoder(str(tmp_path / "missing"))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(IndexUnusable, match="could not be loaded"):
        default_encoder(str(tmp_path)).encode(["a"])


def test_a_model_given_by_folder_is_named_by_its_weights():
    given = default_encoder(str(packaged_folder()))
    assert given.name.startswith("model@") and given.name == default_encoder(str(packaged_folder())).name
