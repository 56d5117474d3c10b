"""The page about the cleaning log is true: its columns, its example, its codes."""

import re
import tomllib
from pathlib import Path

import pytest

from nyhavn.exchange.incoming.cleaning_log import read_cleaning_log
from nyhavn.exchange.incoming.cleaning_rows import COLUMNS, RECODE
from nyhavn.framework.cleaning import CleaningAction

PAGE = "docs/reference/cleaning-log.md"
SOURCES = ("framework/cleaning.py", "engine/cleaning", "exchange/incoming/cleaning_log.py", "chain/cleaning.py")


@pytest.fixture(scope="module")
def page(repository: Path) -> str:
    return (repository / PAGE).read_text(encoding="utf-8")


def first_cells(page: str, heading: str) -> list[str]:
    """The code in the first cells of the table below a header cell."""
    table = page.split(f"| {heading} |")[1].split("\n\n")[0]
    return re.findall(r"^\| (`.+?) \|", table, flags=re.MULTILINE)


def test_every_column_and_action_is_documented(page: str) -> None:
    assert [cell.strip("`") for cell in first_cells(page, "Column")] == list(COLUMNS)
    assert [cell.strip("`") for cell in first_cells(page, "Action")] == [*CleaningAction, RECODE]


def test_the_example_is_a_log(page: str, tmp_path: Path) -> None:
    path = tmp_path / "cleaning-log.csv"
    path.write_text(re.findall(r"```csv\n(.*?)```", page, flags=re.DOTALL)[0], encoding="utf-8")
    log = read_cleaning_log(path, key="id")
    assert log.recodes[0].values == (("1", "yes"), ("2", "no"))
    assert (log.entries[0].old, log.entries[0].new) == ("340", "34")


def test_every_refusal_is_explained_and_documented_and_every_explanation_is_used(repository: Path, page: str) -> None:
    code = repository / "src/nyhavn"
    places = [code / name for name in SOURCES]
    files = [file for place in places for file in (sorted(place.glob("*.py")) if place.is_dir() else [place])]
    raised = {
        found for file in files if file.exists() for found in re.findall(r'"(cleaning-[a-z-]+)"', file.read_text())
    }
    explained = tomllib.loads((code / "framework/refusals/cleaning.toml").read_text(encoding="utf-8"))
    explained = {name: parts for name, parts in explained.items() if name.startswith("cleaning-")}
    documented = {found for cell in first_cells(page, "Code") for found in re.findall(r"`([a-z-]+)`", cell)}
    assert raised == set(explained) == documented
