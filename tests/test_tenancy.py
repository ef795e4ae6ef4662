"""Walks every address that holds an id, as everyone, with an object of another program."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.shortcuts import resolve_url
from django.urls import reverse
from factory.django import ImageField

from partnerships.models import DuplicateSuggestion
from tests.conftest import CAST
from tests.factories import (
    NOW,
    ActionItemFactory,
    ActivityFactory,
    AffiliationFactory,
    AgendaItemFactory,
    BoardFactory,
    CheckpointFactory,
    ClosureFactory,
    CollegeFactory,
    ConnectionFactory,
    DepartmentFactory,
    DualCreditFactory,
    EntryRequirementFactory,
    EvaluationFactory,
    ExchangeFactory,
    FundingIdeaFactory,
    GuidelineVersionFactory,
    IdeaFactory,
    ImportBatchFactory,
    InteractionFactory,
    InvitationFactory,
    JobFactory,
    LetterFactory,
    LetterTemplateFactory,
    MeetingFactory,
    MentorFactory,
    MentorGroupFactory,
    MentorSessionFactory,
    MessageFactory,
    MilestoneFactory,
    MotionFactory,
    NeedFactory,
    PaperFactory,
    ParticipationFactory,
    PartnerRoleFactory,
    PartnershipFactory,
    PersonFactory,
    PlanLineFactory,
    ProgramFactory,
    ProgramOfStudyFactory,
    QuestionSetFactory,
    RecommendationFactory,
    ResponsibilityFactory,
    ReviewFactory,
    ReviewItemFactory,
    RoleFactory,
    SavedViewFactory,
    SeatFactory,
    ShadowHostFactory,
    SiteOfferFactory,
    SpeakerAskFactory,
    SpeakerRequestFactory,
    StudentFactory,
    StudentVoiceFactory,
    TaskFactory,
    ThanksFactory,
)
from tests.test_routes import ROUTES

ROUTES_WITH_IDS = [route for route in ROUTES if route.ids and route.view.audience == "staff"]


def partner_organization(program):
    return PartnershipFactory(program=program).organization


def partner_college(program):
    return PartnershipFactory(program=program, organization=CollegeFactory()).organization


def partner_affiliation(program):
    return AffiliationFactory(organization=partner_organization(program))


def partner_person(program):
    return partner_affiliation(program).person


def partner_role(program):
    partnership = PartnershipFactory(program=program)
    return PartnerRoleFactory(partnership=partnership)


def partner_connection(program):
    return ConnectionFactory(program=program, organization=partner_organization(program))


def partner_contact(program):
    return InteractionFactory(program=program, organization=partner_organization(program))


def printed_batch(program):
    return LetterFactory(program=program).batch


def signing_person(program):
    user = RoleFactory(program=program).user
    return PersonFactory(user=user, signature=ImageField(width=4, height=2))


def suggested_pair(program):
    first, second = (partner_organization(program) for _ in range(2))
    return DuplicateSuggestion.objects.create(first=first, second=second, score=90)


def published_guideline(program):
    return GuidelineVersionFactory(guideline__program=program).guideline


#: What the ``pk`` of an address names, by the app and noun that begin the route's name. A route
#: that is not covered fails with a KeyError: add its factory, which takes ``program``.
OBJECTS = {
    "home:message": lambda program: MessageFactory(scope=program.mail_scope),
    "partnerships:partnership": PartnershipFactory,
    "partnerships:topten": PartnershipFactory,
    "partnerships:duplicate": suggested_pair,
    "partnerships:organization": partner_organization,
    "partnerships:person": partner_person,
    "partnerships:affiliation": partner_affiliation,
    "handover:affiliation": partner_affiliation,
    "partnerships:partnerrole": partner_role,
    "partnerships:connection": partner_connection,
    "partnerships:contact": partner_contact,
    "partnerships:view": SavedViewFactory,
    "partnerships:import": ImportBatchFactory,
    "partnerships:invitation": InvitationFactory,
    "partnerships:role": RoleFactory,
    "partnerships:staff": RoleFactory,
    "letters:template": LetterTemplateFactory,
    "letters:batch": printed_batch,
    "letters:letter": LetterFactory,
    "letters:organization": partner_organization,
    "letters:signature": signing_person,
    "students:student": StudentFactory,
    "visits:roll": ActivityFactory,
    "mentors:mentor": MentorFactory,
    "mentors:group": MentorGroupFactory,
    "mentors:student": StudentFactory,
    "mentors:planline": PlanLineFactory,
    "mentors:session": lambda program: MentorSessionFactory(group__program=program),
    "concerns:guideline": published_guideline,
    "concerns:activity": ActivityFactory,
    "visits:competency": ActivityFactory,
    "visits:milestone": MilestoneFactory,
    "visits:student": StudentFactory,
    "visits:site": ActivityFactory,
    "visits:offer": lambda program: SiteOfferFactory(
        organization=PartnershipFactory(program=program).organization
    ),
    "visits:thanks": lambda program: ThanksFactory(activity__program=program),
    "postsecondary:college": partner_college,
    "postsecondary:organization": partner_college,
    "postsecondary:department": lambda program: DepartmentFactory(
        organization=partner_college(program)
    ),
    "postsecondary:study": lambda program: ProgramOfStudyFactory(
        organization=partner_college(program)
    ),
    "postsecondary:requirement": lambda program: EntryRequirementFactory(
        organization=partner_college(program)
    ),
    "postsecondary:funding": lambda program: FundingIdeaFactory(
        organization=partner_college(program)
    ),
    "postsecondary:dualcredit": DualCreditFactory,
    "visits:shadow": lambda program: ActivityFactory(program=program, kind="job_shadow"),
    "visits:host": ShadowHostFactory,
    "visits:idea": IdeaFactory,
    "visits:request": SpeakerRequestFactory,
    "visits:ask": SpeakerAskFactory,
    "visits:classroom": lambda program: ActivityFactory(
        program=program, kind="classroom_presentation"
    ),
    "visits:voice": lambda program: StudentVoiceFactory(visit__activity__program=program),
    "mentors:questionset": QuestionSetFactory,
    "mentors:exchange": ExchangeFactory,
    "mentors:evaluation": lambda program: EvaluationFactory(program=program, closed_at=NOW),
    "reviews:review": lambda program: ReviewFactory(
        program=program, opened_at=NOW - timedelta(days=1), closed_at=NOW
    ),
    "reviews:item": lambda program: ReviewItemFactory(review__program=program),
    "calendar_app:activity": ActivityFactory,
    "calendar_app:participation": lambda program: ParticipationFactory(activity__program=program),
    "calendar_app:checkpoint": lambda program: CheckpointFactory(activity__program=program),
    "calendar_app:task": TaskFactory,
    "calendar_app:organization": partner_organization,
    "calendar_app:closure": lambda program: ClosureFactory(school=program.school),
    "advisory:board": BoardFactory,
    "advisory:seat": lambda program: SeatFactory(board__program=program),
    "advisory:meeting": MeetingFactory,
    "advisory:item": lambda program: AgendaItemFactory(meeting__program=program),
    "advisory:motion": lambda program: MotionFactory(item__meeting__program=program),
    "advisory:recommendation": lambda program: RecommendationFactory(board__program=program),
    "advisory:action": lambda program: ActionItemFactory(meeting__program=program),
    "advisory:responsibility": lambda program: ResponsibilityFactory(board__program=program),
    "advisory:need": lambda program: NeedFactory(board__program=program),
    "advisory:paper": lambda program: PaperFactory(board__program=program),
}


def noun_of(route):
    """The app and the first word of the route's name: "calendar_app:task" of task_edit."""
    app, name = route.name.split(":")
    return f"{app}:{name.split('_')[0]}"


