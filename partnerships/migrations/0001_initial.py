import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import phonenumber_field.modelfields
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import partnerships.models.organizations
import partnerships.models.programs


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Sector",
            fields=[
                ("code", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
            ],
            options={
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Organization",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("legal_name", models.CharField(blank=True, max_length=200)),
                (
                    "other_names",
                    models.TextField(blank=True, help_text="Other names it goes by, one a line."),
                ),
                (
                    "name_key",
                    models.CharField(
                        editable=False,
                        help_text="The name as it is compared: partnerships.domain.names.name_key.",
                        max_length=200,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employer", "Employer"),
                            ("association", "Professional or trade association"),
                            ("union", "Labor union"),
                            ("intermediary", "Chamber or other intermediary"),
                            ("postsecondary", "Postsecondary institution"),
                            ("government", "Government agency"),
                            ("nonprofit", "Non-profit or community organization"),
                            ("school_group", "School organization (PTO, boosters, alumni)"),
                            ("news", "News medium"),
                            ("school", "School or district"),
                        ],
                        default="employer",
                        max_length=20,
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=200)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=40)),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=12, verbose_name="ZIP code"),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="general e-mail"),
                ),
                ("website", partnerships.models.organizations.WebsiteField(blank=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")],
                        default="en",
                        help_text="In which letters and mail are written.",
                        max_length=2,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "sectors",
                    models.ManyToManyField(
                        blank=True, related_name="organizations", to="partnerships.sector"
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(fields=["name", "id"], name="partnership_name_5b290f_idx"),
                    models.Index(fields=["name_key"], name="partnership_name_ke_56e9c5_idx"),
                    models.Index(fields=["city"], name="partnership_city_abee14_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="organization_has_a_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, unique=True)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalOrganization",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("legal_name", models.CharField(blank=True, max_length=200)),
                (
                    "other_names",
                    models.TextField(blank=True, help_text="Other names it goes by, one a line."),
                ),
                (
                    "name_key",
                    models.CharField(
                        editable=False,
                        help_text="The name as it is compared: partnerships.domain.names.name_key.",
                        max_length=200,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("employer", "Employer"),
                            ("association", "Professional or trade association"),
                            ("union", "Labor union"),
                            ("intermediary", "Chamber or other intermediary"),
                            ("postsecondary", "Postsecondary institution"),
                            ("government", "Government agency"),
                            ("nonprofit", "Non-profit or community organization"),
                            ("school_group", "School organization (PTO, boosters, alumni)"),
                            ("news", "News medium"),
                            ("school", "School or district"),
                        ],
                        default="employer",
                        max_length=20,
                    ),
                ),
                ("street", models.CharField(blank=True, max_length=200)),
                ("city", models.CharField(blank=True, max_length=80)),
                ("state", models.CharField(blank=True, max_length=40)),
                (
                    "postal_code",
                    models.CharField(blank=True, max_length=12, verbose_name="ZIP code"),
                ),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None
                    ),
                ),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="general e-mail"),
                ),
                ("website", partnerships.models.organizations.WebsiteField(blank=True)),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")],
                        default="en",
                        help_text="In which letters and mail are written.",
                        max_length=2,
                    ),
                ),
                ("created_at", models.DateTimeField(blank=True, editable=False)),
                ("updated_at", models.DateTimeField(blank=True, editable=False)),
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
            ],
            options={
                "verbose_name": "historical organization",
                "verbose_name_plural": "historical organizations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPerson",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "prefix",
                    models.CharField(
                        blank=True,
                        help_text="Dr., Ms., Mr. ... as they want to be addressed.",
                        max_length=20,
                    ),
                ),
                ("name_key", models.CharField(editable=False, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], default="en", max_length=2
                    ),
                ),
                (
                    "signature",
                    models.TextField(
                        blank=True,
                        help_text="A picture of the signature, for letters. PNG with a clear ground looks best.",
                        max_length=100,
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
                    "user",
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
                "verbose_name": "historical person",
                "verbose_name_plural": "historical people",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalProgram",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(help_text="In addresses: short, without spaces.")),
                ("name", models.CharField(max_length=120)),
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
                        max_length=20,
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="America/Chicago",
                        max_length=40,
                        validators=[partnerships.models.programs.validate_time_zone],
                    ),
                ),
                (
                    "accent",
                    models.CharField(
                        default="#0b5d66",
                        help_text="The school's color, for letterheads and buttons.",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}$", "Six hex digits after a #, as #0b5d66."
                            )
                        ],
                        verbose_name="color",
                    ),
                ),
                ("logo", models.TextField(blank=True, max_length=100)),
                (
                    "story",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences on what students do here, for letters.",
                    ),
                ),
                (
                    "quiet_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="Warn if anybody asked the same organization within so many days.",
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
                    "school",
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
                "verbose_name": "historical program",
                "verbose_name_plural": "historical programs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120)),
                (
                    "prefix",
                    models.CharField(
                        blank=True,
                        help_text="Dr., Ms., Mr. ... as they want to be addressed.",
                        max_length=20,
                    ),
                ),
                ("name_key", models.CharField(editable=False, max_length=120)),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("es", "Spanish")], default="en", max_length=2
                    ),
                ),
                (
                    "signature",
                    models.ImageField(
                        blank=True,
                        help_text="A picture of the signature, for letters. PNG with a clear ground looks best.",
                        upload_to="signatures/",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "talents",
                    models.ManyToManyField(
                        blank=True, related_name="people", to="partnerships.topic"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "people",
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(fields=["name_key"], name="partnership_name_ke_49b126_idx"),
                    models.Index(fields=["email"], name="partnership_email_40bf3b_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True), name="person_has_a_name"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="person_email_lower_case",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAffiliation",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "is_main_contact",
                    models.BooleanField(default=False, verbose_name="letters go to them"),
                ),
                (
                    "started_on",
                    models.DateField(blank=True, help_text="Empty if not known.", null=True),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("transferred", "Moved within the organization"),
                            ("left", "Left"),
                            ("retired", "Retired"),
                            ("priorities", "Other duties"),
                            ("unknown", "Not known"),
                        ],
                        max_length=20,
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
                "verbose_name": "historical affiliation",
                "verbose_name_plural": "historical affiliations",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Program",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "slug",
                    models.SlugField(help_text="In addresses: short, without spaces.", unique=True),
                ),
                ("name", models.CharField(max_length=120)),
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
                        max_length=20,
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        default="America/Chicago",
                        max_length=40,
                        validators=[partnerships.models.programs.validate_time_zone],
                    ),
                ),
                (
                    "accent",
                    models.CharField(
                        default="#0b5d66",
                        help_text="The school's color, for letterheads and buttons.",
                        max_length=7,
                        validators=[
                            django.core.validators.RegexValidator(
                                "^#[0-9a-fA-F]{6}$", "Six hex digits after a #, as #0b5d66."
                            )
                        ],
                        verbose_name="color",
                    ),
                ),
                ("logo", models.ImageField(blank=True, upload_to="logos/")),
                (
                    "story",
                    models.TextField(
                        blank=True,
                        help_text="Two or three sentences on what students do here, for letters.",
                    ),
                ),
                (
                    "quiet_days",
                    models.PositiveSmallIntegerField(
                        default=14,
                        help_text="Warn if anybody asked the same organization within so many days.",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programs",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "sectors",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The industry of this program; lists can show only organizations in it.",
                        related_name="programs",
                        to="partnerships.sector",
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Partnership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("identified", "Identified"),
                            ("researched", "Researched"),
                            ("contacted", "Contacted"),
                            ("meeting_set", "Meeting set"),
                            ("with_executive", "With their executive"),
                            ("committed", "Committed"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("declined", "Declined"),
                        ],
                        default="identified",
                        max_length=20,
                    ),
                ),
                ("stage_changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "stage_reason",
                    models.CharField(
                        blank=True, help_text="Why it is paused or was declined.", max_length=200
                    ),
                ),
                ("top_ten_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "last_contact_on",
                    models.DateField(
                        blank=True,
                        help_text="Kept by the contact log, so that lists can sort by it.",
                        null=True,
                    ),
                ),
                (
                    "approval",
                    models.CharField(
                        choices=[
                            ("not_needed", "Not needed, or not known"),
                            ("asked", "Asked, no answer yet"),
                            ("given", "Given"),
                            ("refused", "Refused"),
                        ],
                        default="not_needed",
                        max_length=20,
                    ),
                ),
                ("approval_asked_on", models.DateField(blank=True, null=True)),
                ("approval_answered_on", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        help_text="The executive who must say yes.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="approvals",
                        to="partnerships.person",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        help_text="Our member of staff who keeps in touch.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="owned_partnerships",
                        to="partnerships.person",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        help_text="Who has primary responsibility at the partner.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="responsible_for",
                        to="partnerships.person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partnerships",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["program", "stage"], name="partnership_program_473a79_idx"
                    ),
                    models.Index(
                        fields=["program", "last_contact_on"], name="partnership_program_60816a_idx"
                    ),
                    models.Index(fields=["organization"], name="partnership_organiz_9ebbea_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "organization"), name="one_partnership_per_program"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("top_ten_rank__isnull", False)),
                        fields=("program", "top_ten_rank"),
                        name="top_ten_rank_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("top_ten_rank", None),
                            models.Q(("top_ten_rank__gte", 1), ("top_ten_rank__lte", 10)),
                            _connector="OR",
                        ),
                        name="top_ten_has_ten",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HistoricalPartnerRole",
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
                            ("board_representative", "Board representative"),
                            ("substitute", "Substitute on the board"),
                            ("mentor", "Mentor"),
                            ("speaker", "Speaker"),
                            ("host", "Host of visits"),
                            ("internships", "Internships"),
                            ("other", "Other"),
                        ],
                        max_length=24,
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
                    "partnership",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.partnership",
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
                "verbose_name": "historical partner role",
                "verbose_name_plural": "historical partner roles",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("name", models.CharField(max_length=120)),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="As it stands under letters.", max_length=120
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("coordinator", "Coordinator"),
                            ("teacher", "Teacher"),
                            ("counselor", "Counselor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                ("token", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "expires_at",
                    models.DateTimeField(default=partnerships.models.programs.two_weeks_from_now),
                ),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "invited_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "ordering": ["-created_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="invitation_email_lower_case",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                        fields=("program", "email", "role"),
                        name="invitation_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interaction",
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
                            ("call", "Call"),
                            ("email", "E-mail"),
                            ("visit", "Visit"),
                            ("letter", "Letter"),
                            ("event", "Event"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "happened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "school_level",
                    models.CharField(
                        choices=[
                            ("superintendent", "Superintendent"),
                            ("principal", "Principal"),
                            ("administrator", "Other administrator"),
                            ("staff", "Coordinator, teacher or counselor"),
                            ("other", "Somebody else"),
                        ],
                        default="staff",
                        max_length=20,
                        verbose_name="highest of us who took part",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing yet"),
                            ("no_answer", "No answer"),
                            ("message", "Left a message"),
                            ("talked", "Talked"),
                            ("interested", "Interested"),
                            ("yes", "Said yes"),
                            ("not_now", "Not now"),
                            ("no", "Said no"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "is_ask",
                    models.BooleanField(default=False, verbose_name="we asked for something"),
                ),
                (
                    "ask",
                    models.CharField(
                        blank=True,
                        help_text="Other programs see this line, so that nobody asks too often.",
                        max_length=200,
                        verbose_name="what we asked for",
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200)),
                ("next_step_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("next_step_done_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
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
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Whom.",
                        related_name="contacts_had",
                        to="partnerships.person",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        help_text="Who of us.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts_made",
                        to="partnerships.person",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interactions",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "ordering": ["-happened_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["organization", "-happened_at"],
                        name="partnership_organiz_495c6c_idx",
                    ),
                    models.Index(
                        fields=["program", "-happened_at"], name="partnership_program_10bf0b_idx"
                    ),
                    models.Index(
                        condition=models.Q(
                            ("next_step_done_at", None), ("next_step_on__isnull", False)
                        ),
                        fields=["program", "next_step_on"],
                        name="interaction_next_step_open",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_ask", False), models.Q(("ask", ""), _negated=True), _connector="OR"
                        ),
                        name="ask_says_what_was_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("next_step_on", None),
                            models.Q(("next_step", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="next_step_date_has_a_step",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportBatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.FileField(upload_to="imports/%Y/%m/")),
                ("file_name", models.CharField(max_length=200)),
                ("sheet", models.CharField(blank=True, max_length=100)),
                (
                    "header_row",
                    models.PositiveIntegerField(blank=True, help_text="Counted from 1.", null=True),
                ),
                (
                    "header",
                    models.JSONField(
                        blank=True, default=list, help_text="The column names, in order."
                    ),
                ),
                (
                    "mapping",
                    models.JSONField(blank=True, default=dict, help_text="Column name to field."),
                ),
                (
                    "choices",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Row number to the organization chosen for it, or 0.",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("uploaded", "Waiting for its columns"),
                            ("importing", "Being imported"),
                            ("done", "Imported"),
                            ("failed", "Stopped"),
                            ("undone", "Undone"),
                        ],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                ("counts", models.JSONField(blank=True, default=dict)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
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
                    "job",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.job",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_batches",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "import batches",
                "ordering": ["-created_at"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalProgramRole",
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
                            ("coordinator", "Coordinator"),
                            ("teacher", "Teacher"),
                            ("counselor", "Counselor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
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
                    "user",
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
            ],
            options={
                "verbose_name": "historical program role",
                "verbose_name_plural": "historical program roles",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPartnership",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("identified", "Identified"),
                            ("researched", "Researched"),
                            ("contacted", "Contacted"),
                            ("meeting_set", "Meeting set"),
                            ("with_executive", "With their executive"),
                            ("committed", "Committed"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("declined", "Declined"),
                        ],
                        default="identified",
                        max_length=20,
                    ),
                ),
                ("stage_changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "stage_reason",
                    models.CharField(
                        blank=True, help_text="Why it is paused or was declined.", max_length=200
                    ),
                ),
                ("top_ten_rank", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "last_contact_on",
                    models.DateField(
                        blank=True,
                        help_text="Kept by the contact log, so that lists can sort by it.",
                        null=True,
                    ),
                ),
                (
                    "approval",
                    models.CharField(
                        choices=[
                            ("not_needed", "Not needed, or not known"),
                            ("asked", "Asked, no answer yet"),
                            ("given", "Given"),
                            ("refused", "Refused"),
                        ],
                        default="not_needed",
                        max_length=20,
                    ),
                ),
                ("approval_asked_on", models.DateField(blank=True, null=True)),
                ("approval_answered_on", models.DateField(blank=True, null=True)),
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
                    "approver",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="The executive who must say yes.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Our member of staff who keeps in touch.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who has primary responsibility at the partner.",
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
                "verbose_name": "historical partnership",
                "verbose_name_plural": "historical partnerships",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalInteraction",
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
                            ("call", "Call"),
                            ("email", "E-mail"),
                            ("visit", "Visit"),
                            ("letter", "Letter"),
                            ("event", "Event"),
                        ],
                        max_length=10,
                        verbose_name="how",
                    ),
                ),
                (
                    "happened_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="when"),
                ),
                (
                    "school_level",
                    models.CharField(
                        choices=[
                            ("superintendent", "Superintendent"),
                            ("principal", "Principal"),
                            ("administrator", "Other administrator"),
                            ("staff", "Coordinator, teacher or counselor"),
                            ("other", "Somebody else"),
                        ],
                        default="staff",
                        max_length=20,
                        verbose_name="highest of us who took part",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "Nothing yet"),
                            ("no_answer", "No answer"),
                            ("message", "Left a message"),
                            ("talked", "Talked"),
                            ("interested", "Interested"),
                            ("yes", "Said yes"),
                            ("not_now", "Not now"),
                            ("no", "Said no"),
                        ],
                        default="",
                        max_length=12,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "is_ask",
                    models.BooleanField(default=False, verbose_name="we asked for something"),
                ),
                (
                    "ask",
                    models.CharField(
                        blank=True,
                        help_text="Other programs see this line, so that nobody asks too often.",
                        max_length=200,
                        verbose_name="what we asked for",
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200)),
                ("next_step_on", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("next_step_done_at", models.DateTimeField(blank=True, null=True)),
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
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who of us.",
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
                "verbose_name": "historical interaction",
                "verbose_name_plural": "historical interactions",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConnection",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                (
                    "known_by",
                    models.CharField(
                        help_text="On our side: Ms. Torres, the school nurse ...",
                        max_length=120,
                        verbose_name="who knows them",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("colleague", "Worked there or works with them"),
                            ("family", "Family"),
                            ("friend", "Friend"),
                            ("parent", "Parent of a student"),
                            ("alumni", "Former student"),
                            ("school_board", "School-board member"),
                            ("partner", "Partner in another field"),
                            ("vendor", "Does business with the school"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                (
                    "strength",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Has met them"), (2, "Knows them"), (3, "Knows them well")],
                        default=2,
                    ),
                ),
                (
                    "would_introduce",
                    models.BooleanField(blank=True, null=True, verbose_name="would introduce us"),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
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
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="At the organization, if it is one person.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.person",
                        verbose_name="whom",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Who noted it.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical connection",
                "verbose_name_plural": "historical connections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Connection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "known_by",
                    models.CharField(
                        help_text="On our side: Ms. Torres, the school nurse ...",
                        max_length=120,
                        verbose_name="who knows them",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("colleague", "Worked there or works with them"),
                            ("family", "Family"),
                            ("friend", "Friend"),
                            ("parent", "Parent of a student"),
                            ("alumni", "Former student"),
                            ("school_board", "School-board member"),
                            ("partner", "Partner in another field"),
                            ("vendor", "Does business with the school"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=20,
                    ),
                ),
                (
                    "strength",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Has met them"), (2, "Knows them"), (3, "Knows them well")],
                        default=2,
                    ),
                ),
                (
                    "would_introduce",
                    models.BooleanField(blank=True, null=True, verbose_name="would introduce us"),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connections",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        blank=True,
                        help_text="At the organization, if it is one person.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="connections",
                        to="partnerships.person",
                        verbose_name="whom",
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        help_text="Who noted it.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="connections",
                        to="partnerships.program",
                    ),
                ),
            ],
            options={
                "ordering": ["-strength", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("known_by", ""), _negated=True),
                        name="connection_names_somebody",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgramRole",
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
                            ("coordinator", "Coordinator"),
                            ("teacher", "Teacher"),
                            ("counselor", "Counselor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="partnerships.program",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="program_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "user", "role"), name="role_held_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("query", models.CharField(blank=True, max_length=1000)),
                (
                    "is_shared",
                    models.BooleanField(default=False, verbose_name="colleagues see it too"),
                ),
                (
                    "program",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to="partnerships.program",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("program", "user", "name"), name="saved_view_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceIdentifier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("source", models.CharField(max_length=80)),
                ("value", models.CharField(max_length=80)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source_identifiers",
                        to="partnerships.organization",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("source", "value"), name="source_identifier_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Support",
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
                            ("board", "Sit on the advisory board"),
                            ("speaker", "Speak in class"),
                            ("field_trip", "Host a field trip"),
                            ("job_shadow", "Host a job shadow"),
                            ("mentor", "Mentor students"),
                            ("team_challenge", "Mentor a team challenge"),
                            ("career_day", "Come to a career day"),
                            ("mock_interview", "Practice interviews"),
                            ("meeting_host", "Host a meeting"),
                            ("internship", "Offer internships"),
                            ("dual_credit", "Dual credit"),
                            ("curriculum", "Advise on curriculum"),
                            ("student_work", "Review student work"),
                            ("equipment", "Lend or give equipment"),
                            ("materials", "Give materials"),
                            ("funding", "Give money"),
                            ("introductions", "Introduce us to others"),
                            ("publicity", "Tell our story"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, help_text="For example: two at a time.", max_length=200
                    ),
                ),
                ("noted_on", models.DateField(default=django.utils.timezone.localdate)),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="supports",
                        to="partnerships.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organization", "kind"), name="support_named_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("organization", "Organization"), ("person", "Person")],
                        max_length=12,
                    ),
                ),
                ("kept_id", models.PositiveBigIntegerField()),
                ("gone_id", models.PositiveBigIntegerField()),
                ("gone", models.JSONField(help_text="The fields of the one that is gone.")),
                ("moved", models.JSONField(default=dict, help_text="How many of what were moved.")),
                ("merged_at", models.DateTimeField(auto_now_add=True)),
                (
                    "merged_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-merged_at"],
                "constraints": [
                    models.UniqueConstraint(fields=("what", "gone_id"), name="gone_only_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "number",
                    models.PositiveIntegerField(help_text="As the spreadsheet counts, from 1."),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("created", "New partner"),
                            ("matched", "Known already, nothing new"),
                            ("updated", "Known already, added to"),
                            ("skipped", "Not a partner (total, heading)"),
                            ("rejected", "Could not be read"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "cells",
                    models.JSONField(
                        default=list, help_text="The row as it stood; kept if it has problems."
                    ),
                ),
                ("problems", models.JSONField(default=list, help_text="[{column, reason}]")),
                (
                    "undo",
                    models.JSONField(
                        default=dict, help_text="What this row made, to take it back."
                    ),
                ),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="partnerships.importbatch",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="import_rows",
                        to="partnerships.organization",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("problems", []), _negated=True),
                        fields=["batch", "number"],
                        name="import_row_problem",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("batch", "number"), name="import_row_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PartnerRole",
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
                            ("board_representative", "Board representative"),
                            ("substitute", "Substitute on the board"),
                            ("mentor", "Mentor"),
                            ("speaker", "Speaker"),
                            ("host", "Host of visits"),
                            ("internships", "Internships"),
                            ("other", "Other"),
                        ],
                        max_length=24,
                    ),
                ),
                (
                    "partnership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partner_roles",
                        to="partnerships.partnership",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="partner_roles",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "ordering": ["role", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("partnership", "person", "role"), name="partner_role_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateSuggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(help_text="Likeness, 0 to 100.")),
                ("reasons", models.JSONField(default=list, help_text="Why, in plain words.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "To be looked at"),
                            ("different", "Looked at: not the same"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("reviewed_at", models.DateTimeField(blank=True, null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "second",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "first_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
                (
                    "second_person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-score", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("first__isnull", False),
                                ("first__lt", models.F("second")),
                                ("first_person", None),
                                ("second__isnull", False),
                                ("second_person", None),
                            ),
                            models.Q(
                                ("first", None),
                                ("first_person__isnull", False),
                                ("first_person__lt", models.F("second_person")),
                                ("second", None),
                                ("second_person__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="duplicate_is_a_pair",
                    ),
                    models.UniqueConstraint(fields=("first", "second"), name="duplicate_pair_once"),
                    models.UniqueConstraint(
                        fields=("first_person", "second_person"), name="duplicate_people_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Affiliation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=120)),
                (
                    "is_main_contact",
                    models.BooleanField(default=False, verbose_name="letters go to them"),
                ),
                (
                    "started_on",
                    models.DateField(blank=True, help_text="Empty if not known.", null=True),
                ),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("transferred", "Moved within the organization"),
                            ("left", "Left"),
                            ("retired", "Retired"),
                            ("priorities", "Other duties"),
                            ("unknown", "Not known"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="affiliations",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="affiliations",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            ("started_on", None),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="affiliation_ends_after_start",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("is_main_contact", True)),
                        fields=("organization",),
                        name="one_main_contact",
                    ),
                ],
            },
        ),
    ]
