"""The agreement and the verdicts of a package, to be read by people."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nyhavn.exchange.submission.document import Document, Fact, Section, fact, listed
from nyhavn.framework.agreement import Agreement, Handing
from nyhavn.framework.fitness.rule_pack import RulePack
from nyhavn.framework.fitness.verdict import TITLES, Verdict, printed

_YES_NO = {True: "Yes", False: "No", None: ""}


@dataclass(frozen=True)
class GivenVerdict:
    """A verdict with the criteria that it was given by."""

    verdict: Verdict
    pack: RulePack


def agreement_document(agreement: Agreement, handing: Handing, about: str) -> Document:
    """All terms, and what was handed over under them."""
    return Document(
        "Agreement",
        about,
        f"Between {agreement.producer} and {agreement.recipient}, from {agreement.starts} to {agreement.ends}.",
        (
            Section("What was handed over", tuple(_handed(handing))),
            Section("Terms", tuple(_terms(agreement))),
            Section("What the recipient promises", (listed("Promises", sorted(agreement.bans)),)),
            Section(
                "Signatures",
                tuple(fact(one.party, f"{one.by}, {one.on}") for one in agreement.signatures),
            ),
        ),
    )


def _handed(handing: Handing) -> Iterator[Fact]:
    yield fact("What", handing.handed)
    yield listed("Variables", sorted(handing.variables))
    yield fact("For which statistics", handing.purpose)
    yield fact("On", f"{handing.on}")


def _terms(agreement: Agreement) -> Iterator[Fact]:
    yield fact("Agreement", agreement.id)
    yield fact("Kind of data", agreement.handed)
    yield listed("Variables", agreement.variables)
    yield listed("For which statistics", agreement.purposes)
    yield fact("Legal basis", agreement.legal_basis)
    yield fact("Who answers for the data afterwards", agreement.controller)
    yield fact("What the results are called", agreement.status or "")
    yield fact("Licence", agreement.licence)
    yield fact("A withdrawal reaches the data until", f"{agreement.cut_off or ''}")
    yield fact("What happens with a later one", agreement.after_cut_off)
    yield fact("Who is named, and how", agreement.credit)
    yield fact("Who answers for corrections", agreement.corrections)
    yield fact("If the office edits or aggregates", agreement.edits)
    yield fact("The community may publish first", _YES_NO[agreement.community_first])
    yield fact("How the community agreed", agreement.community)


def verdicts_document(verdicts: Iterable[GivenVerdict], about: str) -> Document:
    """What was found of the release, per purpose."""
    sections = tuple(
        Section(one.verdict.purpose.words, (Fact(TITLES[one.verdict.outcome], printed(one.verdict, one.pack)),))
        for one in verdicts
    )
    intro = "Whether the figures are fit, for one purpose each. Whoever applied the criteria answers for the verdict."
    return Document("Fitness for purpose", about, intro, sections)
