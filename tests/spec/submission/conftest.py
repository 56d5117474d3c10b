"""A log, a structure, and a reader that knows nothing of Nyhavn."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from nyhavn.exchange.bundle.log import ReleaseLog

ALONE = Path(__file__).with_name("reading_alone.py")


@pytest.fixture
def log(tmp_path: Path) -> ReleaseLog:
    return ReleaseLog.open(tmp_path / "log")


@pytest.fixture
def structure(reference_data: Path) -> Path:
    return reference_data.parent / "standards" / "sdg" / "SDG_DSD_1.4_2021-06-24.xml"


@pytest.fixture
def read_alone(structure: Path) -> Callable[[Path], dict[str, Any]]:
    """What public programs find in a packed package."""

    def read(zip_file: Path) -> dict[str, Any]:
        command = [sys.executable, "-I", str(ALONE), str(zip_file), str(structure)]
        done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-2000:]
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return read
