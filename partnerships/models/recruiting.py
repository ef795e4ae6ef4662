"""What a program does to win an organization: stage, contacts, warm ways in."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnerships.models.programs import Program


class PartnershipQuerySet(models.QuerySet["Partnership"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class Partnership(models.Model):
    """One program with one organization (SPEC 0.2)."""

    class Stage(models.TextChoices):
        IDENTIFIED = "identified", "Identified"
        RESEARCHED = "researched", "Researched"
        CONTACTED = "contacted", "Contacted"
        MEETING_SET = "meeting_set", "Meeting set"
        WITH_EXECUTIVE = "with_executive", "With their executive"
        COMMITTED = "committed", "Committed"
        ACTIVE = "active", "Active"
        PAUSED = "paused", "Paused"
        DECLINED = "declined", "Declined"

    class Approval(models.TextChoices):
        NOT_NEEDED = "not_needed", "Not needed, or not known"
        ASKED = "asked", "Asked, no answer yet"
        GIVEN = "given", "Given"
        REFUSED = "refused", "Refused"

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="partnerships")
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="partnerships"
    )
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.IDENTIFIED)
    stage_changed_at = models.DateTimeField(default=timezone.now)
    stage_reason = models.CharField(
        max_length=200, blank=True, help_text="Why it is paused or was declined."
    )
    top_ten_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="owned_partnerships",
        help_text="Our member of staff who keeps in touch.",
    )
    note = models.TextField(blank=True)
    last_contact_on = models.DateField(
        null=True, blank=True, help_text="Kept by the contact log, so that lists can sort by it."
    )
    responsible = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="responsible_for",
        help_text="Who has primary responsibility at the partner.",
    )
    approval = models.CharField(max_length=20, choices=Approval, default=Approval.NOT_NEEDED)
    approver = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="approvals",
        help_text="The executive who must say yes.",
    )
    approval_asked_on = models.DateField(null=True, blank=True)
    approval_answered_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PartnershipQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["program", "organization"], name="one_partnership_per_program"
            ),
            models.UniqueConstraint(
                fields=["program", "top_ten_rank"],
                condition=Q(top_ten_rank__isnull=False),
                name="top_ten_rank_once",
            ),
            models.CheckConstraint(
                condition=Q(top_ten_rank=None) | Q(top_ten_rank__gte=1, top_ten_rank__lte=10),
                name="top_ten_has_ten",
            ),
        ]
        indexes = [
            # The board shows what came to a stage last; the count of a stage reads it too.
            models.Index(
                fields=["program", "stage", "-stage_changed_at", "id"], name="partnership_lane"
            ),
            models.Index(fields=["program", "last_contact_on"]),
            models.Index(fields=["organization"]),
        ]

    def __str__(self) -> str:
        return f"{self.program} with {self.organization}"

    def get_absolute_url(self) -> str:
        return reverse(
            "partnerships:organization_detail", args=[self.program.slug, self.organization_id]
        )


class PartnerRole(models.Model):
    """Who at the partner does what for a program (SPEC 2.7)."""

    class Role(models.TextChoices):
        BOARD_REPRESENTATIVE = "board_representative", _("Board representative")
        SUBSTITUTE = "substitute", _("Substitute on the board")
        MENTOR = "mentor", _("Mentor")
        SPEAKER = "speaker", _("Speaker")
        HOST = "host", _("Host of visits")
        INTERNSHIPS = "internships", _("Internships")
        OTHER = "other", _("Other")

    partnership = models.ForeignKey(
        Partnership, on_delete=models.CASCADE, related_name="partner_roles"
    )
    person = models.ForeignKey(
        "partnerships.Person", on_delete=models.PROTECT, related_name="partner_roles"
    )
    role = models.CharField(max_length=24, choices=Role)

    history = HistoricalRecords()

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "person", "role"], name="partner_role_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"


class Connection(models.Model):
    """Who on our side knows somebody there (SPEC 1.3). Seen by all programs: a warm way in is for
    sharing."""

    class Relation(models.TextChoices):
        COLLEAGUE = "colleague", "Worked there or works with them"
        FAMILY = "family", "Family"
        FRIEND = "friend", "Friend"
        PARENT = "parent", "Parent of a student"
        ALUMNI = "alumni", "Former student"
        SCHOOL_BOARD = "school_board", "School-board member"
        PARTNER = "partner", "Partner in another field"
        VENDOR = "vendor", "Does business with the school"
        OTHER = "other", "Other"

    class Strength(models.IntegerChoices):
        HEARD = 1, "Has met them"
        KNOWS = 2, "Knows them"
        CLOSE = 3, "Knows them well"

    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.CASCADE, related_name="connections"
    )
    program = models.ForeignKey(
        Program, on_delete=models.CASCADE, related_name="connections", help_text="Who noted it."
    )
    known_by = models.CharField(
        "who knows them", max_length=120, help_text="On our side: Ms. Torres, the school nurse ..."
    )
    contact = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="connections",
        verbose_name="whom",
        help_text="At the organization, if it is one person.",
    )
    relation = models.CharField(max_length=20, choices=Relation, default=Relation.OTHER)
    strength = models.PositiveSmallIntegerField(choices=Strength, default=Strength.KNOWS)
    would_introduce = models.BooleanField("would introduce us", null=True, blank=True)
    note = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["-strength", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(known_by=""), name="connection_names_somebody")
        ]

    def __str__(self) -> str:
        return f"{self.known_by} knows {self.organization}"


class InteractionQuerySet(models.QuerySet["Interaction"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)

    def asks(self) -> Self:
        return self.filter(is_ask=True)


class Interaction(models.Model):
    """One contact with an organization: who, how, what came of it, what next (SPEC 2.4)."""

    class Kind(models.TextChoices):
        CALL = "call", "Call"
        EMAIL = "email", "E-mail"
        VISIT = "visit", "Visit"
        LETTER = "letter", "Letter"
        EVENT = "event", "Event"

    class Outcome(models.TextChoices):
        NONE = "", "Nothing yet"
        NO_ANSWER = "no_answer", "No answer"
        MESSAGE = "message", "Left a message"
        TALKED = "talked", "Talked"
        INTERESTED = "interested", "Interested"
        YES = "yes", "Said yes"
        NOT_NOW = "not_now", "Not now"
        NO = "no", "Said no"

    class Level(models.TextChoices):
        """Who of the school took part: the higher, the likelier a yes."""

        SUPERINTENDENT = "superintendent", "Superintendent"
        PRINCIPAL = "principal", "Principal"
        ADMINISTRATOR = "administrator", "Other administrator"
        STAFF = "staff", "Coordinator, teacher or counselor"
        OTHER = "other", "Somebody else"

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="interactions")
    organization = models.ForeignKey(
        "partnerships.Organization", on_delete=models.PROTECT, related_name="interactions"
    )
    kind = models.CharField("how", max_length=10, choices=Kind)
    happened_at = models.DateTimeField("when", default=timezone.now)
    staff = models.ForeignKey(
        "partnerships.Person",
        null=True,
        on_delete=models.SET_NULL,
        related_name="contacts_made",
        help_text="Who of us.",
    )
    people = models.ManyToManyField(
        "partnerships.Person", blank=True, related_name="contacts_had", help_text="Whom."
    )
    school_level = models.CharField(
        "highest of us who took part", max_length=20, choices=Level, default=Level.STAFF
    )
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True, default=Outcome.NONE)
    note = models.TextField(blank=True)
    is_ask = models.BooleanField("we asked for something", default=False)
    ask = models.CharField(
        "what we asked for",
        max_length=200,
        blank=True,
        help_text="Other programs see this line, so that nobody asks too often.",
    )
    next_step = models.CharField(
        max_length=200,
        blank=True,
        help_text="What was agreed. Who does it by when is a task of its own.",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = InteractionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-happened_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_ask=False) | ~Q(ask=""), name="ask_says_what_was_asked"
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-happened_at"]),
            models.Index(fields=["program", "-happened_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organization}"
