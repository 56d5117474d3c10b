"""On PostgreSQL words are found by an index of their parts of three letters, where the database may have it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSSIBLE = """
SELECT 1 FROM pg_available_extensions WHERE name = 'pg_trgm'
AND (installed_version IS NOT NULL OR has_database_privilege(current_database(), 'CREATE'))
"""


def index_words(_apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Without the index a search reads every row: slower, and just as right."""
    if editor.connection.vendor != "postgresql":
        return
    with editor.connection.cursor() as cursor:
        cursor.execute(POSSIBLE)
        if cursor.fetchone():
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute("CREATE INDEX catalogue_text ON site_catalogueentry USING gin (text gin_trgm_ops)")


class Migration(migrations.Migration):
    dependencies = [("site", "0001_initial")]

    operations = [migrations.RunPython(index_words, migrations.RunPython.noop)]
