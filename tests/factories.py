from datetime import UTC, datetime, timedelta

import factory
from factory.django import DjangoModelFactory

from accounts.models import User
from advisory.models import (
    ActionItem,
    AgendaItem,
    Board,
    Meeting,
    Motion,
    Need,
    Paper,
    Recommendation,
    Responsibility,
    Seat,
)
from calendar_app.models import Activity, Checkpoint, Closure, Kind, Participation, Reminder, Task
from concerns.models import Guideline, GuidelineVersion
from core.models import Job
from letters.models import Letter, LetterBatch, LetterTemplate
from mentors.models import (
    Clearance,
    ClearanceLevel,
    Evaluation,
    Exchange,
    ExchangeAnswer,
    Form,
    GroupMentor,
    Mentor,
    MentorGroup,
    MentorSession,
    MentorVoice,
    PlanLine,
    Question,
    QuestionSet,
    StaffVoice,
    StudentSay,
)
from notifications.models import Message
from partnerships.domain.names import name_key, person_key
from partnerships.models import (
    Affiliation,
    Connection,
    ImportBatch,
    Interaction,
    Invitation,
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Program,
    ProgramRole,
    SavedView,
    Support,
)
from postsecondary.models import (
    Department,
    DepartmentMember,
    DualCredit,
    EntryRequirement,
    FundingIdea,
    ProgramOfStudy,
)
from reviews.models import Feedback, Look, Rating, Review, Reviewer, ReviewItem
from students.models import Competency, CompetencySet, Student
from visits.models import (
    ClassroomVisit,
    Idea,
    Milestone,
    ShadowHost,
    SiteOffer,
    SpeakerAsk,
    SpeakerRequest,
    StudentVoice,
    Thanks,
)

NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"user{n}@example.org")


class OrganizationFactory(DjangoModelFactory):
    class Meta:
        model = Organization

    name = factory.Sequence(lambda n: f"Organization {n:04}")
    name_key = factory.LazyAttribute(lambda organization: name_key(organization.name))
    street = "12 Main St"
    city = "Peoria"
    state = "IL"
    postal_code = "61602"


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Person {n:04}")
    name_key = factory.LazyAttribute(lambda person: person_key(person.name))
    email = factory.Sequence(lambda n: f"person{n}@example.org")


class AffiliationFactory(DjangoModelFactory):
    class Meta:
        model = Affiliation

    person = factory.SubFactory(PersonFactory)
    organization = factory.SubFactory(OrganizationFactory)
    title = "Manager"


class ProgramFactory(DjangoModelFactory):
    class Meta:
        model = Program

    slug = factory.Sequence(lambda n: f"program-{n}")
    name = factory.Sequence(lambda n: f"Program {n}")
    school = factory.SubFactory(OrganizationFactory, kind=Organization.Kind.SCHOOL)
    career_area = "health"


class RoleFactory(DjangoModelFactory):
    class Meta:
        model = ProgramRole

    program = factory.SubFactory(ProgramFactory)
    user = factory.SubFactory(UserFactory)
    role = ProgramRole.Role.COORDINATOR


class PartnershipFactory(DjangoModelFactory):
    class Meta:
        model = Partnership

    program = factory.SubFactory(ProgramFactory)
    organization = factory.SubFactory(OrganizationFactory)


class PartnerRoleFactory(DjangoModelFactory):
    class Meta:
        model = PartnerRole

    partnership = factory.SubFactory(PartnershipFactory)
    person = factory.SubFactory(PersonFactory)
    role = PartnerRole.Role.MENTOR


class SupportFactory(DjangoModelFactory):
    class Meta:
        model = Support

    organization = factory.SubFactory(OrganizationFactory)
    kind = Support.Kind.JOB_SHADOW


class ConnectionFactory(DjangoModelFactory):
    class Meta:
        model = Connection

    program = factory.SubFactory(ProgramFactory)
    organization = factory.SubFactory(OrganizationFactory)
    known_by = "Ms. Torres"


