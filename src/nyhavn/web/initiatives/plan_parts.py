"""Between what people say about an initiative and the sections of a plan that are stored: pure, in both directions."""

from collections.abc import Sequence
from typing import Any, TypeVar

from nyhavn.chain.plan import InitiativeSection, PlanParty
from nyhavn.framework.chain import Stage
from nyhavn.framework.declared import Declared
from nyhavn.framework.definition import Initiation, StageParticipation
from nyhavn.framework.evidence import Evidence
from nyhavn.framework.refusal import refusal
from nyhavn.web.initiatives.asks import (
    AboutSaid,
    EvidenceSaid,
    InitiationSaid,
    InterestsSaid,
    Said,
    StageSaid,
    StartSaid,
)
from nyhavn.web.initiatives.models import Initiative

Item = TypeVar("Item")


def about_of(initiative: Initiative) -> InitiativeSection:
    """[initiative] as it is stored."""
    return InitiativeSection.model_validate(initiative.about)


def initiation_of(initiative: Initiative) -> Initiation:
    """[initiation] as it is stored."""
    return Initiation.model_validate(initiative.initiation)


def participation_of(initiative: Initiative) -> tuple[StageParticipation, ...]:
    """[[participation]] as it is stored."""
    return tuple(StageParticipation.model_validate(entry) for entry in initiative.participation)


def stored(section: Declared) -> dict[str, Any]:
    """A section as the database keeps it."""
    return section.model_dump(mode="json")


def section_from(name: str, about: AboutSaid, interests: InterestsSaid) -> InitiativeSection:
    """[initiative] from what was said. Raises Refusal "said-none-and-some", "said-these-and-none"."""
    parties = _stated(interests.parties_are, interests.parties, "interests.parties")
    listed = _stated(interests.interests_are, interests.interests, "interests.interests")
    return InitiativeSection(
        id=name,
        **about.model_dump(),
        parties=None if parties is None else tuple(_party(party) for party in parties),
        interests=None if listed is None else tuple(listed),
    )


def _party(party: Declared) -> PlanParty:
    return PlanParty(**party.model_dump(mode="json"))


def _stated(said: Said, items: Sequence[Item], where: str) -> tuple[Item, ...] | None:
    """None for nothing said, () for "none", else the items."""
    if said == "these" and not items:
        what = "You said that there are some, and named none."
        raise refusal("said-these-and-none", what, where=where, do="Name them, or choose another answer.")
    if said != "these" and items:
        what = "You named some, and said that there are none or that nothing is said."
        raise refusal("said-none-and-some", what, where=where, do="Choose “These”, or leave the list empty.")
    return None if said == "nothing" else tuple(items)


def about_said(section: InitiativeSection) -> AboutSaid:
    """What stands there now, as the form asks it."""
    return AboutSaid(**{name: getattr(section, name) for name in AboutSaid.model_fields})


def interests_said(section: InitiativeSection) -> InterestsSaid:
    """What stands there now, as the form asks it."""
    return InterestsSaid.model_validate(
        {
            "parties_are": _answer(section.parties),
            "parties": [party.model_dump() for party in section.parties or ()],
            "interests_are": _answer(section.interests),
            "interests": section.interests or (),
        }
    )


def _answer(items: Sequence[object] | None) -> Said:
    if items is None:
        return "nothing"
    return "these" if items else "none"


def initiation_from(said: StartSaid) -> Initiation:
    """[initiation] from what was said."""
    return Initiation.model_validate(said.model_dump())


def initiation_said(section: Initiation) -> InitiationSaid:
    """What stands there now, as the form asks it."""
    return InitiationSaid.model_validate(section.model_dump())


def with_stage(stages: Sequence[StageParticipation], stage: Stage, said: StageSaid) -> tuple[StageParticipation, ...]:
    """[[participation]] with a new statement about one stage, in the order of the chain; no level takes it away.

    Raises Refusal "evidence-without-level".
    """
    if said.level is None and (said.evidence or said.claimed_by):
        what = "There is evidence or a claimant, and no level that it is about."
        raise refusal("evidence-without-level", what, where="level", do="Choose a level, or leave the rest empty.")
    by_stage = {entry.stage: entry for entry in stages if entry.stage is not stage}
    if said.level is not None:
        evidence = tuple(Evidence.model_validate(piece.model_dump()) for piece in said.evidence)
        by_stage[stage] = StageParticipation(
            stage=stage, level=said.level, claimed_by=said.claimed_by, evidence=evidence
        )
    return tuple(by_stage[known] for known in Stage if known in by_stage)


def stage_said(stages: Sequence[StageParticipation], stage: Stage) -> StageSaid:
    """What stands there now about one stage, as the form asks it."""
    found = next((entry for entry in stages if entry.stage is stage), None)
    if found is None:
        return StageSaid()
    evidence = tuple(EvidenceSaid.model_validate(piece.model_dump()) for piece in found.evidence)
    return StageSaid.model_validate({"level": found.level, "claimed_by": found.claimed_by, "evidence": evidence})
