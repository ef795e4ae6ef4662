"""Every kind of page in Chromium: WCAG 2.2 AA by axe, wide and on a phone, light and dark; nothing
to scroll sideways at 320 px; a content security policy that nothing runs against; a small weight.

A new page is one line in PAGES."""

import gzip
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone
from factory.django import ImageField

from calendar_app.domain.links import answer_token, series_token
from calendar_app.models import Participation
from concerns.domain.acknowledging import acknowledge_address
from core import code_pages
from mentors.domain import evaluations
from mentors.domain.exchange_answering import answer_address
from partnerships.domain.school_years import school_year
from partnerships.models import DuplicateSuggestion, Person
from portal.domain.entering import enter_address
from tests.factories import (
    ActivityFactory,
    AffiliationFactory,
    AgendaItemFactory,
    BoardFactory,
    ClassroomVisitFactory,
    CollegeFactory,
    DepartmentFactory,
    DualCreditFactory,
    EntryRequirementFactory,
    EvaluationFactory,
    ExchangeFactory,
    FundingIdeaFactory,
    GroupMentorFactory,
    GuidelineVersionFactory,
    IdeaFactory,
    ImportBatchFactory,
    InteractionFactory,
    InvitationFactory,
    JobFactory,
    LetterBatchFactory,
    LetterFactory,
    LetterTemplateFactory,
    LookFactory,
    MeetingFactory,
    MentorFactory,
    MentorSessionFactory,
    MentorVoiceFactory,
    MessageFactory,
    MilestoneFactory,
    NeedFactory,
    OrganizationFactory,
    ParticipationFactory,
    PartnershipFactory,
    PlanLineFactory,
    ProgramOfStudyFactory,
    RatingFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    ReviewerFactory,
    ReviewFactory,
    ReviewItemFactory,
    RoleFactory,
    SeatFactory,
    ShadowHostFactory,
    SiteOfferFactory,
    SpeakerAskFactory,
    SpeakerRequestFactory,
    StudentFactory,
    StudentSayFactory,
    StudentVoiceFactory,
    SupportFactory,
    TaskFactory,
    ThanksFactory,
)
from visits.domain import feedback, speaker_mail
from visits.domain.afterwards import afterwards_address
from visits.domain.confirming import confirm_address
from visits.models import Afterthought, Placement

#: Each page is loaded once, and looked at in all of these.
LOOKS = [(1280, False), (1280, True), (390, False), (390, True)]
NARROWEST = 320
HTML_LIMIT, SCRIPT_LIMIT = 60_000, 40_000
OWN_SCRIPTS = ("js/theme.js", "js/house.js")


class Page(NamedTuple):
    name: str  # of the address
    who: str | None = "coordinator"
    pk: str = ""  # whose pk stands in the address: a key of ``things``, or several
    query: str = ""  # may name ``things`` too: {organization}
    in_program: bool = True
    status: int = 200


