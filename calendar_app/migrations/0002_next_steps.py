"""The next step of a contact is a task (SPEC 2.4): those agreed so far become tasks."""

from django.db import migrations


def make_tasks(apps, schema_editor):
    Interaction = apps.get_model("partnerships", "Interaction")
    Task = apps.get_model("calendar_app", "Task")
    rows = Interaction.objects.exclude(next_step="").exclude(
        pk__in=Task.objects.exclude(interaction=None).values("interaction")
    )
    Task.objects.bulk_create(
        (
            Task(
                program_id=contact.program_id,
                title=contact.next_step,
                owner_id=contact.staff_id,
                due_on=contact.next_step_on,
                organization_id=contact.organization_id,
                interaction_id=contact.pk,
                done_at=contact.next_step_done_at,
                created_by_id=contact.created_by_id,
            )
            for contact in rows.iterator()
        ),
        batch_size=500,
    )


def take_back(apps, schema_editor):
    """The dates and what is done return to the contacts."""
    Interaction = apps.get_model("partnerships", "Interaction")
    Task = apps.get_model("calendar_app", "Task")
    for task in Task.objects.exclude(interaction=None).iterator():
        Interaction.objects.filter(pk=task.interaction_id).update(
            next_step=task.title, next_step_on=task.due_on, next_step_done_at=task.done_at
        )
    Task.objects.exclude(interaction=None).delete()


class Migration(migrations.Migration):
    dependencies = [("calendar_app", "0001_initial"), ("partnerships", "0003_board_index")]

    operations = [migrations.RunPython(make_tasks, take_back)]