class InteractionFactory(DjangoModelFactory):
    class Meta:
        model = Interaction

    program = factory.SubFactory(ProgramFactory)
    organization = factory.SubFactory(OrganizationFactory)
    kind = Interaction.Kind.CALL
    happened_at = NOW


class SavedViewFactory(DjangoModelFactory):
    class Meta:
        model = SavedView

    program = factory.SubFactory(ProgramFactory)
    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"View {n}")


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    program = factory.SubFactory(ProgramFactory)
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    name = "Ana Lopez"
    role = ProgramRole.Role.TEACHER


class ImportBatchFactory(DjangoModelFactory):
    class Meta:
        model = ImportBatch

    program = factory.SubFactory(ProgramFactory)
    file_name = "partners.csv"
    file = factory.django.FileField(filename="partners.csv", data=b"Name\nAcme\n")


class LetterTemplateFactory(DjangoModelFactory):
    class Meta:
        model = LetterTemplate

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Letter {n}")
    body = "Dear {{ contact_name }},\n\nwe would like to meet you."


class LetterBatchFactory(DjangoModelFactory):
    class Meta:
        model = LetterBatch

    program = factory.SubFactory(ProgramFactory)
    template_name = "First letter"
    file = factory.django.FileField(filename="letters.pdf", data=b"%PDF-1.7")


class LetterFactory(DjangoModelFactory):
    class Meta:
        model = Letter

    class Params:
        program = factory.SubFactory(ProgramFactory)

    batch = factory.SubFactory(LetterBatchFactory, program=factory.SelfAttribute("..program"))
    organization = factory.SubFactory(OrganizationFactory)
    file = factory.django.FileField(filename="letter.pdf", data=b"%PDF-1.7")
    values = factory.LazyFunction(
        lambda: {"paper": {"to": ["Acme", "12 Main St"], "from": ["Riverside High School"]}}
    )
    made_at = NOW


class MessageFactory(DjangoModelFactory):
    class Meta:
        model = Message

    key = factory.Sequence(lambda n: f"message-{n}")
    to_email = factory.Sequence(lambda n: f"reader{n}@example.org")
    subject = "Hello"
    text = "Hello"


class JobFactory(DjangoModelFactory):
    class Meta:
        model = Job

    kind = "test"
    title = "A piece of work"


class StudentFactory(DjangoModelFactory):
    class Meta:
        model = Student

    program = factory.SubFactory(ProgramFactory)
    given_name = factory.Sequence(lambda n: f"Given{n:04}")
    family_name = factory.Sequence(lambda n: f"Family{n:04}")
    graduation_year = 2027


class CollegeFactory(OrganizationFactory):
    name = factory.Sequence(lambda n: f"College {n:04}")
    kind = Organization.Kind.POSTSECONDARY


class DepartmentFactory(DjangoModelFactory):
    class Meta:
        model = Department

    organization = factory.SubFactory(CollegeFactory)
    name = factory.Sequence(lambda n: f"Department {n:04}")


class DepartmentMemberFactory(DjangoModelFactory):
    class Meta:
        model = DepartmentMember

    department = factory.SubFactory(DepartmentFactory)
    person = factory.SubFactory(PersonFactory)


class ProgramOfStudyFactory(DjangoModelFactory):
    class Meta:
        model = ProgramOfStudy

    organization = factory.SubFactory(CollegeFactory)
    name = factory.Sequence(lambda n: f"Nursing {n:04}")
    award = ProgramOfStudy.Award.ASSOCIATE
    career_area = "health"


class EntryRequirementFactory(DjangoModelFactory):
    class Meta:
        model = EntryRequirement

    organization = factory.SubFactory(CollegeFactory)
    name = factory.Sequence(lambda n: f"Test {n:04}")


class FundingIdeaFactory(DjangoModelFactory):
    class Meta:
        model = FundingIdea

    organization = factory.SubFactory(CollegeFactory)
    name = factory.Sequence(lambda n: f"Scholarship {n:04}")


