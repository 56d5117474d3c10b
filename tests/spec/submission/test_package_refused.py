"""What is not handed over, each with its sentence; and beside it what is."""

import threading
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from nyhavn.chain.submitting import HandedRecords, Submission, check_submission, write_submission
from nyhavn.exchange.bundle.canonical import Unreadable
from nyhavn.exchange.bundle.container import pack
from nyhavn.exchange.bundle.keys import VerifierKey
from nyhavn.exchange.bundle.log import ReleaseLog
from nyhavn.exchange.bundle.microdata import Microdata
from nyhavn.exchange.bundle.statement import read_envelope
from nyhavn.exchange.bundle.verification import verify
from nyhavn.framework.agreement import Agreed, Handed
from nyhavn.framework.refusal import OutsideFault, Refusal
from spec.submission.handing import AGREEMENT, HANDING, OFFICE, release, submission

OTHER = "Ministry of the Interior"


def refused(given: Submission) -> Refusal:
    with pytest.raises(Refusal) as found:
        check_submission(given)
    return found.value


@pytest.fixture
def whole(log: ReleaseLog, tmp_path: Path) -> Submission:
    return submission(log, tmp_path / "bundle")


def test_what_is_inside_the_terms_goes(whole: Submission) -> None:
    check_submission(whole)


@pytest.mark.parametrize(
    ("changes", "code", "sentence"),
    [
        ({"handing": replace(HANDING, recipient=OTHER)}, "handing-to-others", "another recipient"),
        ({"handing": replace(HANDING, on=date(2029, 1, 1))}, "handing-outside-days", "It holds from"),
        ({"handing": replace(HANDING, purpose="Border control")}, "handing-for-others", "other statistics"),
        ({"handing": replace(HANDING, variables=frozenset({"water", "income"}))}, "handing-of-more", "income"),
        ({"handing": replace(HANDING, vetoed=True)}, "handing-against-community", "vetoes"),
        ({"handing": replace(HANDING, variables=frozenset({"functioning"}))}, "submission-of-nothing", "No table"),
        ({"place": None}, "submission-without-place", "official structure"),
        ({"series": {"income": "SH_H2O_SAFE"}}, "sdg-indicator-unknown", "no such indicator"),
    ],
)
def test_what_is_outside_is_refused_with_its_sentence(
    whole: Submission, changes: dict[str, Any], code: str, sentence: str
) -> None:
    found = refused(replace(whole, **changes))
    assert code in found.codes
    assert sentence in str(found)


def test_a_variable_that_the_release_does_not_have_is_named(whole: Submission) -> None:
    agreement = AGREEMENT.model_copy(update={"variables": (*AGREEMENT.variables, "wealth")})
    handing = replace(HANDING, variables=HANDING.variables | {"wealth"})
    found = refused(replace(whole, agreement=agreement, handing=handing))
    assert found.codes == ("submission-variable-unknown",)
    assert "wealth" in str(found)


def test_a_group_without_a_code_is_refused_until_somebody_says_that_it_goes_as_csv_alone(whole: Submission) -> None:
    agreement = AGREEMENT.model_copy(update={"variables": ("water", "functioning", "place")})
    handing = replace(HANDING, variables=frozenset(agreement.variables))
    wider = replace(whole, agreement=agreement, handing=handing)
    found = refused(wider)
    assert {*found.codes} == {"sdmx-unmapped"}
    assert "breakdown place" in str(found)
    assert "have no codes" in str(found)
    check_submission(replace(wider, only_csv=frozenset({"place"})))


def test_figures_that_were_not_published_are_refused(whole: Submission) -> None:
    first, *rest = whole.release.tables
    figure = replace(first.figures[0], value=0.99)
    other = replace(whole.release, tables=(replace(first, figures=(figure,)), *rest))
    assert refused(replace(whole, release=other)).codes == ("submission-of-another-release",)


def test_a_release_that_somebody_changed_is_refused(whole: Submission) -> None:
    table = whole.bundle / "tables" / "water.total.csv"
    table.write_bytes(table.read_bytes().replace(b"61", b"16"))
    assert refused(whole).codes == ("submission-bundle-unsound",)


