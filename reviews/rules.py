"""Who may, named once."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Prepares rounds, chooses who looks, opens and closes them. Seen by everybody with a role.
REVIEW_KEEPERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
