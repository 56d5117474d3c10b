"""A release with single records is in print, its worker dies, and somebody in it takes something back before it is out.

The next worker makes the records anew, and they cannot be made as they were. What is signed already goes out as it was
signed, and its records are recalled like those of every release that is out. What is not signed goes back.
"""

from pathlib import Path

from django.db import transaction
from django.utils import timezone

from nyhavn.chain.workspace import outside_faults
from nyhavn.exchange.bundle.container import pack
from nyhavn.exchange.bundle.durable import is_taken
from nyhavn.framework.lineage import Outcome
from nyhavn.framework.publication import PRODUCE_AGAIN
from nyhavn.framework.refusal import Refusal
from nyhavn.framework.release import Release
from nyhavn.framework.release_states import ReleaseStep
from nyhavn.web.jobs.lease import Lease
from nyhavn.web.production.withdrawn import empty
from nyhavn.web.releases.actions import give_up
from nyhavn.web.releases.editions import found_in
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.publishing import GOES_BACK, make_public
from nyhavn.web.releases.queries import place_of
from nyhavn.web.releases.recipients import tell_recipients
from nyhavn.web.releases.standing import held, moved, trace
from nyhavn.web.releases.taking_over import signed_at


def end_without_records(release: PublicRelease, refused: Refusal, lease: Lease) -> None:
    """Publish what is signed, or take back what is not. Raises what was refused where that is no reason for either.

    Raises OutsideFault, LostLease.
    """
    place = place_of(release)
    signed = signed_at(place) if is_taken(place) else None
    if signed is not None and signed.issued_at == release.issued_at:
        _complete(place)
        _go_out(release, signed, lease)
    elif PRODUCE_AGAIN in refused.codes and not is_taken(place):
        _go_back(release, refused, lease)
    else:
        raise refused


def _complete(place: Path) -> None:
    """The zip beside the folder; a worker that died may not have come to it."""
    zip_file = place.with_name(f"{place.name}.zip")
    if not is_taken(zip_file):
        with outside_faults():
            pack(place, zip_file)


def _go_out(release: PublicRelease, signed: Release, lease: Lease) -> None:
    with transaction.atomic():
        found = held(release)
        tell_recipients(make_public(found, signed))
        trace("release-published", by=None, on=found)
        lease.done()


def _go_back(release: PublicRelease, refused: Refusal, lease: Lease) -> None:
    """As if it had not been in print: its figures are destroyed, and the proofs say so."""
    with transaction.atomic():
        found = moved(release, ReleaseStep.ABANDON)
        found.issued_at = None
        found.content = found.headline = found.summary = found.search_text = ""
        found.records_recalled_at = None
        found.save()
        empty(found.run)
        found_in(found).update(
            outcome=Outcome.ERASED, words="release-goes-back", on_date=timezone.localdate(), due_date=None
        )
        give_up(found, GOES_BACK)
        trace("release-went-back", by=None, on=found, codes=list(refused.codes))
        lease.refused(refused.reasons)
