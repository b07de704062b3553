"""Names are found by how they sound, whatever script they are typed in."""

from django.db import migrations, models

from parties.transliteration import sound_of


def listen(apps, schema_editor):
    for model in ("PlaceName", "HistoricalPlaceName"):
        names = list(apps.get_model("parties", model).objects.all())
        for name in names:
            name.sound = sound_of(name.name)
        apps.get_model("parties", model).objects.bulk_update(names, ["sound"], batch_size=1000)


class Migration(migrations.Migration):
    """Keep the sound of each name beside its folded form."""

    dependencies = [("parties", "0006_language_of_the_browser")]

    operations = [
        *(
            migrations.AddField(
                model,
                "sound",
                models.CharField(default="", editable=False, max_length=400, verbose_name="sound"),
            )
            for model in ("placename", "historicalplacename")
        ),
        migrations.RunPython(listen, migrations.RunPython.noop),
    ]
