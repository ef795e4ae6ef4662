"""Who may, named once."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Plans, moves and ends activities, and gives tasks.
PLANNERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
#: Keeps the school's closed days and says that the calendar was reviewed.
CALENDAR_KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
