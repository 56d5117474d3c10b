"""How bodies decide, who is in them, and what is on their agenda."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("consent", "0007_decided_in_a_meeting"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("title", models.CharField(max_length=300)),
                ("words", models.TextField(blank=True)),
                ("proposal", models.JSONField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agenda", to="consent.communitybody"
                    ),
                ),
                (
                    "put_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["body", "id"],
            },
        ),
        migrations.CreateModel(
            name="Member",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(blank=True, max_length=200)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="consent.communitybody"
                    ),
                ),
            ],
            options={
                "ordering": ["body", "id"],
            },
        ),
        migrations.CreateModel(
            name="Charter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("speaks_for", models.TextField()),
                ("quorum", models.CharField(choices=[("number", "number"), ("share", "share")], max_length=10)),
                ("quorum_of", models.PositiveIntegerField()),
                (
                    "decides_by",
                    models.CharField(
                        choices=[("consensus", "consensus"), ("majority", "majority"), ("two-thirds", "two-thirds")],
                        max_length=12,
                    ),
                ),
                ("is_named", models.BooleanField(default=False)),
                ("starts_on", models.DateField()),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="charters", to="consent.communitybody"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["body", "starts_on", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("body", "starts_on"), name="charter_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("quorum__in", ["number", "share"])), name="quorum_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("decides_by__in", ["consensus", "majority", "two-thirds"])),
                        name="decides_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("quorum_of__gte", 1),
                            models.Q(
                                models.Q(("quorum", "share"), _negated=True), ("quorum_of__lte", 100), _connector="OR"
                            ),
                        ),
                        name="quorum_possible",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day", None), ("last_day__gte", models.F("first_day")), _connector="OR"),
                name="member_days_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(
                condition=models.Q(("account__isnull", False), ("last_day", None)),
                fields=("body", "account"),
                name="account_sits_once",
            ),
        ),
    ]
