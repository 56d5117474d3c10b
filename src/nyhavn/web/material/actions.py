"""Adding a piece, changing it, looking at it, showing it, and taking it back."""

from dataclasses import replace
from uuid import UUID

from django.db import transaction

from nyhavn.exchange.embedded import noticed_in, without_embedded
from nyhavn.framework.material import (
    Finding,
    PieceKind,
    file_reasons,
    look_reasons,
    must_go_reasons,
)
from nyhavn.framework.notice_media import media_type_of
from nyhavn.framework.refusal import Refusal, check_none, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.collection.models import Contribution
from nyhavn.web.initiatives.guards import Act, check_guards
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.material import asks
from nyhavn.web.material.contents import Content, content_of, put, words_sealed
from nyhavn.web.material.emptying import destroy as destroy_piece
from nyhavn.web.material.emptying import overwritten
from nyhavn.web.material.models import Piece, PieceCheck, PieceState
from nyhavn.web.material.queries import against_showing, is_other, machine_noticed
from nyhavn.web.releases.models import PublicRelease
from nyhavn.web.releases.queries import is_readable


def add(*, by: User, on: Initiative, said: asks.PieceSaid) -> Piece:
    """Keep a new piece, sealed. Nobody outside sees it. Raises Refusal."""
    content = said.file.content if said.file else b""
    _check_file(said.kind, content)
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(id=on.id)
        check_guards(Act.TAKE_IN, initiative, by=by)
        piece = Piece(
            initiative=initiative,
            kind=said.kind.value,
            language=said.language,
            media_type=media_type_of(content) or "",
            contribution=_contribution(initiative, said),
            agreed_how=said.agreed_how.value if said.agreed_how else "",
            agreed_on=said.agreed_on,
            agreed_until=said.agreed_until,
            added_by=by,
        )
        put(
            piece,
            Content(said.title, said.words, said.credit, content, said.asked_by, said.agreed_for),
        )
        piece.save()
        _record("material-added", by, piece, kind=piece.kind)
    return piece


def _check_file(kind: PieceKind, content: bytes) -> None:
    if kind is not PieceKind.STORY and not content:
        raise refusal("material-file-type", "There is no file.", where="file", do="Choose a picture or sound.")
    check_none(file_reasons(kind, content))
    if content:
        noticed_in(content, media_type_of(content) or "")  # refuses what cannot be read to its end


def _contribution(initiative: Initiative, said: asks.PieceSaid) -> UUID | None:
    """The contribution it came with. Raises Refusal where it rests on nothing, on half an agreement, or on both."""
    parts = (said.agreed_how, said.agreed_on, said.asked_by.strip(), said.agreed_for.strip())
    if not said.contribution and all(parts):
        return None
    if not said.contribution or any(parts) or said.agreed_until:
        what = "It rests on a contribution, or on an agreement: who asked, when, how, and to what they agreed."
        raise refusal("material-no-basis", what, where="contribution", do="Say the one or the other, whole.")
    uuid = UUID(said.contribution)
    if not Contribution.objects.filter(collection__initiative=initiative, uuid=uuid).exists():
        what = "There is no contribution with this number."
        raise refusal("material-contribution", what, where="contribution", do="Copy the number from its page.")
    return uuid


def change(*, by: User, on: Piece, said: asks.PieceChanged) -> None:
    """Another file or other words: whatever somebody found before does not count any more. Raises Refusal."""
    with transaction.atomic():
        piece = _changing(on)
        check_guards(Act.TAKE_IN, piece.initiative, by=by)
        before = content_of(piece)
        file = said.file.content if said.file else before.file
        _check_file(PieceKind(piece.kind), file)
        piece.media_type = media_type_of(file) or ""
        _put_anew(by, piece, replace(before, title=said.title, words=said.words, credit=said.credit, file=file))
        _record("material-changed", by, piece)


