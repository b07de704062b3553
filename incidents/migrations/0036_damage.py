"""What a report says was damaged: one object, and the source's own words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0035_exports"),
    ]

    operations = [
        migrations.AddField(
            model_name="report",
            name="damage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("none", "nothing damaged"),
                    ("home", "home"),
                    ("school", "school"),
                    ("kindergarten", "kindergarten"),
                    ("hospital", "hospital"),
                    ("water", "water supply"),
                    ("power", "power supply"),
                    ("gas", "gas supply"),
                    ("road", "road"),
                    ("bridge", "bridge"),
                    ("religious_or_cultural", "religious or cultural site"),
                    ("livestock_or_field", "livestock or field"),
                    ("vehicle", "vehicle"),
                    ("mission_asset", "property of the mission"),
                    ("several", "several of these"),
                    ("other", "other"),
                ],
                help_text="What was damaged; empty if not known.",
                max_length=30,
                verbose_name="damage",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="damage_text",
            field=models.CharField(
                blank=True,
                help_text="Kept as typed.",
                max_length=300,
                verbose_name="damage, as said",
            ),
        ),
    ]
