from django.db import migrations, models

from students.domain.competencies import say_in_spanish


def load(apps, schema_editor):
    say_in_spanish(apps.get_model("students", "Competency"))


class Migration(migrations.Migration):
    dependencies = [
        ("students", "0003_bundles_and_interests"),
    ]

    operations = [
        migrations.AddField(
            model_name="competency",
            name="name_es",
            field=models.CharField(blank=True, max_length=120, verbose_name="in Spanish"),
        ),
        migrations.AddField(
            model_name="historicalcompetency",
            name="name_es",
            field=models.CharField(blank=True, max_length=120, verbose_name="in Spanish"),
        ),
        migrations.RunPython(load, migrations.RunPython.noop),
    ]
