"""A program that signs a release and dies at a chosen step, as by a power cut. Started by test_release_signing."""

import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

from nyhavn.chain.signing import Signed, sign_release
from nyhavn.exchange.bundle.log import ReleaseLog
from spec.bundle.small_release import small_release
from sudden_death import deaths

ISSUED_AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def sign(place: Path) -> Signed:
    """Always the same arguments for one place."""
    log = ReleaseLog.open(place / "log")
    return sign_release(small_release(), issued_at=ISSUED_AT, out=place / "release", log=log, zipped=True)


def main(place: Path) -> None:
    """Dies at every step there is, each time in a copy of its own of the same log; prints how many there are."""

    def here(step: int) -> Path:
        return place / f"died-{step}"

    print(deaths(lambda step: sign(here(step)), lambda step: shutil.copytree(place / "log", here(step) / "log")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
