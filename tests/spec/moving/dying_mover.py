"""python dying_mover.py STEP PHASE FILE ...: one phase of a move that dies as by kill -9 at that step on the disk.

Phases: hand-over CONFIRMATION OUT; take-in BOX TRUST HANDOVER OUT. Prints how many steps there were if it lived.
"""

import sys
from pathlib import Path

import django

django.setup()

from nyhavn.exchange.bundle.canonical import write_model  # noqa: E402 (Django first)
from nyhavn.exchange.bundle.durable import replace_file  # noqa: E402
from nyhavn.web.site.beginning import home_held, prepare  # noqa: E402
from nyhavn.web.site.moving import leaving  # noqa: E402
from nyhavn.web.site.moving.archive_in import look_through  # noqa: E402
from nyhavn.web.site.moving.arriving import arrive  # noqa: E402
from nyhavn.web.site.moving.files_given import content_of, trusted_keys  # noqa: E402
from nyhavn.web.site.moving.site_key import opener  # noqa: E402
from sudden_death import dies_at  # noqa: E402


def hand_over(confirmation: Path, out: Path) -> None:
    replace_file(out, write_model(leaving.decide(confirmation=content_of(confirmation), trusted=())))


def take_in(box: Path, trust: Path, handover: Path, out: Path) -> None:
    package = look_through(box, opener(""), trusted_keys(trust))
    replace_file(out, write_model(arrive(package, content_of(handover)).continuity))


if __name__ == "__main__":
    step, phase, files = int(sys.argv[1]), sys.argv[2], [Path(one) for one in sys.argv[3:]]
    with home_held():
        prepare()
        met = dies_at(step)
        {"hand-over": hand_over, "take-in": take_in}[phase](*files)
    print(met())
