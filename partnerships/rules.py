"""Who may, named once: the views' decorators and the pages ask the same words."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Invites staff, changes the program's name, letterhead and color.
PROGRAM_MANAGERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
#: Imports lists, merges duplicates, undoes an import.
DATA_KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
#: Edits letter templates and sends letters.
LETTER_WRITERS = (Role.COORDINATOR, Role.TEACHER, Role.ADMINISTRATOR)
#: Changes organizations, stages and the contact log.
RECRUITERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)


def may(roles: frozenset[str], allowed: tuple[str, ...]) -> bool:
    """Whether somebody who holds ``roles`` in a program is among ``allowed``."""
    return not roles.isdisjoint(allowed)
