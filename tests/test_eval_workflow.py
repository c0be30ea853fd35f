"""The workflow file that a user copies: it parses, and every command in it exists with every option it is given."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

import pytest
import typer.main
import yaml

import cli
from eval.__main__ import app as evaluation

ROOT = Path(__file__).parents[1]
WORKFLOW = yaml.safe_load((ROOT / "docs" / "evaluate.yml").read_text(encoding="utf-8"))
STEPS = WORKFLOW["jobs"]["evaluate"]["steps"]


def commands():
    for step in STEPS:
        for line in step.get("run", "").replace("\\\n", " ").splitlines():
            found = re.search(r"\bdateline (\w+) ([^>]*)", line)
            if found:
                yield found[1], re.findall(r"(--[\w-]+)", found[2])


def test_there_are_commands_to_check():
    assert [name for name, _ in commands()] == ["doctor", "eval", "eval"]


@pytest.mark.parametrize(("name", "options"), list(commands()))
def test_every_option_exists(name, options):
    command = typer.main.get_command(evaluation if name == "eval" else cli.app)
    command = command if name == "eval" else command.commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(options) <= known


def test_every_variable_is_set():
    text = "\n".join(step.get("run", "") for step in STEPS)
    named = set(re.findall(r'"\$(\w+)"', text)) - {"GITHUB_STEP_SUMMARY", "GITHUB_BASE_REF", "run"}
    assert named == set(WORKFLOW["env"])


def test_the_gate_decides_and_the_readme_names_the_file():
    (asked,) = [step["run"] for step in STEPS if "--gate" in step.get("run", "")]
    assert "||" not in asked
    assert "docs/evaluate.yml" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [0, 1, 2])
def test_what_changed_stands_in_the_summary_also_where_it_fails(tmp_path, code):
    """Runs the step as GitHub does, with a program in the place of `dateline` that ends with this code."""
    (step,) = [step["run"] for step in STEPS if step.get("name") == "What changed"]
    program = tmp_path / "dateline"
    told = "" if code == 2 else "echo worse > changes.md; "
    program.write_text(f"#!/bin/sh\n{told}exit {code}\n", encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "before").mkdir()
    (tmp_path / "before" / "report.json").write_text("{}", encoding="utf-8")
    summary = tmp_path / "summary"
    environment = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_STEP_SUMMARY": str(summary)}
    done = subprocess.run(["bash", "-eo", "pipefail", "-c", step], cwd=tmp_path, env=environment, check=False)
    assert done.returncode == code
    assert (summary.read_text(encoding="utf-8") if summary.is_file() else "") == ("" if code == 2 else "worse\n")


def test_the_readmes_table_is_the_one_its_command_prints():
    spec = importlib.util.spec_from_file_location("scores", ROOT / "benchmarks" / "scores.py")
    scores = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scores)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "`python benchmarks/scores.py " in readme
    assert scores.HEADER in readme
    named = set(re.findall(r"^\| ([a-z ]+?) \| \d+ \|", readme, re.MULTILINE))
    corpora = {file.parent.name for file in (ROOT / "tests" / "corpora").glob("*/questions.jsonl")}
    assert named == corpora | {"shipped", "raw pages"}
    assert scores.replaced("a\n| corpus | questions | x |\n|---|\n| y |\n\nb\n", ["| z |"]) == "a\n| z |\n\nb\n"
