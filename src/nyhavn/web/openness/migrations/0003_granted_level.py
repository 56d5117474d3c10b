"""Access is given for a level. What was given before holds for as long as it is no stricter than "community only"."""

from typing import Any

from django.db import migrations, models

LEVELS = ("open", "registered", "community-only", "closed-with-metadata")


def as_it_was(apps: Any, schema_editor: Any) -> None:
    """Nobody wrote down for which level; the strictest for which access can be given changes nothing."""
    given = apps.get_model("openness", "AccessRequest").objects.exclude(granted_until=None)
    given.update(granted_level="community-only")


class Migration(migrations.Migration):
    dependencies = [("openness", "0002_only_added")]
    operations = [
        migrations.AddField(
            model_name="accessrequest",
            name="granted_level",
            field=models.CharField(blank=True, choices=[(one, one) for one in LEVELS], default="", max_length=30),
            preserve_default=False,
        ),
        migrations.RunPython(as_it_was, migrations.RunPython.noop),
    ]
