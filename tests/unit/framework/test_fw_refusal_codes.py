"""Every refusal of the framework's rules can be explained to the person who meets it."""

import re
import tomllib

import pytest

MODULES = ("definition", "consent", "basis", "identity", "design", "release_gate")


def explained(repository):
    path = repository / "src" / "nyhavn" / "framework" / "refusals" / "framework.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def raised(repository):
    folder = repository / "src" / "nyhavn" / "framework"
    text = "".join((folder / f"{name}.py").read_text(encoding="utf-8") for name in MODULES)
    direct = re.findall(r"(?:Reason|refusal)\(\s*\"([a-z-]+)\"", text)
    return set(direct) | set(re.findall(r"RemarkCode\.[A-Z_]+: \"([a-z-]+)\"", text))


def test_every_code_that_is_raised_is_explained_and_every_explanation_is_used(repository):
    assert raised(repository) == set(explained(repository))


@pytest.mark.parametrize("part", ["title", "why", "do"])
def test_every_explanation_has_all_parts(repository, part):
    assert all(entry[part].strip() for entry in explained(repository).values())