PAGES = [
    Page("account_login", who=None, in_program=False),
    Page("account_request_login_code", who=None, in_program=False),
    Page("account_reset_password", who=None, in_program=False),
    Page("account_change_password", in_program=False),
    Page("mfa_index", in_program=False),
    Page("core:components", who="builder", in_program=False),
    Page("core:components", who="builder", in_program=False, query="?plain"),
    Page("core:components", who="coordinator", in_program=False, status=404),
    Page("core:job_detail", pk="job", in_program=False),
    Page("home:today"),
    Page("home:search", query="?q=Organization"),
    Page("home:message_list"),
    Page("home:message_detail", pk="message"),
    Page("partnerships:organization_list"),
    Page("partnerships:organization_detail", pk="organization"),
    Page("partnerships:organization_detail", pk="nothing", status=404),
    Page("partnerships:organization_all"),
    Page("partnerships:organization_add"),
    Page("partnerships:organization_edit", pk="organization"),
    Page("partnerships:organization_history", pk="organization"),
    Page("partnerships:organization_person_add", pk="organization"),
    Page("partnerships:organization_connection_add", pk="organization"),
    Page("partnerships:person_edit", pk="person"),
    Page("partnerships:contact_add"),
    Page("partnerships:contact_add", query="?organization={organization}"),
    Page("partnerships:contact_edit", pk="contact"),
    Page("partnerships:import_list"),
    Page("partnerships:import_add"),
    Page("partnerships:import_preview", pk="list"),
    Page("partnerships:import_detail", pk="import"),
    Page("partnerships:pipeline"),
    Page("partnerships:duplicate_list"),
    Page("partnerships:duplicate_compare", pk="pair"),
    Page("partnerships:duplicate_compare", pk="namesakes"),
    Page("partnerships:program_settings"),
    Page("partnerships:program_settings", who="counselor", status=403),
    Page("partnerships:staff_list"),
    Page("partnerships:invitation_add"),
    Page("letters:letter_list"),
    Page("letters:letter_new"),
    Page(
        "letters:letter_check",
        query="?template={template}&to=chosen&organizations={organization},{school}&way=print",
    ),
    Page("letters:batch_detail", pk="batch"),
    Page("letters:template_list"),
    Page("letters:template_add"),
    Page("letters:template_edit", pk="template"),
    Page("calendar_app:activity_list"),
    Page("calendar_app:activity_list", query="?view=week"),
    Page("calendar_app:activity_list", query="?view=list"),
    Page("calendar_app:activity_detail", pk="activity"),
    Page("calendar_app:activity_add"),
    Page("calendar_app:activity_edit", pk="activity"),
    Page("calendar_app:activity_end", pk="activity"),
    Page("calendar_app:activity_history", pk="activity"),
    Page("calendar_app:activity_changes"),
    Page("calendar_app:closure_list"),
    Page("calendar_app:task_list"),
    Page("calendar_app:task_add"),
    Page("calendar_app:task_edit", pk="task"),
    Page("calendar_app:feed_settings"),
    Page("calendar_links:answer", who=None, pk="answer", in_program=False),
    Page("calendar_links:series", who=None, pk="answers", in_program=False),
    Page("calendar_links:series", who=None, pk="broken", in_program=False, status=404),
    Page("visits:shadow_detail", pk="shadow"),
    Page("visits:shadow_edit", pk="shadow"),
    Page("visits:roll_detail", pk="visit"),
    Page("visits:roll_detail", pk="shadow"),
    Page("visits:roll_students", pk="visit"),
    Page("concerns:guideline_list"),
    Page("concerns:guideline_add"),
    Page("concerns:guideline_detail", pk="guideline"),
    Page("concerns:activity_guidelines", pk="ready_shadow"),
    Page("concern_links:guideline_acknowledge", who=None, pk="rules", in_program=False),
    Page("visits:thanks_list"),
    Page("visits:milestone_list"),
    Page("visits:milestone_add"),
    Page("visits:milestone_detail", pk="milestone"),
    Page("visits:student_milestones", pk="student"),
    Page("visits:continuum_detail"),
    Page("visits:competency_matrix"),
    Page("visits:competency_align", pk="visit"),
    Page("visits:offer_list"),
    Page("visits:offer_edit", pk="offer"),
    Page("visits:site_detail", pk="visit"),
    Page("visits:site_edit", pk="visit"),
    Page("visits:thanks_write", pk="thanks"),
    Page("visit_links:host_confirm", who=None, pk="ready", in_program=False),
    Page("visits:shadow_host_add", pk="shadow"),
    Page("visits:idea_list"),
    Page("visits:idea_add"),
    Page("visits:request_list"),
    Page("visits:request_add"),
    Page("visits:request_detail", pk="speakers"),
    Page("visits:classroom_detail", pk="class"),
    Page("visits:classroom_edit", pk="class"),
    Page("visits:classroom_board", pk="class"),
    Page("visits:classroom_feedback", pk="class"),
    Page("visits:classroom_say", pk="class"),
    Page("visit_links:speaker_answer", who=None, pk="asked", in_program=False),
    Page(
        "visit_links:speaker_answer",
        who=None,
        pk="asked",
        query="?answer=proposes",
        in_program=False,
    ),
    Page("visit_links:speaker_say", who=None, pk="spoke", in_program=False),
    Page("visit_links:sheet_open", who=None, pk="broken", in_program=False, status=404),
    Page("visit_links:student_code", who=None, in_program=False),
    Page("visit_links:student_say", who=None, pk="code", in_program=False),
    Page("students:student_list"),
    Page("students:student_add"),
    Page("students:student_edit", pk="student"),
    Page("students:student_import"),
    Page("students:topic_list"),
    Page("students:topic_rename"),
    Page("postsecondary:college_list"),
    Page("postsecondary:college_detail", pk="college"),
    Page("postsecondary:college_detail", pk="organization", status=404),
    Page("postsecondary:college_history", pk="college"),
    Page("postsecondary:college_department_add", pk="college"),
    Page("postsecondary:college_study_add", pk="college"),
    Page("postsecondary:college_requirement_add", pk="college"),
    Page("postsecondary:college_funding_add", pk="college"),
    Page("postsecondary:department_edit", pk="department"),
    Page("postsecondary:department_people", pk="department"),
    Page("postsecondary:dualcredit_list"),
    Page("postsecondary:dualcredit_pdf"),
    Page("postsecondary:dualcredit_pdf", query="?year=1800", status=422),
    Page("postsecondary:dualcredit_add"),
    Page("postsecondary:dualcredit_edit", pk="dual_credit"),
    Page("postsecondary:dualcredit_end", pk="dual_credit"),
    Page("postsecondary:dualcredit_history", pk="dual_credit"),
    Page("partnerships:organization_detail", pk="college"),
    Page("visit_links:handout_open", who=None, pk="broken", in_program=False, status=404),
    Page("advisory_links:meeting_verdict", who=None, pk="broken", in_program=False, status=404),
    Page("advisory:board_add"),
    Page("advisory:board_detail", pk="board"),
    Page("advisory:board_edit", pk="board"),
    Page("advisory:board_duties", pk="board"),
    Page("advisory:board_seat_add", pk="board"),
    Page("advisory:seat_edit", pk="seat"),
    Page("advisory:seat_end", pk="seat"),
    Page("advisory:board_evidence", pk="board"),
    Page("advisory:board_meetings", pk="board"),
    Page("advisory:board_meeting_add", pk="board"),
    Page("advisory:board_year", pk="board"),
    Page("advisory:board_papers", pk="board"),
    Page("advisory:board_responsibilities", pk="board"),
    Page("advisory:responsibility_edit", pk="responsibility"),
    Page("advisory:board_history", pk="board"),
    Page("advisory:board_involvement", pk="board"),
    Page("advisory:seat_follow_up", pk="seat"),
    Page("advisory:board_needs", pk="board"),
    Page("advisory:need_edit", pk="need"),
    Page("advisory:need_match", pk="need"),
    Page("advisory:board_decisions", pk="board"),
    Page("advisory:board_public", pk="board"),
    Page("advisory:recommendation_list"),
    Page("advisory:recommendation_edit", pk="recommendation"),
    Page("advisory:meeting_detail", pk="meeting"),
    Page("advisory:meeting_edit", pk="meeting"),
    Page("advisory:meeting_cancel", pk="meeting"),
    Page("advisory:meeting_answers", pk="meeting"),
    Page("advisory:meeting_agenda", pk="meeting"),
    Page("advisory:meeting_item_add", pk="meeting"),
    Page("advisory:meeting_papers", pk="meeting"),
    Page("advisory:meeting_live", pk="meeting"),
    Page("advisory:meeting_minutes", pk="meeting"),
    Page("portal:enter", who=None, pk="entry", in_program=False),
    Page("portal:enter", who=None, pk="broken", in_program=False, status=410),
    *(
        Page(f"portal:{name}", who="partner", pk="organization", in_program=False)
        for name in (
            *("home", "calendar", "commitment_list", "person_list", "person_add"),
            *("profile_edit", "support_edit", "mentoring_detail"),
        )
    ),
    Page("portal:start", who="partner", in_program=False),
    *(
        Page(f"portal:{name}", who="partner", pk=f"organization {what}", in_program=False)
        for name, what in (
            ("activity_detail", "with_us"),
            ("seat_edit", "seat"),
            ("person_leave", "place"),
            ("mentoring_offer", "slug"),
        )
    ),
    Page("portal:review_list", who="partner", pk="organization", in_program=False),
    *(
        Page(f"portal:review_{name}", who="partner", pk=pk, in_program=False)
        for name, pk in (("detail", "my_round"), ("item", "my_work"), ("item", "my_picture"))
    ),
    Page("reviews:review_list"),
    Page("reviews:review_add"),
    *(
        Page(f"reviews:review_{name}", pk="round")
        for name in ("detail", "edit", "works", "people", "results")
    ),
    Page("reviews:review_detail", pk="new_round"),
    Page("reviews:review_works", pk="new_round"),
    Page("reviews:item_edit", pk="work"),
    Page("reviews:item_judge", pk="work"),
    Page("handover:organization_thin"),
    Page("handover:affiliation_holdings", pk="place"),
    *(
        Page(f"mentors:{name}")
        for name in (
            *("mentor_list", "mentor_add", "clearance_rules", "plan_detail", "group_list"),
            *("group_add", "cohort_match", "questionset_list", "questionset_add"),
            "exchange_list",
        )
    ),
    Page("mentors:cohort_match", query="?form=in_person&on=2099-01-01"),
    Page("mentors:mentor_detail", pk="mentor"),
    Page("mentors:mentor_edit", pk="mentor"),
    Page("mentors:planline_add"),
    Page("mentors:planline_edit", pk="planned"),
    *(Page(f"mentors:group_{name}", pk="mentored") for name in ("detail", "edit", "plan", "match")),
    Page("mentors:session_detail", pk="session"),
    Page("mentors:student_match", pk="student"),
    Page("mentors:questionset_send", pk="questions"),
    Page("mentors:exchange_detail", pk="exchange"),
    Page("mentors:exchange_card", pk="exchange"),
    Page("mentor_links:exchange_answer", who=None, pk="mentor_mail", in_program=False),
    Page("mentor_links:student_enter", who=None, in_program=False),
    Page("mentors:evaluation_list"),
    Page("mentors:evaluation_add"),
    *(
        Page(f"mentors:evaluation_{name}", pk="evaluation")
        for name in ("detail", "edit", "wall", "say", "board")
    ),
    Page("mentors:evaluation_board", pk="evaluated"),
    Page("mentors:evaluation_detail", pk="evaluated"),
    Page("mentor_links:evaluation_answer", who=None, pk="mentor_says", in_program=False),
    Page("mentor_links:evaluation_answer", who=None, pk="broken", in_program=False, status=404),
    Page("mentor_links:evaluation_enter", who=None, in_program=False),
    Page("mentor_links:evaluation_code", who=None, pk="mentoring", in_program=False),
    Page("visits:afterthought_list"),
    Page("visit_links:afterthought_say", who=None, pk="afterwards", in_program=False),
    Page("profile_edit", in_program=False),
    Page("invitation_accept", who=None, pk="invitation", in_program=False),
]


