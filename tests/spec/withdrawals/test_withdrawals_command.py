"""`nyhavn produce --register`: the register is read, kept once the release is out, and never half-written."""

import json
from pathlib import Path

import pytest

from command_line import Ran, nyhavn
from spec.bad_input.village import Village, answers

KEEPING = "[over_time]\nchanges = 20\npeople = 80\n"


class Keeping:
    """A village whose coordinator keeps a register, release after release."""

    def __init__(self, folder: Path) -> None:
        self.village = Village(folder)
        self.village.change("plan.toml", "[release]\n", f"{KEEPING}[release]\n")
        self.register = folder / "kept.json"

    def produce(self, name: str, *words: str, previous: str = "") -> Ran:
        where = self.village.folder
        before = ("--previous", str(where / previous / "release")) if previous else ()
        out = ("--out", str(where / name), "--log", str(where / "log"))
        return nyhavn("produce", str(where / "plan.toml"), *out, *before, *words)

    def with_register(self, name: str, previous: str = "") -> Ran:
        return self.produce(name, "--register", str(self.register), previous=previous)

    def next_version(self, version: int) -> None:
        plan = self.village.folder / "plan.toml"
        text = plan.read_text(encoding="utf-8")
        lines = [line for line in text.splitlines() if not line.startswith("version = ") or line == "version = 1"]
        text = "\n".join(lines).replace('id = "village-water-1"', f'id = "village-water-1"\nversion = "{version}"')
        plan.write_text(text + "\n", encoding="utf-8")

    def report(self, name: str) -> dict[str, object]:
        content = json.loads((self.village.folder / name / "release" / "report.json").read_text(encoding="utf-8"))
        assert isinstance(content, dict)
        return content


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Keeping:
    """Two releases: the first of 200, the second of 197, of whom three have withdrawn."""
    keeping = Keeping(tmp_path_factory.mktemp("keeping"))
    assert keeping.with_register("one").returncode == 0
    keeping.village.write("answers.csv", "\n".join(answers().splitlines()[:-3]) + "\n")
    keeping.next_version(2)
    return keeping


def test_without_a_register_the_release_is_refused_because_few_have_changed(kept: Keeping) -> None:
    done = kept.produce("refused", previous="one")
    assert done.returncode == 1
    assert "fewer" in done.stderr


def test_with_it_the_numbers_wait_and_the_steward_sees_how_many(kept: Keeping) -> None:
    first_register = kept.register.read_bytes()
    done = kept.with_register("two", previous="one")
    assert done.returncode == 0, done.stderr
    assert "3 changes are not shown yet" in done.stdout
    one, two = kept.report("one"), kept.report("two")
    assert one["tables"] == two["tables"]
    assert one["participants"] == two["participants"] == "200"
    assert "as of village-water-1, version 1" in json.dumps(two)
    public = b"".join(
        path.read_bytes() for path in (kept.village.folder / "two" / "release").rglob("*") if path.is_file()
    )
    assert b'"changes": 20' not in public and b"not shown yet" not in public
    copy = kept.village.folder / "two" / "restricted" / "register.json"
    assert kept.register.read_bytes() == copy.read_bytes() != first_register
    assert kept.register.stat().st_mode & 0o077 == copy.stat().st_mode & 0o077 == 0
    behind = json.loads((copy.parent / "protection.json").read_text(encoding="utf-8"))["over_time"]
    assert behind["staleness"]["people"] == 3


def test_the_check_of_the_plan_finds_nobody_between_releases_under_a_register(kept: Keeping) -> None:
    where = kept.village.folder
    line = ["plan-check", where / "one" / "release", where / "two" / "release", "--log", where / "log"]
    done = nyhavn(*line, "--threshold", "5")
    assert (done.returncode, done.stderr) == (0, "")
    assert "no small group" in done.stdout


def test_a_refused_run_leaves_the_register_as_it_was(kept: Keeping) -> None:
    before = kept.register.read_bytes()
    done = kept.with_register("three")  # the release that the register goes on from is not given
    assert done.returncode == 1
    assert "--previous" in done.stderr
    assert kept.register.read_bytes() == before


def test_a_damaged_register_is_refused_and_not_begun_anew(kept: Keeping, tmp_path: Path) -> None:
    damaged = tmp_path / "register.json"
    damaged.write_bytes(kept.register.read_bytes()[:-40])
    done = kept.produce("four", "--register", str(damaged), previous="one")
    assert done.returncode == 1
    assert "restricted/register.json" in done.stderr
    assert not (kept.village.folder / "four").exists()


@pytest.mark.slow
def test_a_release_of_a_part_beside_one_of_all_is_refused_where_few_are_left_over(tmp_path: Path) -> None:
    keeping = Keeping(tmp_path)
    keeping.village.write("answers.csv", "place,water,words\n" + "north,yes,a\nnorth,no,a\n" * 30 + "south,yes,a\n" * 3)
    assert keeping.produce("all").returncode == 0
    counted = "numerator = \"${water} = 'yes'\""
    keeping.village.change("plan.toml", counted, f"{counted}\nuniverse = \"${{place}} = 'north'\"")
    beside = ("--beside", str(tmp_path / "all" / "release"))
    keeping.next_version(2)
    done = keeping.produce("part", *beside)
    assert done.returncode == 1
    assert '"water" of village-water-1, version 1' in done.stderr
    assert "Shown by: page, API, file, map, chart, SDMX" in done.stderr
    assert keeping.produce("part").returncode == 0  # by itself it is sound
    both = [tmp_path / name / "release" for name in ("all", "part")]
    line = ["plan-check", *both, "--log", tmp_path / "log", "--threshold", "5"]
    done = nyhavn(*line)
    assert done.returncode == 1
    assert "can be told apart" in done.stdout
    alone = nyhavn(*line[:2], *line[3:])
    assert alone.returncode == 1
    assert "two or more" in alone.stderr
