"""Who is named with a release."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0005_credits"),
        ("releases", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicrelease",
            name="credit",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="publicrelease",
            name="credit_commitment",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name="publicrelease",
            name="credit_share",
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.CreateModel(
            name="ReleaseCredit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("sealed", models.BinaryField()),
                (
                    "contribution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="collection.contribution"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="credits", to="releases.publicrelease"
                    ),
                ),
            ],
            options={
                "ordering": ["release", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("release", "contribution"), name="release_credit_once")
                ],
            },
        ),
    ]