def ids_of(route, program):
    values = {"program": program.slug}
    if "pk" in route.ids:
        values["pk"] = OBJECTS[noun_of(route)](program=program).pk
    assert set(values) == set(route.ids), route.path
    return values


@pytest.mark.parametrize("who", CAST)
@pytest.mark.parametrize("route", ROUTES_WITH_IDS, ids=lambda route: route.name)
def test_another_programs_object_is_never_shown(client, request, program, route, who):
    if user := request.getfixturevalue(who):
        client.force_login(user)
    theirs = ids_of(route, ProgramFactory())
    addresses = [reverse(route.name, kwargs=theirs)]
    if "pk" in theirs:  # their object under our own program's address
        addresses.append(reverse(route.name, kwargs={**theirs, "program": program.slug}))

    for address in addresses:
        for response in (client.get(address), client.post(address)):
            if response.status_code == 302:
                assert user is None
                assert response["Location"].startswith(resolve_url(settings.LOGIN_URL))
            else:
                assert response.status_code in {403, 404, 405}, (address, response.status_code)


@pytest.mark.parametrize("route", ROUTES_WITH_IDS, ids=lambda route: route.name)
def test_the_walk_would_see_what_is_shown(client, program, route):
    client.force_login(RoleFactory(program=program).user)
    address = reverse(route.name, kwargs=ids_of(route, program))

    assert client.get(address).status_code in {200, 405}


def test_another_users_job_is_not_shown(client, coordinator, stranger):
    job = JobFactory(started_by=stranger)
    client.force_login(coordinator)

    assert client.get(job.get_absolute_url()).status_code == 404
