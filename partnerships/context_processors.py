from django.utils.functional import SimpleLazyObject

from partnerships.access import StaffRequest, reader_of
from partnerships.rules import DATA_KEEPERS, LETTER_WRITERS, PROGRAM_MANAGERS, may


def frame(request: StaffRequest) -> dict[str, object]:
    """What the frame of a staff page shows. Who reads it is asked for when it is drawn, the rest
    came with the roles."""
    program = getattr(request, "program", None)
    if program is None:
        return {"program": None}
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    return {
        "program": program,
        "my_programs": getattr(request, "programs", [program]),
        "me": SimpleLazyObject(lambda: reader_of(request)),
        "may_manage_program": may(roles, PROGRAM_MANAGERS),
        "may_keep_data": may(roles, DATA_KEEPERS),
        "may_write_letters": may(roles, LETTER_WRITERS),
    }
