"""Returns say access and outages line by line; a silent post is a duty."""

from django.db import migrations, models

KINDS = [
    ("recount_day", "recount a mission day"),
    ("publish_day", "publish a daily report"),
    ("open_sign_off", "open a sign-off when the time for replies is over"),
    ("close_sign_off", "close a sign-off when its time is over"),
    ("remind", "remind of an incident"),
    ("silent_post", "ask after a post that sent no return"),
]


class Migration(migrations.Migration):
    """Returns filed before have no lines, and keep their words."""

    dependencies = [("incidents", "0016_more_readings")]

    operations = [
        migrations.AddField(
            "dailyreturn",
            "denials",
            models.JSONField(
                default=list, editable=False, verbose_name="denied or delayed access, by line"
            ),
        ),
        migrations.AddField(
            "dailyreturn",
            "outages",
            models.JSONField(default=list, editable=False, verbose_name="outages by line"),
        ),
        migrations.AlterField(
            "duty", "kind", models.CharField(choices=KINDS, max_length=30, verbose_name="kind")
        ),
    ]
