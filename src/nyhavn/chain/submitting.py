"""Handing a release to an office: a signed package that holds what the agreement names, and nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from nyhavn.chain.workspace import outside_faults, workspace
from nyhavn.exchange.bundle.container import pack
from nyhavn.exchange.bundle.durable import publish_once, sync_tree
from nyhavn.exchange.bundle.layout import sha256_of
from nyhavn.exchange.bundle.microdata import Microdata
from nyhavn.exchange.submission.content import Package, write_package
from nyhavn.exchange.submission.published import published
from nyhavn.exchange.submission.signing import Signer, sign_package
from nyhavn.exchange.submission.terms import GivenVerdict
from nyhavn.framework.agreement import Agreed, Agreement, Handed, Handing, check_handing, may_go
from nyhavn.framework.basis import Basis, BasisKind
from nyhavn.framework.minimised import minimised
from nyhavn.framework.refusal import Reason, check_none
from nyhavn.framework.release import Release
from nyhavn.framework.sdg_table import OfficialPlace, SdgTables, sdg_tables


@dataclass(frozen=True)
class HandedRecords:
    """Records for an office. They were made safe after everybody had been left out who did not agree.

    contributions: of each row of the table, in its order; they stay here. agreed: what those contributors agreed to.
    """

    microdata: Microdata
    contributions: tuple[str, ...]
    agreed: tuple[Agreed, ...]


@dataclass(frozen=True)
class Submission:
    """What is to be handed over.

    release: as it was signed. bundle: where it stands, a folder or a zip. handing.variables: ids of indicators and
    breakdowns, and names of columns of records. series: id of an indicator -> code of its SDG series; without any there
    is no SDMX. place: where the figures stand in the structure; needed where series are given. only_csv: breakdowns
    that the structure has no codes for, knowingly handed over as CSV alone. verdicts: of assessments, if any.
    """

    release: Release
    bundle: Path
    agreement: Agreement
    handing: Handing
    series: Mapping[str, str] = field(default_factory=dict)
    place: OfficialPlace | None = None
    only_csv: frozenset[str] = frozenset()
    records: HandedRecords | None = None
    verdicts: tuple[GivenVerdict, ...] = ()


@dataclass(frozen=True)
class Submitted:
    """A package in its place. sha256: of the zip. left_out: what stands in no SDMX file, in words."""

    folder: Path
    zip_file: Path
    sha256: str
    fingerprint: str
    left_out: tuple[str, ...]


def write_submission(to: Path, submission: Submission, signer: Signer) -> Submitted:
    """Writes the package to the folder `to` and packed to `to`.zip, each in one step and never half.

    Repeated with the same arguments it gives the same bytes, and what is in place stays.
    Raises Refusal: those of `check_handing` (it is outside the agreement) and `sdg_tables` (sdmx-unmapped ...),
    submission-variable-unknown, submission-of-nothing, submission-without-place, submission-records-not-agreed,
    submission-bundle-unsound, submission-of-another-release, release-exists. OutsideFault where the system could not
    write.
    """
    package = _package(submission)
    zip_file = to.with_name(f"{to.name}.zip")
    with outside_faults(), workspace(to) as folder:
        made, packed = folder / "package", folder / "package.zip"
        made.mkdir()
        write_package(package, made, fingerprint=signer.key.fingerprint)
        sign_package(made, package.release, submission.agreement, submission.handing, signer)
        sync_tree(made)
        pack(made, packed)
        publish_once(made, to)
        publish_once(packed, zip_file)
    return Submitted(to, zip_file, sha256_of(zip_file), signer.key.fingerprint, package.not_coded)


def check_submission(submission: Submission) -> None:
    """Raises the refusals that writing the package would raise, without writing anything."""
    _package(submission)


def _package(submission: Submission) -> Package:
    """Everything that goes in, after everything that could stand against it."""
    release, handing = submission.release, submission.handing
    check_handing(submission.agreement, handing, Basis(kind=BasisKind(release.basis)))
    check_none((*_records_faults(submission), *_place_faults(submission)))
    records = _agreed_columns(submission)
    part = minimised(release, handing.variables, records.table.column_names if records else ())
    bundle = published(submission.bundle, release)
    figures = _figures(submission, part)
    return Package(
        release=part,
        whole=release,
        bundle=bundle,
        agreement=submission.agreement,
        handing=handing,
        figures=figures,
        not_coded=tuple(_not_coded(submission, part, figures)),
        records=records,
        verdicts=submission.verdicts,
    )


def _records_faults(submission: Submission) -> Iterator[Reason]:
    """Why the records may not go: nobody asked for records, or somebody in them did not agree to this office."""
    records, handing = submission.records, submission.handing
    if (records is None) != (handing.handed is Handed.AGGREGATES):
        what = "Records are given without being what is handed over, or the other way round."
        yield Reason("submission-records-not-agreed", what, "records", "Say what is handed over.")
    if records is None:
        return
    if len(records.contributions) != records.microdata.table.num_rows:
        raise ValueError("each row of the records has its contribution")
    if not {*records.contributions} <= may_go(records.agreed, handing.recipient):
        what = "There is a record among them whose contributor did not agree to this recipient."
        yield Reason("submission-records-not-agreed", what, "records", "Leave it out, then make the records safe anew.")


def _agreed_columns(submission: Submission) -> Microdata | None:
    if submission.records is None:
        return None
    table = submission.records.microdata.table
    kept = [name for name in table.column_names if name in submission.handing.variables]
    return replace(submission.records.microdata, table=table.select(kept))


def _place_faults(submission: Submission) -> Iterator[Reason]:
    if submission.series and submission.place is None:
        what = "It is not said where the figures stand in the official structure."
        yield Reason("submission-without-place", what, "place", "Name the country, and whom the figures are about.")


def _figures(submission: Submission, part: Release) -> SdgTables | None:
    """The tables that have codes as observations; None where no series was named."""
    if submission.place is None or not submission.series:
        return None
    coded = tuple(one for one in part.tables if not submission.only_csv & {*one.breakdowns})
    return sdg_tables(replace(part, tables=coded), submission.series, submission.place)


def _not_coded(submission: Submission, part: Release, figures: SdgTables | None) -> Iterator[str]:
    """What stands in data/ and in no SDMX file."""
    if figures is None:
        return
    yield from figures.left_out
    for table in part.tables:
        without = sorted(submission.only_csv & {*table.breakdowns})
        if without:
            yield f"{table.id}: the official structure has no code for {', '.join(without)}."
        elif table.indicator not in submission.series:
            yield f"{table.id}: no series of the official structure was named for {table.indicator}."
