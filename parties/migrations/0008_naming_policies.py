"""An audience chooses how it is shown the names of places."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0007_names_by_sound"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalmission",
            name="names",
            field=models.CharField(
                default="pair",
                help_text="How places are named for who did not choose: pair, grid, or first- and the code of a party.",
                max_length=50,
                verbose_name="names of places",
            ),
        ),
        migrations.AddField(
            model_name="mission",
            name="names",
            field=models.CharField(
                default="pair",
                help_text="How places are named for who did not choose: pair, grid, or first- and the code of a party.",
                max_length=50,
                verbose_name="names of places",
            ),
        ),
        migrations.AddField(
            model_name="user",
            name="names",
            field=models.CharField(
                blank=True,
                default="",
                help_text="How this person is shown places: pair, grid, or first- and the code of a party; empty: as the mission does.",
                max_length=50,
                verbose_name="names of places",
            ),
        ),
    ]
