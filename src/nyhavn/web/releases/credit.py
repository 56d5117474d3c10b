"""Who is named with a release: fixed with its results, made smaller whenever somebody takes a wish back, never larger.

The signed files hold a hash only. The names stand in rows that are sealed with each person's contribution, together
with a share of the salt: as soon as one share is gone, nobody can try guesses at the names against the hash.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid4

from nyhavn.exchange.bundle.credit import commitment_of, write_credit
from nyhavn.framework.attribution import (
    NOBODY,
    CommunityCredit,
    Credit,
    CreditLine,
    Wish,
    Wished,
    credits_of,
    still_standing,
)
from nyhavn.framework.labels import CommunityLabel, labels_from, still_put
from nyhavn.framework.release import CreditStatement
from nyhavn.web.collection.community_credit import community_credit, community_labels
from nyhavn.web.collection.credits import consenting, credits_said, opened_beside, sealed_beside
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.models import Run
from nyhavn.web.releases.models import PublicRelease, ReleaseCredit

NAME, SHARE = "name", "share"
SHARE_BYTES = 32


@dataclass(frozen=True)
class _Named:
    """A row that still opens."""

    row: ReleaseCredit
    name: str = field(repr=False)
    share: str = field(repr=False)


def fix_credit(release: PublicRelease) -> None:
    """Fix who is named with a new candidate: those behind its run whose wish and consent stand now."""
    release.credit = _community(release.initiative)
    release.credit_share = secrets.token_hex(SHARE_BYTES)
    release.save(update_fields=["credit", "credit_share"])
    said = credits_said(release.initiative, _used(release.run))
    agreed = consenting([contribution for contribution, _ in said.values()])
    for contribution, credit in said.values():
        if contribution.uuid in agreed and credit.wish.shows_a_name:
            _keep(release, contribution, credit)


def _used(run: Run) -> Iterator[UUID]:
    return run.uses.order_by().values_list("contribution", flat=True).iterator()


def _keep(release: PublicRelease, contribution: Contribution, credit: Credit) -> None:
    row = ReleaseCredit(uuid=uuid4(), release=release, contribution=contribution)
    told = {NAME: credit.name, SHARE: secrets.token_hex(SHARE_BYTES)}
    row.sealed = sealed_beside(contribution, row.uuid, told)
    row.save(force_insert=True)


def _community(initiative: Initiative) -> Mapping[str, object]:
    said = community_credit(initiative)
    if said.wish is Wish.ANONYMOUS:
        return {"labels": _stored(community_labels(initiative))}
    return {"name": said.name, "others": said.says_others, "labels": _stored(community_labels(initiative))}


def _stored(labels: tuple[CommunityLabel, ...]) -> Mapping[str, object]:
    return {label.code: {each.language: each.text for each in label.texts} for label in labels}


def commit(release: PublicRelease) -> None:
    """Fix what will be signed, with the moment of issue: who dropped out since production is not in it. Not saved."""
    drop_unwilling(release)
    standing = list(_named(release))
    line = _line(release, standing)
    release.credit = {**release.credit, "labels": _stored(labels_shown(release))}
    release.credit_commitment = commitment_of(write_credit(line, _salt(release, standing)))


def credit_as_signed(release: PublicRelease, signed: CreditStatement | None) -> None:
    """Put in what stands in a release that is signed already. Not saved."""
    if signed is not None:
        release.credit = {**release.credit, "labels": _stored(signed.labels)}
        release.credit_commitment = signed.commitment


def statement(release: PublicRelease) -> CreditStatement | None:
    """What is signed; None for a release from before names could be said."""
    if not release.credit_commitment:
        return None
    return CreditStatement(release.credit_commitment, labels_from(release.credit.get("labels", {})))


def credit_shown(release: PublicRelease) -> CreditLine:
    """Who may be named now."""
    return _line(release, list(_named(release))) if release.credit_share else NOBODY


def credit_file(release: PublicRelease) -> bytes:
    """The credit file as it is now. Once somebody dropped out it has no salt, and cannot be compared with the hash."""
    standing = list(_named(release))
    line = _line(release, standing)
    as_signed = write_credit(line, _salt(release, standing))
    return as_signed if commitment_of(as_signed) == release.credit_commitment else write_credit(line, "")


def credit_stamp(release: PublicRelease) -> str:
    """Changes whenever what is shown changes, also what a community has to say to older releases; opens nothing."""
    rows = sorted(row.uuid.hex for row in _standing(release))
    said = f"{rows} {community_credit(release.initiative)} {[label.code for label in labels_shown(release)]}"
    return hashlib.sha256(said.encode()).hexdigest()


def labels_shown(release: PublicRelease) -> tuple[CommunityLabel, ...]:
    """The Labels fixed with the release that the community still puts."""
    frozen = labels_from(release.credit.get("labels", {}))
    return still_put(frozen, community_labels(release.initiative)) if frozen else ()


def drop_credit(contribution: Contribution) -> None:
    """Take this contributor out of every release, published or not, with the share of the salt."""
    ReleaseCredit.objects.filter(contribution=contribution).delete()


def drop_unwilling(release: PublicRelease) -> int:
    """Delete the names whose consent does not stand any more; how many."""
    stands = {row.id for row in _standing(release)}
    return ReleaseCredit.objects.filter(release=release).exclude(id__in=stands).delete()[0]


def _standing(release: PublicRelease) -> list[ReleaseCredit]:
    """The rows whose consent stands now, in a fixed order."""
    rows = release.credits.select_related("contribution__epoch", "contribution__collection__initiative")
    found = list(rows.order_by("uuid"))
    agreed = consenting([row.contribution for row in found]) if found else frozenset()
    return [row for row in found if row.contribution.uuid in agreed]


def _named(release: PublicRelease) -> Iterator[_Named]:
    for row in _standing(release):
        said = opened_beside(row.contribution, row.uuid, bytes(row.sealed))
        if said is not None:
            yield _Named(row, said[NAME], said[SHARE])


def name_in(row: ReleaseCredit) -> str:
    """The name that a row keeps; "" if its key is gone."""
    said = opened_beside(row.contribution, row.uuid, bytes(row.sealed))
    return said[NAME] if said else ""


def _line(release: PublicRelease, standing: list[_Named]) -> CreditLine:
    """What may appear of what was fixed with the release."""
    wishes = [Wished(Credit(Wish.NAMED, one.name, was_told=True), consent_stands=True) for one in standing]
    name, others = str(release.credit.get("name", "")), bool(release.credit.get("others", False))
    frozen = credits_of(wishes, CommunityCredit(Wish.COLLECTIVE, name, others))
    now = credits_of(wishes, community_credit(release.initiative))
    return still_standing(frozen, replace(now, names=frozen.names))


def _salt(release: PublicRelease, standing: list[_Named]) -> str:
    """Made of the release's own share and one of each person who is named."""
    shares = "\n".join([release.credit_share, *(one.share for one in standing)])
    return hashlib.sha256(f"nyhavn credit 1\n{shares}".encode()).hexdigest()
