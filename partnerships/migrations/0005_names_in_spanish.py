import json
from pathlib import Path

from django.db import migrations, models

STARTER = Path(__file__).resolve().parents[1] / "starter" / "vocabularies.json"


def say_in_spanish(apps, schema_editor):
    words = json.loads(STARTER.read_text(encoding="utf-8"))["topics_in_spanish"]
    Topic = apps.get_model("partnerships", "Topic")
    rows = list(Topic.objects.filter(name__in=words))
    for row in rows:
        row.name_es = words[row.name]
    Topic.objects.bulk_update(rows, ["name_es"])


class Migration(migrations.Migration):
    dependencies = [
        ("partnerships", "0004_next_steps_are_tasks"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="name_es",
            field=models.CharField(blank=True, max_length=80, verbose_name="in Spanish"),
        ),
        migrations.RunPython(say_in_spanish, migrations.RunPython.noop),
    ]
