"""What the page on adding noise shows is what happens."""

import re
from pathlib import Path

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