class DualCreditFactory(DjangoModelFactory):
    class Meta:
        model = DualCredit

    program = factory.SubFactory(ProgramFactory)
    organization = factory.SubFactory(CollegeFactory)
    our_course = factory.Sequence(lambda n: f"HS {n:04} Terminology")
    their_course = factory.Sequence(lambda n: f"HLTH {n:04} Terminology")
    credits = 3
    grade_needed = "C or better"
    first_year = 2026


class ActivityFactory(DjangoModelFactory):
    class Meta:
        model = Activity

    program = factory.SubFactory(ProgramFactory)
    kind = Kind.SITE_VISIT
    title = factory.Sequence(lambda n: f"Activity {n:04}")
    place = "12 Main St, Peoria"
    starts_at = NOW + timedelta(days=30)
    ends_at = factory.LazyAttribute(lambda activity: activity.starts_at + timedelta(hours=2))
    organizer = factory.SubFactory(PersonFactory)


class ParticipationFactory(DjangoModelFactory):
    class Meta:
        model = Participation

    activity = factory.SubFactory(ActivityFactory)
    person = factory.SubFactory(PersonFactory)


class CheckpointFactory(DjangoModelFactory):
    class Meta:
        model = Checkpoint

    activity = factory.SubFactory(ActivityFactory)
    kind = Checkpoint.Kind.CONFIRMED
    due_on = (NOW + timedelta(days=3)).date()


class ReminderFactory(DjangoModelFactory):
    class Meta:
        model = Reminder

    activity = factory.SubFactory(ActivityFactory)
    days_before = 2
    due_at = NOW - timedelta(minutes=1)


class ShadowHostFactory(DjangoModelFactory):
    """``program`` reaches the activity; the person works at the organization unless
    ``there=False``."""

    class Meta:
        model = ShadowHost
        skip_postgeneration_save = True

    class Params:
        program = factory.SubFactory(ProgramFactory)

    activity = factory.LazyAttribute(
        lambda host: ActivityFactory(program=host.program, kind=Kind.JOB_SHADOW)
    )
    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory)

    @factory.post_generation
    def there(host, create, wanted, **given):  # noqa: N805 - factory_boy hands over the object
        places = Affiliation.objects.filter(person=host.person, organization=host.organization)
        if wanted is not False and host.person and not places.exists():
            AffiliationFactory(person=host.person, organization=host.organization)


class SiteOfferFactory(DjangoModelFactory):
    class Meta:
        model = SiteOffer

    organization = factory.SubFactory(OrganizationFactory)
    title = factory.Sequence(lambda n: f"Tour {n:04}")
    is_tour = True


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    program = factory.SubFactory(ProgramFactory)
    text = factory.Sequence(lambda n: f"See {n:04} workplaces")
    kinds = factory.LazyFunction(lambda: ["site_visit"])


class GuidelineFactory(DjangoModelFactory):
    class Meta:
        model = Guideline

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Guideline {n:04}")
    kinds = factory.LazyFunction(lambda: ["site_visit", "job_shadow"])


class GuidelineVersionFactory(DjangoModelFactory):
    """Published."""

    class Meta:
        model = GuidelineVersion

    guideline = factory.SubFactory(GuidelineFactory)
    number = 1
    text = "Be seen.\n\nDo not drive students."
    published_at = NOW


class ThanksFactory(DjangoModelFactory):
    class Meta:
        model = Thanks

    activity = factory.SubFactory(ActivityFactory)
    organization = factory.SubFactory(OrganizationFactory)
    person = factory.SubFactory(PersonFactory)
    due_on = (NOW + timedelta(days=2)).date()


class IdeaFactory(DjangoModelFactory):
    class Meta:
        model = Idea

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Idea {n:04}")


