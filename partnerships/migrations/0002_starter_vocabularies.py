import json
from pathlib import Path

from django.db import migrations

STARTER = Path(__file__).resolve().parents[1] / "starter" / "vocabularies.json"


def load(apps, schema_editor):
    vocabularies = json.loads(STARTER.read_text(encoding="utf-8"))
    Sector = apps.get_model("partnerships", "Sector")
    Topic = apps.get_model("partnerships", "Topic")
    Sector.objects.bulk_create(
        [Sector(code=code, name=name) for code, name in vocabularies["sectors"]],
        ignore_conflicts=True,
    )
    Topic.objects.bulk_create(
        [Topic(name=name) for name in vocabularies["topics"]], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0001_initial")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
