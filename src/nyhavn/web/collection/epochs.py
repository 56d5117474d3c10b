"""The current key period of an initiative."""

from django.db import IntegrityError, transaction

from nyhavn.web.collection import keys
from nyhavn.web.collection.models import KeyEpoch
from nyhavn.web.initiatives.models import Initiative


def current_epoch(initiative: Initiative) -> KeyEpoch:
    """The period under whose key new contributions are sealed. The first is begun here, with its key file.

    The file is written before the row: a row without its key would be a promise that nobody can keep. A key that is
    missing later is never made anew.
    """
    found = _current(initiative)
    if found is not None:
        return found
    keys.make_once(keys.epoch_file(initiative.uuid, 1))
    try:
        with transaction.atomic():
            return KeyEpoch.objects.create(initiative=initiative, number=1)
    except IntegrityError:  # somebody else began it at the same moment
        return KeyEpoch.objects.get(initiative=initiative, ended_at=None)


def _current(initiative: Initiative) -> KeyEpoch | None:
    return KeyEpoch.objects.filter(initiative=initiative, ended_at=None).first()
