"""Networks that ship as files for OpenVINO: checked, then compiled for this machine. No torch is imported.

A folder holds NAME.xml, NAME.bin and SHA256, which lists their hashes. A network is compiled anew at each start: a
compiled one on disk would be quicker by some tenths of a second, but is 60 MB, of one processor and one version alone,
and nothing would tell a damaged one.
"""

import functools
import hashlib
import importlib.util
import os
from pathlib import Path
from typing import Any

SUMS = "SHA256"


def trouble_with_files(folder: Path) -> str:
    """What is wrong with a folder's files, as half a sentence; "" where each is the one that its SHA256 lists."""
    try:
        for line in (folder / SUMS).read_text(encoding="ascii").splitlines():
            expected, name = line.split()
            with (folder / name).open("rb") as stream:
                found = hashlib.file_digest(stream, "sha256").hexdigest()
            if found != expected:
                return (
                    f"{folder / name} is not the one Dateline was built with "
                    f"(SHA-256 {found[:12]}…, expected {expected[:12]}…)"
                )
    except OSError as error:
        return f"{error.filename} cannot be read ({error.strerror})"
    except ValueError:
        return f"{folder / SUMS} is damaged"
    return ""


@functools.cache
def why_not_eight_bit() -> str:
    """Why this machine cannot run eight-bit networks, as a sentence; "" where it can."""
    if importlib.util.find_spec("openvino") is None:
        return "openvino is not installed (pip install openvino)."
    try:
        import openvino

        able = openvino.Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    except Exception as error:  # a package of another processor or another C library fails in its own ways
        return f"openvino does not work here: {first_line(error)}"
    return "" if "INT8" in able else "this processor computes no eight-bit integers."


def compiled(file: Path, *, streams: int = 1, threads: int = 0) -> Any:  # noqa: ANN401 - openvino has no types
    """A network, ready to run.

    Args:
        file: Its .xml; the .bin lies beside it.
        streams: How many requests are computed at once.
        threads: On how many threads together; 0: as many as this process may use.
    """
    import openvino

    settings = {
        "NUM_STREAMS": streams,
        "INFERENCE_NUM_THREADS": threads or cores(),
        # Else each process binds its threads to the same first cores, and two processes are no faster than one.
        "ENABLE_CPU_PINNING": False,
        # Else 16-bit floats where the processor has them: other vectors on each kind of machine, and no faster.
        "INFERENCE_PRECISION_HINT": "f32",
    }
    return openvino.Core().compile_model(str(file), "CPU", settings)


def cores() -> int:
    """The processors that this process may use; OMP_NUM_THREADS lowers them, as Ray sets it for each of its workers."""
    there = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    wanted = os.environ.get("OMP_NUM_THREADS", "")
    return min(there, int(wanted)) if wanted.isdigit() and int(wanted) else there


def first_line(error: Exception) -> str:
    """The first line of what a library says; its own name where it says nothing."""
    return (str(error).splitlines() or [type(error).__name__])[0]
