"""The record of what was done in an initiative, as a file for its readers."""

from django.db import transaction

from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.audit.exporting import Reader, log_lines
from nyhavn.web.initiatives.access import roles_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.pages.operations import MadeFile


def export_log(*, by: User, on: Initiative) -> MadeFile:
    """The file; that it was taken out is recorded first. It says nothing of accounts: nobody could erase it there."""
    with transaction.atomic():
        facts: dict[str, Fact] = {"as": sorted(roles_in(by, on))}
        record("log-exported", by=by, kind="initiative", on=on.uuid, scope=on.uuid, facts=facts)
        content = b"".join(log_lines(Reader(on.uuid)))
    return MadeFile(f"{on.slug}-log.jsonl", "text/plain", content)
