"""The register of a family of tables between releases: checked against plan and release, and made anew."""

import hashlib
import json
import secrets
from dataclasses import dataclass, replace
from typing import Literal

from nyhavn.chain.plan import Plan
from nyhavn.chain.plan_rules import protects_persons
from nyhavn.chain.previous import Previous
from nyhavn.engine.confidentiality.vintages import Family, Staleness
from nyhavn.engine.over_time import ADDITIVE, HeldTables, OverTimeOrder
from nyhavn.framework.declared import Declared
from nyhavn.framework.refusal import refusal
from nyhavn.framework.release import Release

KEPT = "register.json"  # in the restricted part of a run
SEED_BITS = 62
RULE = (
    "Over time: numbers move in groups of contributions, and only when enough contributions in a group have changed "
    "for nobody to be recognised by subtraction."
)
AS_OF = " The numbers shown are as of {newest}."
AS_OF_SEVERAL = " The numbers shown are as of {oldest} to {newest}."
ABOUT_AS_OF = " What is said about the data is as of {about}."
RESIDUAL = " Somebody who knows of nearly all changes in a group can still tell the last one."


class RegisterBook(Declared):
    """What is kept after a release for the next one. Restricted.

    release, version: the last release. declared: fingerprint of the tables that the plan asks for.
    vintages: all releases so far, as people name them, the first one first.
    """

    format: Literal[1] = 1
    release: str
    version: str
    declared: str
    vintages: tuple[str, ...]
    family: Family


@dataclass(frozen=True)
class Behind:
    """How far a release is behind the contributions. Restricted.

    held_back: everything was repeated, because all releases together would have given hidden counts away.
    about_is_fresh: what is said about the data was said anew.
    """

    staleness: Staleness
    held_back: bool
    about_is_fresh: bool


def behind_of(held: HeldTables) -> Behind:
    """How far tables that moved by blocks are behind."""
    return Behind(held.moved.staleness, held.is_held_back, held.moved.family.about_is_fresh)


@dataclass(frozen=True)
class OverTime:
    """That a run keeps the rule over time. book: None for the first release."""

    book: RegisterBook | None = None


def book_bytes(book: RegisterBook) -> bytes:
    """The register as it is written."""
    return (book.model_dump_json() + "\n").encode("utf-8")


def check_book(plan: Plan, over_time: OverTime, before: Previous | None) -> None:
    """Raises Refusal where a register does not belong to this plan and the release before."""
    where = "--register"
    if not protects_persons(plan):
        what = "The contributions are not about persons, so every number may move."
        raise refusal("register-not-needed", what, where=where, do="Leave the register out.")
    book = over_time.book
    if book is None:
        return
    if before is None or before.release is None:
        what = f"The register goes on from {book.release}, version {book.version}, and that release was not given."
        raise refusal("register-other-release", what, where=where, do="Give that release with --previous.")
    if (before.release_id, before.version) != (book.release, book.version):
        what = f"The register was kept after {book.release}, version {book.version}, and not after the one given."
        do = f"Use restricted/{KEPT} of the last release, and that release with --previous."
        raise refusal("register-other-release", what, where=where, do=do)
    if book.declared != declared_fingerprint(plan):
        what = "The plan counts other things than the register holds."
        do = "Go back to the tables of the last release, or begin a new register without --previous for other data."
        raise refusal("register-other-tables", what, where=where, do=do)


def can_be_held(plan: Plan) -> bool:
    """Whether the numbers of a plan are about people, and add up by groups of contributions, so that they may wait."""
    if not protects_persons(plan):
        return False
    design = plan.design
    is_weighted = plan.weights or plan.weighting or plan.adjustment or design.weights or design.cluster or design.strata
    return not is_weighted and all(indicator.statistic in ADDITIVE for indicator in plan.indicator)


def over_time_order(plan: Plan, over_time: OverTime) -> OverTimeOrder:
    """How the tables of a plan move."""
    book = over_time.book
    if book is None:
        return OverTimeOrder(plan.over_time, seed=secrets.randbits(SEED_BITS))
    return OverTimeOrder(plan.over_time, book.family)


def next_book(plan: Plan, over_time: OverTime, held: HeldTables) -> RegisterBook:
    """The register once this release is out."""
    earlier = over_time.book.vintages if over_time.book else ()
    return RegisterBook(
        release=plan.release.id,
        version=plan.release.version,
        declared=declared_fingerprint(plan),
        vintages=(*earlier, f"{plan.release.id}, version {plan.release.version}"),
        family=held.moved.family,
    )


def declared_fingerprint(plan: Plan) -> str:
    """SHA-256 of what the plan counts, of its declarations alone: indicators, groups, modules."""
    parts = (plan.indicator, plan.breakdown, plan.module)
    content = [[entry.model_dump(mode="json") for entry in part] for part in parts]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode("utf-8")).hexdigest()


def over_time_words(book: RegisterBook) -> str:
    """What the report says, of the register as it stands after this release."""
    family = book.family
    oldest, newest = (book.vintages[at(family.tables.refreshed)] for at in (min, max))
    if family.tables.vintage == 0:
        return RULE + RESIDUAL
    words = RULE + (AS_OF if oldest == newest else AS_OF_SEVERAL).format(oldest=oldest, newest=newest)
    if not family.about_is_fresh:
        words += ABOUT_AS_OF.format(about=book.vintages[family.about])
    return words + RESIDUAL


def as_said_before(made: Release, before: Release) -> Release:
    """The release with everything that is said about the data as the release before said it."""
    return replace(
        made,
        excluded=before.excluded,
        response=before.response,
        findings=before.findings,
        limits=before.limits,
        principles=before.principles,
        cleaning=before.cleaning,
        quality=before.quality,
    )
