import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("calendar_app", "0002_next_steps"),
        ("partnerships", "0004_next_steps_are_tasks"),
        ("students", "0002_competencies"),
        ("visits", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Alignment",
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
                        related_name="alignments",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "competency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="alignments",
                        to="students.competency",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "competency"), name="alignment_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMilestone",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40)),
                (
                    "framework",
                    models.CharField(
                        blank=True,
                        help_text="Whose it is: PaCE, endorsement, the program's own.",
                        max_length=40,
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="what")),
                (
                    "grade",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (6, "Grade 6"),
                            (7, "Grade 7"),
                            (8, "Grade 8"),
                            (9, "Grade 9"),
                            (10, "Grade 10"),
                            (11, "Grade 11"),
                            (12, "Grade 12"),
                        ],
                        help_text="Empty: in every grade.",
                        null=True,
                        verbose_name="by the end of grade",
                    ),
                ),
                ("kinds", models.JSONField(default=list, verbose_name="counted from")),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="how many",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("activities", "activities"),
                            ("institutions", "different organizations"),
                            ("mentors", "different mentors"),
                            ("per_year", "activities in each school year"),
                            ("hours", "hours"),
                        ],
                        default="activities",
                        max_length=12,
                        verbose_name="of",
                    ),
                ),
                (
                    "minimum_each",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For hours: shorter ones do not count.",
                        null=True,
                        verbose_name="hours at least, each",
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
                "verbose_name": "historical milestone",
                "verbose_name_plural": "historical milestones",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSiteOffer",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(help_text="For example: From grain to flour.", max_length=120),
                ),
                ("is_tour", models.BooleanField(default=False, verbose_name="tour")),
                (
                    "is_demonstration",
                    models.BooleanField(default=False, verbose_name="demonstration"),
                ),
                (
                    "is_presentation",
                    models.BooleanField(default=False, verbose_name="brief presentation"),
                ),
                ("is_hands_on", models.BooleanField(default=False, verbose_name="hands-on")),
                (
                    "sample_times",
                    models.TextField(
                        blank=True, help_text="For example: Tuesdays 9 to 11; not in harvest time."
                    ),
                ),
                (
                    "group_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="students at most",
                    ),
                ),
                ("grade_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("grade_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("safety", models.TextField(blank=True, verbose_name="safety and clothing")),
                (
                    "wheelchair",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("all", "Everywhere"),
                            ("part", "In part"),
                            ("none", "Not possible"),
                        ],
                        default="",
                        max_length=4,
                        verbose_name="with a wheelchair",
                    ),
                ),
                (
                    "parking",
                    models.CharField(blank=True, help_text="Also for a bus.", max_length=200),
                ),
                ("lunch", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                ("is_current", models.BooleanField(default=True, verbose_name="still offered")),
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
                "verbose_name": "historical site offer",
                "verbose_name_plural": "historical site offers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(blank=True, max_length=40)),
                (
                    "framework",
                    models.CharField(
                        blank=True,
                        help_text="Whose it is: PaCE, endorsement, the program's own.",
                        max_length=40,
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="what")),
                (
                    "grade",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (6, "Grade 6"),
                            (7, "Grade 7"),
                            (8, "Grade 8"),
                            (9, "Grade 9"),
                            (10, "Grade 10"),
                            (11, "Grade 11"),
                            (12, "Grade 12"),
                        ],
                        help_text="Empty: in every grade.",
                        null=True,
                        verbose_name="by the end of grade",
                    ),
                ),
                ("kinds", models.JSONField(default=list, verbose_name="counted from")),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="how many",
                    ),
                ),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("activities", "activities"),
                            ("institutions", "different organizations"),
                            ("mentors", "different mentors"),
                            ("per_year", "activities in each school year"),
                            ("hours", "hours"),
                        ],
                        default="activities",
                        max_length=12,
                        verbose_name="of",
                    ),
                ),
                (
                    "minimum_each",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="For hours: shorter ones do not count.",
                        null=True,
                        verbose_name="hours at least, each",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "ordering": ["grade", "framework", "code", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="milestone_says_what"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1)), name="milestone_counts_something"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("code", ""), _negated=True),
                        fields=("program", "code"),
                        name="milestone_code_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SiteOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "title",
                    models.CharField(help_text="For example: From grain to flour.", max_length=120),
                ),
                ("is_tour", models.BooleanField(default=False, verbose_name="tour")),
                (
                    "is_demonstration",
                    models.BooleanField(default=False, verbose_name="demonstration"),
                ),
                (
                    "is_presentation",
                    models.BooleanField(default=False, verbose_name="brief presentation"),
                ),
                ("is_hands_on", models.BooleanField(default=False, verbose_name="hands-on")),
                (
                    "sample_times",
                    models.TextField(
                        blank=True, help_text="For example: Tuesdays 9 to 11; not in harvest time."
                    ),
                ),
                (
                    "group_size",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="students at most",
                    ),
                ),
                ("grade_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("grade_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("safety", models.TextField(blank=True, verbose_name="safety and clothing")),
                (
                    "wheelchair",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not known"),
                            ("all", "Everywhere"),
                            ("part", "In part"),
                            ("none", "Not possible"),
                        ],
                        default="",
                        max_length=4,
                        verbose_name="with a wheelchair",
                    ),
                ),
                (
                    "parking",
                    models.CharField(blank=True, help_text="Also for a bus.", max_length=200),
                ),
                ("lunch", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                ("is_current", models.BooleanField(default=True, verbose_name="still offered")),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="site_offers",
                        to="partnerships.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["organization__name", "title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="offer_has_a_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade_from", None),
                            ("grade_to", None),
                            ("grade_to__gte", models.F("grade_from")),
                            _connector="OR",
                        ),
                        name="offer_grades_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSiteVisit",
            fields=[
                (
                    "lesson_before",
                    models.TextField(blank=True, help_text="What students learn beforehand."),
                ),
                (
                    "assignment_after",
                    models.TextField(blank=True, help_text="What they make of it afterwards."),
                ),
                (
                    "students_per_chaperone",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                    ),
                ),
                (
                    "transport",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not settled"),
                            ("bus", "School bus"),
                            ("public", "Public transport"),
                            ("walk", "On foot"),
                            ("cars", "Parents' cars"),
                            ("online", "Nobody travels: online"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(
                        default=20,
                        help_text="One way.",
                        validators=[django.core.validators.MaxValueValidator(300)],
                    ),
                ),
                (
                    "buffer_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="To count heads, get in and get out, on each way.",
                        validators=[django.core.validators.MaxValueValidator(120)],
                    ),
                ),
                (
                    "wear",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what to wear and bring"
                    ),
                ),
                ("lunch", models.CharField(blank=True, max_length=200)),
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
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="visits.siteoffer",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical site visit",
                "verbose_name_plural": "historical site visits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SiteVisit",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="site_visit",
                        serialize=False,
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "lesson_before",
                    models.TextField(blank=True, help_text="What students learn beforehand."),
                ),
                (
                    "assignment_after",
                    models.TextField(blank=True, help_text="What they make of it afterwards."),
                ),
                (
                    "students_per_chaperone",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(30),
                        ],
                    ),
                ),
                (
                    "transport",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not settled"),
                            ("bus", "School bus"),
                            ("public", "Public transport"),
                            ("walk", "On foot"),
                            ("cars", "Parents' cars"),
                            ("online", "Nobody travels: online"),
                        ],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "travel_minutes",
                    models.PositiveSmallIntegerField(
                        default=20,
                        help_text="One way.",
                        validators=[django.core.validators.MaxValueValidator(300)],
                    ),
                ),
                (
                    "buffer_minutes",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="To count heads, get in and get out, on each way.",
                        validators=[django.core.validators.MaxValueValidator(120)],
                    ),
                ),
                (
                    "wear",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="what to wear and bring"
                    ),
                ),
                ("lunch", models.CharField(blank=True, max_length=200)),
                (
                    "offer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="visits",
                        to="visits.siteoffer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Chaperone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("is_sure", models.BooleanField(default=True, verbose_name="has said yes")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="chaperones",
                        to="visits.sitevisit",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="chaperone_has_a_name"
                    ),
                    models.UniqueConstraint(fields=("visit", "name"), name="chaperone_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Check",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checks",
                        to="visits.sitevisit",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("visit", "text"), name="check_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Thanks",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("thanks", "Thank-you"), ("apology", "Apology")],
                        default="thanks",
                        max_length=8,
                    ),
                ),
                ("due_on", models.DateField()),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "way",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("mail", "By e-mail"),
                            ("letter", "By letter"),
                            ("other", "In another way"),
                        ],
                        max_length=8,
                    ),
                ),
                ("text", models.TextField(blank=True, help_text="As it went out.")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="thanks",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thanks",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty where nobody is named there.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="thanks",
                        to="partnerships.person",
                    ),
                ),
                (
                    "settled_by",
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
                "verbose_name_plural": "thanks",
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("settled_at", None)),
                        fields=["due_on"],
                        name="thanks_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "organization", "person"), name="person_thanked_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("person", None)),
                        fields=("activity", "organization"),
                        name="organization_thanked_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("settled_at", None),
                            models.Q(("way", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="thanks_say_which_way",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="historicalshadowhost",
            name="asked_about",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="The beginning about which they were asked whether all stands.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="historicalshadowhost",
            name="confirm_note",
            field=models.CharField(
                blank=True, help_text="What has changed, in their words.", max_length=500
            ),
        ),
        migrations.AddField(
            model_name="historicalshadowhost",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="said that all stands"),
        ),
        migrations.AddField(
            model_name="placement",
            name="came",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not noted"),
                    ("present", "Here"),
                    ("late", "Late"),
                    ("excused", "Excused"),
                    ("absent", "Missing"),
                ],
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="host_knows",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="the host knows that they do not come"
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="hours",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="Where it is not from begin to end, as in an internship.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="noted_at",
            field=models.DateTimeField(
                blank=True, help_text="When it was seen whether they came.", null=True
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="noted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="placement",
            name="permission_on",
            field=models.DateField(
                blank=True,
                help_text="Empty: not yet.",
                null=True,
                verbose_name="permission slip came back on",
            ),
        ),
        migrations.AddField(
            model_name="shadowhost",
            name="asked_about",
            field=models.DateTimeField(
                blank=True,
                editable=False,
                help_text="The beginning about which they were asked whether all stands.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="shadowhost",
            name="confirm_note",
            field=models.CharField(
                blank=True, help_text="What has changed, in their words.", max_length=500
            ),
        ),
        migrations.AddField(
            model_name="shadowhost",
            name="confirmed_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="said that all stands"),
        ),
        migrations.AlterField(
            model_name="placement",
            name="host",
            field=models.ForeignKey(
                blank=True,
                help_text="On a job shadow. Empty where all students stay together.",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="placements",
                to="visits.shadowhost",
            ),
        ),
        migrations.AddIndex(
            model_name="placement",
            index=models.Index(fields=["student", "came"], name="visits_plac_student_283772_idx"),
        ),
        migrations.AddConstraint(
            model_name="placement",
            constraint=models.CheckConstraint(
                condition=models.Q(("came", ""), ("noted_at__isnull", False), _connector="OR"),
                name="roll_says_when",
            ),
        ),
    ]
