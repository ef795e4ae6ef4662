import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import notifications.models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        help_text="Same key, same message: a retry cannot send twice.",
                        max_length=120,
                        unique=True,
                    ),
                ),
                (
                    "message_id",
                    models.CharField(
                        default=notifications.models.new_message_id,
                        editable=False,
                        help_text="The Message-ID header. Fixed, so receivers can drop a double.",
                        max_length=200,
                        unique=True,
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("account", "Signing in"),
                            ("recruitment", "Invitations to become a partner"),
                            ("letter", "Letters and thanks"),
                            ("work", "What must be known for something agreed"),
                        ],
                        default="work",
                        max_length=20,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        help_text="Whose it is, as program:7. Empty for none.",
                        max_length=60,
                    ),
                ),
                ("from_name", models.CharField(blank=True, max_length=120)),
                ("reply_to", models.EmailField(blank=True, max_length=254)),
                ("to_email", models.EmailField(max_length=254)),
                ("subject", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("html", models.TextField(blank=True)),
                ("calendar", models.TextField(blank=True, help_text="iCalendar part, if any.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting"),
                            ("sending", "Being sent"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("bounced", "Bounced"),
                            ("suppressed", "Not sent, they unsubscribed"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                (
                    "due_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, help_text="Not to be tried before this."
                    ),
                ),
                ("claimed_at", models.DateTimeField(blank=True, null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending"])),
                        fields=["state", "due_at"],
                        name="message_open",
                    ),
                    models.Index(fields=["scope", "-created_at"], name="message_of_scope"),
                    models.Index(fields=["to_email"], name="message_to"),
                    models.Index(fields=["sent_at"], name="message_sent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content_type", models.CharField(default="application/pdf", max_length=100)),
                ("file", models.FileField(upload_to="attachments/%Y/%m/")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="notifications.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("email", models.EmailField(max_length=254)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("account", "Signing in"),
                            ("recruitment", "Invitations to become a partner"),
                            ("letter", "Letters and thanks"),
                            ("work", "What must be known for something agreed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("turned_off_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("email", "kind"), name="preference_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("email", django.db.models.functions.text.Lower("email"))
                        ),
                        name="preference_email_lower_case",
                    ),
                ],
            },
        ),
    ]
