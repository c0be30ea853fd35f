"""A Ray cluster on loopback, of nodes with one processor each, held by a process of its own.

Ray starts its servers by forking, and a process that talks gRPC already, as each test with Milvus does, forks badly.

usage: python tests/ray_nodes.py NODES; then a line "add", "kill" or "stop" each.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


class RayNodes:
    """Starts so many nodes; whose workers import what the tests import."""

    def __init__(self, nodes):
        paths = [str(ROOT), str(ROOT / "tests"), os.environ.get("PYTHONPATH", "")]
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(paths),
            "TESTS_PROCESS": str(os.getpid()),
            "RAY_worker_niceness": "0",
        }
        command = [sys.executable, __file__, str(nodes)]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        self.address = self._answer()

    def add(self):
        self._tell("add")

    def kill(self):
        """The node that was added last, as if its machine had lost power."""
        self._tell("kill")

    def stop(self):
        import ray

        ray.shutdown()
        self._tell("stop")
        self.process.wait(60)

    def _tell(self, word):
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        self._answer()

    def _answer(self):
        for line in self.process.stdout:
            if line.startswith("=> "):
                return line[3:].strip()
        raise AssertionError(f"the Ray cluster ended with {self.process.wait(10)}")


def _say(what):
    sys.stdout.write(f"=> {what}\n")
    sys.stdout.flush()


def main():
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    added = [cluster.add_node(num_cpus=1) for _ in range(int(sys.argv[1]) - 1)]
    cluster.wait_for_nodes()
    _say(cluster.address)
    for line in sys.stdin:
        if line.strip() == "add":
            added.append(cluster.add_node(num_cpus=1))
            cluster.wait_for_nodes()
        elif line.strip() == "kill":
            cluster.remove_node(added.pop(), allow_graceful=False)
        else:
            break
        _say("done")
    cluster.shutdown()
    _say("done")


if __name__ == "__main__":
    main()
