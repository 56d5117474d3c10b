"""Entries made before have no forms of words. They go; the job that keeps the catalogue makes them anew."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def make_anew(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing is lost: an entry says only what its release says."""
    apps.get_model("site", "CatalogueGoal").objects.all().delete()
    apps.get_model("site", "CatalogueEntry").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("site", "0003_moves")]

    operations = [migrations.RunPython(make_anew, migrations.RunPython.noop)]
