import django.db.models.deletion
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("advisory", "0002_need"),
        ("partnerships", "0004_next_steps_are_tasks"),
    ]

    operations = [
        migrations.CreateModel(
            name="HistoricalNeed_topics",
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
                        to="advisory.historicalneed",
                    ),
                ),
                (
                    "need",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_tablespace="",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="advisory.need",
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
                "verbose_name": "HistoricalNeed_topics",
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddField(
            model_name="historicalneed",
            name="support",
            field=models.CharField(
                blank=True,
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
                help_text="Partners who said that they would are suggested.",
                max_length=20,
                verbose_name="what kind of help",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="support",
            field=models.CharField(
                blank=True,
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
                help_text="Partners who said that they would are suggested.",
                max_length=20,
                verbose_name="what kind of help",
            ),
        ),
        migrations.AddField(
            model_name="need",
            name="topics",
            field=models.ManyToManyField(
                blank=True,
                help_text="Whoever knows about one of them is suggested.",
                related_name="needs",
                to="partnerships.topic",
            ),
        ),
    ]
