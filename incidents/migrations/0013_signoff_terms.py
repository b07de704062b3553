"""Keep with each call and each sign-off the terms on which a version was put to the parties."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The canonical terms of a call, and their hash beside every word that is said."""

    dependencies = [("incidents", "0012_proposals")]
    operations = [
        migrations.AddField(
            model_name="signoffcall",
            name="terms",
            field=models.BinaryField(default=b"", verbose_name="canonical terms"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="signoffcall",
            name="terms_hash",
            field=models.CharField(default="", max_length=64, verbose_name="hash of the terms"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="signoff",
            name="terms_hash",
            field=models.CharField(default="", max_length=64, verbose_name="hash of the terms"),
            preserve_default=False,
        ),
    ]
