import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calendar_app", "0002_next_steps"),
        ("partnerships", "0004_next_steps_are_tasks"),
        ("visits", "0003_classroom"),
    ]

    operations = [
        migrations.CreateModel(
            name="Afterthought",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "how",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        choices=[
                            (5, "Very well"),
                            (4, "Well"),
                            (3, "So-so"),
                            (2, "Not so well"),
                            (1, "Badly"),
                        ],
                        null=True,
                        verbose_name="how it went",
                    ),
                ),
                (
                    "again",
                    models.CharField(
                        blank=True,
                        choices=[("yes", "Yes, gladly"), ("perhaps", "Perhaps"), ("no", "No")],
                        max_length=8,
                        verbose_name="would do it again",
                    ),
                ),
                ("comment", models.TextField(blank=True)),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="afterthoughts",
                        to="calendar_app.activity",
                    ),
                ),
                (
                    "organization",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="afterthoughts",
                        to="partnerships.organization",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="afterthoughts",
                        to="partnerships.person",
                    ),
                ),
            ],
            options={
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["person", "-asked_at"], name="visits_afte_person__1a82c3_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("activity", "person"), name="afterthought_asked_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("answered_at", None), ("how__isnull", False), _connector="OR"
                        ),
                        name="afterthought_says_how",
                    ),
                ],
            },
        ),
    ]
