import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("mentors", "0004_evaluations"),
        ("partnerships", "0004_next_steps_are_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalPlanLine",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="By its first calendar year.")),
                (
                    "activity",
                    models.CharField(
                        choices=[
                            ("lunch", "Lunch and learn"),
                            ("one_to_one", "Meetings one to one"),
                            ("tutoring", "Tutoring"),
                            ("group", "Group mentoring"),
                            ("classroom", "Classroom mentor"),
                            ("email", "Questions by e-mail"),
                            ("project", "Advice on a project"),
                            ("challenge", "Team challenge"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "how_often",
                    models.CharField(
                        blank=True, help_text="For example: once a month at lunch.", max_length=80
                    ),
                ),
                (
                    "how_often_es",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="how often, in Spanish"
                    ),
                ),
                (
                    "about",
                    models.TextField(blank=True, max_length=600, verbose_name="what happens"),
                ),
                (
                    "about_es",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="what happens, in Spanish"
                    ),
                ),
                (
                    "grade_from",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                (
                    "grade_to",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                (
                    "wanted",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="mentors needed",
                    ),
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
            ],
            options={
                "verbose_name": "historical plan line",
                "verbose_name_plural": "historical plan lines",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="PlanLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(help_text="By its first calendar year.")),
                (
                    "activity",
                    models.CharField(
                        choices=[
                            ("lunch", "Lunch and learn"),
                            ("one_to_one", "Meetings one to one"),
                            ("tutoring", "Tutoring"),
                            ("group", "Group mentoring"),
                            ("classroom", "Classroom mentor"),
                            ("email", "Questions by e-mail"),
                            ("project", "Advice on a project"),
                            ("challenge", "Team challenge"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "how_often",
                    models.CharField(
                        blank=True, help_text="For example: once a month at lunch.", max_length=80
                    ),
                ),
                (
                    "how_often_es",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="how often, in Spanish"
                    ),
                ),
                (
                    "about",
                    models.TextField(blank=True, max_length=600, verbose_name="what happens"),
                ),
                (
                    "about_es",
                    models.TextField(
                        blank=True, max_length=600, verbose_name="what happens, in Spanish"
                    ),
                ),
                (
                    "grade_from",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                (
                    "grade_to",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(12),
                        ],
                    ),
                ),
                (
                    "wanted",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(500),
                        ],
                        verbose_name="mentors needed",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentor_plan",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "ordering": ["year", "pk"],
                "indexes": [
                    models.Index(fields=["program", "year"], name="mentors_pla_program_0df911_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("wanted__gte", 1)), name="plan_line_needs_somebody"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade_from", None),
                            ("grade_to", None),
                            ("grade_to__gte", models.F("grade_from")),
                            _connector="OR",
                        ),
                        name="plan_line_grades_in_order",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="historicalmentorgroup",
            name="activity",
            field=models.CharField(
                blank=True,
                choices=[
                    ("lunch", "Lunch and learn"),
                    ("one_to_one", "Meetings one to one"),
                    ("tutoring", "Tutoring"),
                    ("group", "Group mentoring"),
                    ("classroom", "Classroom mentor"),
                    ("email", "Questions by e-mail"),
                    ("project", "Advice on a project"),
                    ("challenge", "Team challenge"),
                ],
                max_length=12,
                verbose_name="what they do",
            ),
        ),
        migrations.AddField(
            model_name="mentorgroup",
            name="activity",
            field=models.CharField(
                blank=True,
                choices=[
                    ("lunch", "Lunch and learn"),
                    ("one_to_one", "Meetings one to one"),
                    ("tutoring", "Tutoring"),
                    ("group", "Group mentoring"),
                    ("classroom", "Classroom mentor"),
                    ("email", "Questions by e-mail"),
                    ("project", "Advice on a project"),
                    ("challenge", "Team challenge"),
                ],
                max_length=12,
                verbose_name="what they do",
            ),
        ),
    ]
