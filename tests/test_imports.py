"""The house: imports run page -> eval -> qa -> index -> corpus; the engine knows nothing of the shipped corpus."""

import ast
import re
from pathlib import Path

import pytest

import qa
from corpus import SHIPPED_CORPUS

ROOT = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "qa", "eval", "page")  # each may import itself and those before it
DOORS = ("app", "cli")
MODULES = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
FRONT = [ROOT / f"{door}.py" for door in DOORS if (ROOT / f"{door}.py").exists()]
ENGINE = [file for file in MODULES if file.relative_to(ROOT).parts[0] != "eval"]  # the page serves any corpus, too


def name(file):
    return str(file.relative_to(ROOT))


def imported(tree):
    """(line, module) of every import, those inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import; write the room's name"
            yield node.lineno, node.module or ""


def parse(file):
    return ast.parse(file.read_text(encoding="utf-8"))


def against_the_walk(room, tree):
    """Imports of a higher room or of a front door, as (line, module)."""
    forbidden = {*ROOMS[ROOMS.index(room) + 1 :], *DOORS}
    return [(line, module) for line, module in imported(tree) if module.split(".")[0] in forbidden]


@pytest.mark.parametrize("file", MODULES, ids=name)
def test_imports_run_one_way(file):
    assert against_the_walk(file.relative_to(ROOT).parts[0], parse(file)) == []


@pytest.mark.parametrize("file", FRONT, ids=name)
def test_a_front_door_is_imported_by_nobody(file):
    assert [module for _, module in imported(parse(file)) if module.split(".")[0] in DOORS] == []


@pytest.mark.parametrize(
    ("room", "source", "found"),
    [
        ("corpus", "import index", True),
        ("index", "def f():\n    from qa.answer import Answer", True),
        ("qa", "import os, eval.run", True),
        ("eval", "from cli import app", True),
        ("eval", "from qa import answer\nimport corpus.folder", False),
        ("qa", "import evaluate", False),
    ],
)
def test_the_check_itself_finds_what_it_is_for(room, source, found):
    assert bool(against_the_walk(room, ast.parse(source))) is found


@pytest.mark.parametrize("file", [*MODULES, *FRONT], ids=name)
def test_every_module_says_what_it_does(file):
    assert ast.get_docstring(parse(file))


def test_the_public_face():
    assert {"answer", "Answer", "Citation"} <= set(qa.__all__)
    assert all(hasattr(qa, public) for public in qa.__all__)


# Words that are common ones although the digests write them with a capital, mostly as parts of names.
COMMON = {
    *"Affairs Bank Central Collective Cooperation Deputy Development Directorate Economic Foreign".split(),
    *"Fund Head Heads Main Minister Ministry Nations One Organization President Region".split(),
    *"Representative Resolution Road Security South Special Treaty Union United".split(),
    *"January February March April May June July August September October November December".split(),
    *"Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(),
}


def corpus_names():
    """Words of the shipped digests that are written with a capital where no sentence begins."""
    words = set()
    for file in SHIPPED_CORPUS.glob("*.md"):
        text = file.read_text(encoding="utf-8").split("---", 2)[2]
        words |= set(re.findall(r"(?<=[a-z,;(] )[A-Z][\w-]*\w", text))
    return words - COMMON


def words_of(file):
    return set(re.findall(r"[^\W\d_][\w-]*\w", file.read_text(encoding="utf-8")))


def test_the_digests_give_names():
    found = corpus_names()
    assert len(found) > 30
    assert {"Belarus", "Kazakhstan", "SCO"} <= found


@pytest.mark.parametrize("file", ENGINE, ids=name)
def test_the_engine_names_nothing_of_the_shipped_corpus(file):
    assert words_of(file) & corpus_names() == set()


@pytest.mark.parametrize("file", ENGINE, ids=name)
def test_the_engine_knows_no_status_of_the_shipped_corpus(file):
    text = file.read_text(encoding="utf-8").casefold()
    assert [
        role for role in ("dialogue partner", "observer", "envoy", "ambassador", "secretary-general") if role in text
    ] == []
