"""Who may, named once."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Keeps mentors and groups, plans sessions, reads what mentors write first.
MENTOR_PLANNERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
#: Notes clearances, and sets which level the school requires.
CLEARANCE_KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
#: Plans evaluations, asks, hides and quotes, shares with the board. Everybody of staff may read
#: them and say how it was.
EVALUATION_KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