@pytest.fixture
def builder(coordinator):
    coordinator.is_staff = True
    coordinator.save()
    return coordinator


@pytest.fixture
def things(program, partnership, coordinator, partner):
    """Enough on each page to see it as it is used."""
    RoleFactory(user=coordinator)
    hospital, family = (
        PartnershipFactory(program=program, organization__name=name).organization
        for name in (
            "OSF HealthCare Saint Francis",
            "O'Brien-Núñez & Sons of the Middle Illinois Valley",
        )
    )
    twin = OrganizationFactory(name="OSF St. Francis", phone="+13095550142", street="")
    namesakes = AffiliationFactory.create_batch(
        2, person__name="Ana Lopez", organization=family, title="Owner"
    )
    contact = InteractionFactory(program=program, organization=partnership.organization)
    person = AffiliationFactory(organization=partnership.organization).person
    batch = LetterBatchFactory(program=program)
    board = BoardFactory(program=program)
    seat = SeatFactory(board=board, organization=partnership.organization)
    meeting = MeetingFactory(board=board, host_seat=seat)
    AgendaItemFactory(meeting=meeting, title="Equipment for the new laboratory")
    asked = ParticipationFactory(
        activity=meeting.activity, person=seat.representative, organization=seat.organization
    )
    activity = ActivityFactory(program=program, organization=partnership.organization)
    IdeaFactory(program=program, about="From the last meeting", source_name="Dr. Ana Lopez")
    wanted = SpeakerRequestFactory(program=program, starts_at=timezone.now() + timedelta(days=20))
    ask = SpeakerAskFactory(request=wanted, answer="proposes", proposed_text="any Monday")
    SupportFactory(organization=hospital, kind="speaker")
    AffiliationFactory(organization=hospital)
    visit = ClassroomVisitFactory(
        activity__program=program,
        activity__starts_at=timezone.now() - timedelta(hours=3),
        code="ACDEFG",
        learning="Blood pressure",
    )
    spoke = ParticipationFactory(activity=visit.activity, role=Participation.Role.SPEAKER)
    for said in range(1, 6):
        StudentVoiceFactory(visit=visit, interest=said, sentence=f"I liked part {said}")
    LetterFactory(batch=batch, organization=partnership.organization)
    college = PartnershipFactory(program=program, organization=CollegeFactory()).organization
    department = DepartmentFactory(organization=college, phone="+13095550142")
    dean = AffiliationFactory(organization=college, title="Dean").person
    department.members.create(person=dean)
    AffiliationFactory(organization=college)
    study = ProgramOfStudyFactory(organization=college, website="https://college.example.org")
    ProgramOfStudyFactory(organization=college, career_area="trades")
    EntryRequirementFactory(organization=college, program_of_study=study, detail="Or a test.")
    FundingIdeaFactory(organization=college, amount="$500", website="https://c.example.org")
    credit = DualCreditFactory(
        program=program, organization=college, signed_on=timezone.localdate()
    )
    DualCreditFactory(program=program, organization=college, first_year=2020, last_year=2021)
    SupportFactory(organization=partnership.organization)
    host = ShadowHostFactory(program=program)
    at_home = Person.objects.get(user=partner)
    coming = ActivityFactory(program=program, title="A tour of the new laboratory")
    ParticipationFactory(activity=coming, person=at_home, organization=partnership.organization)
    ParticipationFactory(
        activity=activity, person=at_home, organization=partnership.organization, answer="yes"
    )
    seat.substitute = at_home
    seat.save()
    mentor = MentorFactory(program=program, times=["1-lunch", "3-morning"])
    group = GroupMentorFactory(
        mentor=mentor, group__program=program, group__started_on=timezone.localdate()
    ).group
    group.students.add(StudentFactory(program=program))
    MentorFactory(program=program)
    colleague = MentorFactory(
        program=program, person=at_home, organization=partnership.organization
    )
    GroupMentorFactory(group=group, mentor=colleague, position=2)
    PartnershipFactory(organization=partnership.organization)
    session = MentorSessionFactory(group=group)
    ParticipationFactory(
        activity=session.activity, person=mentor.person, organization=mentor.organization
    )
    exchange = ExchangeFactory(program=program)
    evaluation, evaluated = (
        EvaluationFactory(program=program, opens_on=day, closes_on=day + timedelta(days=7), **also)
        for day, also in (
            (timezone.localdate(), {"year": school_year(timezone.localdate())}),
            (timezone.localdate() - timedelta(days=9), {"title": "Last week"}),
        )
    )
    StudentSayFactory.create_batch(10, evaluation=evaluated, good="We built a robot")
    MentorVoiceFactory.create_batch(3, evaluation=evaluated, change="Mail me: a@example.org")
    said = Afterthought.objects.create(
        activity=activity,
        person=person,
        organization=partnership.organization,
        how=2,
        again="perhaps",
        answered_at=timezone.now(),
    )
    work, picture = review_of(board, student=StudentFactory(program=program))
    ReviewerFactory(review=work.review, organization=partnership.organization, person=at_home)
    ReviewerFactory(
        review=work.review,
        organization=program.school,
        person=Person.objects.get(user=coordinator),
    )
    return {
        "round": work.review_id,
        "work": work.pk,
        "my_round": (partnership.organization.pk, work.review_id),
        "my_work": (partnership.organization.pk, work.pk),
        "my_picture": (partnership.organization.pk, picture.pk),
        "new_round": ReviewItemFactory(review__program=program).review_id,
        "place": person.affiliations.get().pk,
        "entry": enter_address(at_home.affiliations.select_related("person").get()).split("/")[-2],
        "with_us": coming.pk,
        "planned": PlanLineFactory(
            program=program, year=school_year(timezone.localdate()), about="Eat and talk."
        ).pk,
        "slug": program.slug,
        "mentor": mentor.pk,
        "mentored": group.pk,
        "session": session.pk,
        "questions": exchange.question_set_id,
        "exchange": exchange.pk,
        "evaluation": evaluation.pk,
        "evaluated": evaluated.pk,
        "mentoring": evaluation.code,
        "mentor_says": evaluations.answer_address(evaluation, mentor.person).split("/")[-2],
        "mentor_mail": answer_address(exchange).split("/")[-2],
        "afterwards": afterwards_address(said).split("/")[-2],
        "organization": partnership.organization.pk,
        "message": MessageFactory(scope=program.mail_scope).pk,
        "job": JobFactory(started_by=coordinator, total_count=120, done_count=34).pk,
        "contact": contact.pk,
        "person": person.pk,
        "import": ImportBatchFactory(program=program).pk,
        "list": ImportBatchFactory(
            program=program,
            file__data=b"Name,City,Phone\nOSF Saint Francis,Peoria,\nAcme,Pekin,12\n",
            header_row=1,
            header=["Name", "City", "Phone"],
            mapping={"Name": "name", "City": "city", "Phone": "phone"},
        ).pk,
        "pair": DuplicateSuggestion.objects.create(
            first=hospital, second=twin, score=95, reasons=["one name is part of the other"]
        ).pk,
        "namesakes": DuplicateSuggestion.objects.create(
            first_person=namesakes[0].person,
            second_person=namesakes[1].person,
            score=90,
            reasons=["same name", "at the same organization"],
        ).pk,
        "school": program.school_id,
        "activity": activity.pk,
        "task": TaskFactory(program=program, organization=partnership.organization).pk,
        "answer": answer_token(asked),
        "answers": series_token(
            [asked, ParticipationFactory(activity=coming, person=asked.person)]
        ),
        "board": board.pk,
        "broken": "broken",
        "speakers": wanted.pk,
        "asked": speaker_mail.speaker_token(ask),
        "class": visit.pk,
        "code": visit.code,
        "spoke": feedback.speaker_token(spoke),
        "shadow": ShadowHostFactory(program=program).activity_id,
        "student": StudentFactory(program=program).pk,
        "milestone": MilestoneFactory(program=program, grade=11).pk,
        "offer": SiteOfferFactory(organization=partnership.organization, group_size=30).pk,
        "thanks": ThanksFactory(activity=activity, organization=partnership.organization).pk,
        "ready": confirm_address(host).split("/")[-2],
        "ready_shadow": host.activity_id,
        "guideline": GuidelineVersionFactory(
            guideline__program=program, text_es="A la vista de otros."
        ).guideline_id,
        "rules": acknowledge_address(host.activity, host.person).split("/")[-2],
        "visit": visit_with_students(program).pk,
        "college": college.pk,
        "department": department.pk,
        "dual_credit": credit.pk,
        "seat": seat.pk,
        "need": NeedFactory(
            board=board,
            help="Come for an hour.",
            needed_by=timezone.localdate(),
            support="speaker",
        ).pk,
        "responsibility": ResponsibilityFactory(
            board=board, year=school_year(timezone.localdate()), goes_on=True
        ).pk,
        "meeting": meeting.pk,
        "recommendation": RecommendationFactory(board=board).pk,
        "batch": batch.pk,
        "template": LetterTemplateFactory(program=program).pk,
        "invitation": InvitationFactory(program=program).token,
        "nothing": 999_999,
    }


