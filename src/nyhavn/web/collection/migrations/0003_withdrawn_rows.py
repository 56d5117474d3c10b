"""Rows of a file whose contributions were taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="withdrawn_rows",
            field=models.JSONField(default=list),
        ),
    ]
