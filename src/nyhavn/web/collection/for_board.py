"""What waits for the bodies of a community about collections: one that is to be opened."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext

from nyhavn.framework.opening import Door, opening_reasons
from nyhavn.web.collection.queries import open_collection_of, preparation
from nyhavn.web.collection.subjects import home_of
from nyhavn.web.community.waiting_for_board import ForBoard, add_for_board
from nyhavn.web.initiatives.models import Initiative

OF_THE_COMMUNITY = "community-"


def opening_waiting(initiative: Initiative) -> Iterator[ForBoard]:
    """A collection that nothing but the community stands against."""
    if open_collection_of(initiative) is not None:
        return
    found = opening_reasons(preparation(initiative, frozenset({Door.IMPORT}), timezone.localdate()))
    if all(reason.code.startswith(OF_THE_COMMUNITY) for reason in found):
        title = gettext("Shall the collection open?")
        words = gettext("Everything is prepared. From the opening on, people are asked for their answers.")
        yield ForBoard(title, words, "opening", home_of(initiative, "collection"))


add_for_board("opening", opening_waiting)
