"""Recency as one more dimension of a vector, so that one search ranks by relevance and recency together.

2^(-age / half-life) is a product: 2^((day - reference) / half-life), which a chunk's vector holds, times
2^((reference - today) / half-life), which the question's does. So today, and with it every as-of day, is chosen with
the question. The half-life is not: it is set when a corpus is first filled. It decides which chunks this search brings
in; their scores are worked out with the half-life of the day. The reference lies two half-lives after the newest
document, so that this dimension stays small and a graph index is built by meaning.
"""

import numpy as np
from numpy.typing import NDArray

from index.cluster.schema import UNDATED

_WIDEST = 100.0  # half-lives between a day and the reference; beyond, a float's range would end
AHEAD = 2.0  # half-lives from the newest document to the reference


def part_of_chunk(days: NDArray[np.int64], reference: float, half_life: float) -> NDArray[np.float32]:
    """The last number of these days' vectors; 0 where undated.

    >>> part_of_chunk(np.array([100, 90, UNDATED]), 100.0, 10.0).tolist()
    [1.0, 0.5, 0.0]
    """
    powers = np.clip((days - reference) / half_life, -_WIDEST, _WIDEST)
    return np.where(days < UNDATED, np.exp2(powers), 0.0).astype(np.float32)


def part_of_question(weight: float, today: int, reference: float, half_life: float) -> np.float32:
    """The last number of a question's vector; today is the newest day that it sees.

    >>> float(part_of_question(0.5, 110, 100.0, 10.0))
    0.25
    """
    return np.float32(weight * np.exp2(np.clip((reference - today) / half_life, -_WIDEST, _WIDEST)))


def recency(days: NDArray[np.int64], today: int, half_life: float) -> NDArray[np.float64]:
    """2^(-age / half-life), exactly; 0 where undated.

    >>> recency(np.array([110, 100, UNDATED]), 110, 10.0).tolist()
    [1.0, 0.5, 0.0]
    """
    ages = np.where(days < UNDATED, days - today, 0) / half_life
    return np.asarray(np.where(days < UNDATED, np.exp2(ages), 0.0))
