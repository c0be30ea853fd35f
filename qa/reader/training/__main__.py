"""The one command: `python -m qa.reader.training --data FOLDER --out FOLDER`.

Five stages: people's texts, to learn to read; all of it together with made-up worlds and passages, to learn what time
does to facts; whole made-up folders, to learn silence; then all of it, and the folders, once more. Some hours on two
cores. Cut off, it goes on where it stood.
"""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from qa.reader.training import claims, folders, passages, scenes, texts, worlds
from qa.reader.training.examples import Example, of_part

SEED = 20240704
MADE_UP = 50_000


def people(data: Path, rng: random.Random) -> Iterator[Example]:
    """Everything that people asked and claimed: the first stage's examples, and a part of the second's."""
    for _ in range(2):
        yield from texts.natural_questions(data, rng)
    for _ in range(3):
        yield from texts.time_questions(data, rng)
    yield from texts.tale_questions(data, rng)
    yield from claims.verdicts(data, rng)
    yield from claims.clozes(data, rng)


def everything(data: Path, rng: random.Random) -> Iterator[Example]:
    """The second stage's examples: made-up worlds and passages, and enough of people's texts not to forget them."""
    known = worlds.seen(world for world in worlds.read_worlds() if world.part == "train")
    yield from scenes.scenes(known, MADE_UP, rng)
    for _ in range(3):
        yield from passages.asked(rng)
    yield from texts.natural_questions(data, rng)
    for _ in range(2):
        yield from texts.time_questions(data, rng)
    for share, examples in (
        (0.4, texts.tale_questions(data, rng)),
        (0.5, claims.verdicts(data, rng)),
        (0.3, claims.clozes(data, rng)),
    ):
        yield from (example for example in examples if rng.random() < share)


def folders_above_all(data: Path, rng: random.Random) -> Iterator[Example]:
    """The third and the last stage's examples: whole folders asked as the engine asks, and a little of all the rest."""
    for _ in range(2):
        yield from folders.asked(rng)
    known = worlds.seen(world for world in worlds.read_worlds() if world.part == "train")
    yield from scenes.scenes(known, MADE_UP // 10, rng)
    yield from texts.time_questions(data, rng)
    for share, examples in (
        (0.1, passages.asked(rng)),
        (0.2, texts.natural_questions(data, rng)),
        (0.1, claims.verdicts(data, rng)),
    ):
        yield from (example for example in examples if rng.random() < share)


def once_more(data: Path, rng: random.Random) -> Iterator[Example]:
    """The fourth stage's examples: all of it once more, now that words, time and silence are known."""
    known = worlds.seen(world for world in worlds.read_worlds() if world.part == "train")
    yield from scenes.scenes(known, MADE_UP, rng)
    for _ in range(2):
        yield from folders.asked(rng)
        yield from texts.time_questions(data, rng)
    yield from passages.asked(rng)
    yield from texts.natural_questions(data, rng)
    yield from (example for example in claims.verdicts(data, rng) if rng.random() < 0.5)


def held_out(data: Path, rng: random.Random) -> list[Example]:
    """What the probabilities are calibrated on: pages and worlds of the "dev" part."""
    kept = [world for world in worlds.read_worlds() if world.part == "dev"]
    examples = [
        *texts.natural_questions(data, rng),
        *texts.time_questions(data, rng),
        *passages.asked(rng),
        *folders.asked(rng),
        *(example for example in claims.verdicts(data, rng) if rng.random() < 0.2),
    ]
    return [*of_part(examples, "dev"), *scenes.scenes(kept, 600, rng)]


def main(
    data: Annotated[Path, typer.Option(help="Folder with the *.jsonl.gz files named in the model card.")],
    out: Annotated[Path, typer.Option(help="Folder for checkpoints and, at the end, the files that ship.")],
    device: Annotated[str, typer.Option(help="Where torch trains: cpu, cuda ...")] = "cpu",
) -> None:
    """Trains the reader, calibrates it and writes the files of qa/reader/weights/."""
    import torch

    from qa.reader.training.calibrate import calibrate
    from qa.reader.training.export import export, seal
    from qa.reader.training.loop import Plan, encode, train
    from qa.reader.training.network import ReaderNetwork

    torch.manual_seed(SEED)
    network = ReaderNetwork().to(device)
    for stage, (name, made, plan) in enumerate(
        (
            ("people's texts", people, Plan(floor=0.3)),
            ("everything", everything, Plan(rate=1.2e-4, seed=2)),
            ("folders above all", folders_above_all, Plan(rate=5e-5, seed=3)),
            ("all of it once more", once_more, Plan(rate=1e-4, floor=0.4, seed=4)),
            ("folders above all", folders_above_all, Plan(rate=5e-5, seed=5)),
        ),
        1,
    ):
        typer.echo(f"Stage {stage}: preparing {name}.")
        examples = list(made(data, random.Random(SEED + stage - 1)))
        encoded = encode([example for example in examples if example.source == "world" or example.part == "train"])
        typer.echo(f"{len(encoded):,} examples.")
        train(network, encoded, plan, out / f"stage-{stage}", typer.echo)
    network.to("cpu")
    dice = random.Random(SEED)
    typer.echo("Calibrating and writing the files that ship.")
    calibrate(network, held_out(data, dice), out / "weights" / "calibration.json")
    export(network, dice.sample(encoded, 400), out / "weights")
    export(network, dice.sample(encoded, 10), out / "floats", quantised=False)
    for folder in ("weights", "floats"):
        (out / folder / "calibration.json").write_bytes((out / "weights" / "calibration.json").read_bytes())
        seal(out / folder)


if __name__ == "__main__":
    typer.run(main)
