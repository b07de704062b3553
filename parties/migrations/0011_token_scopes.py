"""What a token may do, and the hour at which it was last used."""

import django.contrib.postgres.fields
import parties.models.api_token
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0010_request_counts"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="last_used_at",
            field=models.DateTimeField(
                editable=False,
                help_text="The hour; never from where.",
                null=True,
                verbose_name="last used",
            ),
        ),
        migrations.AddField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("read", "read records, page by page"),
                        ("export", "take whole lists as files"),
                        ("file", "file reports, and act on incidents"),
                    ],
                    max_length=10,
                ),
                default=parties.models.api_token.every_scope,
                help_text="No more than the tool needs; never more than you may do yourself.",
                size=None,
                verbose_name="what it may do",
            ),
        ),
    ]
