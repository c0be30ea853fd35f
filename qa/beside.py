"""The packaged models, loaded while the rest of a program is still being imported.

A front door spends seconds on imports, and a model is loaded mostly outside of Python: done at once, the two take the
longer time, not the sum.
"""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from corpus import Settings
from index import load_default
from qa.reader import packaged


def load_beside() -> None:
    """Loads the models that the settings of the environment name, in threads.

    Only the calling thread imports modules of the house: two that import each other's would be given half a module. No
    thread is a daemon: where the program ends early they are waited for, as a library cut off at work may crash.
    """
    loading = ThreadPoolExecutor(2)
    with suppress(Exception):  # what is wrong is said where the models are used
        settings = Settings()
        if not settings.model:
            loading.submit(load_default)
        if not settings.reader:
            loading.submit(packaged().load)
    loading.shutdown(wait=False)
