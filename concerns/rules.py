"""Who may, named once."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Writes and publishes guidelines.
GUIDELINE_KEEPERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
#: Asks partners to acknowledge them.
GUIDELINE_ASKERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
