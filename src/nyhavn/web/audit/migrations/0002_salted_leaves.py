"""Places for salts, commitments and leaves. The next migration fills them, the one after that closes the tables."""

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.AddField("seal", "size", models.PositiveBigIntegerField(default=0), preserve_default=False),
        migrations.AlterField("auditrecord", "at", models.DateTimeField(default=django.utils.timezone.now)),
        migrations.AlterField("auditrecord", "by", models.UUIDField(null=True, db_index=True)),
        migrations.AlterField("auditrecord", "on", models.UUIDField(null=True, db_index=True)),
        migrations.AddField("auditrecord", "by_salt", models.BinaryField(max_length=16, null=True)),
        migrations.AddField("auditrecord", "on_salt", models.BinaryField(max_length=16, null=True)),
        migrations.AddField(
            "auditrecord", "by_commitment", models.CharField(max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField(
            "auditrecord", "on_commitment", models.CharField(max_length=64, default=""), preserve_default=False
        ),
        migrations.AddField("auditrecord", "leaf", models.CharField(max_length=64, null=True)),
        migrations.AddIndex(
            "auditrecord", models.Index(fields=["scope", "action", "at"], name="audit_scope_action_at")
        ),
    ]
