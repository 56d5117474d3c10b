"""Offices hand in what they publish, and their own lists and codes; coordinators let an initiative onto the map."""

import hashlib
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from nyhavn.exchange.incoming.national_list import national_list_in
from nyhavn.framework.definition import PartyKind
from nyhavn.framework.gap_showing import Coverage, check_is_office
from nyhavn.framework.national_indicators import ProxyCode, check_needs_codes
from nyhavn.framework.refusal import check_none, refusal
from nyhavn.web.accounts.models import Organisation, User
from nyhavn.web.audit.actions import Fact, record
from nyhavn.web.gaps.asks import CodesSaid, ListSaid, SeriesSaid, ShowingSaid
from nyhavn.web.gaps.models import NationalCodes, NationalList, OptIn, Source
from nyhavn.web.gaps.queries import areas
from nyhavn.web.gaps.showing_rules import reasons_against, stands_in
from nyhavn.web.initiatives.models import Initiative
from nyhavn.web.jobs.actions import enqueue

READ = "gaps-read-source"


def hand_in_series(*, by: User, on: Organisation, said: SeriesSaid) -> Source:
    """Keep the file until its job has read it; what was there before holds until then. Raises Refusal."""
    check_is_office(PartyKind(on.kind))
    _check_been(said.snapshot_on)
    with transaction.atomic():
        made = Source.objects.create(
            organisation=on,
            handed_in_by=by,
            content=said.file.content,
            sha256=hashlib.sha256(said.file.content).hexdigest(),
            file_name=said.file.name,
            **said.model_dump(mode="json", exclude={"file", "snapshot_on"}),
            snapshot_on=said.snapshot_on,
        )
        made.job = enqueue(READ, scope=on.uuid, on=made.uuid).uuid
        made.save(update_fields=["job"])
        facts: dict[str, Fact] = {"area": said.area, "format": said.format.value}
        record("gap-series-handed-in", by=by, kind="gap-source", on=made.uuid, scope=on.uuid, facts=facts)
    return made


def _check_been(day: date) -> None:
    if day > timezone.localdate():
        what = "The day of the snapshot lies ahead."
        raise refusal("gap-source-later", what, where="snapshot_on", do="Write the day on which the file was made.")


def hand_in_list(*, by: User, on: Organisation, said: ListSaid) -> NationalList:
    """From now on the map of the place shows these beside the global ones; an older list stays on record."""
    check_is_office(PartyKind(on.kind))
    indicators = national_list_in(said.file.content, name=said.file.name)
    with transaction.atomic():
        made = NationalList.objects.create(
            organisation=on,
            area=said.area,
            title=said.title,
            indicators=[one.model_dump(mode="json") for one in indicators],
            handed_in_on=timezone.localdate(),
            handed_in_by=by,
        )
        _replace(NationalList.objects.filter(organisation=on, area=said.area), made)
        facts: dict[str, Fact] = {"area": said.area, "indicators": len(indicators)}
        record("gap-list-handed-in", by=by, kind="gap-list", on=made.uuid, scope=on.uuid, facts=facts)
    return made


def hand_in_codes(*, by: User, on: Organisation, said: CodesSaid) -> NationalCodes:
    """From now on the map of the place names these codes for the group. Raises Refusal."""
    check_is_office(PartyKind(on.kind))
    check_needs_codes(said.group)
    codes = [ProxyCode(code=code, label=label) for code, label in said.codes.items()]
    with transaction.atomic():
        made = NationalCodes.objects.create(
            organisation=on,
            area=said.area,
            group=said.group.value,
            title=said.title,
            column=said.column,
            codes=[one.model_dump(mode="json") for one in codes],
            handed_in_on=timezone.localdate(),
            handed_in_by=by,
        )
        _replace(NationalCodes.objects.filter(organisation=on, area=said.area, group=said.group.value), made)
        facts: dict[str, Fact] = {"area": said.area, "group": said.group.value, "codes": len(codes)}
        record("gap-codes-handed-in", by=by, kind="gap-codes", on=made.uuid, scope=on.uuid, facts=facts)
    return made


def _replace(older: "QuerySet[Any]", by: "NationalList | NationalCodes") -> None:
    older.filter(replaced_by=None).exclude(id=by.id).update(replaced_by=by)


def show_on_map(*, by: User, on: Initiative, said: ShowingSaid) -> OptIn:
    """The initiative may stand on the map of that place. Raises Refusal with everything that stands against it."""
    if said.area not in areas():
        what = "No office has handed in what it publishes of this place."
        raise refusal("gap-map-no-place", what, where="area", do="Choose a place that has a map.")
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(id=on.id)
        check_none(reasons_against(initiative, by=by))
        made = OptIn.objects.create(
            initiative=initiative, is_shown=True, area=said.area, coverage=said.coverage.value, by=by
        )
        _record("gap-map-shown", by, made, {"area": said.area, "coverage": said.coverage.value})
    return made


def take_off_map(*, by: User, on: Initiative) -> None:
    """From now on nothing of the initiative stands on the map. Whoever does not stand there stays away."""
    with transaction.atomic():
        initiative = Initiative.objects.select_for_update().get(id=on.id)
        last = stands_in(initiative)
        if last is None:
            return
        values = {"area": last.area, "coverage": Coverage(last.coverage).value}
        made = OptIn.objects.create(initiative=initiative, is_shown=False, by=by, **values)
        _record("gap-map-taken-off", by, made, {"area": last.area})


def _record(action: str, by: User, made: OptIn, facts: dict[str, Fact]) -> None:
    scope = made.initiative.uuid
    record(action, by=by, kind="gap-map", on=scope, scope=scope, facts=facts)