class SpeakerRequestFactory(DjangoModelFactory):
    class Meta:
        model = SpeakerRequest

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Nurses at night {n:04}")
    starts_at = NOW + timedelta(days=30)
    organizer = factory.SubFactory(PersonFactory)


class SpeakerAskFactory(DjangoModelFactory):
    """``program`` reaches the request."""

    class Meta:
        model = SpeakerAsk

    class Params:
        program = factory.SubFactory(ProgramFactory)

    request = factory.LazyAttribute(lambda ask: SpeakerRequestFactory(program=ask.program))
    person = factory.SubFactory(PersonFactory)
    organization = factory.SubFactory(OrganizationFactory)
    asked_at = NOW


class ClassroomVisitFactory(DjangoModelFactory):
    class Meta:
        model = ClassroomVisit

    activity = factory.SubFactory(ActivityFactory, kind=Kind.CLASSROOM_PRESENTATION)


class StudentVoiceFactory(DjangoModelFactory):
    class Meta:
        model = StudentVoice

    visit = factory.SubFactory(ClassroomVisitFactory)
    interest = 4
    more = "yes"


class TaskFactory(DjangoModelFactory):
    class Meta:
        model = Task

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Task {n:04}")


class ClosureFactory(DjangoModelFactory):
    class Meta:
        model = Closure

    school = factory.SubFactory(OrganizationFactory)
    name = "Spring break"
    starts_on = (NOW + timedelta(days=20)).date()
    ends_on = (NOW + timedelta(days=24)).date()


class BoardFactory(DjangoModelFactory):
    class Meta:
        model = Board

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Advisory board {n:04}")


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    board = factory.SubFactory(BoardFactory)
    organization = factory.SubFactory(OrganizationFactory)
    representative = factory.SubFactory(PersonFactory)


class MeetingFactory(DjangoModelFactory):
    """``program`` and ``starts_at`` reach the board and the activity."""

    class Meta:
        model = Meeting

    class Params:
        program = factory.SubFactory(ProgramFactory)
        starts_at = NOW + timedelta(days=30)

    board = factory.LazyAttribute(lambda meeting: BoardFactory(program=meeting.program))
    activity = factory.LazyAttribute(
        lambda meeting: ActivityFactory(
            program=meeting.board.program,
            kind=Kind.BOARD_MEETING,
            title="Advisory board meeting",
            starts_at=meeting.starts_at,
        )
    )


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"Item {n:04}")
    position = factory.Sequence(lambda n: n % 1000)


class MotionFactory(DjangoModelFactory):
    class Meta:
        model = Motion

    item = factory.SubFactory(AgendaItemFactory)
    text = "Buy two training manikins"
    moved_by = factory.SubFactory(PersonFactory)
    votes_for = 5


class RecommendationFactory(DjangoModelFactory):
    class Meta:
        model = Recommendation

    board = factory.SubFactory(BoardFactory)
    text = factory.Sequence(lambda n: f"Teach phlebotomy in grade {n}")
    recommended_on = NOW.date()


class ActionItemFactory(DjangoModelFactory):
    class Meta:
        model = ActionItem

    meeting = factory.SubFactory(MeetingFactory)
    task = factory.LazyAttribute(
        lambda item: TaskFactory(program=item.meeting.board.program, activity=item.meeting.activity)
    )


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = Responsibility

    board = factory.SubFactory(BoardFactory)
    year = 2026
    title = factory.Sequence(lambda n: f"Host tour {n}")


class NeedFactory(DjangoModelFactory):
    class Meta:
        model = Need

    board = factory.SubFactory(BoardFactory)
    title = factory.Sequence(lambda n: f"Speaker {n:04}")


class PaperFactory(DjangoModelFactory):
    class Meta:
        model = Paper

    board = factory.SubFactory(BoardFactory)
    title = factory.Sequence(lambda n: f"Paper {n:04}")
    file = factory.django.FileField(filename="paper.pdf", data=b"%PDF-1.7")
    size = 8
    content_type = "application/pdf"


