"""Drafts of notices under a lock, and the record of what was done with them."""

from collections.abc import Mapping

from nyhavn.framework.refusal import Refusal, refusal
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.consent.models import Notice
from nyhavn.web.initiatives.models import Initiative


def lock(initiative: Initiative) -> None:
    """Notices of one initiative are changed one after the other, so that their days never overlap."""
    Initiative.objects.select_for_update().get(id=initiative.id)


def locked(notice: Notice) -> Notice:
    """The notice as it stands now, for nobody else to change meanwhile."""
    lock(notice.initiative)
    return Notice.objects.select_for_update(of=("self",)).get(id=notice.id)


def draft_of(notice: Notice) -> Notice:
    """The notice for a change. Raises Refusal for one that is in use."""
    found = locked(notice)
    if found.valid_from is not None:
        raise frozen(found)
    return found


def frozen(notice: Notice) -> Refusal:
    """The refusal of any change to a version that is in use."""
    what = f"Version {notice.version} is in use, so its words stay as they are."
    return refusal("notice-already-frozen", what, do="Draft a new version. It can start from the words of this one.")


def note(action: str, by: User, notice: Notice, facts: Mapping[str, Fact] | None = None) -> None:
    """A record of what was done with a notice, without its words."""
    record(action, by=by, kind="notice", on=notice.uuid, scope=notice.initiative.uuid, facts=facts)
