from django.db import migrations

STARTER = [
    ("Identity seen", 1, None, "Somebody of the school has seen an official document."),
    ("References and interview", 2, 36, "Two references were called, and an interview was held."),
    (
        "Background check passed",
        3,
        12,
        "What the law and the district ask of volunteers who work with students.",
    ),
]


def add_levels(apps, schema_editor):
    level = apps.get_model("mentors", "ClearanceLevel")
    for name, rank, months, note in STARTER:
        level.objects.get_or_create(
            rank=rank, defaults={"name": name, "lasts_months": months, "note": note}
        )


class Migration(migrations.Migration):
    dependencies = [("mentors", "0001_initial")]

    operations = [migrations.RunPython(add_levels, migrations.RunPython.noop)]
