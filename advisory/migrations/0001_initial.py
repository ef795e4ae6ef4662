import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import advisory.models.boards
import partnerships.models.organizations


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("calendar_app", "0001_initial"),
        ("partnerships", "0003_board_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="Board",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True)),
                (
                    "chair_rule",
                    models.CharField(
                        choices=[
                            ("host", "Who hosts, chairs"),
                            ("fixed", "One chair for the year"),
                        ],
                        default="host",
                        max_length=8,
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many seats must be there. Empty: more than half of those filled.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "reminder_days",
                    models.JSONField(
                        default=advisory.models.boards.usual_reminders,
                        help_text="Days before a meeting; 0 is its morning.",
                    ),
                ),
                (
                    "absences_before_follow_up",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="So many meetings missed in a row make a follow-up task.",
                    ),
                ),
                (
                    "open_meetings",
                    models.CharField(
                        choices=[("no", "No"), ("yes", "Yes"), ("ask", "Ask counsel")],
                        default="ask",
                        max_length=4,
                    ),
                ),
                (
                    "notice_hours",
                    models.PositiveSmallIntegerField(
                        default=48, help_text="How long before a meeting its agenda must be posted."
                    ),
                ),
                (
                    "minutes_approval_days",
                    models.PositiveSmallIntegerField(
                        default=30, help_text="Within how many days minutes must be approved."
                    ),
                ),
                (
                    "minutes_posting_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="Within how many days of approval minutes must be posted.",
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=90, help_text="Advice without an answer for longer shows amber."
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="chaired_boards",
                        to="partnerships.person",
                    ),
                ),
                (
                    "co_chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="co_chaired_boards",
                        to="partnerships.person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="boards",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("program", "name"), name="board_name_once"),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="board_has_a_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Duty",
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
                            ("notes", "Takes notes"),
                            ("distribution", "Sends out notes and papers"),
                            ("reminders", "Sees to reminders"),
                            ("agendas", "Prepares agendas"),
                            ("contact", "Answers partners' calls and e-mail"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duties",
                        to="advisory.board",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="board_duties",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "duties",
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("board", "kind"), name="duty_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBoard",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                ("purpose", models.TextField(blank=True)),
                (
                    "chair_rule",
                    models.CharField(
                        choices=[
                            ("host", "Who hosts, chairs"),
                            ("fixed", "One chair for the year"),
                        ],
                        default="host",
                        max_length=8,
                    ),
                ),
                (
                    "quorum",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="How many seats must be there. Empty: more than half of those filled.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                    ),
                ),
                (
                    "reminder_days",
                    models.JSONField(
                        default=advisory.models.boards.usual_reminders,
                        help_text="Days before a meeting; 0 is its morning.",
                    ),
                ),
                (
                    "absences_before_follow_up",
                    models.PositiveSmallIntegerField(
                        default=2,
                        help_text="So many meetings missed in a row make a follow-up task.",
                    ),
                ),
                (
                    "open_meetings",
                    models.CharField(
                        choices=[("no", "No"), ("yes", "Yes"), ("ask", "Ask counsel")],
                        default="ask",
                        max_length=4,
                    ),
                ),
                (
                    "notice_hours",
                    models.PositiveSmallIntegerField(
                        default=48, help_text="How long before a meeting its agenda must be posted."
                    ),
                ),
                (
                    "minutes_approval_days",
                    models.PositiveSmallIntegerField(
                        default=30, help_text="Within how many days minutes must be approved."
                    ),
                ),
                (
                    "minutes_posting_days",
                    models.PositiveSmallIntegerField(
                        default=7,
                        help_text="Within how many days of approval minutes must be posted.",
                    ),
                ),
                (
                    "answer_days",
                    models.PositiveSmallIntegerField(
                        default=90, help_text="Advice without an answer for longer shows amber."
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
                    "chair",
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
                    "co_chair",
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
                "verbose_name": "historical board",
                "verbose_name_plural": "historical boards",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalDuty",
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
                            ("notes", "Takes notes"),
                            ("distribution", "Sends out notes and papers"),
                            ("reminders", "Sees to reminders"),
                            ("agendas", "Prepares agendas"),
                            ("contact", "Answers partners' calls and e-mail"),
                        ],
                        max_length=16,
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
                    "board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.board",
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
                "verbose_name": "historical duty",
                "verbose_name_plural": "historical duties",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalResponsibility",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="The one the school year begins in."
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "accomplished",
                    models.TextField(blank=True, verbose_name="what was accomplished"),
                ),
                (
                    "goes_on",
                    models.BooleanField(blank=True, null=True, verbose_name="again next year"),
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
                    "board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.board",
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
                    "owner",
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
                "verbose_name": "historical responsibility",
                "verbose_name_plural": "historical responsibilities",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSeat",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "school_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("faculty", "Faculty"),
                            ("counselor", "Counselor"),
                            ("administrator", "Administrator"),
                            ("student", "Student"),
                            ("parent", "Parent"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "stakeholder",
                    models.CharField(
                        choices=[
                            ("industry", "Business and industry"),
                            ("educators", "Teachers, counselors and administrators"),
                            ("postsecondary", "Postsecondary career education"),
                            ("workforce", "Workforce board"),
                            ("families", "Parents and students"),
                            ("special_populations", "Special populations"),
                            ("at_risk", "Agencies for youth at risk, out of school or homeless"),
                            ("tribes", "Tribes and tribal organizations"),
                            ("other", "Others"),
                        ],
                        default="industry",
                        max_length=24,
                        verbose_name="stands for",
                    ),
                ),
                ("votes", models.BooleanField(default=True, verbose_name="may vote")),
                (
                    "term_starts_on",
                    models.DateField(blank=True, null=True, verbose_name="term from"),
                ),
                (
                    "term_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="term until"),
                ),
                (
                    "host_order",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Whose turn it is to host. Empty: never hosts.",
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
                    "board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.board",
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
                        help_text="Empty for a seat of the school.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "representative",
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
                    "substitute",
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
                "verbose_name": "historical seat",
                "verbose_name_plural": "historical seats",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Responsibility",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "year",
                    models.PositiveSmallIntegerField(
                        help_text="The one the school year begins in."
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "accomplished",
                    models.TextField(blank=True, verbose_name="what was accomplished"),
                ),
                (
                    "goes_on",
                    models.BooleanField(blank=True, null=True, verbose_name="again next year"),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responsibilities",
                        to="advisory.board",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responsibilities",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="responsibilities",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "responsibilities",
                "ordering": ["year", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("board", "year", "title"), name="responsibility_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "school_role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("faculty", "Faculty"),
                            ("counselor", "Counselor"),
                            ("administrator", "Administrator"),
                            ("student", "Student"),
                            ("parent", "Parent"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "stakeholder",
                    models.CharField(
                        choices=[
                            ("industry", "Business and industry"),
                            ("educators", "Teachers, counselors and administrators"),
                            ("postsecondary", "Postsecondary career education"),
                            ("workforce", "Workforce board"),
                            ("families", "Parents and students"),
                            ("special_populations", "Special populations"),
                            ("at_risk", "Agencies for youth at risk, out of school or homeless"),
                            ("tribes", "Tribes and tribal organizations"),
                            ("other", "Others"),
                        ],
                        default="industry",
                        max_length=24,
                        verbose_name="stands for",
                    ),
                ),
                ("votes", models.BooleanField(default=True, verbose_name="may vote")),
                (
                    "term_starts_on",
                    models.DateField(blank=True, null=True, verbose_name="term from"),
                ),
                (
                    "term_ends_on",
                    models.DateField(blank=True, null=True, verbose_name="term until"),
                ),
                (
                    "host_order",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Whose turn it is to host. Empty: never hosts.",
                        null=True,
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="advisory.board",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for a seat of the school.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "representative",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="board_seats",
                        to="partnerships.person",
                    ),
                ),
                (
                    "substitute",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitute_seats",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("organization__isnull", False), ("school_role", "")),
                            models.Q(
                                ("organization", None), models.Q(("school_role", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="seat_of_organization_or_school",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("term_ends_on", None),
                            ("term_starts_on", None),
                            ("term_ends_on__gte", models.F("term_starts_on")),
                            _connector="OR",
                        ),
                        name="seat_term_in_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("substitute", None),
                            ("representative", None),
                            models.Q(("substitute", models.F("representative")), _negated=True),
                            _connector="OR",
                        ),
                        name="substitute_is_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "activity",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="meeting",
                        serialize=False,
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "is_organizational",
                    models.BooleanField(
                        default=False,
                        help_text="The first of a year: settles place, time and chair.",
                    ),
                ),
                ("video_link", partnerships.models.organizations.WebsiteField(blank=True)),
                ("agenda_posted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "minutes_state",
                    models.CharField(
                        choices=[
                            ("none", "Not begun"),
                            ("live", "Being taken"),
                            ("draft", "Draft"),
                            ("sent", "Sent to members"),
                            ("approved", "Approved"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="called to order"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="adjourned")),
                (
                    "visitors",
                    models.TextField(blank=True, help_text="Others who came, one a line."),
                ),
                ("summary", models.TextField(blank=True)),
                ("minutes_sent_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_approved_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_posted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "minutes_file",
                    models.FileField(blank=True, editable=False, upload_to="minutes/%Y/"),
                ),
                ("minutes_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Grows with each save of the live record.",
                    ),
                ),
                (
                    "approved_in",
                    models.ForeignKey(
                        blank=True,
                        help_text="The meeting that approved these minutes.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="approved_minutes",
                        to="advisory.meeting",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="advisory.board",
                    ),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="chaired_meetings",
                        to="partnerships.person",
                    ),
                ),
                (
                    "note_taker",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="noted_meetings",
                        to="partnerships.person",
                    ),
                ),
                (
                    "host_seat",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="hosted_meetings",
                        to="advisory.seat",
                    ),
                ),
            ],
            options={
                "ordering": ["activity__starts_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("minutes_state", "approved"), _negated=True),
                            ("minutes_approved_at__isnull", False),
                            _connector="OR",
                        ),
                        name="approved_minutes_have_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_at", None),
                            ("ended_at__gte", models.F("started_at")),
                            _connector="OR",
                        ),
                        name="meeting_adjourned_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("minutes", "Approve the minutes"),
                            ("answers", "What became of our last recommendations"),
                            ("calendar", "Calendar review"),
                            ("brainstorm", "Brainstorming"),
                            ("next_agenda", "Build the next agenda"),
                            ("courses", "Technical course sequence"),
                            ("dual_enrollment", "Dual-enrollment subjects"),
                            ("equipment", "Equipment"),
                            ("speakers_trips", "Speakers and field trips"),
                            ("mentors", "Identifying mentors"),
                            ("budget", "Annual budget"),
                            ("recruiting", "Recruiting partners"),
                            ("evaluation", "Evaluation of completed activities"),
                            ("problems", "Solving problems"),
                            ("roles", "Roles and responsibilities"),
                            (
                                "roles_review",
                                "Review of roles, accomplishments and next year's plan",
                            ),
                            ("student_data", "Assessment data"),
                            ("student_work", "Student work"),
                            ("public_comment", "Public comment"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("inform", "Inform"),
                            ("discuss", "Discuss"),
                            ("decide", "Decide"),
                        ],
                        default="discuss",
                        max_length=8,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "detail",
                    models.TextField(blank=True, help_text="What members should know beforehand."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suggested", "Suggested"),
                            ("planned", "On the agenda"),
                            ("done", "Dealt with"),
                            ("carried", "Carried over"),
                            ("dropped", "Not taken up"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "notes",
                    models.TextField(
                        blank=True, help_text="As taken in the meeting; for the note taker."
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True, help_text="Summary of the discussion, as open meetings want it."
                    ),
                ),
                ("decision", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="carried_to",
                        to="advisory.agendaitem",
                    ),
                ),
                (
                    "presenter",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="presented_items",
                        to="partnerships.person",
                    ),
                ),
                (
                    "suggested_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="suggested_items",
                        to="partnerships.person",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="agenda_items",
                        to="advisory.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["position", "pk"],
                "indexes": [
                    models.Index(
                        fields=["meeting", "position"], name="advisory_ag_meeting_4a686b_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True),
                        name="agenda_item_has_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1)), name="agenda_item_takes_time"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMotion",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("votes_for", models.PositiveSmallIntegerField(default=0, verbose_name="for")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(default=0, verbose_name="against"),
                ),
                ("abstained", models.PositiveSmallIntegerField(default=0)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("carried", "Carried"),
                            ("failed", "Failed"),
                            ("tabled", "Tabled"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="carried",
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.agendaitem",
                    ),
                ),
                (
                    "moved_by",
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
                    "seconded_by",
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
                "verbose_name": "historical motion",
                "verbose_name_plural": "historical motions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRecommendation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("recommended_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "No answer yet"),
                            ("accepted", "Accepted"),
                            ("partly", "Accepted in part"),
                            ("declined", "Declined"),
                            ("needs_money", "Needs money"),
                            ("needs_board", "Needs the board of education"),
                            ("done", "Done"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("answer_text", models.TextField(blank=True, verbose_name="what the school says")),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, help_text="When the answer went to the members.", null=True
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
                    "answered_by",
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
                    "board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.board",
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
                    "item",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Where it was said.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.agendaitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical recommendation",
                "verbose_name_plural": "historical recommendations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalAgendaItem",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("minutes", "Approve the minutes"),
                            ("answers", "What became of our last recommendations"),
                            ("calendar", "Calendar review"),
                            ("brainstorm", "Brainstorming"),
                            ("next_agenda", "Build the next agenda"),
                            ("courses", "Technical course sequence"),
                            ("dual_enrollment", "Dual-enrollment subjects"),
                            ("equipment", "Equipment"),
                            ("speakers_trips", "Speakers and field trips"),
                            ("mentors", "Identifying mentors"),
                            ("budget", "Annual budget"),
                            ("recruiting", "Recruiting partners"),
                            ("evaluation", "Evaluation of completed activities"),
                            ("problems", "Solving problems"),
                            ("roles", "Roles and responsibilities"),
                            (
                                "roles_review",
                                "Review of roles, accomplishments and next year's plan",
                            ),
                            ("student_data", "Assessment data"),
                            ("student_work", "Student work"),
                            ("public_comment", "Public comment"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("inform", "Inform"),
                            ("discuss", "Discuss"),
                            ("decide", "Decide"),
                        ],
                        default="discuss",
                        max_length=8,
                    ),
                ),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        default=10,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="minutes",
                    ),
                ),
                (
                    "detail",
                    models.TextField(blank=True, help_text="What members should know beforehand."),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("suggested", "Suggested"),
                            ("planned", "On the agenda"),
                            ("done", "Dealt with"),
                            ("carried", "Carried over"),
                            ("dropped", "Not taken up"),
                        ],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "notes",
                    models.TextField(
                        blank=True, help_text="As taken in the meeting; for the note taker."
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True, help_text="Summary of the discussion, as open meetings want it."
                    ),
                ),
                ("decision", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
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
                    "carried_from",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.agendaitem",
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
                    "presenter",
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
                    "suggested_by",
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
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical agenda item",
                "verbose_name_plural": "historical agenda items",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Addendum",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("written_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="addenda",
                        to="advisory.meeting",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "addenda",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="addendum_has_a_text"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ActionItem",
            fields=[
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="action_item",
                        serialize=False,
                        to="calendar_app.task",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="action_items",
                        to="advisory.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="action_items",
                        to="advisory.meeting",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Motion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("votes_for", models.PositiveSmallIntegerField(default=0, verbose_name="for")),
                (
                    "votes_against",
                    models.PositiveSmallIntegerField(default=0, verbose_name="against"),
                ),
                ("abstained", models.PositiveSmallIntegerField(default=0)),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("carried", "Carried"),
                            ("failed", "Failed"),
                            ("tabled", "Tabled"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="carried",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="motions",
                        to="advisory.agendaitem",
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions_moved",
                        to="partnerships.person",
                    ),
                ),
                (
                    "seconded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="motions_seconded",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="motion_has_a_text"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("seconded_by", None),
                            ("moved_by", None),
                            models.Q(("seconded_by", models.F("moved_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="motion_seconded_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "carried"), _negated=True),
                            ("votes_for__gt", models.F("votes_against")),
                            _connector="OR",
                        ),
                        name="carried_motion_has_a_majority",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("file", models.FileField(upload_to="papers/%Y/%m/")),
                ("size", models.PositiveIntegerField(help_text="In bytes.")),
                ("content_type", models.CharField(max_length=100)),
                (
                    "is_guideline",
                    models.BooleanField(default=False, verbose_name="a guideline that stays"),
                ),
                (
                    "goes_with_reminders",
                    models.BooleanField(default=True, verbose_name="sent with reminders"),
                ),
                ("uploaded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="advisory.board",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="papers",
                        to="advisory.agendaitem",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="papers",
                        to="advisory.meeting",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Recommendation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField()),
                ("recommended_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "No answer yet"),
                            ("accepted", "Accepted"),
                            ("partly", "Accepted in part"),
                            ("declined", "Declined"),
                            ("needs_money", "Needs money"),
                            ("needs_board", "Needs the board of education"),
                            ("done", "Done"),
                        ],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("answer_text", models.TextField(blank=True, verbose_name="what the school says")),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "told_at",
                    models.DateTimeField(
                        blank=True, help_text="When the answer went to the members.", null=True
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="answers_given",
                        to="partnerships.person",
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recommendations",
                        to="advisory.board",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        help_text="Where it was said.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="recommendations",
                        to="advisory.agendaitem",
                    ),
                ),
            ],
            options={
                "ordering": ["-recommended_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True),
                        name="recommendation_has_a_text",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answer", "open"), ("answered_on__isnull", False), _connector="OR"
                        ),
                        name="answer_has_a_date",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", "declined"), _negated=True),
                            models.Q(("answer_text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalMeeting",
            fields=[
                (
                    "is_organizational",
                    models.BooleanField(
                        default=False,
                        help_text="The first of a year: settles place, time and chair.",
                    ),
                ),
                ("video_link", partnerships.models.organizations.WebsiteField(blank=True)),
                ("agenda_posted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "minutes_state",
                    models.CharField(
                        choices=[
                            ("none", "Not begun"),
                            ("live", "Being taken"),
                            ("draft", "Draft"),
                            ("sent", "Sent to members"),
                            ("approved", "Approved"),
                        ],
                        default="none",
                        max_length=10,
                    ),
                ),
                (
                    "started_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="called to order"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="adjourned")),
                (
                    "visitors",
                    models.TextField(blank=True, help_text="Others who came, one a line."),
                ),
                ("summary", models.TextField(blank=True)),
                ("minutes_sent_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_approved_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_posted_at", models.DateTimeField(blank=True, null=True)),
                ("minutes_file", models.TextField(blank=True, editable=False, max_length=100)),
                ("minutes_hash", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "version",
                    models.PositiveIntegerField(
                        default=0,
                        editable=False,
                        help_text="Grows with each save of the live record.",
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
                    "board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.board",
                    ),
                ),
                (
                    "chair",
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
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "note_taker",
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
                    "approved_in",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The meeting that approved these minutes.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.meeting",
                    ),
                ),
                (
                    "host_seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical meeting",
                "verbose_name_plural": "historical meetings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "worth",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "No"), (2, "In part"), (3, "Yes")]
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="advisory.meeting",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="verdicts",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("meeting", "person"), name="one_verdict_a_member"
                    )
                ],
            },
        ),
    ]