def review_of(board, *, student):
    """A round that is open: two works, and what somebody said of the first."""
    review = ReviewFactory(
        program=board.program,
        board=board,
        opened_at=timezone.now(),
        closes_on=timezone.localdate() + timedelta(days=14),
        question="What is missing?",
    )
    ratings = RatingFactory.create_batch(
        2, feedback__item__review=review, feedback__item__student=student
    )
    review.competencies.set([one.competency for one in ratings])
    work = ratings[0].feedback.item
    picture = ReviewItemFactory(
        review=review,
        content_type="image/png",
        file=ImageField(filename="work.png", width=40, height=30, format="PNG"),
        is_readable=False,
    )
    LookFactory(item=work, reviewer=ratings[0].feedback.reviewer)
    return work, picture


def visit_with_students(program):
    activity = ActivityFactory(program=program, starts_at=timezone.now())
    for came in ("", "absent"):
        Placement.objects.create(
            activity=activity,
            student=StudentFactory(program=program, family_name="O'Brien-Núñez de la Fuente"),
            came=came,
            noted_at=timezone.now(),
        )
    StudentFactory(program=program)
    return activity


def address(page, program, things):
    args = [program.slug] if page.in_program else []
    for key in page.pk.split():
        pks = things[key]
        args += pks if isinstance(pks, tuple) else (pks,)
    return reverse(page.name, args=args) + page.query.format(**things)


