"""Who may, named once."""

from partnerships.models import ProgramRole

Role = ProgramRole.Role

#: Keeps the list of students: all staff of the program, and nobody else ever sees it (SPEC 0.7).
STUDENT_KEEPERS = (Role.COORDINATOR, Role.TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR)
