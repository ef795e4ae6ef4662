import uuid

import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import calendar_app.models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("partnerships", "0003_board_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
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
                        max_length=24,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "note",
                    models.TextField(blank=True, help_text="What everybody invited should know."),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "room",
                    models.CharField(
                        blank=True,
                        help_text="A room of the school, so that clashes show.",
                        max_length=80,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("grade_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("grade_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="In the program's public calendar.",
                        verbose_name="shown to the public",
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="iCalendar SEQUENCE: grows when time or place changes.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("completed", "Completed"),
                            ("cancelled_by_school", "Cancelled by us"),
                            ("cancelled_by_partner", "Cancelled by the partner"),
                            ("students_absent", "We did not come"),
                            ("partner_absent", "The partner did not come"),
                            ("not_held", "Did not take place"),
                        ],
                        default="planned",
                        max_length=24,
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="When it was last planned, moved or called off.",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        help_text="The partner it is with, or who hosts it.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        help_text="Our member of staff who keeps in touch until it is complete.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="organized_activities",
                        to="partnerships.person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "activities",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(
                        fields=["program", "starts_at"], name="calendar_ap_program_5c1916_idx"
                    ),
                    models.Index(
                        fields=["organization", "starts_at"], name="calendar_ap_organiz_57ca18_idx"
                    ),
                    models.Index(
                        fields=["organizer", "starts_at"], name="calendar_ap_organiz_3aa880_idx"
                    ),
                    models.Index(
                        fields=["program", "changed_at"], name="calendar_ap_program_5ee9ef_idx"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="activity_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="activity_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade_from", None),
                            ("grade_to", None),
                            ("grade_to__gte", models.F("grade_from")),
                            _connector="OR",
                        ),
                        name="activity_grades_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reviewed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_reviews",
                        to="partnerships.program",
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-reviewed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
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
                        choices=[
                            ("contacted", "Partner contacted"),
                            ("confirmed", "Confirmed"),
                            ("details_sent", "Details sent"),
                            ("reminded", "Reminded"),
                            ("done", "Done"),
                            ("thanked", "Thanked"),
                        ],
                        max_length=16,
                    ),
                ),
                ("due_on", models.DateField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checkpoints",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "done_by",
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
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["due_on"],
                        name="checkpoint_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("activity", "kind"), name="checkpoint_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("starts_on", models.DateField(verbose_name="first day")),
                ("ends_on", models.DateField(verbose_name="last day")),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="closures",
                        to="partnerships.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["starts_on", "pk"],
                "indexes": [
                    models.Index(
                        fields=["school", "starts_on"], name="calendar_ap_school__db9c54_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="closure_ends_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=calendar_app.models.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="feed_tokens",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("revoked_at", None)),
                        fields=("person",),
                        name="one_feed_per_person",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalActivity",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
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
                        max_length=24,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "note",
                    models.TextField(blank=True, help_text="What everybody invited should know."),
                ),
                ("place", models.CharField(blank=True, max_length=200)),
                (
                    "room",
                    models.CharField(
                        blank=True,
                        help_text="A room of the school, so that clashes show.",
                        max_length=80,
                    ),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("grade_from", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("grade_to", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "is_public",
                    models.BooleanField(
                        default=False,
                        help_text="In the program's public calendar.",
                        verbose_name="shown to the public",
                    ),
                ),
                ("uid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                (
                    "sequence",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="iCalendar SEQUENCE: grows when time or place changes.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("completed", "Completed"),
                            ("cancelled_by_school", "Cancelled by us"),
                            ("cancelled_by_partner", "Cancelled by the partner"),
                            ("students_absent", "We did not come"),
                            ("partner_absent", "The partner did not come"),
                            ("not_held", "Did not take place"),
                        ],
                        default="planned",
                        max_length=24,
                    ),
                ),
                ("state_reason", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                (
                    "changed_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now,
                        help_text="When it was last planned, moved or called off.",
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
                        help_text="The partner it is with, or who hosts it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "organizer",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Our member of staff who keeps in touch until it is complete.",
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
            ],
            options={
                "verbose_name": "historical activity",
                "verbose_name_plural": "historical activities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalTask",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        help_text="For tasks the program makes by itself: same key, same task.",
                        max_length=120,
                        null=True,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
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
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="calendar_app.activity",
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
                    "done_by",
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
                    "interaction",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The contact that agreed it as the next step.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.interaction",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The partner it is about.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who does it: staff, or a member of the board. Empty for nobody yet.",
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
            ],
            options={
                "verbose_name": "historical task",
                "verbose_name_plural": "historical tasks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Participation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "Member"),
                            ("substitute", "Substitute"),
                            ("host", "Host"),
                            ("speaker", "Speaker"),
                            ("staff", "Staff"),
                            ("guest", "Guest"),
                        ],
                        default="guest",
                        max_length=20,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "No answer yet"),
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("maybe", "Maybe"),
                            ("substitute", "My substitute comes"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer_note", models.CharField(blank=True, max_length=200)),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not noted"),
                            ("in_person", "In person"),
                            ("phone", "By telephone"),
                            ("video", "By video"),
                            ("excused", "Excused"),
                            ("absent", "Absent"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="participations",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        help_text="For whom they come. Empty for nobody in particular.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="participations",
                        to="partnerships.person",
                    ),
                ),
                (
                    "stands_in_for",
                    models.OneToOneField(
                        blank=True,
                        help_text="Whose place they take.",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="substitute",
                        to="calendar_app.participation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "indexes": [
                    models.Index(
                        fields=["person", "activity"], name="calendar_ap_person__cf5bfd_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "person"), name="person_invited_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "substitute"), _negated=True),
                            ("stands_in_for__isnull", False),
                            _connector="OR",
                        ),
                        name="substitute_stands_in_for_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalParticipation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("member", "Member"),
                            ("substitute", "Substitute"),
                            ("host", "Host"),
                            ("speaker", "Speaker"),
                            ("staff", "Staff"),
                            ("guest", "Guest"),
                        ],
                        default="guest",
                        max_length=20,
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "No answer yet"),
                            ("yes", "Yes"),
                            ("no", "No"),
                            ("maybe", "Maybe"),
                            ("substitute", "My substitute comes"),
                        ],
                        default="open",
                        max_length=20,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("answer_note", models.CharField(blank=True, max_length=200)),
                ("invited_at", models.DateTimeField(blank=True, null=True)),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Not noted"),
                            ("in_person", "In person"),
                            ("phone", "By telephone"),
                            ("video", "By video"),
                            ("excused", "Excused"),
                            ("absent", "Absent"),
                        ],
                        default="",
                        max_length=12,
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
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="For whom they come. Empty for nobody in particular.",
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
                    "stands_in_for",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Whose place they take.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="calendar_app.participation",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical participation",
                "verbose_name_plural": "historical participations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "days_before",
                    models.PositiveSmallIntegerField(help_text="0: on the morning itself."),
                ),
                ("due_at", models.DateTimeField()),
                (
                    "occasion",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Grows when an activity moves after this went out, so that it goes out again.",
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="calendar_app.activity",
                    ),
                ),
            ],
            options={
                "ordering": ["due_at", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("handled_at", None)),
                        fields=["due_at"],
                        name="reminder_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "days_before"), name="one_reminder_per_offset"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("note", models.TextField(blank=True)),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                (
                    "key",
                    models.CharField(
                        blank=True,
                        editable=False,
                        help_text="For tasks the program makes by itself: same key, same task.",
                        max_length=120,
                        null=True,
                        unique=True,
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "activity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tasks",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "interaction",
                    models.OneToOneField(
                        blank=True,
                        help_text="The contact that agreed it as the next step.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="task",
                        to="partnerships.interaction",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        help_text="The partner it is about.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who does it: staff, or a member of the board. Empty for nobody yet.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="tasks",
                        to="partnerships.person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "ordering": [models.OrderBy(models.F("due_on"), nulls_last=True), "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["program", "due_on"],
                        name="task_open_program",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["owner", "due_on"],
                        name="task_open_owner",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="task_has_a_title"
                    )
                ],
            },
        ),
    ]