def name_of(page):
    what = f"{page.name}-{page.pk}" if page.pk else page.name
    return f"{what}{page.query}-{page.who or 'signed out'}-{page.status}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_is_for_everybody(take_tab, request, program, things, page):
    user = request.getfixturevalue(page.who) if page.who else None
    window = take_tab(user)
    window.look(width=LOOKS[0][0], dark=False)

    response = window.open(address(page, program, things))

    assert response.status == page.status
    assert len(gzip.compress(response.body())) < HTML_LIMIT
    look_closely(window)


def look_closely(window):
    for width, dark in LOOKS:
        window.look(width=width, dark=dark)
        assert window.find_barriers() == [], f"at {width} px{', dark' if dark else ''}"
    window.look(width=NARROWEST, dark=False)
    assert window.overflow() == 0
    assert window.complaints == []


def test_who_tried_too_many_codes_reads_why(take_tab, monkeypatch, db):
    monkeypatch.setattr(code_pages, "WRONG_CODES", "1/1m/ip")
    window = take_tab()
    entry = reverse("visit_links:student_code")

    assert window.open(f"{entry}?code=ACDEFG").status == 404
    assert window.open(entry).status == 429
    look_closely(window)


def test_own_scripts_stay_small():
    sizes = [Path(finders.find(path)).stat().st_size for path in OWN_SCRIPTS]

    assert sum(sizes) < SCRIPT_LIMIT
