"""Name more kinds of readings: accounts, suggestions, proofs, maps and findings."""

from django.db import migrations, models

KINDS = [
    ("incident", "incident"),
    ("history", "history of an incident"),
    ("incidents", "list of incidents"),
    ("report", "report"),
    ("reports", "list of reports"),
    ("accounts", "rival accounts"),
    ("suggestions", "what may be the same event"),
    ("proof", "proof"),
    ("map", "map of incidents"),
    ("finding", "unpublished finding"),
    ("findings", "list of findings"),
]


class Migration(migrations.Migration):
    """Choices alone; no row changes."""

    dependencies = [("incidents", "0015_report_hints")]

    operations = [
        migrations.AlterField(
            model_name="readlog",
            name="what",
            field=models.CharField(choices=KINDS, max_length=20, verbose_name="what"),
        ),
    ]
