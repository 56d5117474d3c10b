"""An attacker who reads every number of a package, and looks for one that is not public."""

import html
import re
from pathlib import Path

NUMBER = re.compile(r"\d+(?:\.\d+)?")
HASH = re.compile(r"[0-9a-f]{64}|[0-9a-f]{40,}")
# Numbers of the texts around the data: versions of formats, list marks, and of commands.
OF_OUR_OWN_TEXTS = {"0", "1", "2", "3", "4", "256", "32", "1.4", "2.0", "2.1", "3.0"}
NO_DATA = ("SHA256SUMS", "signature/", "datapackage.json", "sdmx/")


def texts(folder: Path) -> dict[str, str]:
    """Every readable file by name."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".sig")
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in files}


def numbers(text: str) -> set[str]:
    """The numbers that a reader of a file sees."""
    seen = html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL))
    return {*NUMBER.findall(HASH.sub(" ", seen))}


def published_numbers(bundle: Path) -> set[str]:
    return set().union(*(numbers(text) for text in texts(bundle).values()))


def new_numbers(package: Path, bundle: Path, agreed: set[str]) -> set[str]:
    """Numbers that stand neither in the public bundle nor among those of the agreement."""
    known = published_numbers(bundle) | agreed | OF_OUR_OWN_TEXTS
    shown = {name: text for name, text in texts(package).items() if not name.startswith(NO_DATA)}
    return set().union(*(numbers(text) for text in shown.values())) - known
