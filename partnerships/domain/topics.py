"""The one vocabulary for talents, interests and needs (SPEC 4.3). All programs share it."""

from django.db import transaction

from core.exceptions import DomainError
from partnerships.models import Topic


def topics_by_name() -> dict[str, Topic]:
    """Every topic, by its name without regard to case."""
    return {topic.name.casefold(): topic for topic in Topic.objects.all()}


@transaction.atomic
def save_topic(topic: Topic, *, name: str, name_es: str = "") -> Topic:
    """Add a topic, or rename it everywhere; no name in Spanish leaves that as it is. Refuses no
    name, and one that is there already."""
    name = " ".join(name.split())
    if not name:
        raise DomainError("A topic needs a name.", field="name")
    locked = {one.name.casefold(): one.pk for one in Topic.objects.select_for_update()}
    if locked.get(name.casefold(), topic.pk) != topic.pk:
        raise DomainError("This topic is there already.", field="name")
    topic.name = name
    topic.name_es = " ".join(name_es.split()) or topic.name_es
    topic.save()
    return topic
