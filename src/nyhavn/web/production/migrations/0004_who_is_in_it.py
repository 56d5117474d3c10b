"""Contributions behind runs, findings and decisions become rows, so that a withdrawal finds them."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 5_000


def rows_of_lists(apps: Apps, _: BaseDatabaseSchemaEditor) -> None:
    """Copy every list into rows, in its order."""
    run, use = _model(apps, "Run"), _model(apps, "RunUse")
    for one, used in run.objects.order_by("id").values_list("id", "used").iterator(chunk_size=1):
        _write(use, (use(run_id=one, contribution=uuid, version=version) for uuid, version in used))
    finding = _model(apps, "FoundProblem")
    pointer = _model(apps, "FindingContribution")
    for one, named in finding.objects.order_by("id").values_list("id", "contributions").iterator(chunk_size=100):
        _write(pointer, (pointer(finding_id=one, contribution=uuid) for uuid in dict.fromkeys(named)))
        finding.objects.filter(id=one).update(named=len(dict.fromkeys(named)))
    decision = _model(apps, "FindingDecision")
    about = _model(apps, "DecisionContribution")
    for one, named in decision.objects.order_by("id").values_list("id", "contributions").iterator(chunk_size=100):
        _write(about, (about(decision_id=one, contribution=uuid) for uuid in dict.fromkeys(named)))


def _model(apps: Apps, name: str) -> Any:
    """The model as it is at this migration."""
    return apps.get_model("production", name)


def _write(model: Any, rows: Iterable[Any]) -> None:
    waiting: Iterator[Any] = iter(rows)
    while batch := list(islice(waiting, AT_ONCE)):
        model.objects.bulk_create(batch, batch_size=AT_ONCE)


def linked(to: str, name: str) -> Any:
    """A row of that table."""
    return models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name=name, to=f"production.{to}")


def number() -> Any:
    """The number of a row."""
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [
        ("production", "0003_register"),
    ]

    operations = [
        migrations.CreateModel(
            name="DecisionContribution",
            fields=[
                ("id", number()),
                ("contribution", models.UUIDField(db_index=True)),
                ("decision", linked("findingdecision", "about")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="FindingContribution",
            fields=[
                ("id", number()),
                ("contribution", models.UUIDField(db_index=True)),
                ("finding", linked("foundproblem", "pointers")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.CreateModel(
            name="RunUse",
            fields=[
                ("id", number()),
                ("contribution", models.UUIDField(db_index=True)),
                ("version", models.PositiveIntegerField()),
                ("run", linked("run", "uses")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddField(
            model_name="foundproblem",
            name="named",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddConstraint(
            model_name="decisioncontribution",
            constraint=models.UniqueConstraint(fields=("decision", "contribution"), name="decision_about_once"),
        ),
        migrations.AddConstraint(
            model_name="findingcontribution",
            constraint=models.UniqueConstraint(fields=("finding", "contribution"), name="finding_points_once"),
        ),
        migrations.AddConstraint(
            model_name="runuse",
            constraint=models.UniqueConstraint(fields=("run", "contribution"), name="run_uses_once"),
        ),
        migrations.RunPython(rows_of_lists, migrations.RunPython.noop),
    ]
