"""Who may, named once."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Keeps boards and seats, plans, moves and cancels meetings, answers advice.
BOARD_MANAGERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
#: Prepares agendas, takes notes and writes minutes.
NOTE_TAKERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
