"""Method, consent, participation and disclosure of a package: what the release published, sorted for an office.

Each is a document for people and the same values for programs. Nothing is added to what was published, because a count
that is new could be set against one that is not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from nyhavn.exchange.submission.document import Document, Fact, Rows, Section, fact, listed, table
from nyhavn.framework.principles import PrincipleEvidence
from nyhavn.framework.release import Release, ResponseRow

_RELEASE = TypeAdapter(Release)
_OF_METHOD = (
    "unit",
    "initiative_type",
    "community",
    "place",
    "summary",
    "headline",
    "method",
    "weighting",
    "response",
    "findings",
    "cleaning",
    "coverage",
    "coverage_source",
    "limits",
    "changes",
)
_OF_CONSENT = ("basis", "basis_words", "participants", "excluded")
_OF_PARTICIPATION = ("verdict", "parties", "interests", "principles", "validation", "independence")


@dataclass(frozen=True)
class Evidence:
    """A document, and the same for programs. name: of its files."""

    name: str
    document: Document
    plain: dict[str, Any]


def evidence_of(release: Release) -> tuple[Evidence, ...]:
    """The four documents about a release that was cut down to what is handed over."""
    plain = _RELEASE.dump_python(release, mode="json")
    consent = {name: plain[name] for name in _OF_CONSENT}
    consent["evidence"] = _RELEASE_PRINCIPLES.dump_python(_about_consent(release.principles), mode="json")
    return (
        Evidence("method", _method(release), {name: plain[name] for name in _OF_METHOD}),
        Evidence("consent", _consent(release), consent),
        Evidence("participation", _participation(release), {name: plain[name] for name in _OF_PARTICIPATION}),
        Evidence("disclosure", _disclosure(release), {"protection": plain["protection"]}),
    )


_RELEASE_PRINCIPLES = TypeAdapter(tuple[PrincipleEvidence, ...])


def about_of(release: Release) -> str:
    """The release as people call it."""
    return f"{release.title}, version {release.version}"


def _method(release: Release) -> Document:
    method = release.method
    how = (
        fact("About", release.summary),
        fact("First result", release.headline),
        fact("Population", method.population),
        fact("Selection", method.selection, method.selection_words),
        fact("Mode", method.mode),
        fact("Collected", f"{method.collected_from or '…'} to {method.collected_to or '…'}"),
        fact("Whom the figures speak of", method.target),
        fact("Weights", method.weights),
        fact("Sources of error", method.error_sources),
        fact("Training", method.training),
        fact("Pretest", method.pretest),
        fact("Unit", release.unit),
        fact("Changes since the release before", release.changes),
    )
    findings = (f"{one.severity}: {one.wording} ({one.count})" for one in release.findings)
    groups = ((row.breakdown, row.label, _share(row.participants), _share(row.reference)) for row in release.coverage)
    sections = (
        Section("How the data were made", how),
        Section("What the figures do not allow one to claim", (listed("Limits", release.limits),)),
        Section("Response", rows=_response(release.response), note="Shares of those asked; empty where not shown."),
        Section("What was found when the data were looked at", (listed("Findings", findings),)),
        Section(
            "Groups beside a reference",
            rows=table(("Breakdown", "Group", "Among participants", "In the reference"), groups),
            note=release.coverage_source or "No reference was given.",
        ),
    )
    return Document("Method card", about_of(release), "How the data were made, in the producer's words.", sections)


def _response(rows: Iterable[ResponseRow]) -> Rows:
    header = ("Question", "Label", "Answered", "Don't know", "Declined", "Missing")
    shares = ((row.answered, row.dont_know, row.refused, row.missing) for row in rows)
    return table(
        header, ((row.question, row.label, *map(_share, four)) for row, four in zip(rows, shares, strict=True))
    )


def _share(value: float | None) -> str:
    return "" if value is None else f"{value!r}"


def _consent(release: Release) -> Document:
    sections = (
        Section("On what basis the data are used", (listed(release.basis, release.basis_words),)),
        Section(
            "How many",
            (
                fact("Contributions in the release", release.participants),
                fact("Left out because consent was missing or withdrawn", release.excluded),
            ),
        ),
        *_principles(_about_consent(release.principles)),
    )
    intro = "What was published about consent. Nothing about any person stands here."
    return Document("Consent summary", about_of(release), intro, sections)


def _about_consent(principles: Iterable[PrincipleEvidence]) -> tuple[PrincipleEvidence, ...]:
    """The principles that have a safeguard about consent."""
    return tuple(one for one in principles if any("consent" in safeguard.code for safeguard in one.safeguards))


def _participation(release: Release) -> Document:
    verdict, said = release.verdict, release.validation
    answers = (f"{one.said_on}: {one.outcome}. {one.who} {one.reasons}".strip() for one in (said.said if said else ()))
    sections = (
        Section("Whether these are citizen data", (fact("Verdict", verdict.sentence), *_stages(release))),
        Section(
            "Who took part",
            (
                listed("Parties", (f"{one.name} ({one.role}) {one.note}".strip() for one in release.parties)),
                listed("Interests", release.interests, "None stated."),
            ),
        ),
        Section(
            "Whether the community finds itself described",
            (listed("Said", answers, "Nothing on record."), *_waived(release)),
        ),
        *_principles(release.principles),
    )
    intro = "Evidence from the records, principle by principle, as published. Nothing is scored."
    return Document("Participation evidence", about_of(release), intro, sections)


def _waived(release: Release) -> Iterator[Fact]:
    if release.validation and release.validation.waived_because:
        yield fact("Why nobody was asked", release.validation.waived_because)


def _stages(release: Release) -> Iterator[Fact]:
    for stage in (release.verdict.initiated, *release.verdict.stages):
        yield fact(stage.stage.capitalize(), f"{stage.standing.capitalize()}. {stage.reason}", *stage.evidence)


def _principles(principles: Iterable[PrincipleEvidence]) -> Iterator[Section]:
    for one in principles:
        found = (
            fact(each.question, f"{each.state.capitalize()}.", *each.detail, *each.references)
            for each in one.safeguards
        )
        beyond = fact("What records cannot show", one.cannot_show)
        yield Section(f"{one.number}. {one.name}", (*found, beyond), note=one.explanation)


def _disclosure(release: Release) -> Document:
    protection = release.protection
    applies = "Yes." if protection.applies else "No: the contributions are not about persons."
    facts = (
        fact("Figures were protected", applies),
        listed("Rules", protection.rules),
        fact("Figures in all tables of the release", f"{protection.cells}"),
        fact("Of these not shown", f"{protection.suppressed}"),
        fact("Attack before publication", protection.audit),
        fact("Beside earlier releases", protection.over_time),
        fact("Policy", protection.policy),
        fact("Made with", protection.tool),
    )
    intro = (
        "How people are protected in the published figures, as published. The package holds a part of them, and none "
        "that is not public. The numbers that the rules work with are restricted, because they help an attacker."
    )
    return Document("Disclosure report", about_of(release), intro, (Section("Protection", facts),))
