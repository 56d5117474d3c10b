"""The design of a collection: of whom it speaks, how they were chosen, and what that does not allow one to claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import Reason, Refusal
from nyhavn.framework.vocabulary import Vocabulary, read_vocabulary


class Target(StrEnum):
    """Of whom or what the figures speak."""

    POPULATION = "population"
    PARTICIPANTS = "participants"
    DOCUMENTED_EVENTS = "documented-events"
    ENUMERATED_UNITS = "enumerated-units"


class Selection(StrEnum):
    """How the units came to be in the data."""

    SIMPLE_RANDOM = "simple-random"
    CLUSTER = "cluster"
    STRATIFIED = "stratified"
    CENSUS = "census"
    VOLUNTEER = "volunteer"
    QUOTA = "quota"
    SNOWBALL = "snowball"
    RESPONDENT_DRIVEN = "respondent-driven"
    COMMUNITY_ENUMERATION = "community-enumeration"
    REGISTER = "register"
    INVENTORY = "inventory"
    UNKNOWN = "unknown"


class Claim(StrEnum):
    """What somebody may want to say with a figure, beyond counting and describing what is in the data."""

    POPULATION_ESTIMATE = "population-estimate"
    MARGIN_OF_ERROR = "margin-of-error"
    RATE = "rate"
    TREND = "trend"
    TOTAL_NUMBER = "total-number"  # "there are N", where "at least N are documented" is what the data show


class Design(Declared):
    """The design as a plan states it.

    words: the selection in the producer's words. weights, cluster, strata: columns, "" if there are none.
    population_size: units in the population from which a simple random sample was drawn, if known.
    population_clusters: clusters from which those of a sample without strata were drawn, if known.
    population_by_stratum: by stratum, units to draw from, or clusters where clusters were drawn, if known.
    person, recruiter, degree: of a respondent-driven sample: columns with the person's own code, the code of whoever
    brought them ("" for a seed), and how many people of the group they know.
    reporting_effort: of a register of events: how many people reported, where and how long, period by period. Without
    it nobody can tell more events from more reporting.
    """

    target: Target
    selection: Selection
    words: str = ""
    weights: str = ""
    cluster: str = ""
    strata: str = ""
    population_size: int | None = Field(default=None, ge=1)
    population_clusters: int | None = Field(default=None, ge=1)
    population_by_stratum: Mapping[str, Annotated[int, Field(ge=1)]] = {}
    person: str = ""
    recruiter: str = ""
    degree: str = ""
    reporting_effort: str = ""


class SelectionVocabulary(Vocabulary):
    """Which selections are probability selections, and what selection and target do not allow one to claim.

    adjustable: selections whose participants a model may adjust to a reference. barred: claims by target or selection.
    why: per claim, why it is barred and what to do. network: what is said of a respondent-driven sample whose
    recruitment is on record, in place of the sentences of its selection.
    """

    probability: tuple[Selection, ...]
    adjustable: tuple[Selection, ...]
    selection: Mapping[Selection, tuple[str, ...]]
    target: Mapping[Target, tuple[str, ...]]
    barred_by_selection: Mapping[Selection, tuple[Claim, ...]]
    barred_by_target: Mapping[Target, tuple[Claim, ...]]
    why: Mapping[Claim, tuple[str, str]]
    network: tuple[str, ...]
    effort: str


SELECTION = read_vocabulary(SelectionVocabulary, "selection")


def is_probability(selection: Selection) -> bool:
    """Whether every unit of the population had a known chance above zero (a census: certainty)."""
    return selection in SELECTION.probability


def is_adjustable(selection: Selection) -> bool:
    """Whether a model may make such participants stand for a population, given covariates and a reference."""
    return selection in SELECTION.adjustable


def has_recruitment(design: Design) -> bool:
    """Whether a respondent-driven sample records who brought whom and how many people each knows."""
    is_driven = design.selection is Selection.RESPONDENT_DRIVEN
    return is_driven and bool(design.person and design.recruiter and design.degree)


def check_population(design: Design) -> None:
    """Raises Refusal "population-of-nothing" for numbers to draw from that belong to no part of the design."""
    reasons = []
    if design.population_by_stratum and not design.strata:
        reasons.append(("population_by_stratum", "Numbers by stratum are given, and no strata.", "Name the strata."))
    if design.population_clusters and (design.strata or not design.cluster):
        do = "Name the cluster, and give the numbers by stratum where there are strata."
        what = "A number of clusters is given, and the sample was not drawn as clusters from all of them."
        reasons.append(("population_clusters", what, do))
    if reasons:
        raise Refusal(*(Reason("population-of-nothing", what, f"[design], {at}", do) for at, what, do in reasons))


def target_reasons(design: Design, *, adjusted: bool = False) -> tuple[Reason, ...]:
    """Why the target may not be claimed with that selection; empty if it may.

    adjusted: whether figures are made by a method for such samples: a declared adjustment to a reference (whether it
    holds is judged later, from what the data show), or RDS-II for a respondent-driven sample.
    """
    if design.target is not Target.POPULATION or is_probability(design.selection):
        return ()
    if adjusted and (is_adjustable(design.selection) or has_recruitment(design)):
        return ()
    what = f"The selection ({design.selection}) does not allow figures about a population."
    do = (
        "Set the target to participants, documented events or enumerated units. "
        "A figure about a population needs a probability sample, or a declared adjustment to a reference."
    )
    return (Reason("population-estimate-without-probability-sample", what, "design", do),)


def check_target(design: Design, *, adjusted: bool = False) -> None:
    """Refuses a population target for a selection that is no probability selection and is not adjusted."""
    reasons = target_reasons(design, adjusted=adjusted)
    if reasons:
        raise Refusal(*reasons)


def barred_claims(design: Design, *, adjusted: bool = False) -> tuple[Claim, ...]:
    """What may not be said with figures of this design, in the order of `Claim`. adjusted: as in `target_reasons`.

    A margin of error stays barred: the interval of a model has a label of its own.
    """
    barred = {*SELECTION.barred_by_selection.get(design.selection, ()), *SELECTION.barred_by_target[design.target]}
    if adjusted and not target_reasons(design, adjusted=True) and design.target is Target.POPULATION:
        barred.discard(Claim.POPULATION_ESTIMATE)
    if design.reporting_effort:
        barred.discard(Claim.TREND)
    return tuple(claim for claim in Claim if claim in barred)


def claim_reasons(design: Design, claim: Claim, *, adjusted: bool = False) -> tuple[Reason, ...]:
    """Why a claim may not be made; empty if nothing in the design forbids it. adjusted: as in `target_reasons`."""
    if claim not in barred_claims(design, adjusted=adjusted):
        return ()
    what, do = SELECTION.why[claim]
    return (Reason("claim-beyond-design", what, f"design, {claim}", do),)


def count_words(design: Design, count: int) -> str:
    """How a count is said: as it is, or as the minimum it is where events were documented."""
    if design.target is Target.DOCUMENTED_EVENTS:
        return f"documented cases, at least {count}"
    return str(count)


class ErrorMethod(StrEnum):
    """How standard errors are computed."""

    SIMPLE_RANDOM = "simple-random"
    CLUSTER = "cluster"
    NONE = "none"


@dataclass(frozen=True)
class StandardErrors:
    """The method, and in a plain sentence why this one or why none."""

    method: ErrorMethod
    reason: str


def standard_errors(design: Design) -> StandardErrors:
    """How standard errors are computed for that design. When in doubt there are none: a wrong one misleads more."""
    if not is_probability(design.selection):
        return _none(f"The selection ({design.selection}) does not allow a margin of error.")
    if design.target is not Target.POPULATION:
        return _none("The figures speak of no wider population, so there is no sampling error.")
    if design.selection is Selection.CENSUS:
        return _none("Everybody was to be asked, so there is no sampling error.")
    if design.cluster:
        return StandardErrors(ErrorMethod.CLUSTER, "Units were drawn in clusters, so clusters are compared.")
    if design.selection is Selection.CLUSTER:
        return _none("The plan names no column of clusters, so the sampling error of this design cannot be computed.")
    if design.strata:
        said = "Units were drawn one by one within strata, so they are compared within them."
        return StandardErrors(ErrorMethod.SIMPLE_RANDOM, said)
    if design.selection is Selection.STRATIFIED:
        return _none("The plan names no column of strata, so the sampling error of this design cannot be computed.")
    said = "each with a chance that its weight says" if design.weights else "each with the same chance"
    return StandardErrors(ErrorMethod.SIMPLE_RANDOM, f"Units were drawn at random, {said}.")


def population_drawn_from(design: Design) -> Mapping[str, int]:
    """Units to draw from by stratum, "" where there are no strata; empty where errors do not depend on them."""
    method = standard_errors(design).method
    if method is ErrorMethod.NONE:
        return {}
    if design.strata:
        return design.population_by_stratum
    size = design.population_clusters if method is ErrorMethod.CLUSTER else design.population_size
    return {"": size} if size else {}


def limits(design: Design, *, network_weighted: bool = False) -> tuple[str, ...]:
    """What target and selection do not allow one to claim, in plain sentences that are printed with the figures.

    network_weighted: whether a respondent-driven sample was weighted by what it records (RDS-II).
    """
    sentences = SELECTION.target[design.target]
    if design.target is Target.DOCUMENTED_EVENTS and not design.reporting_effort:
        sentences = (*sentences, SELECTION.effort)
    if not is_probability(design.selection):
        if network_weighted and has_recruitment(design):
            return SELECTION.network
        return sentences + SELECTION.selection[design.selection]
    if design.target is not Target.POPULATION:
        return sentences
    errors = standard_errors(design)
    missing = (errors.reason,) if errors.method is ErrorMethod.NONE else ()
    return sentences + SELECTION.selection[design.selection] + missing


def _none(reason: str) -> StandardErrors:
    return StandardErrors(ErrorMethod.NONE, reason)
