"""What can be done with stories, photographs, sound and maps."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.initiatives.access import enter_initiative, not_found
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.initiatives.operations import INITIATIVE
from nyhavn.web.material import actions, asks
from nyhavn.web.material.contents import content_of
from nyhavn.web.material.models import Piece
from nyhavn.web.material.queries import kept
from nyhavn.web.material.showing import PieceShown, PiecesShown, piece_shown, pieces_shown
from nyhavn.web.pages.operations import Choices, Confirmed, Done, Operation, Reading, Subject
from nyhavn.web.releases.queries import READABLE


def material_home(on: Initiative) -> str:
    """The address of the list."""
    return f"/work/initiatives/{on.slug}/material/"


def piece_home(on: Piece) -> str:
    """The address of one piece, for those who work on it."""
    return f"{material_home(on.initiative)}{on.uuid}/"


def enter_piece(user: User, right: Right, *, initiative: str, piece: UUID) -> Piece:
    """The piece, for somebody with that right in its initiative. Raises Refusal; what is gone is not found."""
    return piece_in(enter_initiative(user, right, initiative=initiative), piece)


def piece_in(initiative: Initiative, uuid: UUID) -> Piece:
    """The piece of that initiative. Raises Refusal "not-found"."""
    found = kept(initiative).filter(uuid=uuid).first()
    if found is None:
        raise not_found("piece")
    return found


PIECE = Subject("piece", "initiatives/<slug:initiative>/material/<uuid:piece>", enter_piece, home=piece_home)


def _add(by: User, on: Initiative, said: asks.PieceSaid) -> Done:
    made = actions.add(by=by, on=on, said=said)
    return Done(
        "It is kept, sealed. Somebody else looks at it before it is shown.", at=piece_home(made), made=made.uuid
    )


def _change(by: User, on: Piece, said: asks.PieceChanged) -> Done:
    actions.change(by=by, on=on, said=said)
    return Done("It is changed. Somebody who did not change it looks at it anew.")


def _clean(by: User, on: Piece, said: Confirmed) -> Done:
    actions.clean(by=by, on=on)
    return Done("What was embedded is taken out. Somebody looks at the new file.")


def _look(by: User, on: Piece, said: asks.LookSaid) -> Done:
    made = actions.look(by=by, on=on, said=said)
    return Done("What you found is on record. It holds for this file and these words.", made=made.uuid)


def _show(by: User, on: Piece, said: asks.ShowSaid) -> Done:
    actions.show(by=by, on=on, said=said)
    return Done("It is shown beside the release.")


def _take_down(by: User, on: Piece, said: Confirmed) -> Done:
    actions.take_down(by=by, on=on)
    return Done("Nobody outside sees it any more.")


def _destroy(by: User, on: Piece, said: Confirmed) -> Done:
    actions.destroy(by=by, on=on)
    return Done("Nothing of it is left here.", at=material_home(on.initiative))


def _as_it_is(on: Piece) -> Mapping[str, Any]:
    content = content_of(on)
    return {"title": content.title, "words": content.words, "credit": content.credit}


def _releases(on: Piece) -> Mapping[str, Choices]:
    found = on.initiative.releases.filter(state__in=READABLE).order_by("-id")
    return {"release": tuple((str(one.uuid), f"{one.title}, version {one.version}") for one in found)}


OPERATIONS: tuple[Operation[Any], ...] = (
    Operation(
        "add-material",
        "Add a story, a photograph, sound or a map",
        Right.ADD_MATERIAL,
        INITIATIVE,
        _add,
        asks=asks.PieceSaid,
        lead="It is sealed like an answer. Before anybody outside sees it, another person looks for faces, voices, "
        "places and names. Nobody's agreement is assumed.",
        button="Keep it",
    ),
    Operation(
        "change",
        "Change its words or its file",
        Right.ADD_MATERIAL,
        PIECE,
        _change,
        asks=asks.PieceChanged,
        lead="What somebody found before does not count any more. What stood here is destroyed.",
        button="Change it",
        current=_as_it_is,
    ),
    Operation(
        "clean",
        "Take out what is embedded in the file",
        Right.ADD_MATERIAL,
        PIECE,
        _clean,
        lead="Places, times, names of cameras and small copies are taken out of the file; what a screen shows stays. "
        "Faces, signs and voices stay too. Somebody looks at the new file, and the old one is destroyed.",
        button="Take it out",
    ),
    Operation(
        "look",
        "Say what you saw and heard",
        Right.CHECK_MATERIAL,
        PIECE,
        _look,
        asks=asks.LookSaid,
        lead="Look at the whole picture, listen to the end, read every word. Think of who could be found by it: at a "
        "checkpoint, in the family, in a village of forty. A machine that noticed nothing has seen nothing.",
        button="This is what I found",
    ),
    Operation(
        "show",
        "Show it beside a release",
        Right.SHOW_MATERIAL,
        PIECE,
        _show,
        asks=asks.ShowSaid,
        lead="What is shown can be copied by anybody. It can be taken back here at any time, and not there.",
        button="Show it",
        choices=_releases,
    ),
    Operation(
        "take-down",
        "Take it down now",
        Right.SEE_MATERIAL,
        PIECE,
        _take_down,
        lead="Nobody outside sees it from now on. It stays here, and can be shown again.",
        button="Take it down",
    ),
    Operation(
        "destroy",
        "Destroy it, because somebody takes it back",
        Right.ADD_MATERIAL,
        PIECE,
        _destroy,
        lead="File, words and key are destroyed. That cannot be undone.",
        button="Destroy it",
    ),
)
READINGS: tuple[Reading, ...] = (
    Reading(
        "material", "Stories, photographs, sound and maps", Right.SEE_MATERIAL, INITIATIVE, PiecesShown, pieces_shown
    ),
    Reading("", "One piece, without its file", Right.SEE_MATERIAL, PIECE, PieceShown, piece_shown),
)
