"""The advisory board: who sits on it, who does what (SPEC 3.1, 3.8, 3.9, 4.1)."""

from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import User
from partnerships.models import Program, Support


def usual_reminders() -> list[int]:
    return [14, 2, 0]


class BoardQuerySet(models.QuerySet["Board"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(program=program)


class Board(models.Model):
    """A program's advisory board, and how it works."""

    class OpenMeetings(models.TextChoices):
        """Whether the law on open meetings applies (SPEC 3.11)."""

        NO = "no", "No"
        YES = "yes", "Yes"
        ASK_COUNSEL = "ask", "Ask counsel"

    class ChairRule(models.TextChoices):
        HOST = "host", "Who hosts, chairs"
        FIXED = "fixed", "One chair for the year"

    program = models.ForeignKey(
        "partnerships.Program", on_delete=models.PROTECT, related_name="boards"
    )
    name = models.CharField(max_length=120)
    purpose = models.TextField(blank=True)
    chair_rule = models.CharField(max_length=8, choices=ChairRule, default=ChairRule.HOST)
    chair = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="chaired_boards",
    )
    co_chair = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="co_chaired_boards",
    )
    quorum = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="How many seats must be there. Empty: more than half of those filled.",
    )
    reminder_days = models.JSONField(
        default=usual_reminders, help_text="Days before a meeting; 0 is its morning."
    )
    absences_before_follow_up = models.PositiveSmallIntegerField(
        default=2, help_text="So many meetings missed in a row make a follow-up task."
    )
    open_meetings = models.CharField(
        max_length=4, choices=OpenMeetings, default=OpenMeetings.ASK_COUNSEL
    )
    notice_hours = models.PositiveSmallIntegerField(
        default=48, help_text="How long before a meeting its agenda must be posted."
    )
    minutes_approval_days = models.PositiveSmallIntegerField(
        default=30, help_text="Within how many days minutes must be approved."
    )
    minutes_posting_days = models.PositiveSmallIntegerField(
        default=7, help_text="Within how many days of approval minutes must be posted."
    )
    answer_days = models.PositiveSmallIntegerField(
        default=90, help_text="Advice without an answer for longer shows amber."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BoardQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["program", "name"], name="board_name_once"),
            models.CheckConstraint(condition=~Q(name=""), name="board_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("advisory:board_detail", args=[self.program.slug, self.pk])

    @property
    def is_public(self) -> bool:
        return self.open_meetings == self.OpenMeetings.YES


class SeatQuerySet(models.QuerySet["Seat"]):
    def not_over(self, day: date) -> Self:
        """Those whose term has not ended before the day; it may begin later."""
        return self.filter(Q(term_ends_on=None) | Q(term_ends_on__gte=day))

    def on(self, day: date) -> Self:
        """Those whose term covers the day."""
        return self.not_over(day).filter(Q(term_starts_on=None) | Q(term_starts_on__lte=day))


class Seat(models.Model):
    """A seat of an organization or of the school (SPEC 3.1). The organization holds it; who comes
    may change."""

    class SchoolRole(models.TextChoices):
        FACULTY = "faculty", "Faculty"
        COUNSELOR = "counselor", "Counselor"
        ADMINISTRATOR = "administrator", "Administrator"
        STUDENT = "student", "Student"
        PARENT = "parent", "Parent"

    class Stakeholder(models.TextChoices):
        """Whom the law on career education wants consulted (20 U.S.C. 2354(d), own words)."""

        INDUSTRY = "industry", "Business and industry"
        EDUCATORS = "educators", "Teachers, counselors and administrators"
        POSTSECONDARY = "postsecondary", "Postsecondary career education"
        WORKFORCE = "workforce", "Workforce board"
        FAMILIES = "families", "Parents and students"
        SPECIAL_POPULATIONS = "special_populations", "Special populations"
        AT_RISK = "at_risk", "Agencies for youth at risk, out of school or homeless"
        TRIBES = "tribes", "Tribes and tribal organizations"
        OTHER = "other", "Others"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="seats")
    organization = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="seats",
        help_text="Empty for a seat of the school.",
    )
    school_role = models.CharField(max_length=16, choices=SchoolRole, blank=True)
    stakeholder = models.CharField(
        "stands for", max_length=24, choices=Stakeholder, default=Stakeholder.INDUSTRY
    )
    representative = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="board_seats",
    )
    substitute = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="substitute_seats",
    )
    votes = models.BooleanField("may vote", default=True)
    term_starts_on = models.DateField("term from", null=True, blank=True)
    term_ends_on = models.DateField("term until", null=True, blank=True)
    host_order = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Whose turn it is to host. Empty: never hosts."
    )

    objects = SeatQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False, school_role="")
                | (Q(organization=None) & ~Q(school_role="")),
                name="seat_of_organization_or_school",
            ),
            models.CheckConstraint(
                condition=Q(term_ends_on=None)
                | Q(term_starts_on=None)
                | Q(term_ends_on__gte=F("term_starts_on")),
                name="seat_term_in_order",
            ),
            models.CheckConstraint(
                condition=Q(substitute=None)
                | Q(representative=None)
                | ~Q(substitute=F("representative")),
                name="substitute_is_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return str(self.organization or self.get_school_role_display())


class Duty(models.Model):
    """One of the five duties every board needs done (SPEC 3.8); nobody: it shows red."""

    class Kind(models.TextChoices):
        NOTES = "notes", "Takes notes"
        DISTRIBUTION = "distribution", "Sends out notes and papers"
        REMINDERS = "reminders", "Sees to reminders"
        AGENDAS = "agendas", "Prepares agendas"
        CONTACT = "contact", "Answers partners' calls and e-mail"

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="duties")
    kind = models.CharField(max_length=16, choices=Kind)
    person = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="board_duties",
    )

    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "duties"
        constraints = [models.UniqueConstraint(fields=["board", "kind"], name="duty_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


class ResponsibilityQuerySet(models.QuerySet["Responsibility"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(board__program=program)


class Responsibility(models.Model):
    """What somebody on the board takes care of in a year (SPEC 4.1)."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="responsibilities")
    year = models.PositiveSmallIntegerField(help_text="The one the school year begins in.")
    title = models.CharField(max_length=200)
    owner = models.ForeignKey(
        "partnerships.Person",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="responsibilities",
    )
    organization = models.ForeignKey(
        "partnerships.Organization",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="responsibilities",
    )
    accomplished = models.TextField("what was accomplished", blank=True)
    goes_on = models.BooleanField("again next year", null=True, blank=True)

    objects = ResponsibilityQuerySet.as_manager()
    history = HistoricalRecords()
    _history_user: User

    class Meta:
        ordering = ["year", "pk"]
        verbose_name_plural = "responsibilities"
        constraints = [
            models.UniqueConstraint(fields=["board", "year", "title"], name="responsibility_once")
        ]

    def __str__(self) -> str:
        return self.title


class NeedQuerySet(models.QuerySet["Need"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(board__program=program)


class Need(models.Model):
    """What the program needs, and how the board can help (SPEC 4.2)."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="needs")
    title = models.CharField("what the program needs", max_length=200)
    help = models.TextField("how the board can help", blank=True)
    needed_by = models.DateField("by when", null=True, blank=True)
    support = models.CharField(
        "what kind of help",
        max_length=20,
        choices=Support.Kind,
        blank=True,
        help_text="Partners who said that they would are suggested.",
    )
    topics = models.ManyToManyField(
        "partnerships.Topic",
        blank=True,
        related_name="needs",
        help_text="Whoever knows about one of them is suggested.",
    )
    is_met = models.BooleanField("we have it", default=False)

    objects = NeedQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=[topics])
    _history_user: User

    class Meta:
        ordering = ["is_met", F("needed_by").asc(nulls_last=True), "pk"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="need_has_a_title")]

    def __str__(self) -> str:
        return self.title


class PaperQuerySet(models.QuerySet["Paper"]):
    def for_program(self, program: Program) -> Self:
        return self.filter(board__program=program)


class Paper(models.Model):
    """A file or guideline of a board, of one meeting or of one item of its agenda (SPEC 3.9)."""

    board = models.ForeignKey(Board, on_delete=models.CASCADE, related_name="papers")
    meeting = models.ForeignKey(
        "advisory.Meeting", null=True, blank=True, on_delete=models.CASCADE, related_name="papers"
    )
    item = models.ForeignKey(
        "advisory.AgendaItem",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="papers",
    )
    title = models.CharField(max_length=120)
    file = models.FileField(upload_to="papers/%Y/%m/")
    size = models.PositiveIntegerField(help_text="In bytes.")
    content_type = models.CharField(max_length=100)
    is_guideline = models.BooleanField("a guideline that stays", default=False)
    goes_with_reminders = models.BooleanField("sent with reminders", default=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    objects = PaperQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title
