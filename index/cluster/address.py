"""Where Milvus is, how it is reached, and its errors as sentences.

`milvus://host:19530/NAME` names a server and, with NAME, one corpus on it; a path's double slash may have become a
single one on the way, because the setting is also a folder. pymilvus is imported here alone and only when it is needed:
it belongs to the extra `cluster`. Reads wait `PATIENCE` seconds at most, so that a server that went away is a sentence
and not a page that hangs; the connection mends itself when the server is back.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import IndexUnusable
from corpus.settings import Settings

if TYPE_CHECKING:
    from pymilvus import MilvusClient

PATIENCE = 15.0  # seconds for one request of a question
WRITING_PATIENCE = 120.0  # for one request of a run that fills it
PIP = "pip install 'dateline[cluster]'"
_ADDRESS = re.compile(r"milvus:/{1,2}(?P<host>[^/:\s]+)(?::(?P<port>\d{1,5}))?/(?P<name>[A-Za-z_]\w{0,199})/?")
_EXAMPLE = "milvus://127.0.0.1:19530/news"

T = TypeVar("T")


def is_milvus(index: PurePath | str) -> bool:
    """Whether the setting names a Milvus server and not a folder.

    >>> is_milvus(Path("milvus://127.0.0.1:19530/news")), is_milvus("indexes/news")
    (True, False)
    """
    text = index.as_posix() if isinstance(index, PurePath) else index
    return text.startswith("milvus:/")


@dataclass(frozen=True)
class Address:
    """A corpus on a Milvus server.

    Attributes:
        host: The server's name or number.
        port: Its port.
        name: The corpus' name: the first part of its collections' names.
        token: What the server asks for, "user:password" or a key; empty where it asks for nothing.
        tls: Empty, "on", or the file of the certificate to trust.
    """

    host: str
    port: int
    name: str
    token: str = field(default="", repr=False)
    tls: str = ""

    def __str__(self) -> str:
        return f"milvus://{self.host}:{self.port}/{self.name}"

    def collection(self, part: str) -> str:
        """The name of one of its collections."""
        return f"{self.name}_{part}"


def address_of(settings: Settings) -> Address:
    """The address that the settings give.

    >>> str(address_of(Settings(index=Path("milvus://host:19530/news"))))
    'milvus://host:19530/news'

    Raises:
        IndexUnusable: It cannot be read.
    """
    given = settings.index.as_posix()
    found = _ADDRESS.fullmatch(given)
    if found is None:
        shown = re.sub(r"^milvus:/+", "milvus://", given)
        raise IndexUnusable(
            f"DATELINE_INDEX is {shown!r}, expected an address such as {_EXAMPLE}, its last part a name of letters, "
            "digits and underscores that begins with a letter."
        )
    port = int(found["port"] or 19530)
    return Address(found["host"], port, found["name"], settings.milvus_token.get_secret_value(), settings.milvus_tls)


def connect(address: Address) -> "MilvusClient":
    """A client of the server.

    Raises:
        IndexUnusable: pymilvus is not installed, or the server is not there or refuses.
    """
    try:
        from pymilvus import MilvusClient
    except ImportError as error:
        raise IndexUnusable(f"{address} needs pymilvus: {PIP}") from error
    logging.getLogger("pymilvus").setLevel(
        logging.CRITICAL
    )  # it prints tracebacks beside the errors that are told here
    options: dict[str, Any] = {"dedicated": True}  # else pymilvus gives a connection that another has, dead ones too
    if address.tls:
        if address.tls != "on" and not Path(address.tls).is_file():
            raise IndexUnusable(
                f'DATELINE_MILVUS_TLS is {address.tls!r}, expected "on" or the file of a certificate: there is none.'
            )
        options |= {"secure": True} | ({} if address.tls == "on" else {"server_pem_path": address.tls})
    scheme = "https" if address.tls else "http"
    with spoken(address):
        return MilvusClient(
            uri=f"{scheme}://{address.host}:{address.port}", token=address.token, timeout=PATIENCE, **options
        )


@contextmanager
def spoken(address: Address) -> Iterator[None]:
    """Errors of Milvus, gRPC and the network as one IndexUnusable that says what to do."""
    try:
        yield
    except IndexUnusable:
        raise
    except Exception as error:
        sentence = _sentence(address, error)
        if sentence is None:
            raise
        raise IndexUnusable(sentence) from error


def reached(address: Address, call: Callable[[], T]) -> T:
    """A call's value, its errors told by `spoken`."""
    with spoken(address):
        return call()


def _sentence(address: Address, error: Exception) -> str | None:
    import grpc
    from pymilvus.exceptions import MilvusException

    if not isinstance(error, grpc.RpcError | MilvusException):
        return None
    chain: list[BaseException] = [error]
    while (cause := chain[-1].__cause__) is not None and cause not in chain:  # gRPC's can go in a circle
        chain.append(cause)
    last = next((one for one in reversed(chain) if isinstance(one, grpc.RpcError)), None)  # what the network said
    code = last.code() if last is not None and hasattr(last, "code") else None
    said = str(getattr(error, "message", "") or (error.details() if hasattr(error, "details") else "") or error)
    said = " ".join(said.split())[:300]
    lower = said.lower()
    if code is grpc.StatusCode.UNAUTHENTICATED or "unauthenticated" in lower or "auth check failure" in lower:
        return f"Milvus at {address.host}:{address.port} refuses the token: set DATELINE_MILVUS_TOKEN to a valid one."
    if code is grpc.StatusCode.PERMISSION_DENIED or "permission deny" in lower or "permissiondenied" in lower:
        return f"The token may not do that on {address} ({said}): ask for its rights, or give another token."
    gone = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.CANCELLED)
    signs = (
        "fail connecting",
        "unavailable",
        "deadline exceeded",
        "retry timeout",
        "retry run out",
        "failed to connect",
    )
    if code in gone or any(sign in lower for sign in (*signs, "connection refused", "closed channel")):
        return (
            f"Milvus at {address.host}:{address.port} does not answer: start it, or correct DATELINE_INDEX; "
            "ask again when it is back."
        )
    if "collection not found" in lower or "can't find collection" in lower or "does not exist" in lower:
        return f"There is no corpus {address.name} at {address.host}:{address.port}: fill it with `dateline index`."
    return f"Milvus at {address.host}:{address.port} refused a request: {said}"
