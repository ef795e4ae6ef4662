from decimal import Decimal

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.math
import django.db.models.functions.text
import django.db.models.lookups
import django.utils.timezone
import phonenumber_field.modelfields
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import partnerships.models.organizations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("partnerships", "0004_next_steps_are_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="Department",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("website", partnerships.models.organizations.WebsiteField(blank=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="departments",
                        to="partnerships.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="department_has_a_name",
                    ),
                    models.UniqueConstraint(
                        models.F("organization"),
                        django.db.models.functions.text.Lower("name"),
                        name="department_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DepartmentMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="postsecondary.department",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="departments",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("department", "person"), name="department_member_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DualCredit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("our_course", models.CharField(max_length=120)),
                ("their_course", models.CharField(max_length=120)),
                (
                    "credits",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.5")),
                            django.core.validators.MaxValueValidator(Decimal("30")),
                        ],
                    ),
                ),
                ("grade_needed", models.CharField(blank=True, max_length=40)),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first school year")),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="last school year"
                    ),
                ),
                ("agreement", models.CharField(blank=True, max_length=200)),
                (
                    "signed_on",
                    models.DateField(blank=True, null=True, verbose_name="agreement signed on"),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dual_credits",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dual_credits",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "dual-credit course",
                "verbose_name_plural": "dual-credit courses",
                "ordering": ["our_course", "their_course", "first_year", "pk"],
                "indexes": [
                    models.Index(
                        fields=["program", "organization"], name="postseconda_program_42cfb6_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("our_course", ""), _negated=True),
                            models.Q(("their_course", ""), _negated=True),
                        ),
                        name="dual_credit_names_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("credits__gte", Decimal("0.5")), ("credits__lte", Decimal("30"))
                        ),
                        name="dual_credit_gives_credit",
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.math.Round(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("credits"), "*", models.Value(2)
                                )
                            ),
                            django.db.models.expressions.CombinedExpression(
                                models.F("credits"), "*", models.Value(2)
                            ),
                        ),
                        name="dual_credit_in_halves",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("first_year__gte", 1990), ("first_year__lte", 2100)),
                        name="dual_credit_year_can_be",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("last_year", None),
                            models.Q(
                                ("last_year__gte", models.F("first_year")), ("last_year__lte", 2100)
                            ),
                            _connector="OR",
                        ),
                        name="dual_credit_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        models.F("program"),
                        models.F("organization"),
                        django.db.models.functions.text.Lower("our_course"),
                        django.db.models.functions.text.Lower("their_course"),
                        models.F("first_year"),
                        name="dual_credit_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundingIdea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scholarship", "Scholarship"),
                            ("grant", "Grant"),
                            ("waiver", "Tuition or fees waived"),
                            ("employer", "Paid by an employer"),
                            ("work", "Work while studying"),
                            ("loan", "Loan"),
                            ("other", "Something else"),
                        ],
                        default="scholarship",
                        max_length=20,
                    ),
                ),
                (
                    "amount",
                    models.CharField(
                        blank=True, help_text="For example: up to $2,000 a year.", max_length=80
                    ),
                ),
                (
                    "apply_by",
                    models.CharField(
                        blank=True,
                        help_text="As the college says it: 1 March each year.",
                        max_length=80,
                    ),
                ),
                ("website", partnerships.models.organizations.WebsiteField(blank=True)),
                ("detail", models.TextField(blank=True)),
                (
                    "noted_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="When somebody last asked or looked.",
                        verbose_name="as of",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="funding_ideas",
                        to="partnerships.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="funding_idea_has_a_name",
                    ),
                    models.UniqueConstraint(
                        models.F("organization"),
                        django.db.models.functions.text.Lower("name"),
                        name="funding_idea_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalDepartment",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("website", partnerships.models.organizations.WebsiteField(blank=True)),
                ("note", models.CharField(blank=True, max_length=200)),
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
            ],
            options={
                "verbose_name": "historical department",
                "verbose_name_plural": "historical departments",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDepartmentMember",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
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
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="postsecondary.department",
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
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical department member",
                "verbose_name_plural": "historical department members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDualCredit",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("our_course", models.CharField(max_length=120)),
                ("their_course", models.CharField(max_length=120)),
                (
                    "credits",
                    models.DecimalField(
                        decimal_places=1,
                        max_digits=4,
                        validators=[
                            django.core.validators.MinValueValidator(Decimal("0.5")),
                            django.core.validators.MaxValueValidator(Decimal("30")),
                        ],
                    ),
                ),
                ("grade_needed", models.CharField(blank=True, max_length=40)),
                ("first_year", models.PositiveSmallIntegerField(verbose_name="first school year")),
                (
                    "last_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="last school year"
                    ),
                ),
                ("agreement", models.CharField(blank=True, max_length=200)),
                (
                    "signed_on",
                    models.DateField(blank=True, null=True, verbose_name="agreement signed on"),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
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
                "verbose_name": "historical dual-credit course",
                "verbose_name_plural": "historical dual-credit courses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFundingIdea",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("scholarship", "Scholarship"),
                            ("grant", "Grant"),
                            ("waiver", "Tuition or fees waived"),
                            ("employer", "Paid by an employer"),
                            ("work", "Work while studying"),
                            ("loan", "Loan"),
                            ("other", "Something else"),
                        ],
                        default="scholarship",
                        max_length=20,
                    ),
                ),
                (
                    "amount",
                    models.CharField(
                        blank=True, help_text="For example: up to $2,000 a year.", max_length=80
                    ),
                ),
                (
                    "apply_by",
                    models.CharField(
                        blank=True,
                        help_text="As the college says it: 1 March each year.",
                        max_length=80,
                    ),
                ),
                ("website", partnerships.models.organizations.WebsiteField(blank=True)),
                ("detail", models.TextField(blank=True)),
                (
                    "noted_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="When somebody last asked or looked.",
                        verbose_name="as of",
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
            ],
            options={
                "verbose_name": "historical funding idea",
                "verbose_name_plural": "historical funding ideas",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgramOfStudy",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "award",
                    models.CharField(
                        choices=[
                            ("badge", "Short course or credential"),
                            ("certificate", "Certificate"),
                            ("diploma", "Diploma"),
                            ("associate", "Associate degree"),
                            ("bachelor", "Bachelor's degree"),
                            ("master", "Master's degree or higher"),
                            ("apprenticeship", "Apprenticeship"),
                        ],
                        default="certificate",
                        max_length=20,
                    ),
                ),
                (
                    "career_area",
                    models.CharField(
                        choices=[
                            ("agriculture", "Agriculture, food and natural resources"),
                            ("arts", "Arts and communications"),
                            ("business", "Finance and business services"),
                            ("health", "Health sciences and technology"),
                            ("services", "Human and public services"),
                            ("it", "Information technology"),
                            ("trades", "Manufacturing, engineering, technology and trades"),
                        ],
                        help_text="Programs of this career area see it first.",
                        max_length=20,
                        verbose_name="industry",
                    ),
                ),
                (
                    "length",
                    models.CharField(
                        blank=True, help_text="For example: 2 years, or 16 weeks.", max_length=60
                    ),
                ),
                ("website", partnerships.models.organizations.WebsiteField(blank=True)),
                ("note", models.CharField(blank=True, max_length=200)),
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
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="postsecondary.department",
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
            ],
            options={
                "verbose_name": "historical program of study",
                "verbose_name_plural": "historical programs of study",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ProgramOfStudy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160)),
                (
                    "award",
                    models.CharField(
                        choices=[
                            ("badge", "Short course or credential"),
                            ("certificate", "Certificate"),
                            ("diploma", "Diploma"),
                            ("associate", "Associate degree"),
                            ("bachelor", "Bachelor's degree"),
                            ("master", "Master's degree or higher"),
                            ("apprenticeship", "Apprenticeship"),
                        ],
                        default="certificate",
                        max_length=20,
                    ),
                ),
                (
                    "career_area",
                    models.CharField(
                        choices=[
                            ("agriculture", "Agriculture, food and natural resources"),
                            ("arts", "Arts and communications"),
                            ("business", "Finance and business services"),
                            ("health", "Health sciences and technology"),
                            ("services", "Human and public services"),
                            ("it", "Information technology"),
                            ("trades", "Manufacturing, engineering, technology and trades"),
                        ],
                        help_text="Programs of this career area see it first.",
                        max_length=20,
                        verbose_name="industry",
                    ),
                ),
                (
                    "length",
                    models.CharField(
                        blank=True, help_text="For example: 2 years, or 16 weeks.", max_length=60
                    ),
                ),
                ("website", partnerships.models.organizations.WebsiteField(blank=True)),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="programs_of_study",
                        to="postsecondary.department",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="programs_of_study",
                        to="partnerships.organization",
                    ),
                ),
            ],
            options={
                "verbose_name": "program of study",
                "verbose_name_plural": "programs of study",
                "ordering": ["name", "award", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="program_of_study_has_a_name",
                    ),
                    models.UniqueConstraint(
                        models.F("organization"),
                        django.db.models.functions.text.Lower("name"),
                        models.F("award"),
                        name="program_of_study_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalEntryRequirement",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For example: Algebra II with a C or better.",
                        max_length=200,
                        verbose_name="what is needed",
                    ),
                ),
                ("detail", models.TextField(blank=True)),
                (
                    "noted_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="When somebody last asked or looked.",
                        verbose_name="as of",
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
                    "program_of_study",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="postsecondary.programofstudy",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical entry requirement",
                "verbose_name_plural": "historical entry requirements",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="EntryRequirement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="For example: Algebra II with a C or better.",
                        max_length=200,
                        verbose_name="what is needed",
                    ),
                ),
                ("detail", models.TextField(blank=True)),
                (
                    "noted_on",
                    models.DateField(
                        default=django.utils.timezone.localdate,
                        help_text="When somebody last asked or looked.",
                        verbose_name="as of",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entry_requirements",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "program_of_study",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entry_requirements",
                        to="postsecondary.programofstudy",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="entry_requirement_says_something",
                    )
                ],
            },
        ),
    ]
