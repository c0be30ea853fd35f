import json
import shutil

import numpy as np
import pytest

from corpus import DatelineError, ReaderUnusable
from qa.reader.hub import HubModel
from qa.reader.model import NOTHING, WEIGHTS, Calibration, PackagedModel, decode

PIECES = [(0, 4), (5, 9), (10, 14), (15, 19)]  # four words of four letters


def scores(*values):
    return np.array(values, dtype=np.float32)


class TestDecode:
    def decode(self, starts, ends, types=(0, 0, 0, 5), skip=0, calibration=None):
        return decode(scores(*starts), scores(*ends), scores(*types), PIECES, skip, calibration or Calibration())

    def test_the_best_span(self):
        found = self.decode((0, 9, 0, 0), (0, 0, 9, 0))
        assert (found.start, found.end) == (5, 14)
        assert found.answers > 0.9

    def test_an_end_before_its_start_is_no_span(self):
        found = self.decode((0, 0, 9, 0), (0, 8, 0, 5))
        assert (found.start, found.end) == (10, 19)

    def test_the_headline_holds_no_answer(self):
        found = self.decode((9, 0, 5, 0), (9, 0, 5, 0), skip=5)
        assert (found.start, found.end) == (10, 14)

    def test_nothing_but_a_headline(self):
        found = self.decode((9, 0, 0, 0), (9, 0, 0, 0), skip=99)
        assert found.answers == 0 and found.start == found.end

    def test_a_type_of_none_makes_the_span_improbable(self):
        assert self.decode((0, 9, 0, 0), (0, 0, 9, 0), types=(9, 0, 0, 0)).answers < 0.01

    def test_verdicts_are_probabilities(self):
        found = self.decode((0, 0, 0, 0), (0, 0, 0, 0), types=(0, 4, 1, 0))
        assert found.yes > 0.9 > found.no > 0
        softer = self.decode((0, 0, 0, 0), (0, 0, 0, 0), types=(0, 4, 1, 0), calibration=Calibration(verdict=3.0))
        assert 0.5 < softer.yes < found.yes

    @pytest.mark.parametrize("where", range(3))
    @pytest.mark.parametrize("value", [np.nan, np.inf])
    def test_what_is_no_number_is_no_reading(self, where, value):
        given = [scores(0, 9, 0, 0), scores(0, 0, 9, 0), scores(0, 0, 0, 5)]
        given[where][0] = value
        assert decode(*given, PIECES, 0, Calibration()) == NOTHING


@pytest.fixture(scope="module")
def model():
    return PackagedModel()


class TestPackagedModel:
    def read(self, model, question, window, skip=0):
        return model.read([question], [window], [skip])[0]

    def test_a_span(self, model):
        window = "The single fare on the Karsh ferry is 2.40 euros."
        found = self.read(model, "How much is a single on the Karsh ferry?", window)
        assert window[found.start : found.end] == "2.40 euros"
        assert found.answers > 0.5

    def test_silence(self, model):
        window = "The single fare on the Karsh ferry is 2.40 euros."
        assert self.read(model, "Who is the captain of the Karsh ferry?", window).answers < 0.5

    def test_yes_and_no(self, model):
        window = "The members of the Velland Union are Mirovia, Karsh and Ostra."
        assert self.read(model, "Is Karsh a member of the Velland Union?", window).yes > 0.5
        assert self.read(model, "Is Tarn a member of the Velland Union?", window).no > 0.5

    def test_many_windows_read_as_each_alone(self, model):
        windows = [f"The fee of club {at} is {at} crowns{' a year, as it always was' * at}." for at in range(11)]
        together = model.read(["What is the fee?"] * 11, windows, [0] * 11)
        for window, reading in zip(windows, together, strict=True):
            alone = self.read(model, "What is the fee?", window)
            assert window[alone.start : alone.end] == window[reading.start : reading.end]
            assert alone.answers == pytest.approx(reading.answers, abs=0.12)

    def test_nothing_to_read(self, model):
        assert model.read([], [], []) == []

    @pytest.mark.parametrize("window", ["x", "word " * 50_000, "", " ", "\x00"])
    def test_windows_of_every_size(self, model, window):
        assert 0 <= self.read(model, "Who is it?", window).answers <= 1

    @pytest.mark.parametrize("question", ["", "?", "why " * 3000])
    def test_questions_of_every_size(self, model, question):
        assert 0 <= self.read(model, question, "It is Ada Novik.").answers <= 1


class TestDamage:
    @pytest.fixture
    def folder(self, tmp_path):
        return shutil.copytree(WEIGHTS, tmp_path / "weights")

    def read(self, folder):
        return PackagedModel(folder).read(["Who?"], ["Ada."], [0])

    @pytest.mark.parametrize("name", ["reader.bin", "reader.xml", "calibration.json"])
    def test_a_file_cut_short(self, folder, name):
        (folder / name).write_bytes((folder / name).read_bytes()[:-10])
        with pytest.raises(ReaderUnusable, match=rf"{name}.*SHA-256"):
            self.read(folder)

    @pytest.mark.parametrize("name", ["reader.bin", "SHA256"])
    def test_a_missing_file(self, folder, name):
        (folder / name).unlink()
        with pytest.raises(ReaderUnusable, match=rf"{name}.*cannot be read"):
            self.read(folder)

    def test_a_file_that_is_sealed_but_no_model(self, folder):
        import hashlib

        (folder / "reader.xml").write_text("<net/>")
        seals = (folder / "SHA256").read_text().splitlines()
        digest = hashlib.sha256(b"<net/>").hexdigest()
        lines = [f"{digest}  reader.xml" if line.endswith("reader.xml") else line for line in seals]
        (folder / "SHA256").write_text("\n".join(lines))
        with pytest.raises(ReaderUnusable, match="could not be loaded"):
            self.read(folder)

    def test_it_is_one_of_our_errors(self):
        assert issubclass(ReaderUnusable, DatelineError)


def test_the_files_that_ship_are_small_and_sealed():
    assert sum(file.stat().st_size for file in WEIGHTS.iterdir()) <= 25_000_000
    assert set(json.loads((WEIGHTS / "calibration.json").read_text())) >= {"answers", "verdict"}
    assert not [file for file in WEIGHTS.iterdir() if file.suffix in (".pkl", ".pt", ".pickle")]


def test_a_model_of_the_hub_that_is_not_there(tmp_path):
    with pytest.raises(ReaderUnusable, match=r"nothing-here.*could not be loaded.*DATELINE_READER"):
        HubModel(str(tmp_path / "nothing-here")).read(["Who?"], ["Ada."], [0])
