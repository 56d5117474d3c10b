"""Whoever asked to stay anonymous is named in no release: a signed text cannot take a name back."""

from pathlib import Path

from spec.bad_input.village import Village

WISH = """
attribution = "{attribution}"
[[release.credits]]
name = "Wren Fjord"
wish = "{wish}"
"""


def produced(folder: Path, attribution: str, wish: str) -> tuple[int, str]:
    """The exit code and what was said; what is published holds no name of an anonymous person."""
    village = Village(folder)
    village.change("plan.toml", 'licence = "CC-BY-4.0"\n', 'licence = "CC-BY-4.0"' + WISH.format(**locals()))
    run = village.run()
    return run.returncode, run.stderr


def test_a_release_that_names_an_anonymous_person_is_refused_with_the_place_and_without_the_name(
    tmp_path: Path,
) -> None:
    code, said = produced(tmp_path, "Fjord, Wren, and neighbours", "anonymous")
    assert code == 1
    assert "anonymous-name" in said
    assert "[release]" in said
    assert "Wren" not in said and "Fjord" not in said
    assert not (tmp_path / "out").exists()


def test_the_same_release_without_the_name_goes_out_and_no_file_holds_it(tmp_path: Path) -> None:
    code, said = produced(tmp_path, "The neighbours", "anonymous")
    assert code == 0, said
    files = [path for path in (tmp_path / "out" / "release").rglob("*") if path.is_file()]
    assert len(files) > 5
    assert [path.name for path in files if b"Wren" in path.read_bytes()] == []


def test_whoever_wishes_to_be_named_is_named(tmp_path: Path) -> None:
    code, said = produced(tmp_path, "Wren Fjord and neighbours", "named")
    assert code == 0, said
    assert b"Wren Fjord" in (tmp_path / "out" / "release" / "report.html").read_bytes()
