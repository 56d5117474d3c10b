"""The lists that became rows go, a run can be emptied, and it is known who took a file with answers out."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = ["running", "judged", "refused", "stopped", "failed", "emptied"]


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0001_initial"),
        ("production", "0004_who_is_in_it"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="run", name="run_state_known"),
        migrations.RemoveField(model_name="findingdecision", name="contributions"),
        migrations.RemoveField(model_name="foundproblem", name="contributions"),
        migrations.RemoveField(model_name="run", name="used"),
        migrations.AlterField(
            model_name="run",
            name="state",
            field=models.CharField(
                choices=[(state, state.capitalize()) for state in STATES], default="running", max_length=10
            ),
        ),
        migrations.AddConstraint(
            model_name="run",
            constraint=models.CheckConstraint(condition=models.Q(("state__in", STATES)), name="run_state_known"),
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("recalled_at", models.DateTimeField(null=True)),
                ("deleted_on", models.DateField(null=True)),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="handovers",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "taken_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["initiative", "id"],
            },
        ),
        migrations.CreateModel(
            name="HandoverContribution",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("contribution", models.UUIDField(db_index=True)),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="holds", to="production.handover"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("handover", "contribution"), name="handover_holds_once")
                ],
            },
        ),
    ]
