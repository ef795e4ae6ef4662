from django.db import transaction

from accounts.models import User
from core.exceptions import DomainError
from partnerships.models import Program, SavedView


@transaction.atomic
def save_view(program: Program, *, name: str, query: str, is_shared: bool, by: User) -> SavedView:
    """Keep the filters of a list under a name; the same name again replaces them.

    Refuses a list without a name, and one that is too long to keep.
    """
    name = name.strip()
    if not name:
        raise DomainError("Give the view a name.", field="name")
    if len(name) > 60:
        raise DomainError("A shorter name, please: 60 letters at most.", field="name")
    if len(query) > 1000:
        raise DomainError("These are too many filters to keep.")
    saved, _ = SavedView.objects.update_or_create(
        program=program, user=by, name=name, defaults={"query": query, "is_shared": is_shared}
    )
    return saved
