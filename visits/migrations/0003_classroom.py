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
        ("visits", "0002_roll"),
    ]

    operations = [
        migrations.CreateModel(
            name="ClassroomVisit",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="classroom_visit",
                        serialize=False,
                        to="calendar_app.activity",
                    ),
                ),
                ("class_name", models.CharField(blank=True, max_length=120, verbose_name="class")),
                (
                    "student_count",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(2000)],
                        verbose_name="how many students",
                    ),
                ),
                (
                    "arrival",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="where to come and park"
                    ),
                ),
                (
                    "learning",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="what they learn now"
                    ),
                ),
                (
                    "wishes",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="what they would like to hear"
                    ),
                ),
                (
                    "questions",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="questions they may ask"
                    ),
                ),
                (
                    "equipment",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="what is in the room"
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="A name and a telephone.",
                        max_length=200,
                        verbose_name="contact on the day",
                    ),
                ),
                ("sheet_sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        help_text="Students type it.",
                        max_length=6,
                        null=True,
                        unique=True,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="code_is_none_or_some"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAdultVoice",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="how it went",
                    ),
                ),
                (
                    "again",
                    models.CharField(
                        choices=[("yes", "Yes"), ("maybe", "Maybe"), ("no", "No")], max_length=5
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("given_at", models.DateTimeField()),
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
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
                (
                    "teacher",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who of us says it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="visits.classroomvisit",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical adult voice",
                "verbose_name_plural": "historical adult voices",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalClassroomVisit",
            fields=[
                ("class_name", models.CharField(blank=True, max_length=120, verbose_name="class")),
                (
                    "student_count",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(2000)],
                        verbose_name="how many students",
                    ),
                ),
                (
                    "arrival",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="where to come and park"
                    ),
                ),
                (
                    "learning",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="what they learn now"
                    ),
                ),
                (
                    "wishes",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="what they would like to hear"
                    ),
                ),
                (
                    "questions",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="questions they may ask"
                    ),
                ),
                (
                    "equipment",
                    models.TextField(
                        blank=True, max_length=400, verbose_name="what is in the room"
                    ),
                ),
                (
                    "contact",
                    models.CharField(
                        blank=True,
                        help_text="A name and a telephone.",
                        max_length=200,
                        verbose_name="contact on the day",
                    ),
                ),
                ("sheet_sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "code",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        help_text="Students type it.",
                        max_length=6,
                        null=True,
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
                "verbose_name": "historical classroom visit",
                "verbose_name_plural": "historical classroom visits",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalIdea",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="the idea")),
                (
                    "about",
                    models.TextField(blank=True, max_length=2000, verbose_name="more about it"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("board_meeting", "Advisory board meeting"),
                            ("site_visit", "Site visit / field trip"),
                            ("postsecondary_visit", "Postsecondary visit"),
                            ("postsecondary_talk", "Postsecondary conversation"),
                            ("classroom_presentation", "Classroom presentation"),
                            ("career_day", "Career day or fair"),
                            ("mock_interview", "Mock interviews"),
                            ("job_shadow", "Job shadow"),
                            ("mentor_session", "Mentor activity"),
                            ("team_challenge", "Team-based challenge"),
                            ("internship", "Internship or career development experience"),
                            ("project_due", "Project due date"),
                            ("parent_meeting", "Parent meeting"),
                            ("celebration", "Student celebration"),
                            ("industry_event", "Industry event"),
                            ("publicity_event", "Recruitment or public-relations event"),
                            ("appointment", "Appointment"),
                            ("other", "Other"),
                        ],
                        default="classroom_presentation",
                        max_length=24,
                        verbose_name="what it could be",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("board", "Advisory board"),
                            ("partner", "Partner"),
                            ("colleague", "Colleague"),
                            ("student", "Student"),
                            ("other", "Somebody else"),
                        ],
                        default="colleague",
                        max_length=12,
                        verbose_name="whose idea",
                    ),
                ),
                (
                    "source_name",
                    models.CharField(
                        blank=True,
                        help_text="A partner or a colleague; no student's name.",
                        max_length=120,
                        verbose_name="who",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("used", "Used"), ("dropped", "Dropped")],
                        default="open",
                        max_length=8,
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "noted_by",
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
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.topic",
                        verbose_name="career topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical idea",
                "verbose_name_plural": "historical ideas",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Idea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="the idea")),
                (
                    "about",
                    models.TextField(blank=True, max_length=2000, verbose_name="more about it"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("board_meeting", "Advisory board meeting"),
                            ("site_visit", "Site visit / field trip"),
                            ("postsecondary_visit", "Postsecondary visit"),
                            ("postsecondary_talk", "Postsecondary conversation"),
                            ("classroom_presentation", "Classroom presentation"),
                            ("career_day", "Career day or fair"),
                            ("mock_interview", "Mock interviews"),
                            ("job_shadow", "Job shadow"),
                            ("mentor_session", "Mentor activity"),
                            ("team_challenge", "Team-based challenge"),
                            ("internship", "Internship or career development experience"),
                            ("project_due", "Project due date"),
                            ("parent_meeting", "Parent meeting"),
                            ("celebration", "Student celebration"),
                            ("industry_event", "Industry event"),
                            ("publicity_event", "Recruitment or public-relations event"),
                            ("appointment", "Appointment"),
                            ("other", "Other"),
                        ],
                        default="classroom_presentation",
                        max_length=24,
                        verbose_name="what it could be",
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("board", "Advisory board"),
                            ("partner", "Partner"),
                            ("colleague", "Colleague"),
                            ("student", "Student"),
                            ("other", "Somebody else"),
                        ],
                        default="colleague",
                        max_length=12,
                        verbose_name="whose idea",
                    ),
                ),
                (
                    "source_name",
                    models.CharField(
                        blank=True,
                        help_text="A partner or a colleague; no student's name.",
                        max_length=120,
                        verbose_name="who",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("used", "Used"), ("dropped", "Dropped")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ideas",
                        to="partnerships.program",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="ideas",
                        to="partnerships.topic",
                        verbose_name="career topic",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["program", "state"], name="visits_idea_program_c0992e_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="idea_says_something"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSpeakerRequest",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(help_text="As the speaker reads it.", max_length=200)),
                (
                    "about",
                    models.TextField(
                        blank=True,
                        help_text="What the class would like to hear.",
                        max_length=2000,
                        verbose_name="what about",
                    ),
                ),
                (
                    "grade_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="from grade"
                    ),
                ),
                (
                    "grade_to",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="to grade"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=45,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="length of the class",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "room",
                    models.CharField(blank=True, help_text="So that clashes show.", max_length=80),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Looking"),
                            ("filled", "Somebody comes"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
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
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Set while we look, if it was on the calendar before.",
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
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who keeps in touch with the speaker.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
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
                    "teacher",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Whose class it is.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="visits.idea",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical speaker request",
                "verbose_name_plural": "historical speaker requests",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="IdeaVote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="votes",
                        to="visits.idea",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="idea_votes",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("idea", "user"), name="one_vote_per_idea")
                ],
            },
        ),
        migrations.CreateModel(
            name="SpeakerRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(help_text="As the speaker reads it.", max_length=200)),
                (
                    "about",
                    models.TextField(
                        blank=True,
                        help_text="What the class would like to hear.",
                        max_length=2000,
                        verbose_name="what about",
                    ),
                ),
                (
                    "grade_from",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="from grade"
                    ),
                ),
                (
                    "grade_to",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="to grade"
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=45,
                        validators=[
                            django.core.validators.MinValueValidator(5),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="length of the class",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "room",
                    models.CharField(blank=True, help_text="So that clashes show.", max_length=80),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Looking"),
                            ("filled", "Somebody comes"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "activity",
                    models.OneToOneField(
                        blank=True,
                        help_text="Set while we look, if it was on the calendar before.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speaker_request",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "idea",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="requests",
                        to="visits.idea",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        help_text="Who keeps in touch with the speaker.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organized_speaker_requests",
                        to="partnerships.person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speaker_requests",
                        to="partnerships.program",
                    ),
                ),
                (
                    "teacher",
                    models.ForeignKey(
                        blank=True,
                        help_text="Whose class it is.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="taught_speaker_requests",
                        to="partnerships.person",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Whoever has one of these talents is suggested.",
                        related_name="speaker_requests",
                        to="partnerships.topic",
                        verbose_name="career topics",
                    ),
                ),
            ],
            options={
                "ordering": ["-starts_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["program", "state", "starts_at"],
                        name="visits_spea_program_2ce1b7_idx",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="speaker_request_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 5)), name="speaker_request_has_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "filled"), _negated=True),
                            ("activity__isnull", False),
                            _connector="OR",
                        ),
                        name="filled_request_is_an_activity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade_from", None),
                            ("grade_to", None),
                            ("grade_to__gte", models.F("grade_from")),
                            _connector="OR",
                        ),
                        name="speaker_request_grades_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "withdrawn"), _negated=True),
                        fields=("idea",),
                        name="idea_becomes_one_request",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpeakerAsk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "No answer yet"),
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("proposes", "Another date"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "proposed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="proposed time"),
                ),
                (
                    "proposed_text",
                    models.CharField(blank=True, max_length=200, verbose_name="proposed in words"),
                ),
                (
                    "refused_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When we said that the proposed date does not suit.",
                        null=True,
                    ),
                ),
                ("is_speaker", models.BooleanField(default=False, verbose_name="comes")),
                ("colleague_name", models.CharField(blank=True, max_length=120)),
                (
                    "colleague_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="colleague's e-mail"
                    ),
                ),
                ("colleague_organization", models.CharField(blank=True, max_length=200)),
                (
                    "colleague_word",
                    models.CharField(blank=True, max_length=200, verbose_name="a word about them"),
                ),
                ("recommended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "colleague",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who the recommended colleague is, once they are in the directory.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="recommended_in",
                        to="partnerships.person",
                    ),
                ),
                (
                    "colleague_at",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="recommended_in",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speaker_asks",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="speaker_asks",
                        to="partnerships.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asks",
                        to="visits.speakerrequest",
                    ),
                ),
            ],
            options={
                "ordering": ["asked_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["organization", "-asked_at"], name="visits_spea_organiz_a90881_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("request", "person"), name="speaker_asked_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_speaker", True)),
                        fields=("request",),
                        name="one_speaker_per_request",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "proposes"), _negated=True),
                            ("proposed_at__isnull", False),
                            models.Q(("proposed_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="proposal_says_when",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSpeakerAsk",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "No answer yet"),
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("proposes", "Another date"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "proposed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="proposed time"),
                ),
                (
                    "proposed_text",
                    models.CharField(blank=True, max_length=200, verbose_name="proposed in words"),
                ),
                (
                    "refused_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="When we said that the proposed date does not suit.",
                        null=True,
                    ),
                ),
                ("is_speaker", models.BooleanField(default=False, verbose_name="comes")),
                ("colleague_name", models.CharField(blank=True, max_length=120)),
                (
                    "colleague_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="colleague's e-mail"
                    ),
                ),
                ("colleague_organization", models.CharField(blank=True, max_length=200)),
                (
                    "colleague_word",
                    models.CharField(blank=True, max_length=200, verbose_name="a word about them"),
                ),
                ("recommended_at", models.DateTimeField(blank=True, null=True)),
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
                    "asked_by",
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
                    "colleague",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who the recommended colleague is, once they are in the directory.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
                (
                    "colleague_at",
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="visits.speakerrequest",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical speaker ask",
                "verbose_name_plural": "historical speaker asks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="StudentVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "interest",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="how interesting",
                    ),
                ),
                (
                    "more",
                    models.CharField(
                        choices=[("yes", "Yes"), ("maybe", "Maybe"), ("no", "No")],
                        max_length=5,
                        verbose_name="learn more",
                    ),
                ),
                ("sentence", models.CharField(blank=True, max_length=300)),
                ("is_hidden", models.BooleanField(default=False, verbose_name="sentence hidden")),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="voices",
                        to="visits.classroomvisit",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("interest__gte", 1), ("interest__lte", 5)),
                        name="student_voice_one_to_five",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AdultVoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "rating",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ],
                        verbose_name="how it went",
                    ),
                ),
                (
                    "again",
                    models.CharField(
                        choices=[("yes", "Yes"), ("maybe", "Maybe"), ("no", "No")], max_length=5
                    ),
                ),
                ("words", models.TextField(blank=True, max_length=1000)),
                ("given_at", models.DateTimeField()),
                (
                    "speaker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="classroom_voices",
                        to="partnerships.person",
                    ),
                ),
                (
                    "teacher",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who of us says it.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adult_voices",
                        to="visits.classroomvisit",
                    ),
                ),
            ],
            options={
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("rating__gte", 1), ("rating__lte", 5)),
                        name="adult_voice_one_to_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("teacher", None), ("speaker", None), _connector="XOR"),
                        name="teacher_or_speaker_says_it",
                    ),
                    models.UniqueConstraint(
                        fields=("visit", "teacher"), name="teacher_says_it_once"
                    ),
                    models.UniqueConstraint(
                        fields=("visit", "speaker"), name="speaker_says_it_once"
                    ),
                ],
            },
        ),
    ]
