"""What the reading model gets right on what it never saw, and how fast it reads.

usage: python benchmarks/reader.py DATA_FOLDER [NEWS_FOLDER] [--model FOLDER] [--against FOLDER]

DATA_FOLDER holds the files of the model card; of their pages only the test part is read. NEWS_FOLDER holds news quizzes
(2023_qa.jsonl.gz), none of which is ever trained on. `--against` measures a second model beside it, say the same one as
floats. A span counts as an answer from the probability on that calibration.json calls "threshold".
"""

import argparse
import html
import json
import random
import re
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from qa.reader.model import WEIGHTS, Model, PackagedModel
from qa.reader.training import claims, passages, scenes, texts, worlds
from qa.reader.training.examples import Example, Type, occurrences, of_part
from qa.reader.training.figures import Figures, measure

SEED = 7
COLUMNS = ("F1", "exact", "refused", "no-answer", "verdict")


def made_up(kept: str) -> list[Example]:
    """Scenes of the worlds kept out ("worlds"), or of the forms kept out of the other worlds ("forms")."""
    all_worlds = worlds.read_worlds()
    if kept == "worlds":
        chosen = [world for world in all_worlds if world.part == "test"]
    else:
        chosen = list(worlds.unseen(world for world in all_worlds if world.part == "train"))
    return list(scenes.scenes(chosen, 3000, random.Random(SEED)))


def news(folder: Path) -> Iterator[Example]:
    """News quizzes whose evidence holds the answer's words."""
    for row in texts.rows(folder / "2023_qa.jsonl.gz"):
        evidence = " ".join(html.unescape(re.sub(r"<[^>]+>", "", str(row["evidence"]))).split())
        spans = occurrences(row["choices"][int(row["answer"][0])], evidence)
        if spans and len(evidence) < 3000:
            start, end = texts.cut(evidence, spans[0], random.Random(row["question_id"]))
            inside = tuple((a - start, b - start) for a, b in spans if start <= a and b <= end)
            yield Example(row["question_sentence"], evidence[start:end], Type.SPAN, inside, "", "news")


def sets(data: Path, news_folder: Path | None) -> Iterator[tuple[str, list[Example], bool]]:
    """(name, examples, whether its unanswerable ones are yes/no questions) of every test set."""
    rng = random.Random(SEED)
    yield "TimeQA paragraphs", list(of_part(texts.time_questions(data, rng), "test")), False
    yield "Natural Questions passages", list(of_part(texts.natural_questions(data, rng), "test")), False
    yield "FairytaleQA sections", list(of_part(texts.tale_questions(data, rng), "test")), False
    claimed = [e for e in of_part(claims.verdicts(data, rng), "test") if e.source == "vitaminc"]
    yield "VitaminC claims (three-way)", claimed, True
    yield "made-up passages", list(of_part(passages.asked(rng), "test")), False
    for kept in ("worlds", "forms"):
        drawn = made_up(kept)
        yield f"scenes, {kept} kept out: open questions", [e for e in drawn if not _is_check(e)], False
        yield f"scenes, {kept} kept out: yes/no", [e for e in drawn if _is_check(e)], True
        yield f"scenes, {kept} kept out: lists", [e for e in drawn if e.type is Type.SPAN and _is_list(e)], False
    if news_folder is not None:
        yield "news evidence", list(news(news_folder)), False


def _is_check(example: Example) -> bool:
    return example.about in ("checks", "counters")


def _is_list(example: Example) -> bool:
    return example.about == "list"


def speed(model: Model, count: int = 24, pieces: int = 100) -> float:
    """Median milliseconds to read so many windows of so many word pieces, one question asked."""
    window = " ".join(["The line said that the fare would stay as it was for now ."] * 8)
    window = " ".join(window.split()[: pieces - 12])
    windows = [f"{at} {window}" for at in range(count)]
    model.read(["How much is the fare?"] * count, windows, [0] * count)
    times = []
    for _ in range(15):
        begin = time.perf_counter()
        model.read(["How much is the fare?"] * count, windows, [0] * count)
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)


def line(name: str, figures: Figures) -> str:
    """One row of the table."""
    values = (figures.f1, figures.exact, figures.refused, figures.no_answer, figures.verdict)
    cells = " | ".join("-" if value is None else f"{value:.3f}" for value in values)
    return f"| {name} | {figures.examples:,} | {cells} |"


def main() -> None:
    """Prints a table for each model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("news", type=Path, nargs="?")
    parser.add_argument("--model", type=Path, default=WEIGHTS)
    parser.add_argument("--against", type=Path)
    given = parser.parse_args()
    tested = list(sets(given.data, given.news))
    for folder in (given.model, given.against):
        if folder is None:
            continue
        model = PackagedModel(folder)
        threshold = json.loads((folder / "calibration.json").read_text(encoding="utf-8")).get("threshold", 0.5)
        size = (folder / "reader.bin").stat().st_size / 1e6
        print(f"\n{model.name}: {size:.1f} MB; 24 windows of 100 word pieces in {speed(model):.0f} ms (median)")
        print(f"answers from a probability of {threshold}\n")
        print(f"| test set | examples | {' | '.join(COLUMNS)} |\n|---|---|{'---|' * len(COLUMNS)}")
        for name, examples, verdicts in tested:
            print(line(name, measure(model, examples, threshold=threshold, verdicts=verdicts)), flush=True)


if __name__ == "__main__":
    main()
