"""What `dateline index` does: a folder's own index brought up to date, or a corpus on Milvus filled.

The settings choose which; only the second takes addresses of files or a Ray cluster.
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from corpus.errors import CorpusError, IndexUnusable
from corpus.settings import Settings
from index.cluster.address import is_milvus
from index.search import open_index
from index.sync import Progress, SyncReport


def taken_up(
    given: Sequence[str],
    corpus: Path | None,
    settings: Settings,
    *,
    now: date,
    ray: str | None = None,
    listed: Path | None = None,
    progress: Progress | None = None,
) -> tuple[str, SyncReport]:
    """Bring an index up to date.

    Args:
        given: A folder; on Milvus also addresses of files.
        corpus: The folder by its option; None: the one of the settings.
        settings: Which index.
        now: Today.
        ray: Address of a Ray cluster.
        listed: A file with addresses, one a line.
        progress: Called after each file.

    Returns:
        What was read, for people, and what that changed.

    Raises:
        CorpusError: There is nothing to be read, or it is not clear what.
        IndexUnusable: The index cannot be written.
    """
    if given and (corpus or listed):
        raise CorpusError("a folder is given twice: name it once, as the argument, by --corpus, or addresses by --list")
    if is_milvus(settings.index):
        from index.cluster.fill import fill
        from index.cluster.sources import source_of

        addresses = _lines(listed) if listed else given
        source = source_of(addresses, corpus or settings.corpus)
        runner = None
        if ray is not None:
            from index.cluster.ray_run import by_ray

            runner = by_ray(ray)
        return source.origin, fill(source, settings=settings, now=now, runner=runner, progress=progress)
    if ray is not None:
        raise IndexUnusable("--ray fills an index on Milvus: set DATELINE_INDEX to milvus://HOST:19530/NAME.")
    if listed or len(given) > 1 or any("://" in one for one in given):
        raise CorpusError("addresses of files need an index on Milvus: set DATELINE_INDEX to milvus://HOST:19530/NAME")
    folder = Path(given[0]) if given else corpus or settings.corpus
    return str(folder), open_index(folder, now=now, settings=settings, progress=progress).report


def _lines(listed: Path) -> list[str]:
    try:
        lines = [line.strip() for line in listed.read_text(encoding="utf-8").splitlines()]
    except (OSError, UnicodeDecodeError) as error:
        raise CorpusError(f"the list {str(listed)!r} cannot be read ({error}): give a text file") from error
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise CorpusError(f"the list {str(listed)!r} is empty: write addresses of files into it, one a line")
    return found
