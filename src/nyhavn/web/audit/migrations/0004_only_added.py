"""Every record has its leaf, and the database refuses to change or delete records and seals. People can be erased: their columns can be emptied.

A migration of its own: PostgreSQL changes no table of which the same transaction has changed rows.
"""

from django.db import migrations, models

from nyhavn.web.pages.added_only import only_added


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain_begun")]

    operations = [
        migrations.AlterField("auditrecord", "leaf", models.CharField(max_length=64, unique=True)),
        only_added("audit_auditrecord", may_change=("seal_id",), may_empty=("by", "by_salt", "on", "on_salt")),
        only_added("audit_seal"),
    ]
