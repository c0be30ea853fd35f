"""Worlds: facts made up, that change over time, and every sentence form their turns take.

A world is a TOML file of worlds/: a field of life, subjects that do not exist, and slots, each with the forms in which
people state the fact, change it, look back on it, plan it, deny it or merely mention it, and with the questions they
ask. This file reads them; scenes.py makes examples of them. Some worlds, and some forms of every world, are kept out
of training, so that the figures speak of what the reader has not seen.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "worlds"

# Kept out whole: two to calibrate on, the others to measure on.
DEV_WORLDS = frozenset({"bank", "festival"})
TEST_WORLDS = frozenset({"library", "treaty", "airline", "trade_union", "hotel", "parliament"})

Forms = Mapping[str, tuple[str, ...]]

_SPEC = frozenset({"id", "kind", "values", "units", "low", "high", "decimals", "excludes", "status"})


@dataclass(frozen=True)
class Slot:
    """A fact of a world.

    Attributes:
        id: Its name within the world.
        kind: "amount", "person", "thing", "date", "names" (a list) or "rule" (holds or does not).
        forms: Sentence and question forms by section; see worlds/README.md.
        values: What it may be, for things and names.
        units: How an amount is written, with "{n}" for its number.
        low: The least an amount may be.
        high: The most.
        decimals: Digits after an amount's point.
        excludes: Lists that nobody of this list stands on.
    """

    id: str
    kind: str
    forms: Forms
    values: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    low: float = 0
    high: float = 0
    decimals: int = 0
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class World:
    """A field of life: its subjects and the facts that each of them has."""

    name: str
    subjects: tuple[str, ...]
    slots: tuple[Slot, ...]

    @property
    def part(self) -> str:
        """One of "train", "dev" and "test"; `seen` and `unseen` divide the forms of a world of "train" again."""
        return "dev" if self.name in DEV_WORLDS else "test" if self.name in TEST_WORLDS else "train"


def read_worlds(folder: Path = FOLDER) -> tuple[World, ...]:
    """Every world of a folder, by name.

    Raises:
        ValueError: When a file is not as worlds/README.md describes, naming the file.
    """
    worlds = []
    for file in sorted(folder.glob("*.toml")):
        try:
            raw = tomllib.loads(file.read_text(encoding="utf-8"))
            slots = tuple(_slot(one) for one in raw["slot"])
            worlds.append(World(file.stem, tuple(raw["subjects"]), slots))
        except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
            raise ValueError(f"{file}: {type(error).__name__}: {error}") from error
    return tuple(worlds)


def _slot(raw: Mapping[str, Any]) -> Slot:
    forms = {section: tuple(lines) for section, lines in raw.items() if section not in _SPEC}
    return Slot(
        id=raw["id"],
        kind=raw["kind"],
        forms=forms,
        values=tuple(raw.get("values", ())),
        units=tuple(raw.get("units", ())),
        low=float(raw.get("low", 0)),
        high=float(raw.get("high", 0)),
        decimals=int(raw.get("decimals", 0)),
        excludes=tuple(raw.get("excludes", ())),
    )


def seen(worlds: Iterable[World]) -> tuple[World, ...]:
    """The worlds with the forms that training may see: all but each section's last fifth, and at least two."""
    return tuple(_with_forms(world, lambda forms: forms[: max(2, len(forms) - _kept_out(forms))]) for world in worlds)


def unseen(worlds: Iterable[World]) -> tuple[World, ...]:
    """The worlds with the forms kept out of training; the whole of a section too short to divide."""
    return tuple(_with_forms(world, lambda forms: forms[-_kept_out(forms) :]) for world in worlds)


def _kept_out(forms: tuple[str, ...]) -> int:
    return 2 if len(forms) >= 8 else 1 if len(forms) >= 3 else 0


def _with_forms(world: World, choose: Any) -> World:  # noqa: ANN401 - a tuple to a tuple
    slots = []
    for slot in world.slots:
        forms = {section: choose(lines) for section, lines in slot.forms.items()}
        slots.append(Slot(**{**slot.__dict__, "forms": forms}))
    return World(world.name, world.subjects, tuple(slots))
