"""Why a contribution takes no part is sealed with it, which is longer than the words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0005_credits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="contribution",
            name="set_aside",
            field=models.TextField(blank=True),
        ),
    ]