def test_a_packed_release_serves_as_well_as_its_folder(whole: Submission, log: ReleaseLog, tmp_path: Path) -> None:
    pack(whole.bundle, tmp_path / "bundle.zip")
    one = write_submission(tmp_path / "one", whole, log)
    other = write_submission(tmp_path / "other", replace(whole, bundle=tmp_path / "bundle.zip"), log)
    assert one.sha256 == other.sha256


def records(*agreed: Agreed) -> HandedRecords:
    table = pa.table({"water": ["yes", "no"], "zone": ["north", "south"]})
    return HandedRecords(Microdata("records", table), ("a", "b"), agreed)


WITH_RECORDS = {
    "agreement": AGREEMENT.model_copy(update={"handed": Handed.RECORDS}),
    "handing": replace(HANDING, handed=Handed.RECORDS),
}
BOTH = (Agreed("a", True, frozenset({OFFICE})), Agreed("b", True, frozenset({OFFICE})))


@pytest.mark.parametrize(
    "agreed",
    [
        (),
        BOTH[:1],
        (BOTH[0], Agreed("b", False, frozenset({OFFICE}))),
        (BOTH[0], Agreed("b", True)),
        (BOTH[0], Agreed("b", True, frozenset({OTHER}))),
    ],
)
def test_one_record_whose_contributor_did_not_agree_stops_all(whole: Submission, agreed: tuple[Agreed, ...]) -> None:
    found = refused(replace(whole, **WITH_RECORDS, records=records(*agreed)))
    assert found.codes == ("submission-records-not-agreed",)


def test_records_do_not_slip_into_a_package_of_tables(whole: Submission) -> None:
    assert refused(replace(whole, records=records(*BOTH))).codes == ("submission-records-not-agreed",)
    assert refused(replace(whole, **WITH_RECORDS)).codes == ("submission-records-not-agreed",)


def test_records_go_with_the_agreed_columns_and_without_a_mark_of_whose_they_are(
    whole: Submission, log: ReleaseLog, tmp_path: Path
) -> None:
    made = write_submission(tmp_path / "package", replace(whole, **WITH_RECORDS, records=records(*BOTH)), log)
    assert (made.folder / "data" / "records.csv").read_text(encoding="utf-8") == "water\nyes\nno\n"


class Failing:
    """A signer whose key is out of reach at the last moment."""

    def __init__(self, key: VerifierKey) -> None:
        self.key = key

    def sign(self, message: bytes) -> bytes:
        raise ConnectionError("the key is out of reach")


def test_nothing_half_stands_there_after_a_failure(whole: Submission, log: ReleaseLog, tmp_path: Path) -> None:
    with pytest.raises(OutsideFault):
        write_submission(tmp_path / "out" / "package", whole, Failing(log.key))
    assert list((tmp_path / "out").iterdir()) == []
    made = write_submission(tmp_path / "out" / "package", whole, log)
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"package", "package.zip"}
    assert write_submission(tmp_path / "out" / "package", whole, log) == made, "again, and nothing is written over"


def test_two_at_once_give_one_package(whole: Submission, log: ReleaseLog, tmp_path: Path) -> None:
    found: list[str] = []

    def write() -> None:
        found.append(write_submission(tmp_path / "package", whole, log).sha256)

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 3
    assert len({*found}) == 1


def test_what_stands_at_the_place_is_never_written_over(whole: Submission, log: ReleaseLog, tmp_path: Path) -> None:
    (tmp_path / "package").mkdir()
    (tmp_path / "package" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal) as found:
        write_submission(tmp_path / "package", whole, log)
    assert found.value.codes == ("release-exists",)
    assert (tmp_path / "package" / "letter.txt").read_text(encoding="utf-8") == "mine"


def test_the_release_of_these_tests_is_as_it_is_published(whole: Submission) -> None:
    assert whole.release == release()


def test_a_package_cannot_be_taken_for_a_release(whole: Submission, log: ReleaseLog, tmp_path: Path) -> None:
    made = write_submission(tmp_path / "package", whole, log)
    with pytest.raises(Unreadable):
        read_envelope((made.folder / "signature" / "submission.intoto.dsse.json").read_bytes())
    assert verify(made.folder).problems
    assert not verify(whole.bundle).problems
