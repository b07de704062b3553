"""A post has both coordinates or neither."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("parties", "0003_standing_order"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="post",
            name="post_on_earth_or_nowhere",
        ),
        migrations.AddConstraint(
            model_name="post",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat__isnull", True), ("lon__isnull", True)),
                    models.Q(
                        ("lat__isnull", False),
                        ("lat__range", (-90, 90)),
                        ("lon__isnull", False),
                        ("lon__range", (-180, 180)),
                    ),
                    _connector="OR",
                ),
                name="post_on_earth_or_nowhere",
                violation_error_message="Give both latitude and longitude, in decimal degrees, or neither.",
            ),
        ),
    ]
