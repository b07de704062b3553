"""Name the step by which a version of a finding is made anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """The step of voiding."""

    dependencies = [
        ("parties", "0008_naming_policies"),
    ]

    operations = [
        migrations.AlterField(
            model_name="historicalmissionstep",
            name="action",
            field=models.CharField(
                choices=[
                    ("triage", "triage"),
                    ("begin_verification", "begin verification"),
                    ("verify", "verify"),
                    ("verify_partly", "verify partly"),
                    ("leave_inconclusive", "leave inconclusive"),
                    ("close_unverified", "close unverified"),
                    ("find_no_violation", "find no violation"),
                    ("find_exercise", "find an exercise outside the zone"),
                    ("find_out_of_mandate", "find out of mandate"),
                    ("withdraw", "withdraw for the filer"),
                    ("reopen", "reopen"),
                    ("draft_finding", "draft a finding"),
                    ("send_to_parties", "send to the parties"),
                    ("open_sign_off", "open the sign-off"),
                    ("adopt", "adopt"),
                    ("adopt_with_dissent", "adopt with dissent"),
                    ("block", "block"),
                    ("publish", "publish"),
                    ("amend", "amend as a new version"),
                    ("void", "void, as its evidence changed"),
                    ("supersede", "supersede"),
                ],
                help_text="Which step differs.",
                max_length=30,
                verbose_name="step",
            ),
        ),
        migrations.AlterField(
            model_name="missionstep",
            name="action",
            field=models.CharField(
                choices=[
                    ("triage", "triage"),
                    ("begin_verification", "begin verification"),
                    ("verify", "verify"),
                    ("verify_partly", "verify partly"),
                    ("leave_inconclusive", "leave inconclusive"),
                    ("close_unverified", "close unverified"),
                    ("find_no_violation", "find no violation"),
                    ("find_exercise", "find an exercise outside the zone"),
                    ("find_out_of_mandate", "find out of mandate"),
                    ("withdraw", "withdraw for the filer"),
                    ("reopen", "reopen"),
                    ("draft_finding", "draft a finding"),
                    ("send_to_parties", "send to the parties"),
                    ("open_sign_off", "open the sign-off"),
                    ("adopt", "adopt"),
                    ("adopt_with_dissent", "adopt with dissent"),
                    ("block", "block"),
                    ("publish", "publish"),
                    ("amend", "amend as a new version"),
                    ("void", "void, as its evidence changed"),
                    ("supersede", "supersede"),
                ],
                help_text="Which step differs.",
                max_length=30,
                verbose_name="step",
            ),
        ),
    ]
