from django.utils.functional import SimpleLazyObject

from core.access import HouseRequest
from partnerships.models import Person, Program
from partnerships.rules import DATA_KEEPERS, LETTER_WRITERS, PROGRAM_MANAGERS, may


def frame(request: HouseRequest) -> dict[str, object]:
    """What the frame of a staff page shows. Nothing is asked of the database until it is drawn."""
    program = getattr(request, "program", None)
    if program is None:
        return {"program": None}
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    return {
        "program": program,
        "my_programs": SimpleLazyObject(lambda: list(Program.objects.of_user(request.user))),
        "me": SimpleLazyObject(lambda: Person.objects.filter(user=request.user).first()),
        "may_manage_program": may(roles, PROGRAM_MANAGERS),
        "may_keep_data": may(roles, DATA_KEEPERS),
        "may_write_letters": may(roles, LETTER_WRITERS),
    }
