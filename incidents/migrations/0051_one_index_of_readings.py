"""Drop an index of the read log that another one begins with."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0050_editions"),
        ("parties", "0014_weeks_of_a_mission"),
    ]

    operations = [
        migrations.AlterField(
            model_name="readlog",
            name="mission",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="parties.mission",
                verbose_name="mission",
            ),
        ),
    ]
