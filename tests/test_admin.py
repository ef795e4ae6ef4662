"""The Django admin: every page opens for a superuser, for nobody else; import, export, history."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from calendar_app.models import Activity
from core.admin import HouseResource, _safe_cell
from core.models import Job
from letters.models import Letter, LetterBatch, LetterTemplate
from mentors.models import (
    Evaluation,
    Exchange,
    ExchangeAnswer,
    MentorVoice,
    Question,
    QuestionSet,
    StaffVoice,
    StudentSay,
)
from notifications.models import Message
from partnerships.models import (
    Affiliation,
    Connection,
    ImportBatch,
    Interaction,
    Invitation,
    Organization,
    Partnership,
    Person,
    Program,
    ProgramRole,
    SavedView,
    Sector,
    Support,
    Topic,
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
from tests import factories

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
FACTORIES = {
    Affiliation: factories.AffiliationFactory,
    Connection: factories.ConnectionFactory,
    Department: factories.DepartmentFactory,
    DepartmentMember: factories.DepartmentMemberFactory,
    DualCredit: factories.DualCreditFactory,
    EntryRequirement: factories.EntryRequirementFactory,
    Evaluation: factories.EvaluationFactory,
    Exchange: factories.ExchangeFactory,
    ExchangeAnswer: factories.ExchangeAnswerFactory,
    FundingIdea: factories.FundingIdeaFactory,
    ImportBatch: factories.ImportBatchFactory,
    Interaction: factories.InteractionFactory,
    Invitation: factories.InvitationFactory,
    Job: factories.JobFactory,
    Letter: factories.LetterFactory,
    LetterBatch: factories.LetterBatchFactory,
    LetterTemplate: factories.LetterTemplateFactory,
    MentorVoice: factories.MentorVoiceFactory,
    Message: factories.MessageFactory,
    Organization: factories.OrganizationFactory,
    Partnership: factories.PartnershipFactory,
    Person: factories.PersonFactory,
    Program: factories.ProgramFactory,
    ProgramOfStudy: factories.ProgramOfStudyFactory,
    ProgramRole: factories.RoleFactory,
    Question: factories.QuestionFactory,
    QuestionSet: factories.QuestionSetFactory,
    Feedback: factories.FeedbackFactory,
    Look: factories.LookFactory,
    Rating: factories.RatingFactory,
    Review: factories.ReviewFactory,
    Reviewer: factories.ReviewerFactory,
    ReviewItem: factories.ReviewItemFactory,
    SavedView: factories.SavedViewFactory,
    StaffVoice: factories.StaffVoiceFactory,
    StudentSay: factories.StudentSayFactory,
    Support: factories.SupportFactory,
    User: factories.UserFactory,
}
EXCHANGED = [
    *(Organization, Person, Affiliation, Partnership, Support),
    *(Connection, Program, ProgramRole, Sector, Topic),
]


def page(model, name, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


@pytest.fixture
def superuser(client, db):
    user = User.objects.create_superuser("root@example.org", "blue-otter-42")
    client.force_login(user)
    return user


def label(model):
    return model._meta.label


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_list_and_form_open_for_a_superuser(client, superuser, model):
    assert client.get(page(model, "changelist")).status_code == 200
    assert client.get(page(model, "changelist"), {"q": "x"}).status_code == 200
    may_add = admin.site._registry[model].has_add_permission(
        client.get(reverse("admin:index")).wsgi_request
    )
    assert client.get(page(model, "add")).status_code == (200 if may_add else 403)


@pytest.mark.parametrize("model", FACTORIES, ids=label)
def test_object_and_history_open_for_a_superuser(client, superuser, model):
    row = FACTORIES[model]()

    assert client.get(page(model, "change", row.pk)).status_code == 200
    assert client.get(page(model, "history", row.pk)).status_code == 200
    assert client.get(page(model, "changelist")).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=label)
def test_nobody_else_gets_in(client, coordinator, model):
    signed_out = client.get(page(model, "changelist"))
    client.force_login(coordinator)
    without_right = client.get(page(model, "changelist"))

    assert signed_out.status_code == 302
    assert without_right.status_code == 302
    # to the admin's own door, which sends to allauth or, once signed in, refuses
    assert client.get(reverse("admin:login")).status_code == 403


def test_the_admin_signs_in_through_allauth(client, db):
    response = client.get(reverse("admin:index"), follow=True)

    assert response.wsgi_request.path == reverse("account_login")


@pytest.mark.parametrize("model", FACTORIES, ids=label)
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    client, superuser, model, django_assert_num_queries
):
    FACTORIES[model]()
    client.get(page(model, "changelist"))
    with CaptureQueriesContext(connection) as one:
        client.get(page(model, "changelist"))
    for _ in range(2):
        FACTORIES[model]()

    with django_assert_num_queries(len(one)):
        client.get(page(model, "changelist"))


@pytest.mark.parametrize("model", EXCHANGED, ids=label)
@pytest.mark.parametrize("kind", [0, 1], ids=["csv", "xlsx"])
def test_everything_can_be_exported(client, superuser, model, kind):
    if model in FACTORIES:
        FACTORIES[model]()
    response = export(client, model, kind)

    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    assert client.get(page(model, "import")).status_code == 200


def export(client, model, kind=0):
    form = client.get(page(model, "export")).context["form"]
    fields = {name: "on" for name, field in form.fields.items() if hasattr(field, "resource_index")}
    return client.post(page(model, "export"), {"format": kind, "resource": "", **fields})


@pytest.mark.parametrize("model", [m for m in EXCHANGED if m in FACTORIES], ids=label)
def test_an_export_asks_as_much_for_three_rows_as_for_one(
    client, superuser, model, django_assert_num_queries
):
    FACTORIES[model]()
    export(client, model)
    with CaptureQueriesContext(connection) as one:
        export(client, model)
    for _ in range(2):
        FACTORIES[model]()

    with django_assert_num_queries(len(one)):
        export(client, model)


def cells_of(response, kind, row):
    """Of the row of an object, by column."""
    if kind == 0:
        rows = list(csv.DictReader(StringIO(response.text, newline="")))
    else:
        heading, *values = load_workbook(BytesIO(response.content)).active.values
        rows = [dict(zip(heading, one, strict=True)) for one in values]
    return next(one for one in rows if str(one["id"]) == str(row.pk))


ARMED = ["=HYPERLINK(1)", "+1+1", "-1+1", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1", "\r=1", "'=1"]


@pytest.mark.parametrize("kind", [0, 1], ids=["csv", "xlsx"])
@pytest.mark.parametrize("name", ARMED)
def test_exported_formulas_are_disarmed_and_come_back_as_they_were(client, superuser, kind, name):
    topic = Topic.objects.create(name=name)

    exported = export(client, Topic, kind)

    assert cells_of(exported, kind, topic)["name"] == f"'{name}"
    Topic.objects.filter(pk=topic.pk).update(name="Other")
    assert send_list(client, Topic, exported.content, kind).status_code == 302
    topic.refresh_from_db()
    assert topic.name == (name if kind else name.replace("\r", "\n"))  # as files are read


@pytest.mark.parametrize("kind", [0, 1], ids=["csv", "xlsx"])
def test_an_export_that_is_imported_again_changes_nothing(client, superuser, kind):
    organization = factories.OrganizationFactory(name="Ana's 'best'", phone="+34 912 345 678")
    partnership = factories.PartnershipFactory(organization=organization, top_ten_rank=3)
    telephone = str(organization.phone)

    seen = []
    for row in (organization, partnership):
        exported = export(client, type(row), kind)
        seen.append(cells_of(exported, kind, row))
        count = row.history.count()
        send_list(client, type(row), exported.content, kind)
        assert row.history.count() == count

    assert seen[0]["phone"].startswith("'+34")
    assert seen[0]["name"] == "Ana's 'best'"
    assert seen[1]["top_ten_rank"] == (3 if kind else "3")
    organization.refresh_from_db()
    partnership.refresh_from_db()
    assert (str(organization.phone), partnership.top_ten_rank) == (telephone, 3)


def test_numbers_stay_numbers():
    numbers = [-5, 2.5, Decimal("-1.50"), True]
    assert [type(_safe_cell(one)) for one in numbers] == [type(one) for one in numbers]
    assert [_safe_cell(one) for one in ("-5", "-1,234.5", None)] == ["-5", "-1,234.5", ""]
    assert _safe_cell("-1+cmd") == "'-1+cmd"


def test_every_list_that_is_exported_is_disarmed():
    for model in EXCHANGED:
        for one in admin.site.get_model_admin(model).get_resource_classes(None):
            assert issubclass(one, HouseResource)


def send_list(client, model, content, kind=0):
    content = content.encode() if isinstance(content, str) else content
    upload = SimpleUploadedFile(f"list.{('csv', 'xlsx')[kind]}", content)
    preview = client.post(page(model, "import"), {"import_file": upload, "format": kind})
    if "confirm_form" not in preview.context or preview.context["confirm_form"] is None:
        return preview
    confirmed = preview.context["confirm_form"].initial
    return client.post(page(model, "process_import"), confirmed)


def test_an_imported_organization_can_be_found_by_its_key_and_has_history(client, superuser):
    response = send_list(client, Organization, "id,name,kind\n,St. Mary's Núñez Inc.,employer\n")

    assert response.status_code == 302
    made = Organization.objects.get()
    assert made.name_key == "saint marys nunez"
    assert made.history.get().history_user == superuser


def test_an_imported_person_has_key_and_small_letters_in_the_address(client, superuser):
    send_list(client, Person, "id,name,email,language\n,Ana O'Brien,Ana@Example.ORG,en\n")

    person = Person.objects.get()
    assert (person.name_key, person.email) == ("ana obrien", "ana@example.org")


def test_a_row_that_cannot_be_right_is_shown_and_nothing_goes_in(client, superuser):
    response = send_list(client, Organization, "id,name,kind,email\n,Acme,spaceship,nonsense\n")

    assert response.status_code == 200
    assert response.context["result"].has_validation_errors()
    assert not Organization.objects.exists()


def test_a_name_changed_in_the_admin_changes_its_key(client, superuser):
    organization = factories.OrganizationFactory(name="Old")
    form = client.get(page(Organization, "change", organization.pk)).context["adminform"].form
    values = {name: form.initial.get(name) or "" for name in form.fields if name != "sectors"}
    inlines = {
        f"{prefix}-{field}": 0
        for prefix in ("supports", "source_identifiers")
        for field in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    response = client.post(
        page(Organization, "change", organization.pk),
        {**values, **inlines, "name": "The Núñez Company"},
    )

    assert response.status_code == 302
    organization.refresh_from_db()
    assert organization.name_key == "nunez"
    assert organization.history.first().history_user == superuser


def test_an_organization_with_partnerships_is_not_deleted(client, superuser, partnership):
    organization = partnership.organization
    response = client.post(page(Organization, "delete", organization.pk), {"post": "yes"})

    assert "Cannot delete" in response.text
    assert str(partnership) in response.text
    assert Organization.objects.filter(pk=organization.pk).exists()


@pytest.mark.parametrize("model", [m for m in MODELS if m._meta.app_label != "auth"], ids=label)
def test_nothing_is_deleted_in_bulk(client, superuser, model):
    request = client.get(reverse("admin:index")).wsgi_request

    assert "delete_selected" not in admin.site._registry[model].get_actions(request) or (
        model._meta.app_label == "notifications"
    )


def test_secrets_of_second_factors_are_not_shown(client, superuser):
    secret = Authenticator.objects.create(
        user=superuser, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    text = client.get(page(Authenticator, "change", secret.pk)).text

    assert "JBSWY3DPEHPK3PXP" not in text


def test_the_link_of_an_invitation_is_not_shown(client, superuser):
    invitation = factories.InvitationFactory()

    assert str(invitation.token) not in client.get(page(Invitation, "change", invitation.pk)).text


def test_an_administrator_of_logins_lifts_nobody(client, superuser):
    clerk = factories.UserFactory(is_staff=True)
    clerk.user_permissions.set(
        Permission.objects.filter(content_type=ContentType.objects.get_for_model(User))
    )
    other = factories.UserFactory()
    client.force_login(clerk)
    values = {"email": other.email, "is_active": "on", "is_superuser": "on", "is_staff": "on"}

    assert client.post(page(User, "change", other.pk), values).status_code == 302
    other.refresh_from_db()
    assert not other.is_superuser
    assert not other.is_staff
    refused = client.post(page(User, "change", superuser.pk), {"email": "x@example.org"})
    assert refused.status_code == 403
    own = reverse("admin:auth_user_password_change", args=[superuser.pk])
    assert client.post(own, {"password1": "x" * 12, "password2": "x" * 12}).status_code == 403


def test_a_login_made_in_the_admin_has_a_proven_address(client, superuser):
    response = client.post(
        page(User, "add"),
        {"email": "New@Example.org", "usable_password": "false"},
    )

    assert response.status_code == 302
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert user.emailaddress_set.get().verified


def test_an_address_changed_in_the_admin_takes_the_old_one_along(client, superuser):
    user = factories.UserFactory(email="old@example.org")
    client.post(page(User, "change", user.pk), {"email": "New@example.org", "is_active": "on"})

    user.refresh_from_db()
    assert user.email == "new@example.org"
    assert [row.email for row in user.emailaddress_set.all()] == ["new@example.org"]


@pytest.mark.parametrize("kind", ["mentor_session", "board_meeting"])
def test_what_is_planned_on_a_page_of_its_own_comes_in_by_no_list(client, superuser, kind):
    planned = factories.ActivityFactory(kind="site_visit")
    send_list(client, Activity, f"id,kind\n{planned.pk},{kind}\n")
    client.post(page(Activity, "change", planned.pk), {"kind": kind})
    planned.refresh_from_db()
    assert planned.kind == "site_visit"
    send_list(client, Activity, f"id,kind\n{planned.pk},job_shadow\n")
    planned.refresh_from_db()
    assert planned.kind == "job_shadow"


def test_nobody_gets_into_a_mentor_group_past_its_own_page(client, superuser):
    group = factories.MentorGroupFactory()
    place = factories.GroupMentorFactory(group=group)
    uncleared = factories.MentorFactory(program=group.program, cleared=False)
    stranger = factories.StudentFactory()
    inline = {"places-TOTAL_FORMS": 1, "places-INITIAL_FORMS": 1, "places-0-id": place.pk}
    inline |= {"places-0-mentor": uncleared.pk, "places-0-position": 1, "places-0-group": group.pk}
    given = {"name": "Other", "kind": "student", "form": "email", "students": [stranger.pk]}
    given |= {
        "organizer": group.organizer_id,
        "started_on": "2027-03-01",
        "aim": "",
        "activity": "",
    }

    client.post(page(type(group), "change", group.pk), given | inline)

    group.refresh_from_db()
    assert group.name == "Other"
    assert (group.form, group.students.count()) == ("in_person", 0)
    assert [one.mentor for one in group.places.all()] == [place.mentor]
    assert client.get(page(type(group), "add")).status_code == 403
