"""Who may, named once."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Prepares job shadows, places students and sends handouts.
SHADOW_PLANNERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
#: Keeps the idea box, looks for speakers, prepares and judges their visits.
CLASSROOM_PLANNERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
