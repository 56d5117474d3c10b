"""A form from memory is the form from the file, and its name cannot lead anywhere."""

from pathlib import Path

import pytest

from nyhavn.chain.form_check import check_instrument, check_questionnaire
from nyhavn.chain.forms import read_form
from nyhavn.exchange.incoming.form_file import read_form_file
from nyhavn.framework.refusal import Refusal
from spec.bad_input.village import DICTIONARY

FORM = Path(__file__).parents[3] / "examples" / "services-for-all" / "form.xlsx"


def dictionary(folder: Path) -> Path:
    """A dictionary with texts that stand for codes, so that it has readings worth keeping."""
    path = folder / "wörter buch.toml"
    path.write_text(DICTIONARY.replace('label = "Yes" }', 'label = "Yes", text = "oui" }'), encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["form", "dictionary"])
def test_a_form_from_memory_is_equal_to_the_same_file(tmp_path: Path, kind: str) -> None:
    """Name, fingerprint, layout and readings included: all of it reaches the release."""
    path = FORM if kind == "form" else dictionary(tmp_path)
    form = read_form(path.name, path.read_bytes())
    assert form == read_form_file(path)
    assert form.instrument.source == path.name
    assert bool(form.readings) == (kind == "dictionary")
    assert check_instrument(form.instrument) == check_questionnaire(path)


def test_nothing_of_the_form_stays_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    read_form("form.xlsx", FORM.read_bytes())
    with pytest.raises(Refusal):
        read_form("form.xlsx", b"PK\x03\x04 broken")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../form.xlsx", "/etc/form.xlsx", "a/b.xlsx", "a\\b.xlsx", ".form.xlsx", "a\0.xlsx", "a\n.xlsx",
     "x" * 56 + ".xlsx"],
)  # fmt: skip
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_form(name, FORM.read_bytes())
    assert refused.value.codes == ("form-name-unsafe",)


@pytest.mark.parametrize("name", ["Formulaire d'été (2).xlsx", "استبيان.xlsx", "FORM.XLSX", "x" * 55 + ".xlsx"])
def test_names_as_people_give_them_are_kept(name: str) -> None:
    assert read_form(name, FORM.read_bytes()).instrument.source == name


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("form.xlsx", b"", "file-empty"),
        ("form.xlsx", b"a,b\n1,2\n", "file-not-as-named"),
        ("form.pdf", b"%PDF-1.7", "file-type-unknown"),
        ("form.toml", b"[question", "dictionary-broken"),
    ],
)
def test_what_is_no_form_is_refused_with_the_name_the_person_gave(name: str, content: bytes, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_form(name, content)
    assert refused.value.codes == (code,)
    assert {reason.where for reason in refused.value.reasons} == {name}
