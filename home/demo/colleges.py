"""The demo's colleges: what is known of two of them, and the table of dual credit."""

from datetime import date
from decimal import Decimal

from accounts.models import User
from partnerships.domain.people import people_at
from partnerships.domain.school_years import school_year
from partnerships.models import Organization, Program
from postsecondary.domain.dual_credit import save_dual_credit
from postsecondary.domain.institutions import save_fact, set_members
from postsecondary.models import (
    Department,
    DualCredit,
    EntryRequirement,
    FundingIdea,
    ProgramOfStudy,
)

VALLEY, UNIVERSITY = "River Valley Community College", "Bradbury University, School of Nursing"
#: College, department, telephone, who works there.
DEPARTMENTS = (
    (VALLEY, "Health careers", "+13095550126", ("Lee Nakamura",)),
    (VALLEY, "Dual credit office", "+13095550127", ("Gloria Banks",)),
    (VALLEY, "Admissions", "+13095550125", ()),
    (UNIVERSITY, "Undergraduate nursing", "+13095550133", ("Carol Obi",)),
)
#: College, department, name, award, length, industry.
STUDIES = (
    (VALLEY, "Health careers", "Nursing assistant (CNA)", "certificate", "8 weeks", "health"),
    (VALLEY, "Health careers", "Nursing (RN)", "associate", "2 years", "health"),
    (VALLEY, "Health careers", "Radiography", "associate", "23 months", "health"),
    (VALLEY, "", "Welding technology", "certificate", "2 semesters", "trades"),
    (UNIVERSITY, "Undergraduate nursing", "Nursing (BSN)", "bachelor", "4 years", "health"),
)
#: College, program of study or none, what is needed, detail.
REQUIREMENTS = (
    (VALLEY, "", "High school diploma or GED", "Students of dual credit need neither."),
    (VALLEY, "Nursing (RN)", "Biology and chemistry, each with a C", "Within the last ten years."),
    (
        VALLEY,
        "Nursing assistant (CNA)",
        "Background check and TB test",
        "Before the clinical part.",
    ),
    (UNIVERSITY, "Nursing (BSN)", "Grade point average of 3.0", "Apply by 1 December of grade 12."),
)
#: College, name, kind, amount, when to apply.
FUNDING = (
    (VALLEY, "Valley Promise", "scholarship", "up to 30 credits", "1 March each year"),
    (VALLEY, "Hospital pays for CNA", "employer", "all of it, for a year of work after", ""),
    (UNIVERSITY, "Nursing alumni scholarship", "scholarship", "$2,500 a year", "15 January"),
)
#: Our course, theirs, credits, grade, how many school years ago it began, how many it lasts.
CREDITS = (
    ("HS 210 Medical terminology", "HLTH 110 Medical terminology", "3", "C or better", 2, None),
    (
        "HS 320 Nursing assistant",
        "HLTH 121 Basic nursing assistant",
        "7",
        "B, and 95 % there",
        1,
        4,
    ),
    ("HS 110 Health careers", "HLTH 101 Health careers", "1.5", "C or better", 0, None),
)


def add_colleges(program: Program, *, by: User, today: date) -> None:
    """Two colleges with departments, programs of study, ways in and money, and three courses that
    count at one of them."""
    colleges = {one.name: one for one in Organization.objects.filter(name__in=(VALLEY, UNIVERSITY))}
    departments: dict[tuple[str, str], Department] = {}
    for college, name, phone, people in DEPARTMENTS:
        department = Department(organization=colleges[college])
        departments[college, name] = save_fact(department, by=by, name=name, phone=phone)
        there = people_at(colleges[college]).filter(name__in=people)
        set_members(department, people=list(there), by=by)
    studies: dict[tuple[str, str], ProgramOfStudy] = {}
    for college, where, name, award, length, area in STUDIES:
        studies[college, name] = save_fact(
            ProgramOfStudy(organization=colleges[college]),
            by=by,
            name=name,
            award=award,
            length=length,
            career_area=area,
            department=departments.get((college, where)),
        )
    for college, study, name, detail in REQUIREMENTS:
        requirement = EntryRequirement(organization=colleges[college])
        wanted = studies.get((college, study))
        save_fact(requirement, by=by, name=name, detail=detail, program_of_study=wanted)
    for college, name, kind, amount, apply_by in FUNDING:
        idea = FundingIdea(organization=colleges[college])
        save_fact(idea, by=by, name=name, kind=kind, amount=amount, apply_by=apply_by)
    _add_dual_credit(program, colleges[VALLEY], by=by, today=today)


def _add_dual_credit(program: Program, college: Organization, *, by: User, today: date) -> None:
    for ours, theirs, credits, grade, ago, years in CREDITS:
        first_year = school_year(today) - ago
        save_dual_credit(
            DualCredit(program=program, organization=college),
            by=by,
            our_course=ours,
            their_course=theirs,
            credits=Decimal(credits),
            grade_needed=grade,
            first_year=first_year,
            last_year=first_year + years - 1 if years else None,
            agreement="Dual-credit plan, in the coordinator's binder",
        )
