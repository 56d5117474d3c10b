"""What a test may skip, and what it must not: NYHAVN_REQUIRE names components that have to be there."""

import os
from typing import NoReturn

import pytest

REQUIRED = frozenset(filter(None, os.environ.get("NYHAVN_REQUIRE", "").split(",")))


def missing(component: str, why: str) -> NoReturn:
    """Skip, or fail where the environment says that this component must be there."""
    if component in REQUIRED:
        pytest.fail(f"{component} is required here: {why}")
    pytest.skip(why)
