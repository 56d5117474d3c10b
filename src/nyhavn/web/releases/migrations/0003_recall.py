"""Single records of a release can be recalled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("releases", "0002_credit"),
    ]

    operations = [
        migrations.AddField(
            model_name="publicrelease",
            name="records_recalled_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="publicrelease",
            name="records_removed_at",
            field=models.DateTimeField(null=True),
        ),
    ]
