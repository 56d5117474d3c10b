"""Vintages that come by themselves, and who was asked to delete recalled records."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0001_initial"),
        ("releases", "0003_recall"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RecallAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("acknowledged_on", models.DateField(null=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="releases.recipient",
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recalls_asked",
                        to="releases.publicrelease",
                    ),
                ),
            ],
            options={
                "ordering": ["release", "id"],
                "constraints": [models.UniqueConstraint(fields=("release", "recipient"), name="recall_asked_once")],
            },
        ),
        migrations.CreateModel(
            name="VintagePlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=81)),
                ("every_months", models.PositiveSmallIntegerField()),
                ("first_date", models.DateField()),
                ("next_date", models.DateField()),
                ("set_at", models.DateTimeField(auto_now_add=True)),
                ("fingerprint", models.CharField(blank=True, max_length=64)),
                ("approved_at", models.DateTimeField(null=True)),
                ("community_agreed_at", models.DateTimeField(null=True)),
                ("community_reason", models.TextField(blank=True)),
                ("run", models.UUIDField(null=True)),
                ("reasons", models.JSONField(default=list)),
                ("tried_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "ended_because",
                    models.CharField(
                        blank=True, choices=[("stopped", "Stopped"), ("replaced", "Replaced")], max_length=20
                    ),
                ),
                (
                    "approved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "community_agreed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "initiative",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="vintage_plans",
                        to="initiatives.initiative",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("initiative", "name"),
                        name="one_standing_vintage_plan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_months__gte", 1), ("every_months__lte", 60)),
                        name="vintage_months_possible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("next_date__gte", models.F("first_date"))), name="vintage_days_ordered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            ("set_by__isnull", True),
                            models.Q(("approved_by", models.F("set_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="vintage_second_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_because", "")),
                            models.Q(("ended_at__isnull", False), ("ended_because__in", ["stopped", "replaced"])),
                            _connector="OR",
                        ),
                        name="vintage_end_has_reason",
                    ),
                ],
            },
        ),
    ]
