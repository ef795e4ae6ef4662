"""Who may, named once."""

from partnerships.models import ProgramRole
from partnerships.rules import RECRUITERS

Role = ProgramRole.Role

#: Writes down what is known about a college: who changes organizations, as it is shared like them.
COLLEGE_EDITORS = RECRUITERS
#: Keeps the table of dual credit, which families rely on. Teachers read it.
DUAL_CREDIT_KEEPERS = (Role.COORDINATOR, Role.COUNSELOR, Role.ADMINISTRATOR)
