"""The engines as fixtures; `tests/conftest.py` gives them to every test."""

import pytest

from engines.opened import ENGINES, Engine, opened


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each data engine in turn."""
    return opened(request.param)
