"""Why something was decided is sealed under a key of the decision's own; what was written before stays as it is."""

import django.db.models.deletion
from django.db import migrations, models

KEYED = ~models.Q(sealed=b"") & ~models.Q(wrapped_key=b"")


class Migration(migrations.Migration):
    dependencies = [
        ("collection", "0006_sealed_reasons"),
        ("production", "0005_no_lists"),
    ]

    operations = [
        migrations.RenameField(model_name="findingdecision", old_name="reason", new_name="earlier_reason"),
        migrations.AlterField(
            model_name="findingdecision",
            name="earlier_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="findingdecision",
            name="epoch",
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="collection.keyepoch"),
        ),
        migrations.AddField(
            model_name="findingdecision",
            name="sealed",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddField(
            model_name="findingdecision",
            name="wrapped_key",
            field=models.BinaryField(default=b""),
        ),
        migrations.AddConstraint(
            model_name="findingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(sealed=b"", wrapped_key=b"")
                | models.Q(epoch__isnull=False, earlier_reason="") & KEYED,
                name="decision_reason_sealed",
            ),
        ),
    ]
