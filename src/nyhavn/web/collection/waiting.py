"""What waits for somebody: files that they handed in and nobody has decided about."""

from collections.abc import Iterator

from nyhavn.framework.roles import Right
from nyhavn.web.accounts.models import User
from nyhavn.web.collection.models import BatchState, ImportBatch
from nyhavn.web.collection.subjects import IMPORT
from nyhavn.web.initiatives.access import rights_in
from nyhavn.web.initiatives.waiting import Waiting, add_waiting


def files_waiting(user: User) -> Iterator[Waiting]:
    """Files that wait for what their columns mean, or for a decision."""
    open_states = (BatchState.RECEIVED, BatchState.CHECKED)
    found = ImportBatch.objects.filter(uploaded_by=user, state__in=open_states).order_by("created_at", "id")
    for batch in found.select_related("collection__initiative").defer("sealed_file", "wrapped_key"):
        initiative = batch.collection.initiative
        if Right.IMPORT_CONTRIBUTIONS in rights_in(user, initiative):
            title = "Say what a file's columns mean" if batch.state == BatchState.RECEIVED else "Decide about a file"
            yield Waiting(title, initiative.title, IMPORT.home(batch), batch.created_at)


add_waiting(files_waiting)