def clean(*, by: User, on: Piece) -> None:
    """Take out what is embedded, because somebody asked for it: a new file, to be looked at anew. Raises Refusal."""
    with transaction.atomic():
        piece = _changing(on)
        before = content_of(piece)
        file = without_embedded(before.file, piece.media_type)
        _put_anew(by, piece, replace(before, file=file))
        left = must_go_reasons(noticed_in(file, piece.media_type))
        check_none(left)  # then nothing is kept: half a job would look like a whole one
        _record("material-cleaned", by, piece)


def _changing(on: Piece) -> Piece:
    piece = _held(on)
    if piece.state == PieceState.SHOWN:
        raise refusal("material-is-shown", "It is shown now.", where="piece", do="Take it down first.")
    return piece


def _put_anew(by: User, piece: Piece, content: Content) -> None:
    piece.checks.all().delete()
    piece.version += 1
    piece.changed_by = by
    put(piece, content)
    piece.save()
    overwritten(piece)


def look(*, by: User, on: Piece, said: asks.LookSaid) -> PieceCheck:
    """Somebody who neither added nor changed it says what they found. Raises Refusal."""
    with transaction.atomic():
        piece = _held(on)
        check_guards(Act.CHECK_MATERIAL, piece.initiative, by=by, about=piece)
        noticed = machine_noticed(piece, content_of(piece))
        check_none((*must_go_reasons(noticed), *look_reasons(said.looked(), noticed, is_other=is_other(piece, by.id))))
        made = PieceCheck(piece=piece, digest=piece.digest, by=by, noticed=sorted({one.code for one in noticed}))
        made.found = {one.subject.value: one.finding.value for one in said.looked()}
        made.sealed = words_sealed(piece, made.uuid, {one.subject.value: one.words for one in said.looked()})
        made.save()
        if piece.state == PieceState.SHOWN and Finding.MUST_NOT in made.found.values():
            _down(by, piece)
        _record("material-checked", by, piece, found=sorted(set(made.found.values())))
    return made


def show(*, by: User, on: Piece, said: asks.ShowSaid) -> None:
    """Show it beside a published release, to whoever may read stories. Raises Refusal with all that stands against."""
    with transaction.atomic():
        piece = _changing(on)
        release = PublicRelease.objects.filter(initiative=piece.initiative, uuid=said.release).first()
        if release is None or not is_readable(release):
            what = "There is no such published release."
            raise refusal("material-not-published", what, where="release", do="Choose one that is published.")
        check_none(against_showing(piece, content_of(piece)))
        check_guards(Act.PUBLISH_MATERIAL, piece.initiative, by=by, about=release)
        piece.state, piece.release = PieceState.SHOWN.value, release
        piece.save(update_fields=["state", "release"])
        _record("material-shown", by, piece, release=str(release.uuid))


def take_down(*, by: User, on: Piece) -> None:
    """Nobody sees it from now on. To stop is never guarded, and needs no second person. Raises Refusal."""
    with transaction.atomic():
        piece = _held(on)
        if piece.state != PieceState.SHOWN:
            raise refusal("material-not-shown", "It is not shown.", where="piece", do="Nothing needs to be done.")
        _down(by, piece)


def _down(by: User, piece: Piece) -> None:
    piece.state = PieceState.DOWN.value
    piece.save(update_fields=["state"])
    _record("material-taken-down", by, piece)


def destroy(*, by: User, on: Piece) -> None:
    """Whoever it is from takes it back: nothing of it is left. Raises Refusal."""
    with transaction.atomic():
        piece = _held(on)
        _record("material-destroyed", by, piece)
        destroy_piece(piece)
        piece.contribution = None
        piece.save(update_fields=["contribution"])


def _held(on: Piece) -> Piece:
    found = Piece.objects.select_for_update(of=("self",)).select_related("initiative", "epoch").get(id=on.id)
    if found.state == PieceState.GONE:
        raise taken_back()
    return found


def taken_back() -> Refusal:
    """The answer about a piece that is gone: not a word of what it was."""
    return refusal("material-taken-back", "It was taken back.", do="Nothing needs to be done.")


def _record(action: str, by: User, piece: Piece, **facts: Fact) -> None:
    record(action, by=by, kind="material", on=piece.uuid, scope=piece.initiative.uuid, facts=facts)
