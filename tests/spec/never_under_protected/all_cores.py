"""Many attacks at once."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context


@contextmanager
def all_cores() -> Iterator[Callable]:
    """`map` on all cores; on this one alone where other tests have the others."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        yield map
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as started:
        yield partial(started.map, chunksize=2)
