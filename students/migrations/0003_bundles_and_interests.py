import django.db.models.deletion
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0004_next_steps_are_tasks"),
        ("students", "0002_competencies"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalStudent_interests",
            fields=[
                (
                    "id",
                    models.BigIntegerField(
                        auto_created=True, blank=True, db_index=True, verbose_name="ID"
                    ),
                ),
                ("m2m_history_id", models.AutoField(primary_key=True, serialize=False)),
                (
                    "history",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        to="students.historicalstudent",
                    ),
                ),
                (
                    "student",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="students.student",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="partnerships.topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "HistoricalStudent_interests",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalstudent",
            name="from_bundle",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Came with a OneRoster bundle, so that a later one says whether they left.",
                verbose_name="from the school's system",
            ),
        ),
        migrations.AddField(
            model_name="student",
            name="from_bundle",
            field=models.BooleanField(
                default=False,
                editable=False,
                help_text="Came with a OneRoster bundle, so that a later one says whether they left.",
                verbose_name="from the school's system",
            ),
        ),
        migrations.AddField(
            model_name="student",
            name="interests",
            field=models.ManyToManyField(
                blank=True,
                help_text="From the vocabulary that talents of partners use too.",
                related_name="students",
                to="partnerships.topic",
            ),
        ),
    ]
