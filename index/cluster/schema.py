"""The collections that hold a corpus on Milvus: chunks, documents, and a ledger of everything else.

Every row but the ledger's head lives from one generation to another: it is seen by a question that was asked at a
generation in between, and the head's number moves on in one upsert when all rows of a run are there. So no half-written
document is ever seen, and a question sees one state from end to end. The price is two comparisons in every filter.

A document is too long for one field of Milvus, so its JSON lies in parts. MinHash bands are a sparse vector: the inner
product of two documents' is the number of bands they share, and Milvus' own inverted index finds reprints. A chunk's
vector has one dimension more than the model's, for recency (`recency.py`).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.errors import IndexUnusable
from index.cluster.address import Address, spoken

if TYPE_CHECKING:
    from pymilvus import MilvusClient
    from pymilvus.milvus_client.index import IndexParams

VERSION = "1"
CHUNKS, DOCUMENTS, LEDGER = "chunks", "documents", "ledger"
FOREVER = 2**62  # the generation at which a row ends that has not ended
UNDATED = 10_000_000  # the day of undated rows: no `day <= ...` ever reaches it
LONGEST = 65_535  # bytes of a VARCHAR
PIECE = 60_000  # bytes of a part of a document's JSON
_K1, _B = 2.0, 0.75  # of BM25; a chunk's words stand twice and its headline's once, so this is FTS5's 1.2, nearly
_KINDS = {"flat": "FLAT", "ivf": "IVF_FLAT", "": "HNSW"}
BUILD = {"FLAT": {}, "IVF_FLAT": {"nlist": 1024}, "HNSW": {"M": 32, "efConstruction": 360}}
SEARCH = {"FLAT": {}, "IVF_FLAT": {"nprobe": 64}, "HNSW": {"ef": 1024}}


@dataclass(frozen=True)
class Shape:
    """What a corpus' collections must have been made for.

    Attributes:
        model: The encoder's name.
        dimension: Length of its vectors.
        kind: The index over the vectors, in Milvus' word.
    """

    model: str
    dimension: int
    kind: str = "HNSW"


def kind_of(setting: str) -> str:
    """Milvus' index for DATELINE_KIND.

    >>> kind_of(""), kind_of("flat")
    ('HNSW', 'FLAT')
    """
    return _KINDS[setting]


def exists(client: "MilvusClient", address: Address) -> bool:
    """Whether all of a corpus' collections are there."""
    with spoken(address):
        return all(client.has_collection(address.collection(part)) for part in (DOCUMENTS, CHUNKS, LEDGER))


def create(client: "MilvusClient", address: Address, shape: Shape) -> None:
    """Make those of a corpus' collections that are missing, and have Milvus load them.

    Raises:
        IndexUnusable: One of them is there with vectors of another length.
    """
    made = {LEDGER: _ledger(), DOCUMENTS: _documents(), CHUNKS: _chunks(shape)}
    for part, (schema, indexes) in made.items():
        name = address.collection(part)
        with spoken(address):
            if not client.has_collection(name):
                client.create_collection(name, schema=schema, consistency_level="Strong")
                client.create_index(name, indexes, sync=False)  # of nothing: there is nothing to wait for
    load(client, address)
    check_dimension(client, address, shape)


def load(client: "MilvusClient", address: Address) -> None:
    """Have Milvus load a corpus' collections, where they are not."""
    with spoken(address):
        for part in (LEDGER, DOCUMENTS, CHUNKS):
            client.load_collection(address.collection(part))