def highest_level():
    """That of the starter; made anew where a test has emptied the tables."""
    top = ClearanceLevel.objects.order_by("-rank").first()
    return top or ClearanceLevel.objects.create(name="Background check passed", rank=3)


class ClearanceFactory(DjangoModelFactory):
    """By default the highest level, for a year."""

    class Meta:
        model = Clearance

    person = factory.SubFactory(PersonFactory)
    level = factory.LazyFunction(highest_level)
    given_on = NOW.date() - timedelta(days=30)
    expires_on = NOW.date() + timedelta(days=335)


class MentorFactory(DjangoModelFactory):
    """Active, of a partner of the program, and cleared unless ``cleared=False``."""

    class Meta:
        model = Mentor
        skip_postgeneration_save = True

    class Params:
        who: dict = {}  # facts of the person

    program = factory.SubFactory(ProgramFactory)
    organization = factory.LazyAttribute(
        lambda mentor: PartnershipFactory(program=mentor.program).organization
    )
    person = factory.LazyAttribute(
        lambda mentor: (
            AffiliationFactory(
                organization=mentor.organization, person=PersonFactory(**mentor.who)
            ).person
        )
    )
    state = Mentor.State.ACTIVE
    capacity = 3

    @factory.post_generation
    def cleared(mentor, create, wanted, **given):  # noqa: N805 - factory_boy hands over the object
        if wanted is not False:
            ClearanceFactory(person=mentor.person)


class MentorGroupFactory(DjangoModelFactory):
    class Meta:
        model = MentorGroup

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Mentor group {n:04}")
    organizer = factory.SubFactory(PersonFactory)
    started_on = NOW.date()


class GroupMentorFactory(DjangoModelFactory):
    class Meta:
        model = GroupMentor

    group = factory.SubFactory(MentorGroupFactory)
    mentor = factory.LazyAttribute(lambda place: MentorFactory(program=place.group.program))
    position = 1


class MentorSessionFactory(DjangoModelFactory):
    class Meta:
        model = MentorSession

    class Params:
        when: dict = {}  # facts of the activity

    group = factory.SubFactory(MentorGroupFactory)
    activity = factory.LazyAttribute(
        lambda session: ActivityFactory(
            program=session.group.program, kind=Kind.MENTOR_SESSION, **session.when
        )
    )


class PlanLineFactory(DjangoModelFactory):
    class Meta:
        model = PlanLine

    program = factory.SubFactory(ProgramFactory)
    year = 2026
    activity = "lunch"
    wanted = 3


class QuestionSetFactory(DjangoModelFactory):
    class Meta:
        model = QuestionSet

    program = factory.SubFactory(ProgramFactory)
    name = factory.Sequence(lambda n: f"Questions {n:04}")


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    question_set = factory.SubFactory(QuestionSetFactory)
    position = factory.Sequence(lambda n: n % 1000)
    text = factory.Sequence(lambda n: f"What do you do on day {n:04}?")


class ExchangeFactory(DjangoModelFactory):
    """``program`` reaches everything else; the mentor leads the group."""

    class Meta:
        model = Exchange
        skip_postgeneration_save = True

    program = factory.SubFactory(ProgramFactory)
    question_set = factory.LazyAttribute(lambda one: QuestionSetFactory(program=one.program))
    group = factory.LazyAttribute(
        lambda one: MentorGroupFactory(program=one.program, form=Form.EMAIL)
    )
    student = factory.LazyAttribute(lambda one: StudentFactory(program=one.program))
    mentor_person = factory.LazyAttribute(
        lambda one: GroupMentorFactory(group=one.group).mentor.person
    )
    year = 2026
    due_on = NOW.date() + timedelta(days=14)
    sent_at = NOW

    @factory.post_generation
    def members(exchange, create, wanted, **given):  # noqa: N805 - factory_boy hands over the object
        """Both are in the group, as far as the person mentors at all."""
        exchange.group.students.add(exchange.student)
        places = exchange.group.places
        mentor = Mentor.objects.filter(
            program=exchange.program, person=exchange.mentor_person
        ).first()
        if mentor is not None and not places.filter(mentor=mentor).exists():
            GroupMentorFactory(group=exchange.group, mentor=mentor, position=places.count() + 1)


