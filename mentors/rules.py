"""Who may, named once."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Keeps mentors and groups, plans sessions, reads what mentors write first.
MENTOR_PLANNERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
#: Notes clearances, and sets which level the school requires.
CLEARANCE_KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
