"""The example of the page on non-probability samples runs and says what the page promises."""

import re
import subprocess
import sys


def test_the_example_of_the_page_runs(repository):
    page = (repository / "docs" / "explanation" / "non-probability.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    ran = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=True)
    lines = ran.stdout.splitlines()

    assert lines[0] == "0.600 of participants, 0.568 of the population"
    assert lines[1].endswith("model-based; it does not include selection bias from what was not measured")
    assert lines[2].startswith("100 participants, worth 8")
    assert len(lines) == 5
