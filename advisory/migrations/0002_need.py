import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("advisory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalNeed",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what the program needs")),
                ("help", models.TextField(blank=True, verbose_name="how the board can help")),
                ("needed_by", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("is_met", models.BooleanField(default=False, verbose_name="we have it")),
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
            ],
            options={
                "verbose_name": "historical need",
                "verbose_name_plural": "historical needs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Need",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="what the program needs")),
                ("help", models.TextField(blank=True, verbose_name="how the board can help")),
                ("needed_by", models.DateField(blank=True, null=True, verbose_name="by when")),
                ("is_met", models.BooleanField(default=False, verbose_name="we have it")),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="needs",
                        to="advisory.board",
                    ),
                ),
            ],
            options={
                "ordering": [
                    "is_met",
                    models.OrderBy(models.F("needed_by"), nulls_last=True),
                    "pk",
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="need_has_a_title"
                    )
                ],
            },
        ),
        migrations.AlterField(
            model_name="verdict",
            name="worth",
            field=models.PositiveSmallIntegerField(
                choices=[(1, "No, not really"), (2, "In part"), (3, "Yes, it was")]
            ),
        ),
    ]
