from core.access import HouseRequest
from partnerships.rules import DATA_KEEPERS, LETTER_WRITERS, PROGRAM_MANAGERS, may


def frame(request: HouseRequest) -> dict[str, object]:
    """What the frame of a staff page shows: all of it was asked for with the roles."""
    program = getattr(request, "program", None)
    if program is None:
        return {"program": None}
    roles: frozenset[str] = getattr(request, "roles", frozenset())
    return {
        "program": program,
        "my_programs": getattr(request, "programs", [program]),
        "me": getattr(request, "me", None),
        "may_manage_program": may(roles, PROGRAM_MANAGERS),
        "may_keep_data": may(roles, DATA_KEEPERS),
        "may_write_letters": may(roles, LETTER_WRITERS),
    }
