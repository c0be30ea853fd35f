"""The model: the packaged all-MiniLM-L6-v2 encoder with two heads, one for where and one for whether.

The span head scores each word piece of the passage as the answer's first and last; the type head reads the first
position and says none, yes, no or span (the four-way answer type of Alberti et al., "A BERT Baseline for the Natural
Questions", 2019, without its long answers). Word embeddings stay as they are: the words of a few thousand pages would
only pull them away from the words they do not hold.
"""

from dataclasses import dataclass
from typing import Any

from torch import Tensor, nn

from index.encoder import packaged_folder

LONGEST_QUESTION = 48  # word pieces
LONGEST_INPUT = 192


@dataclass(frozen=True)
class Batch:
    """Tensors of (examples, word pieces), and what is right.

    Attributes:
        ids: Word pieces: [CLS] question [SEP] passage [SEP].
        segments: 0 for the question, 1 for the passage.
        mask: 1 where there is a word piece.
        types: The right type of each example; shape (examples,).
        starts: First word pieces of the right spans; shape (examples, alternatives), -1 where there are fewer.
        ends: Their last ones.
    """

    ids: Tensor
    segments: Tensor
    mask: Tensor
    types: Tensor
    starts: Tensor
    ends: Tensor


class ReaderNetwork(nn.Module):
    """The encoder and its heads; `forward` gives start scores, end scores and type scores."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import AutoModel

        self.encoder: Any = AutoModel.from_pretrained(packaged_folder(), add_pooling_layer=False, local_files_only=True)
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        size = self.encoder.config.hidden_size
        self.span = nn.Linear(size, 2)
        self.verdict = nn.Sequential(nn.Linear(size, size), nn.GELU(), nn.Dropout(0.1), nn.Linear(size, 4))

    def forward(self, ids: Tensor, segments: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Scores before softmax: shapes (examples, pieces), (examples, pieces), (examples, 4)."""
        hidden = self.encoder(input_ids=ids, token_type_ids=segments, attention_mask=mask).last_hidden_state
        starts, ends = self.span(hidden).unbind(-1)
        return starts, ends, self.verdict(hidden[:, 0])


def loss(network: ReaderNetwork, batch: Batch) -> Tensor:
    """Cross-entropy of the type, and the marginal likelihood of all right spans (Clark & Gardner, ACL 2018)."""
    starts, ends, types = network(batch.ids, batch.segments, batch.mask)
    outside = batch.segments == 0
    outside = outside | (batch.mask == 0)
    log_starts = starts.float().masked_fill(outside, -1e4).log_softmax(-1)
    log_ends = ends.float().masked_fill(outside, -1e4).log_softmax(-1)
    of_type = nn.functional.cross_entropy(types.float(), batch.types)
    known = batch.starts >= 0
    has_span = known.any(-1)
    if not bool(has_span.any()):
        return of_type
    right = log_starts.gather(-1, batch.starts.clamp(min=0)) + log_ends.gather(-1, batch.ends.clamp(min=0))
    right = right.masked_fill(~known, -1e4).logsumexp(-1)
    total: Tensor = of_type - right[has_span].sum() / len(batch.types)
    return total
