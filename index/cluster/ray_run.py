"""The workers of a Ray cluster take up files: Ray Data hands batches to actors, and does those of a dead one again.

Each actor has one processor, a connection to Milvus and the model, loaded once. What a batch gives back is small (which
documents came and went); texts and vectors go from the worker to Milvus and never through this process.
"""

import json
import logging
import socket
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from corpus.errors import CorpusError, IndexUnusable
from index.cluster.address import PIP
from index.cluster.fill import BATCH, Runner
from index.cluster.take_up import Job, Outcome, TakeUp

if TYPE_CHECKING:
    import numpy as np

_MEMORY = (
    "A worker ran out of memory: give its node more, or lower DATELINE_MAX_FILE_MB; nothing of this wave is seen, and "
    "running it again goes on there."
)
_DEAD = (
    "Workers of the Ray cluster died more often than Ray tries again: look at `ray status`; nothing of this wave is "
    "seen, and running it again goes on there."
)


def by_ray(address: str, *, batch: int = BATCH) -> Runner:
    """A runner that has a Ray cluster do the files.

    Args:
        address: The cluster's, as Ray takes it: "auto", "host:6379" or "ray://host:10001".
        batch: Files that a worker takes at once.

    Raises:
        IndexUnusable: Ray is not installed, or the cluster does not answer.
    """
    _join(address)

    def run(job: Job, names: Sequence[str]) -> Iterator[Outcome]:
        import ray

        cluster: Any = ray
        workers = max(1, int(cluster.cluster_resources().get("CPU", 1)))
        files = ray.data.from_items([{"file": name} for name in names], override_num_blocks=_blocks(names, batch))
        done = files.map_batches(
            _worker_of(job), batch_size=batch, num_cpus=1, compute=ray.data.ActorPoolStrategy(
                size=min(workers, _blocks(names, batch)), max_tasks_in_flight_per_actor=2
            ),
        )  # fmt: skip
        logging.disable(logging.WARNING)  # Ray Data configures loggers of its own when it begins
        try:
            for row in done.iter_rows():
                yield _outcome(row["outcome"])
        except Exception as error:
            raise _told(error) from error
        finally:
            logging.disable(logging.NOTSET)

    return run


def _worker_of(job: Job) -> type:
    """The class of an actor for a job. As a part of the class the job outlives any node, an argument does not."""

    class Worker:
        """Errors come back as rows: of an exception Ray keeps the text alone."""

        def __init__(self) -> None:
            self._worker: TakeUp | None = None

        def __call__(self, batch: "dict[str, np.ndarray[Any, Any]]") -> dict[str, list[str]]:
            try:
                self._worker = self._worker or TakeUp(job)
                outcomes = self._worker([str(name) for name in batch["file"]])
            except (IndexUnusable, CorpusError) as error:
                return {"outcome": [json.dumps({"error": type(error).__name__, "said": str(error)})]}
            except MemoryError:
                return {"outcome": [json.dumps({"error": "IndexUnusable", "said": _MEMORY})]}
            return {"outcome": [json.dumps(outcome.to_dict()) for outcome in outcomes]}

    return Worker


def _outcome(told: str) -> Outcome:
    found = json.loads(told)
    if "error" in found:
        raise (CorpusError if found["error"] == "CorpusError" else IndexUnusable)(found["said"])
    return Outcome.from_dict(found)


def _blocks(names: Sequence[str], batch: int) -> int:
    return max(1, -(-len(names) // batch))


def _join(address: str) -> None:
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise IndexUnusable(f"--ray needs Ray: {PIP}") from error
    host, _, port = address.rpartition(":")
    try:
        if host and port.isdigit():  # where nobody answers, Ray ends the whole program
            socket.create_connection((host.removeprefix("ray://"), int(port)), timeout=10).close()
        if not ray.is_initialized():
            ray.init(address=address, log_to_driver=False, logging_level=logging.ERROR, configure_logging=False)
    except Exception as error:  # Ray has many
        said = " ".join(str(error).split())[:200]
        raise IndexUnusable(
            f"There is no Ray cluster at {address} ({said}): start one with `ray start --head`."
        ) from error
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    logging.getLogger("ray").setLevel(logging.ERROR)


def _told(error: BaseException) -> Exception:
    """What stopped the workers, as an error of Dateline's; anything else as it is."""
    import ray.exceptions

    dead = (ray.exceptions.RayActorError, ray.exceptions.NodeDiedError, ray.exceptions.WorkerCrashedError)
    seen: BaseException | None = error
    while seen is not None:
        cause = getattr(seen, "cause", None)
        for one in (seen, cause):
            if isinstance(one, IndexUnusable | CorpusError):
                return one
            if isinstance(one, ray.exceptions.OutOfMemoryError):
                return IndexUnusable(_MEMORY)
            if isinstance(one, dead):
                return IndexUnusable(_DEAD)
        seen = seen.__cause__ or cause
    return error if isinstance(error, Exception) else RuntimeError(str(error))
