"""The page on protecting a table is true: its example runs, and the reference names every key."""

import re
import tomllib
from pathlib import Path

import pytest

from nyhavn.chain.protecting import protect_order
from nyhavn.cli.protecting import _lines as lines_of
from nyhavn.framework import noise_policy, table_method, table_order, table_policy
from nyhavn.framework.table_order import TableOrder

DOCS = Path(__file__).resolve().parents[3] / "docs"
PAGE = (DOCS / "how-to" / "protect-a-table.md").read_text(encoding="utf-8")
REFERENCE = (DOCS / "reference" / "table-order.md").read_text(encoding="utf-8")
MODELS = {
    **{name: getattr(table_order, name) for name in ("TableOrder", "RowsFile", "TableBreakdown", "OrderedTable")},
    **{name: getattr(table_order, name) for name in ("CellsFile", "KeptCell", "KnownCell")},
    **{
        name: getattr(table_policy, name)
        for name in ("TablePolicy", "Frequency", "Contributors", "Dominance", "PPercent")
    },
    **{
        name: getattr(table_method, name)
        for name in (
            "Suppression",
            "CellKey",
            "RandomRounding",
            "ControlledRounding",
            "DifferentialPrivacy",
            "PrivateTerms",
        )
    },
    **{name: getattr(noise_policy, name) for name in ("CellKeyPolicy", "SumKeyPolicy", "PrivacyBudget")},
}


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_the_example_of_the_page_runs_and_says_what_the_page_says(tmp_path: Path) -> None:
    (tmp_path / "ages.csv").write_text(blocks("csv")[0], encoding="utf-8")
    (tmp_path / "order.toml").write_text(blocks("toml")[0], encoding="utf-8")
    protected = protect_order(tmp_path / "order.toml", out=tmp_path / "protected", step=lambda *_: None)
    said = [protected.ordered.order.title, *lines_of(protected.evidence[0])]
    shown = blocks("text")[0].splitlines()
    assert said[: len(shown)] == shown


@pytest.mark.parametrize("example", blocks("toml"))
def test_every_order_of_the_page_is_valid(example) -> None:
    assert TableOrder.model_validate(tomllib.loads(example)).table


def documented():
    parts = re.split(r"<!-- model: (\w+) -->", REFERENCE)[1:]
    found = {}
    for name, text in zip(parts[::2], parts[1::2], strict=True):
        section = re.split(r"^#|<!--", text, maxsplit=1, flags=re.MULTILINE)[0]
        rows = (line.strip("| ").split("|") for line in section.splitlines() if line.startswith("| `"))
        found[name] = {row[0].strip(" `"): row[2].strip(" `") for row in rows}
    return found


def test_the_reference_names_every_model_and_every_key_with_its_default() -> None:
    assert set(documented()) == set(MODELS)
    for name, model in MODELS.items():
        assert set(documented()[name]) == set(model.model_fields), name
        for key, field in model.model_fields.items():
            said = documented()[name][key]
            assert (said == "*required*") == field.is_required(), (name, key)
            if isinstance(field.default, str) and not field.is_required():
                assert said == f'"{field.default}"', (name, key)
