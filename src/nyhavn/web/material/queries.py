"""Reading pieces: what a machine notices, what somebody found, and what is shown today."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.exchange.embedded import noticed_in
from nyhavn.framework.consent import Purpose
from nyhavn.framework.material import (
    Basis,
    Check,
    Finding,
    Looked,
    Noticed,
    PieceKind,
    Subject,
    basis_reasons,
    noticed_in_words,
    purposes_of,
    showing_reasons,
)
from nyhavn.framework.refusal import Reason
from nyhavn.web.collection.models import Contribution
from nyhavn.web.consent.covering import covered_for
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.instruments.queries import newest_frozen, questionnaire_form
from nyhavn.web.material.contents import Content, words_of
from nyhavn.web.material.models import Piece, PieceCheck, PieceState
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import is_readable

LONG_LIST = 5  # choices: shorter lists say yes and no, and woman and man, which stand in every story


def kept(initiative: Initiative) -> QuerySet[Piece]:
    """Everything that is not gone, the newest first."""
    found = Piece.objects.filter(initiative=initiative).exclude(state=PieceState.GONE)
    return found.select_related("initiative", "epoch", "release").order_by("-id")


def machine_noticed(piece: Piece, content: Content) -> tuple[Noticed, ...]:
    """What a machine points at. It decides nothing, and sees neither faces nor voices."""
    embedded = noticed_in(content.file, piece.media_type) if content.file else ()
    text = f"{content.title}\n{content.words}\n{content.credit}"
    return (*embedded, *noticed_in_words(text, _listed(piece.initiative)))


def _listed(initiative: Initiative) -> Collection[str]:
    """The entries of the long lists of the questionnaire, in every language."""
    asked = newest_frozen(initiative)
    if asked is None:
        return ()
    lists = (one.choices for one in questionnaire_form(asked).instrument.questions)
    return {label for choices in lists if len(choices) >= LONG_LIST for one in choices for label in one.labels.values()}


def newest_check(piece: Piece) -> PieceCheck | None:
    """The last one; None if nobody looked at the piece as it is now."""
    found = piece.checks.select_related("piece__initiative", "piece__epoch").order_by("-id").first()
    return found if found is not None and found.digest == piece.digest else None


def is_other(piece: Piece, by: int | None) -> bool:
    """Whether somebody neither added nor changed it. Of whom nobody knows any more, nobody can say so."""
    touched = {piece.added_by_id, piece.changed_by_id} - {None}
    return by is not None and piece.added_by_id is not None and by not in touched


def as_checked(piece: Piece) -> Check | None:
    """What somebody found, for the rules."""
    row = newest_check(piece)
    if row is None:
        return None
    words = words_of(row)
    looked = tuple(
        Looked(Subject(subject), Finding(found), words.get(subject, "")) for subject, found in row.found.items()
    )
    return Check(looked, is_other=is_other(piece, row.by_id), is_current=row.digest == piece.digest)


def basis_of(piece: Piece) -> Basis:
    """What it rests on today."""
    if piece.contribution is None:
        return Basis(None, piece.agreed_on, piece.agreed_until)
    needed = purposes_of(PieceKind(piece.kind))
    return Basis(all(_covers(piece.initiative, piece.contribution, purpose) for purpose in needed))


def _covers(initiative: Initiative, contribution: UUID, purpose: Purpose) -> bool:
    day = _day_of(initiative, contribution)
    return day is not None and contribution in covered_for(initiative, {contribution: day}, purpose)


def _day_of(initiative: Initiative, contribution: UUID) -> date | None:
    """When it was made; None for one that is not here, or was set aside."""
    found = Contribution.objects.filter(collection__initiative=initiative, uuid=contribution, set_aside="")
    return found.values_list("contributed_on", flat=True).first()


def credit_shown(piece: Piece, content: Content) -> str:
    """The name beside it; none where the person's yes to being named does not stand."""
    if piece.contribution is None or _covers(piece.initiative, piece.contribution, Purpose.ATTRIBUTION):
        return content.credit
    return ""


def against_showing(piece: Piece, content: Content) -> tuple[Reason, ...]:
    """Everything that stands against showing it."""
    noticed = machine_noticed(piece, content)
    return showing_reasons(as_checked(piece), noticed, basis_of(piece), timezone.localdate())


def shown_beside(release: PublicRelease) -> tuple[Piece, ...]:
    """What everybody may see beside a release today who may read its stories: agreement is asked for each time."""
    if not is_readable(release):
        return ()
    found = Piece.objects.filter(release=release, state=PieceState.SHOWN).select_related("initiative", "epoch")
    today = timezone.localdate()
    return tuple(piece for piece in found.order_by("id") if not basis_reasons(basis_of(piece), today))


def some_taken_back(release: PublicRelease) -> bool:
    """Whether something stood beside a release that does not stand there any more. Not how much, when or what."""
    return Piece.objects.filter(release=release).exclude(state=PieceState.SHOWN).exists()


def has_some(release: PublicRelease) -> bool:
    """Whether the page beside a release says anything."""
    return Piece.objects.filter(release=release).exists()
