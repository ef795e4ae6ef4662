import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.urls import reverse

from accounts.models import User
from advisory.domain.seats import sittings_on
from advisory.models import Board, Meeting
from calendar_app.models import Activity, Kind, Task
from home.demo import cast
from home.demo.build import build_demo
from letters.models import Letter, LetterBatch
from mentors.domain.evaluation_board import board_pdf, numbers_of
from mentors.models import Evaluation
from notifications.models import Message
from partnerships.domain.duplicates import likely_matches
from partnerships.domain.likeness import Candidate
from partnerships.domain.school_years import school_year
from partnerships.models import Affiliation, Interaction, Organization, Partnership, Person
from postsecondary.domain.papers import table_pdf
from postsecondary.domain.queries import college_partnerships
from postsecondary.models import DepartmentMember
from reviews.domain.results import results_of
from reviews.models import Review
from tests.factories import NOW
from visits.domain.handouts import missing_parts
from visits.domain.shadows import plan_of


@pytest.fixture
def demo(db):
    return build_demo()


def test_everybody_of_the_cast_can_sign_in(demo, client):
    emails = [member.email for member in cast.STAFF if member.role]
    for email in [*emails, *cast.PARTNER_SIGN_INS.values()]:
        assert client.login(email=email, password=cast.PASSWORD), email
        assert EmailAddress.objects.get(email=email).verified  # or no second factor


def test_the_year_lies_around_today(demo):
    contacts = Interaction.objects.for_program(demo)
    assert contacts.filter(happened_at__gt=NOW).count() == 0
    steps = Task.objects.for_program(demo).open().exclude(interaction=None)
    assert steps.filter(due_on__gte=NOW.date()).count() >= 4
    assert steps.filter(due_on__lt=NOW.date()).exists()
    assert set(Partnership.objects.for_program(demo).values_list("stage", flat=True)) == set(
        Partnership.Stage.values
    )


def test_top_ten_is_full_and_a_duplicate_waits_to_be_found(demo):
    ranks = Partnership.objects.for_program(demo).filter(top_ten_rank__isnull=False)
    assert sorted(ranks.values_list("top_ten_rank", flat=True)) == list(range(1, 11))
    clinic = Organization.objects.get(name="Heartland Family Clinic")
    matches = likely_matches([Candidate(name="Heartland Family Clinics Inc.")])
    assert clinic.pk in [match.id for match in matches[0]]


def test_the_board_has_met_and_meets_again(demo):
    board = Board.objects.for_program(demo).get()
    sittings = sittings_on(board, NOW.date())
    assert len(sittings) >= 4
    assert sum(1 for one in sittings if one.is_filled) >= 4
    meetings = Meeting.objects.filter(board=board).select_related("activity")
    assert len([one for one in meetings if one.activity.ends_at < NOW]) == 2
    assert len([one for one in meetings if one.activity.starts_at > NOW]) == 3
    assert {one.answer for one in board.recommendations.all()} == {"open", "done"}
    assert board.needs.filter(is_met=False).count() == 4
    assert demo.ideas.count() == 3
    assert not Message.objects.exists()


def test_a_job_shadow_is_nearly_ready(demo):
    activity = Activity.objects.for_program(demo).get(kind=Kind.JOB_SHADOW)
    plan = plan_of(activity)

    assert len(plan.hosts) == 2
    assert len(plan.hosts[0].students) == 2
    assert plan.unplaced
    missing = {one.what for one in missing_parts(plan)}
    assert "Telephone numbers for emergencies" in missing
    assert len(missing) == 2


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_the_calendar_has_something_to_show(demo, client, view):
    coming = Activity.objects.for_program(demo).filter(starts_at__gt=NOW)
    assert coming.count() >= 8
    assert coming.filter(is_public=True).exists()
    client.force_login(User.objects.get(email="coordinator@demo.example.org"))
    address = reverse("calendar_app:activity_list", args=[demo.slug])

    assert client.get(address, {"view": view}).status_code == 200


def test_mentoring_was_evaluated_last_spring_and_is_again(demo):
    spring = Evaluation.objects.for_program(demo).get(year=school_year(NOW.date()) - 1)
    said = (spring.student_says, spring.mentor_voices, spring.staff_voices)
    assert [one.count() for one in said] == [14, 5, 3]
    assert spring.state_on(NOW.date()) == Evaluation.State.CLOSED
    assert Evaluation.objects.for_program(demo).open_on(NOW.date()).count() == 1
    numbers = numbers_of(spring)
    assert (numbers.mentors, numbers.groups, numbers.held, numbers.hours) == (5, 2, 10, 15)
    assert not Message.objects.exists()
    assert board_pdf(spring, language="es", now=NOW).startswith(b"%PDF")


def test_people_come_and_go(demo):
    former = Person.objects.get(name="Paul Reyes")
    assert not Affiliation.objects.current().filter(person=former).exists()


def test_the_command_says_the_sign_ins_and_prints_letters(db, capsys):
    call_command("demo")

    said = capsys.readouterr().out
    assert all(email in said for email in cast.PARTNER_SIGN_INS.values())
    letters = Letter.objects.select_related("organization")
    assert {str(letter.language) for letter in letters} == {"en", "es"}
    assert LetterBatch.objects.get().file.size > 10_000


def test_a_database_with_programs_is_left_alone(demo):
    call_command("demo", "--if-empty", verbosity=0)
    with pytest.raises(CommandError, match="wants an empty one"):
        call_command("demo")
    assert User.objects.count() == 7


def test_two_colleges_are_known_and_courses_count_at_one(demo):
    year = school_year(NOW.date())
    known = {
        row.organization.name: (row.departments, row.studies_for_us, row.dual_credits)
        for row in college_partnerships(demo, year=year)
    }

    assert known["River Valley Community College"] == (3, 3, 3)
    assert known["Bradbury University, School of Nursing"] == (1, 1, 0)
    assert DepartmentMember.objects.for_program(demo).count() == 3
    assert table_pdf(demo, year=year, language="es").startswith(b"%PDF")


def test_a_review_is_half_done(demo):
    review = Review.objects.get(program=demo)
    assert [one.label for one in review.items.all()] == ["Work A", "Work B", "Work C"]
    done = dict(review.reviewers.values_list("person__user__email", "done_at"))
    assert len(done) == 2
    assert sum(one is not None for one in done.values()) == 1
    assert not Message.objects.filter(key__startswith="review").exists()
    results = results_of(review)
    assert results.sent == 3
    assert all(one.told for one in results.judged)
