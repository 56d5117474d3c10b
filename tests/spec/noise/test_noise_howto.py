"""What the page on adding noise shows is what happens."""

import csv
import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from nyhavn.cli.main import nyhavn
from nyhavn.engine.confidentiality.noise import NoisyTable
from nyhavn.engine.confidentiality.noise.ledger import Ledger

PAGE = Path("docs") / "how-to" / "add-noise.md"


def test_the_examples_of_the_page_run_one_after_another(repository, tmp_path, monkeypatch):
    text = (repository / PAGE).read_text(encoding="utf-8")
    blocks = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    assert len(blocks) == 3
    monkeypatch.chdir(tmp_path)
    names: dict = {}
    for block in blocks:
        exec(compile(block, str(PAGE), "exec"), names)
    assert isinstance(names["by_keys"], NoisyTable)
    assert names["people"].count[0, 0] == 400
    assert names["rounded"].value[0, 0] == 400
    assert abs(names["by_keys"].value - names["people"].count).max() <= names["said"].most
    for one, other in zip(names["again"], (names["counts"], names["money"]), strict=True):
        assert (one.value == other.value).all()
    assert float(Ledger(tmp_path / "ledger of the valley").state().spent) == 0.5
    assert names["promise"].adds_up


def rows_of_the_page(place):
    """The rows that the page makes in Python, as the file that its orders name."""
    lines = [
        (f"c{at}", f"p{at // 2}", village, age, cents)
        for at, (village, age, cents) in enumerate(
            zip(
                ["hill", "ford", "hill", "mill"] * 100,
                ["young", "old"] * 200,
                [250, 900, 100, 4_000] * 100,
                strict=True,
            )
        )
    ]
    with (place / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("id", "person", "village", "age", "cents"), *lines])


def test_the_orders_of_the_page_are_carried_out_by_its_commands(repository, tmp_path, monkeypatch):
    text = (repository / PAGE).read_text(encoding="utf-8")
    blocks = re.findall(r"```(\w*)\n(.*?)```", text, flags=re.DOTALL)
    ran = []
    for language, block in blocks:
        if language == "toml":
            place = tmp_path / f"order {len(ran)}"
            place.mkdir()
            monkeypatch.chdir(place)
            rows_of_the_page(place)
            (place / "order.toml").write_text(block, encoding="utf-8")
        elif block.startswith("nyhavn "):
            done = CliRunner().invoke(nyhavn, shlex.split(block)[1:])
            assert done.exit_code == 0, done.output
            ran.append(place)
    assert len(ran) == 3 and ran[0] == ran[1] != ran[2]
    assert all((ran[0] / "spring" / "tables" / name).exists() for name in ("people.csv", "money.json", "statement.txt"))
    first, second = ((ran[0] / name / "tables" / "people.csv").read_bytes() for name in ("spring", "autumn"))
    assert first == second
    assert float(Ledger(ran[2] / "ledger").state().spent) == 0.5
