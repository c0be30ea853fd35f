import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from index_toys import Bag, index_folder
from toy_corpus import LEAFLET, MEMBER, NOW, engine_on, guild, told

from corpus import CorpusError, DatelineError, QuestionError
from index.store import FILE_NAME
from qa import answer
from qa.read import Claim

TESTS = Path(__file__).parent


class TestBadInput:
    @pytest.mark.parametrize("question", ["", "   ", "?", "...!?", "\n"])
    def test_an_empty_question(self, shared, question):
        with pytest.raises(QuestionError, match="give one in words"):
            shared.answer(question, now=NOW)

    def test_a_question_of_ten_thousand_characters(self, shared):
        with pytest.raises(QuestionError, match=r"10,000 characters.*2,000"):
            shared.answer("a" * 10_000, now=NOW)
        assert shared.answer("Who is " + "very " * 380 + "old?", now=NOW).abstained  # long, but allowed

    @pytest.mark.parametrize(
        "question",
        ['Is "Tollen" a member?', "Is Tollen a member? OR 1=1; --", "NEAR( AND *", "Is Tollen\x00 a member?"],
    )
    def test_signs_of_the_search_language_are_words(self, shared, question):
        assert shared.answer(question, now=NOW).text

    def test_a_missing_folder(self, tmp_path):
        with pytest.raises(CorpusError, match="nowhere.*does not exist"):
            answer(MEMBER, corpus=tmp_path / "nowhere")
        assert issubclass(CorpusError, DatelineError)

    def test_an_empty_folder(self, tmp_path):
        (tmp_path / "docs").mkdir()
        with pytest.raises(CorpusError, match="empty"):
            engine_on(tmp_path / "docs", tmp_path / "index")

    def test_a_folder_of_nothing_readable(self, tmp_path):
        (tmp_path / "docs").mkdir()
        (tmp_path / "docs" / "image.txt").write_bytes(bytes(range(256)) * 20)
        with pytest.raises(CorpusError, match="image.txt"):
            engine_on(tmp_path / "docs", tmp_path / "index")

    def test_bad_files_are_skipped_and_the_rest_answers(self, tmp_path, shared):
        guild(tmp_path)
        docs = tmp_path / "docs"
        (docs / "image.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00" * 99)
        (docs / "nothing.md").write_bytes(b"")
        (docs / "table.xyz").write_bytes(b"\x00\x01\x02" * 50)
        engine = engine_on(docs, tmp_path / "index")
        assert {skip.file for skip in engine.index.report.skipped} >= {"image.txt", "nothing.md"}
        assert all(skip.reason for skip in engine.index.report.skipped)
        assert told(engine) == told(shared)

    def test_text_that_is_not_utf_8_is_read(self, tmp_path):
        guild(tmp_path, [LEAFLET])
        text = "Guild\n\nPublished: 3 March 2020\n\nAnnâ Bell is the director of the Lantern Guild in Orrin.\n"
        (tmp_path / "docs" / "old.txt").write_bytes(text.encode("latin-1"))
        engine = engine_on(tmp_path / "docs", tmp_path / "index")
        found = engine.answer("Who is the director?", now=NOW)
        assert str(found.published) == "2020-03-03" and found.values[0].endswith("Bell")

    def test_the_corpus_taken_away_between_two_questions(self, own):
        own.answer(MEMBER, now=NOW)
        shutil.rmtree(own.index.folder)
        with pytest.raises(CorpusError):
            own.answer(MEMBER, now=NOW)


class TestTheIndexIsLost:
    def test_deleted_between_two_questions(self, tmp_path, own):
        before = told(own)
        shutil.rmtree(tmp_path / "index")
        assert told(own) == before
        assert index_folder(tmp_path).exists()

    @pytest.mark.parametrize("left", [0.0, 0.3, 0.9])
    def test_half_written(self, tmp_path, own, left):
        before = told(own)
        own.index.close()
        file = index_folder(tmp_path) / FILE_NAME
        os.truncate(file, int(file.stat().st_size * left))
        assert told(engine_on(tmp_path / "docs", tmp_path / "index")) == before

    def test_cut_while_in_use(self, tmp_path, own):
        before = told(own)
        file = index_folder(tmp_path) / FILE_NAME
        os.truncate(file, file.stat().st_size // 2)
        assert told(own) == before

    def test_of_another_model(self, tmp_path, own):
        before = told(own)
        own.index.close()
        db = sqlite3.connect(index_folder(tmp_path) / FILE_NAME)
        db.execute("UPDATE meta SET value = 'another' WHERE key = 'encoder'")
        db.commit()
        db.close()
        engine = engine_on(tmp_path / "docs", tmp_path / "index")
        assert told(engine) == before
        assert any("another model" in notice and "rebuilt" in notice for notice in engine.index.notices)

    def test_another_model_answers_alike_where_few_documents_are(self, tmp_path, own):
        other = engine_on(tmp_path / "docs", tmp_path / "index", encoder=Bag(dimension=16, name="small"))
        assert other.answer(MEMBER, now=NOW).values == own.answer(MEMBER, now=NOW).values


class Says:
    """A reader that gives a verdict on the first sentence of whatever it is shown."""

    name = "says"
    trouble = ""

    def __init__(self, verdict):
        self.verdict = verdict

    def read(self, question, passages):
        documents = [passage.document for passage in passages]
        ends = [document.text.index(".") + 1 for document in documents]
        return [Claim(doc, 0, end, verdict=self.verdict) for doc, end in zip(documents, ends, strict=True)]


class Mute:
    name = "mute"
    trouble = ""

    def read(self, question, passages):
        return []


class Broken:
    name = "broken"
    trouble = ""

    def read(self, question, passages):
        raise RuntimeError("the model is out of oil")


class TestAnotherReader:
    @pytest.mark.parametrize("verdict", ["yes", "no"])
    def test_its_claims_decide_and_the_newest_wins(self, tmp_path, verdict):
        found = guild(tmp_path, reader=Says(verdict)).answer(MEMBER, now=NOW)
        assert (found.verdict, str(found.published)) == (verdict, "2024-02-08")
        assert found.citations[0].quote == "Tollen will soon become a member of the Lantern Guild."

    def test_where_it_finds_nothing_the_answer_abstains(self, tmp_path):
        found = guild(tmp_path, reader=Mute()).answer(MEMBER, now=NOW)
        assert found.abstained and found.reason and not found.citations

    def test_its_failure_is_not_hidden(self, tmp_path):
        engine = guild(tmp_path, reader=Broken())
        with pytest.raises(RuntimeError, match="out of oil"):
            engine.answer(MEMBER, now=NOW)