class ExchangeAnswerFactory(DjangoModelFactory):
    class Meta:
        model = ExchangeAnswer

    exchange = factory.SubFactory(ExchangeFactory)
    position = factory.Sequence(lambda n: n % 1000)
    question = factory.Sequence(lambda n: f"What do you do on day {n:04}?")


class EvaluationFactory(DjangoModelFactory):
    """Open since a week ago, for a week from now."""

    class Meta:
        model = Evaluation

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Half-time {n:04}")
    year = 2026
    opens_on = NOW.date() - timedelta(days=7)
    closes_on = NOW.date() + timedelta(days=7)
    code = factory.Sequence(lambda n: f"{n:06}")


class VoiceFactory(DjangoModelFactory):
    """Content with all."""

    class Meta:
        abstract = True

    evaluation = factory.SubFactory(EvaluationFactory)
    prepared = time_used = together = learned = again = 4


class StudentSayFactory(VoiceFactory):
    class Meta:
        model = StudentSay


class MentorVoiceFactory(VoiceFactory):
    class Meta:
        model = MentorVoice

    person = factory.SubFactory(PersonFactory)
    said_at = NOW


class StaffVoiceFactory(VoiceFactory):
    class Meta:
        model = StaffVoice

    user = factory.SubFactory(UserFactory)
    said_at = NOW


class CompetencyFactory(DjangoModelFactory):
    """Of a set that every program uses."""

    class Meta:
        model = Competency

    group = factory.LazyAttribute(
        lambda one: CompetencySet.objects.get_or_create(code="test", name="Ours")[0]
    )
    area = "Writing"
    name = factory.Sequence(lambda n: f"Writes clearly {n:04}")


class ReviewFactory(DjangoModelFactory):
    class Meta:
        model = Review

    program = factory.SubFactory(ProgramFactory)
    title = factory.Sequence(lambda n: f"Charts {n:04}")
    closes_on = NOW.date() + timedelta(days=14)


class ReviewItemFactory(DjangoModelFactory):
    class Meta:
        model = ReviewItem

    review = factory.SubFactory(ReviewFactory)
    position = factory.LazyAttribute(lambda one: one.review.items.count() + 1)
    file = factory.django.FileField(filename="work.txt", data=b"Pulse 84")
    size = 8
    content_type = "text/plain"
    is_readable = True


class ReviewerFactory(DjangoModelFactory):
    """Works at a partner of the program, and was asked."""

    class Meta:
        model = Reviewer

    review = factory.SubFactory(ReviewFactory)
    organization = factory.LazyAttribute(
        lambda one: PartnershipFactory(program=one.review.program).organization
    )
    person = factory.LazyAttribute(
        lambda one: AffiliationFactory(organization=one.organization).person
    )
    asked_at = NOW


class FeedbackFactory(DjangoModelFactory):
    """Sent."""

    class Meta:
        model = Feedback

    item = factory.SubFactory(ReviewItemFactory)
    reviewer = factory.LazyAttribute(lambda one: ReviewerFactory(review=one.item.review))
    strength = "Clear"
    saved_at = NOW
    sent_at = NOW


class RatingFactory(DjangoModelFactory):
    class Meta:
        model = Rating

    feedback = factory.SubFactory(FeedbackFactory)
    competency = factory.SubFactory(CompetencyFactory)
    value = 3


class LookFactory(DjangoModelFactory):
    class Meta:
        model = Look

    item = factory.SubFactory(ReviewItemFactory)
    reviewer = factory.LazyAttribute(lambda one: ReviewerFactory(review=one.item.review))
    looked_at = NOW
