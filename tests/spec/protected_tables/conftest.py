"""The noisy valley, for everybody who asks for its tables."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from spec.protected_tables.noisy_valley import NoisyValley


@pytest.fixture
def valley(tmp_path: Path) -> Callable[[dict[str, Any]], NoisyValley]:
    """An order with noise, once per kind of noise."""

    def made(method: dict[str, Any]) -> NoisyValley:
        folder = tmp_path / "order"
        folder.mkdir()
        return NoisyValley(folder, method)

    return made
