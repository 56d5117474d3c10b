"""Rows of a file whose contributions were taken back."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0002_key_turning"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="withdrawn_rows",
            field=models.JSONField(default=list),
        ),
    ]