def check_dimension(client: "MilvusClient", address: Address, shape: Shape) -> None:
    """Raises IndexUnusable where the chunks' vectors are not of this length, or there is no vector at all."""
    with spoken(address):
        found = client.describe_collection(address.collection(CHUNKS))
    dimensions = [one["params"].get("dim") for one in found["fields"] if one["name"] == "vector"]
    if not dimensions:
        raise IndexUnusable(f"{address} is not Dateline's: its collection has no field 'vector'. Take another name.")
    if int(dimensions[0]) != shape.dimension + 1:
        raise IndexUnusable(
            f"{address} holds vectors of {int(dimensions[0]) - 1} numbers, the model {shape.model} gives "
            f"{shape.dimension}: set DATELINE_MODEL to the model it was filled with, or fill another name."
        )


def seen(generation: int) -> str:
    """The filter for the rows of a generation."""
    return f"since <= {generation} and until > {generation}"


def one_of(field: str, values: list[str]) -> str:
    r"""The filter for rows whose field is one of these.

    >>> one_of("name", ['a"b', "c"])
    'name in ["a\\"b", "c"]'
    """
    return f"{field} in [{', '.join(quoted(value) for value in values)}]"


def quoted(value: str) -> str:
    """A string as Milvus' filters write it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _chunks(shape: Shape) -> "tuple[Any, IndexParams]":
    from pymilvus import DataType, Function, FunctionType, MilvusClient

    schema = _schema()
    schema.add_field("vector", DataType.FLOAT_VECTOR, dim=shape.dimension + 1)
    schema.add_field(
        "words", DataType.VARCHAR, max_length=LONGEST, enable_analyzer=True, analyzer_params={"tokenizer": "standard"}
    )
    schema.add_field("bm25", DataType.SPARSE_FLOAT_VECTOR)
    for name in ("start", "end", "day", "moment"):
        schema.add_field(name, DataType.INT64)
    schema.add_field("document", DataType.VARCHAR, max_length=64)
    schema.add_field("file", DataType.VARCHAR, max_length=LONGEST)
    schema.add_function(Function("bm25", FunctionType.BM25, input_field_names=["words"], output_field_names=["bm25"]))
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("vector", index_type=shape.kind, metric_type="IP", params=BUILD[shape.kind])
    indexes.add_index(
        "bm25", index_type="SPARSE_INVERTED_INDEX", metric_type="BM25", params={"bm25_k1": _K1, "bm25_b": _B}
    )
    indexes.add_index("document", index_type="INVERTED")
    return schema, indexes


def _documents() -> "tuple[Any, IndexParams]":
    from pymilvus import DataType, MilvusClient

    schema = _schema()
    schema.add_field("bands", DataType.SPARSE_FLOAT_VECTOR)
    for name in ("part", "day", "moment", "chunks"):
        schema.add_field(name, DataType.INT64)
    for name, length in (("document", 64), ("fingerprint", 64), ("sketch", 2048), ("file", LONGEST), ("path", LONGEST)):
        schema.add_field(name, DataType.VARCHAR, max_length=length)
    schema.add_field("piece", DataType.VARCHAR, max_length=LONGEST)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("bands", index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    for name in ("document", "path", "file"):
        indexes.add_index(name, index_type="INVERTED")
    return schema, indexes


def _ledger() -> "tuple[Any, IndexParams]":
    from pymilvus import DataType, MilvusClient

    schema = _schema()
    schema.add_field("nothing", DataType.FLOAT_VECTOR, dim=2)  # Milvus wants a vector in every collection
    for name, length in (("kind", 16), ("name", LONGEST), ("other", LONGEST), ("value", LONGEST)):
        schema.add_field(name, DataType.VARCHAR, max_length=length)
    indexes = MilvusClient.prepare_index_params()
    indexes.add_index("nothing", index_type="FLAT", metric_type="IP")
    for name in ("kind", "name", "other"):
        indexes.add_index(name, index_type="INVERTED")
    return schema, indexes


def _schema() -> Any:  # noqa: ANN401 - pymilvus has no types
    from pymilvus import DataType, MilvusClient

    schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.VARCHAR, max_length=128, is_primary=True)
    schema.add_field("since", DataType.INT64)
    schema.add_field("until", DataType.INT64)
    return schema
