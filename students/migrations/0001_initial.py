import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("partnerships", "0004_next_steps_are_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalStudent",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(max_length=80)),
                (
                    "graduation_year",
                    models.PositiveSmallIntegerField(
                        help_text="When they finish grade 12; the grade follows from it.",
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                    ),
                ),
                (
                    "source_id",
                    models.CharField(
                        blank=True,
                        help_text="The school's own identifier, so that lists match the next time.",
                        max_length=120,
                        verbose_name="school's number",
                    ),
                ),
                (
                    "host_release_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on the signed release. Empty: hosts see no name.",
                        null=True,
                        verbose_name="name may go to hosts since",
                    ),
                ),
                (
                    "photo_release_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="photos may be shown since"
                    ),
                ),
                ("left_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                ("history_change_reason", models.CharField(max_length=100, null=True)),
                (
                    "history_type",
                    models.CharField(
                        choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.program",
                    ),
                ),
                (
                    "release_noted_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who last recorded a release.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical student",
                "verbose_name_plural": "historical students",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Student",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_name", models.CharField(max_length=80)),
                ("family_name", models.CharField(max_length=80)),
                (
                    "graduation_year",
                    models.PositiveSmallIntegerField(
                        help_text="When they finish grade 12; the grade follows from it.",
                        validators=[
                            django.core.validators.MinValueValidator(2000),
                            django.core.validators.MaxValueValidator(2100),
                        ],
                    ),
                ),
                (
                    "source_id",
                    models.CharField(
                        blank=True,
                        help_text="The school's own identifier, so that lists match the next time.",
                        max_length=120,
                        verbose_name="school's number",
                    ),
                ),
                (
                    "host_release_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on the signed release. Empty: hosts see no name.",
                        null=True,
                        verbose_name="name may go to hosts since",
                    ),
                ),
                (
                    "photo_release_on",
                    models.DateField(
                        blank=True, null=True, verbose_name="photos may be shown since"
                    ),
                ),
                ("left_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="students",
                        to="partnerships.program",
                    ),
                ),
                (
                    "release_noted_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who last recorded a release.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["family_name", "given_name", "pk"],
                "indexes": [
                    models.Index(
                        fields=["program", "family_name", "given_name"],
                        name="students_st_program_6ffbb2_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("given_name", ""), _negated=True),
                            models.Q(("family_name", ""), _negated=True),
                        ),
                        name="student_has_a_name",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("source_id", ""), _negated=True),
                        fields=("program", "source_id"),
                        name="student_number_once_in_a_program",
                    ),
                ],
            },
        ),
    ]
