"""What a question waits for: on an index that is up to date, no library that answering does not need is imported."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Only what reads files, measures, draws the page or runs models other than those that ship.
NEEDLESS = (
    "torch transformers sentence_transformers gradio plotly trafilatura htmldate lxml pypdf docx feedparser "
    "frontmatter langchain_text_splitters ir_measures jinja2 dateparser pandas"
).split()

ASK = """
import sys
from cli import app
try:
    app(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print("IMPORTED", *sorted({name.split(".")[0] for name in sys.modules}))
"""


def run(folder, *arguments):
    """A command in a process of its own: what it printed, and the packages it imported."""
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(folder), "DATELINE_INDEX": str(folder / "index")}
    command = [sys.executable, "-c", ASK, *arguments]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    printed, _, imported = done.stdout.rpartition("IMPORTED ")
    return printed, set(imported.split())


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A home whose index is built, and which is not the repository's folder."""
    folder = tmp_path_factory.mktemp("home")
    run(folder, "index")
    return folder


@pytest.mark.parametrize(
    ("arguments", "begins"),
    [
        (("Is Belarus a member?",), "No: observer"),
        (("Is Belarus a member?", "--as-of", "2011-12-31"), "No: dialogue partner"),
        (("And Iran?", "--previous", "Is Belarus a member?"), "Yes: member"),
        (("Who chaired the SCO in September 2023?",), "Kazakhstan"),
        (("When was the SCO established?", "--json"), "{"),
        (("How has the status of Belarus changed?",), ""),
    ],
)
def test_a_question_imports_nothing_that_it_does_not_need(folder, arguments, begins):
    printed, imported = run(folder, "ask", *arguments)
    assert printed.startswith(begins)
    assert imported.isdisjoint(NEEDLESS), imported.intersection(NEEDLESS)
    assert {"openvino", "faiss", "numpy"} <= imported, "the check itself sees what is imported"


def test_looking_at_a_folder_that_has_not_changed_imports_no_reader(folder):
    printed, imported = run(folder, "index")
    assert "5 unchanged" in printed
    assert imported.isdisjoint(NEEDLESS), imported.intersection(NEEDLESS)


def test_help_imports_next_to_nothing(folder):
    printed, imported = run(folder, "--help")
    assert "Usage:" in printed and imported.isdisjoint({*NEEDLESS, "numpy", "openvino", "pydantic"})


def test_a_bad_question_ends_although_the_models_are_being_loaded(folder):
    command = [sys.executable, "-m", "cli", "ask", "  "]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(folder), "DATELINE_INDEX": str(folder / "index")}
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1) and "the question is empty" in done.stderr


def test_warming_loads_what_the_first_answer_needs():
    warm = """
from datetime import date
from qa import open_engine
from qa.reader import packaged
from index import default_encoder
engine = open_engine(now=date(2026, 1, 1))
assert packaged()._loaded is None and default_encoder()._single is None
engine.warm(date(2026, 1, 1))
assert packaged()._loaded is not None and default_encoder()._single is not None
"""
    done = subprocess.run([sys.executable, "-c", warm], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
