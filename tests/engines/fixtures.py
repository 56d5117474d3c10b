"""The engines as fixtures; `tests/conftest.py` gives them to every test."""

import shutil
from collections.abc import Iterator

import pytest

from engines.cluster import Cluster, cluster
from engines.opened import ENGINES, WITH_SPARK, Engine, close, opened, release
from missing import missing


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each data engine in turn."""
    if request.param == "spark":
        request.getfixturevalue("java")
    return opened(request.param)


@pytest.fixture(scope="session")
def java() -> str:
    """The path of Java. Every test that Spark takes asks for it."""
    found = shutil.which("java")
    if found is None:
        missing("java", "no Java on this machine")
    return str(found)


@pytest.fixture
def no_session(java: str) -> None:
    """A process that has no Spark session: the one that tests share ends, and the next test that needs it opens it."""
    release("spark")


@pytest.fixture(scope="session")
def spark_cluster(java: str) -> Iterator[Cluster]:
    """A standalone cluster of two workers."""
    release("spark")
    with cluster(workers=2) as started:
        yield started


def choose_engines(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test that asks for the engines is one of those that Spark takes too; without pyspark, `spark` is left out."""
    for item in items:
        if "engine" in getattr(item, "fixturenames", ()):
            item.add_marker("engines")
    if WITH_SPARK:
        for item in items:
            if item.get_closest_marker("engines"):
                item.fixturenames.insert(0, "java")
        items.sort(key=lambda item: item.get_closest_marker("spark") is not None)  # what ends sessions comes last
        return
    left_out = [item for item in items if item.get_closest_marker("spark")]
    items[:] = [item for item in items if item not in left_out]
    config.hook.pytest_deselected(items=left_out)


def pytest_unconfigure() -> None:
    close()
