"""Changing what is counted."""

from django.db import transaction

from nyhavn.chain.tables_plan import TablesPlan as Tables
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.actions import record
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.production.models import TablesPlan
from nyhavn.web.production.queries import reasons_against, tables_of
from nyhavn.web.production.tables import Change, check_no_new


@transaction.atomic
def change_tables(*, by: User | None, on: Initiative, change: Change) -> Tables:
    """Change what is counted. by: None for the version of a vintage that comes by itself.

    Raises Refusal for whatever the change adds that cannot be counted.
    """
    TablesPlan.objects.select_for_update().get_or_create(initiative=on)
    before = tables_of(on)
    after = change.apply(before)
    check_no_new(reasons_against(on, before), reasons_against(on, after))
    stored = TablesPlan.objects.get(initiative=on)
    stored.content = after.model_dump(mode="json", exclude_defaults=True)
    stored.save()
    facts = {"change": change.code, "part": change.part}
    record("tables-changed", by=by, kind="tables", on=on.uuid, scope=on.uuid, facts=facts)
    return after
