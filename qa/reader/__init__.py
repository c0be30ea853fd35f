"""The reader that ships: rules and a small trained model, each where it is better.

`open_reader` gives it, or the one that a setting names. windows.py chooses what is read, model.py reads it, trained.py
makes Claims of that, combined.py weighs them against the rules'; training/ is how the model came to be.
"""

import functools

from qa.reader.combined import CombinedReader
from qa.reader.model import PackagedModel
from qa.reader.trained import TrainedReader
from qa.rules.reader import RuleReader

__all__ = ["CombinedReader", "PackagedModel", "RuleReader", "TrainedReader", "open_reader", "packaged"]

RULES = "rules"


@functools.cache
def packaged() -> PackagedModel:
    """The model that ships, the same object each time, so that it is loaded once whatever the number of corpora."""
    return PackagedModel()


def open_reader(name: str = "") -> CombinedReader | RuleReader:
    """The reader of a setting. Nothing is loaded before it first reads.

    Args:
        name: Empty: the packaged model and the rules; "rules": the rules alone; else the folder or hub name of an
            extractive question-answering model that transformers loads, which then takes the packaged model's place.
    """
    if name == RULES:
        return RuleReader()
    if not name:
        return CombinedReader(TrainedReader(packaged()), spare=True)
    from qa.reader.hub import HubModel

    return CombinedReader(TrainedReader(HubModel(name)), spare=False)
