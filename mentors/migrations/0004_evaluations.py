import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("advisory", "0002_need"),
        ("mentors", "0003_exchanges"),
        ("partnerships", "0004_next_steps_are_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Evaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="By its first calendar year: 2026 for 2026-27.",
                        verbose_name="school year",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="first day")),
                ("closes_on", models.DateField(verbose_name="last day")),
                (
                    "code",
                    models.CharField(help_text="Students type it.", max_length=6, unique=True),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Closed by hand, before the last day was over.",
                        null=True,
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="mentors asked last"),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="mentors reminded"),
                ),
                (
                    "shared_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="shared with the board"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "asked",
                    models.ManyToManyField(blank=True, related_name="+", to="partnerships.person"),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="advisory.paper",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="partnerships.program",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-closes_on", "-pk"],
                "indexes": [
                    models.Index(fields=["program", "year"], name="mentors_eva_program_0a5ab3_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="evaluation_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        name="evaluation_has_a_code",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                        name="evaluation_closes_after_opening",
                    ),
                    models.UniqueConstraint(
                        fields=("program", "year", "title"), name="evaluation_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEvaluation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="By its first calendar year: 2026 for 2026-27.",
                        verbose_name="school year",
                    ),
                ),
                ("opens_on", models.DateField(verbose_name="first day")),
                ("closes_on", models.DateField(verbose_name="last day")),
                (
                    "code",
                    models.CharField(db_index=True, help_text="Students type it.", max_length=6),
                ),
                (
                    "closed_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Closed by hand, before the last day was over.",
                        null=True,
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="mentors asked last"),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="mentors reminded"),
                ),
                (
                    "shared_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="shared with the board"
                    ),
                ),
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
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
                    "paper",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.paper",
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
                    "shared_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical evaluation",
                "verbose_name_plural": "historical evaluations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="MentorVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "prepared",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "time_used",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "together",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "learned",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "again",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "good",
                    models.CharField(blank=True, max_length=300, verbose_name="what went well"),
                ),
                (
                    "good_shown",
                    models.CharField(
                        choices=[
                            ("inside", "For staff"),
                            ("hidden", "Hidden"),
                            ("quoted", "May be quoted"),
                        ],
                        default="inside",
                        max_length=6,
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what should be different"
                    ),
                ),
                (
                    "change_shown",
                    models.CharField(
                        choices=[
                            ("inside", "For staff"),
                            ("hidden", "Hidden"),
                            ("quoted", "May be quoted"),
                        ],
                        default="inside",
                        max_length=6,
                    ),
                ),
                ("said_at", models.DateTimeField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mentor_voices",
                        to="mentors.evaluation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mentor_voices",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("prepared__gte", 1), ("prepared__lte", 5)),
                        name="mentorvoice_prepared_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("time_used__gte", 1), ("time_used__lte", 5)),
                        name="mentorvoice_time_used_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("together__gte", 1), ("together__lte", 5)),
                        name="mentorvoice_together_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("learned__gte", 1), ("learned__lte", 5)),
                        name="mentorvoice_learned_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("again__gte", 1), ("again__lte", 5)),
                        name="mentorvoice_again_one_to_five",
                    ),
                    models.UniqueConstraint(
                        fields=("evaluation", "person"), name="mentor_says_it_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "prepared",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "time_used",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "together",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "learned",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "again",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "good",
                    models.CharField(blank=True, max_length=300, verbose_name="what went well"),
                ),
                (
                    "good_shown",
                    models.CharField(
                        choices=[
                            ("inside", "For staff"),
                            ("hidden", "Hidden"),
                            ("quoted", "May be quoted"),
                        ],
                        default="inside",
                        max_length=6,
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what should be different"
                    ),
                ),
                (
                    "change_shown",
                    models.CharField(
                        choices=[
                            ("inside", "For staff"),
                            ("hidden", "Hidden"),
                            ("quoted", "May be quoted"),
                        ],
                        default="inside",
                        max_length=6,
                    ),
                ),
                ("said_at", models.DateTimeField()),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="staff_voices",
                        to="mentors.evaluation",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("prepared__gte", 1), ("prepared__lte", 5)),
                        name="staffvoice_prepared_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("time_used__gte", 1), ("time_used__lte", 5)),
                        name="staffvoice_time_used_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("together__gte", 1), ("together__lte", 5)),
                        name="staffvoice_together_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("learned__gte", 1), ("learned__lte", 5)),
                        name="staffvoice_learned_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("again__gte", 1), ("again__lte", 5)),
                        name="staffvoice_again_one_to_five",
                    ),
                    models.UniqueConstraint(
                        fields=("evaluation", "user"), name="staff_say_it_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StudentSay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "prepared",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "time_used",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "together",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "learned",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "again",
                    models.PositiveSmallIntegerField(
                        help_text="5 is best.",
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                    ),
                ),
                (
                    "good",
                    models.CharField(blank=True, max_length=300, verbose_name="what went well"),
                ),
                (
                    "good_shown",
                    models.CharField(
                        choices=[
                            ("inside", "For staff"),
                            ("hidden", "Hidden"),
                            ("quoted", "May be quoted"),
                        ],
                        default="inside",
                        max_length=6,
                    ),
                ),
                (
                    "change",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what should be different"
                    ),
                ),
                (
                    "change_shown",
                    models.CharField(
                        choices=[
                            ("inside", "For staff"),
                            ("hidden", "Hidden"),
                            ("quoted", "May be quoted"),
                        ],
                        default="inside",
                        max_length=6,
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="student_says",
                        to="mentors.evaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "abstract": False,
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("prepared__gte", 1), ("prepared__lte", 5)),
                        name="studentsay_prepared_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("time_used__gte", 1), ("time_used__lte", 5)),
                        name="studentsay_time_used_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("together__gte", 1), ("together__lte", 5)),
                        name="studentsay_together_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("learned__gte", 1), ("learned__lte", 5)),
                        name="studentsay_learned_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("again__gte", 1), ("again__lte", 5)),
                        name="studentsay_again_one_to_five",
                    ),
                ],
            },
        ),
    ]
