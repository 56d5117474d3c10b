"""Plan and contributions leave the site in one file, recorded, warned of, and for the steward alone."""

import csv
import io
import zipfile

import pytest

from nyhavn.framework.refusal import Refusal
from nyhavn.framework.roles import Role
from nyhavn.web.accounts.models import User
from nyhavn.web.audit.models import AuditRecord
from nyhavn.web.collection.models import Contribution
from nyhavn.web.production.exporting import export_plan
from nyhavn.web.production.models import TablesPlan
from web import objects
from web.cast import Cast
from web.production.seeing import page, press, refused

pytestmark = pytest.mark.django_db
KEPT = {"is_kept_safe": "yes"}


def files(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_steward_saves_the_file_after_a_warning_and_that_is_recorded(ready: Cast) -> None:
    warning = page(ready[Role.STEWARD], "do/export-plan/")
    assert "with what people answered" in warning and "is recorded" in warning
    answer = press(ready[Role.STEWARD], "do/export-plan/", KEPT)
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'attachment; filename="village-water.zip"'
    assert answer["Cache-Control"] == "no-store"
    assert set(files(answer.content)) == {"README.txt", "plan.toml", "water.xlsx", "contributions.csv"}
    record = AuditRecord.objects.get(action="plan-exported")
    assert (record.by, record.facts) == (ready[Role.STEWARD].uuid, {"contributions": "10 to 99", "as": ["steward"]})


def test_nobody_takes_it_out_without_saying_that_it_is_kept_safe(ready: Cast) -> None:
    assert "This box is not ticked" in refused(press(ready[Role.STEWARD], "do/export-plan/"))
    assert not AuditRecord.objects.filter(action="plan-exported").exists()


def test_nobody_else_takes_it_out(ready: Cast, harbour: Cast, stranger: User) -> None:
    for role in set(Role) - {Role.STEWARD}:
        assert press(ready[role], "do/export-plan/", KEPT).status_code == 403, role
    for outsider in (stranger, harbour[Role.STEWARD]):
        assert press(outsider, "do/export-plan/", KEPT).status_code == 404
    assert "do/export-plan/" not in page(ready[Role.COORDINATOR], "runs/")
    assert "do/export-plan/" in page(ready[Role.STEWARD], "runs/")
    assert not AuditRecord.objects.filter(action="plan-exported").exists()


def test_only_what_takes_part_is_inside(ready: Cast) -> None:
    aside = Contribution.objects.order_by("id")[0]
    Contribution.objects.filter(id=aside.id).update(set_aside="A test.")
    inside = files(export_plan(by=ready[Role.STEWARD], on=ready.initiative).content)
    rows = list(csv.DictReader(io.StringIO(inside["contributions.csv"].decode(), newline="")))
    assert len(rows) == 39
    assert "20" not in {row["age"] for row in rows}
    assert str(aside.uuid) not in inside["contributions.csv"].decode()


def test_the_same_input_gives_the_same_file(ready: Cast) -> None:
    first, second = (export_plan(by=ready[Role.STEWARD], on=ready.initiative).content for _ in range(2))
    assert first == second


def test_a_plan_that_is_not_complete_is_not_exported(ready: Cast) -> None:
    TablesPlan.objects.all().delete()
    with pytest.raises(Refusal) as refusal:
        export_plan(by=ready[Role.STEWARD], on=ready.initiative)
    assert set(refusal.value.codes) == {"plan-part-missing"}
    assert not AuditRecord.objects.filter(action="plan-exported").exists()


def test_without_contributions_there_is_nothing_to_export(village: Cast) -> None:
    objects.collection(village)
    objects.tables(village)
    assert "No contribution takes part yet" in refused(press(village[Role.STEWARD], "do/export-plan/", KEPT))
