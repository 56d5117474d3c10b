"""A village with a plan, a dictionary and contributions: small, sound, and quick to release."""

import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from command_line import Ran, nyhavn

COMMAND = Path(sys.executable).with_name("nyhavn")
SECRET = "Amina-Q-7731"  # stands in an answer; must never stand in a message

DICTIONARY = """
id = "village"
version = "1"
title = "Village"
[[question]]
name = "place"
type = "select_one"
choices = [{ code = "north", label = "North" }, { code = "south", label = "South" }]
[[question]]
name = "water"
type = "select_one"
choices = [{ code = "yes", label = "Yes" }, { code = "no", label = "No" }]
[[question]]
name = "words"
type = "text"
"""

METHOD = """[method]
population = "Everybody who took part"
mode = "At the door"
"""
PLAN = f"""
[plan]
version = 1
[initiative]
id = "village-water"
title = "Water in our village"
type = "survey-of-households"
community = "The village"
place = "The valley"
[instrument]
dictionary = "dictionary.toml"
[contributions]
file = "answers.csv"
[basis]
kind = "producer-attestation"
document = "Minutes of 3 May"
date = 2026-05-03
by = "Village council"
[design]
target = "participants"
selection = "volunteer"
{METHOD}[[breakdown]]
id = "place"
title = "Place"
question = "place"
categories = [{{ code = "north", label = "North" }}, {{ code = "south", label = "South" }}]
[[indicator]]
id = "water"
title = "Households with water"
statistic = "proportion"
numerator = "${{water}} = 'yes'"
by = [["place"]]
[protection]
threshold = 5
[release]
id = "village-water-1"
kinds = ["open-aggregates"]
licence = "CC-BY-4.0"
"""


def answers(rows: int = 200) -> str:
    """A sound file of contributions."""
    chance = random.Random(7)
    lines = [f"{chance.choice(['north', 'south'])},{chance.choice(['yes', 'no'])},{SECRET}" for _ in range(rows)]
    return "\n".join(["place,water,words", *lines]) + "\n"


class Village:
    """A folder with a plan, a dictionary and contributions, and the command run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("plan.toml", PLAN)
        self.write("dictionary.toml", DICTIONARY)
        self.write("answers.csv", answers())

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def change(self, name: str, old: str, new: str) -> None:
        text = (self.folder / name).read_text(encoding="utf-8")
        assert old in text
        self.write(name, text.replace(old, new))

    def arguments(self) -> list[str]:
        where = self.folder
        return [
            str(COMMAND), "produce", str(where / "plan.toml"), "--out", str(where / "out"), "--log", str(where / "log"),
        ]  # fmt: skip

    def run(self) -> Ran:
        return nyhavn(*self.arguments()[1:])

    def run_bound(self, before: Callable[[], None]) -> subprocess.CompletedProcess[str]:
        """As a process of its own, which gives something up before it begins."""
        return subprocess.run(self.arguments(), capture_output=True, text=True, timeout=120, preexec_fn=before)

    def left_behind(self) -> list[str]:
        """Whatever a failed run left: a release, or a folder it was working in."""
        return [path.name for path in self.folder.iterdir() if path.name == "out" or path.name.endswith(".partial")]
