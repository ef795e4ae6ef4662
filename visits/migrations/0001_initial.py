import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("calendar_app", "0002_next_steps"),
        ("partnerships", "0004_next_steps_are_tasks"),
        ("students", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobShadow",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="job_shadow",
                        serialize=False,
                        to="calendar_app.activity",
                    ),
                ),
                ("staff", models.TextField(blank=True, verbose_name="responsible staff")),
                ("transport", models.TextField(blank=True)),
                ("assignment_before", models.TextField(blank=True)),
                (
                    "questions",
                    models.TextField(blank=True, verbose_name="questions students may ask"),
                ),
                ("assignment_after", models.TextField(blank=True)),
                ("reminders", models.TextField(blank=True)),
                (
                    "emergency_phones",
                    models.TextField(blank=True, verbose_name="telephone numbers for emergencies"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="HistoricalJobShadow",
            fields=[
                ("staff", models.TextField(blank=True, verbose_name="responsible staff")),
                ("transport", models.TextField(blank=True)),
                ("assignment_before", models.TextField(blank=True)),
                (
                    "questions",
                    models.TextField(blank=True, verbose_name="questions students may ask"),
                ),
                ("assignment_after", models.TextField(blank=True)),
                ("reminders", models.TextField(blank=True)),
                (
                    "emergency_phones",
                    models.TextField(blank=True, verbose_name="telephone numbers for emergencies"),
                ),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="calendar_app.activity",
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
            ],
            options={
                "verbose_name": "historical job shadow",
                "verbose_name_plural": "historical job shadows",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalShadowHost",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="So many students at most.",
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="calendar_app.activity",
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
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who is with the students, and gets the handout.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical shadow host",
                "verbose_name_plural": "historical shadow hosts",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ShadowHost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "capacity",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="So many students at most.",
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="shadow_hosts",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shadow_hosts",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who is with the students, and gets the handout.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shadow_hosts",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "ordering": ["organization__name", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "organization", "person"), name="shadow_host_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__gte", 1)), name="shadow_host_takes_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Placement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="students.student",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="placements",
                        to="visits.shadowhost",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "student"), name="student_placed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoutLook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("looked_at", models.DateTimeField()),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="visits.shadowhost",
                    ),
                ),
            ],
            options={
                "ordering": ["-looked_at", "-pk"],
            },
        ),
    ]
