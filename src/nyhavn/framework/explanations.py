"""Every refusal explained: what the code means, why Nyhavn refuses, what to do (`nyhavn explain CODE`).

The explanations are data (framework/refusals/*.toml), one file per area; a test proves that every code raised has one.
"""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from nyhavn.framework.refusal import refusal


@dataclass(frozen=True)
class Explanation:
    """What one refusal code means. All parts are plain sentences."""

    code: str
    title: str
    why: str
    do: str


@cache
def explanations() -> Mapping[str, Explanation]:
    """All explanations by code."""
    folder = resources.files("nyhavn.framework") / "refusals"
    found: dict[str, Explanation] = {}
    for entry in sorted(folder.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            for code, parts in tomllib.loads(entry.read_text(encoding="utf-8")).items():
                found[code] = Explanation(code, parts["title"], parts["why"], parts["do"])
    return found


def explain(code: str) -> Explanation:
    """The explanation of a code. Raises Refusal "unknown-code" with the nearest codes."""
    known = explanations()
    if code in known:
        return known[code]
    near = difflib.get_close_matches(code, known, 3)
    meant = f"Did you mean {', '.join(near)}?" if near else "`nyhavn explain` without a code lists all."
    raise refusal("unknown-code", f'No refusal has the code "{code}".', do=meant)
