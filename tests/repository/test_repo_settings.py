"""The page of settings names every setting that the program reads, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READ = re.compile(r'read\.\w+\(\s*"(NYHAVN_\w+)"(?:, (?:"([^"]*)"|(\d+)))?')
ROW = re.compile(r"^\| `(NYHAVN_\w+)` \| (.*?) \|", re.MULTILINE)


def read_by_the_program() -> dict[str, str]:
    text = (ROOT / "src/nyhavn/web/settings.py").read_text(encoding="utf-8")
    return {name: words or number for name, words, number in READ.findall(text)}


def documented() -> dict[str, str]:
    return dict(ROW.findall((ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")))


def test_every_setting_is_documented_and_every_documented_one_is_read() -> None:
    assert len(read_by_the_program()) > 20
    assert set(documented()) == set(read_by_the_program())


def test_what_holds_otherwise_is_what_the_page_says() -> None:
    """Where the page gives a value and not words, it is the value."""
    said = {
        name: value.strip("`") for name, value in documented().items() if value.startswith("`") and value.endswith("`")
    }
    assert len(said) > 10
    assert said == {name: read_by_the_program()[name] for name in said}


def test_no_other_module_reads_the_environment() -> None:
    """A setting that is read elsewhere would be on no page."""
    named = {path for path in (ROOT / "src/nyhavn/web").rglob("*.py") if "os.environ[" in path.read_text()}
    assert named == set()
