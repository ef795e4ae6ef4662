"""Builds the demo's district out of the cast."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from accounts.domain.logins import confirm_address
from accounts.models import User
from calendar_app.domain.tasks import keep_next_step
from home.demo import cast
from home.demo.board import add_board
from home.demo.colleges import add_colleges
from home.demo.mentors import add_evaluations, add_mentors
from home.demo.reviews import add_review
from home.demo.visits import add_ideas, add_students_and_shadow
from partnerships.domain.names import name_key, person_key
from partnerships.models import (
    Affiliation,
    Connection,
    Interaction,
    Organization,
    PartnerRole,
    Partnership,
    Person,
    Program,
    ProgramRole,
    Sector,
    Support,
)

ZONE = ZoneInfo("America/Chicago")
REACHED = [*Partnership.Stage.values]


@transaction.atomic
def build_demo(*, now: datetime | None = None) -> Program:
    """The whole district, around ``now``. Returns the academy. Needs a database without it."""
    today = timezone.localtime(now or timezone.now(), ZONE).date()
    district = _District(today)
    for partner in cast.PARTNERS:
        district.add_partner(partner)
    district.add_trades_asks()
    district.add_partner_sign_ins()
    add_board(district.academy, by=district.coordinator, now=now)
    add_students_and_shadow(district.academy, by=district.coordinator, today=today)
    staff = [role.user for role in district.academy.roles.select_related("user").order_by("pk")]
    add_ideas(district.academy, by=district.coordinator, voters=staff)
    add_colleges(district.academy, by=district.coordinator, today=today)
    add_mentors(district.academy, by=district.coordinator, now=now or timezone.now())
    add_evaluations(district.academy, by=district.coordinator, now=now or timezone.now())
    add_review(district.academy, by=district.coordinator, now=now or timezone.now())
    return district.academy


class _District:
    """The demo while it is built: remembers who is who."""

    def __init__(self, today: date) -> None:
        self.today = today
        self.school = _organization(
            "Riverside High School",
            kind=Organization.Kind.SCHOOL,
            street="1200 Riverside Dr",
            city="Marlow Bend",
            postal_code="61602",
            phone="+13095550100",
            website="https://riverside.example.org",
        )
        self.academy = self._program(
            "health-science-academy",
            "Health Science Academy",
            "health",
            "#0b5d66",
            "Since 2019 our students have learned to take vital signs, keep a chart and talk with "
            "patients. Last year 84 of them spent 1,900 hours with people who work in health care.",
        )
        self.trades = self._program(
            "trades-academy",
            "Manufacturing & Trades Academy",
            "trades",
            "#7a3e00",
            "Students build, weld and wire, and finish with a credential employers ask for.",
        )
        self.staff = {member.key: self._staff(member, self.academy) for member in cast.STAFF}
        trades = cast.TRADES_COORDINATOR
        self.staff[trades.key] = self._staff(trades, self.trades)
        coordinator = self.staff["okafor"].user
        assert coordinator is not None  # noqa: S101 - the cast gives her a login
        self.coordinator = coordinator

    def _program(self, slug: str, name: str, area: str, accent: str, story: str) -> Program:
        program = Program.objects.create(
            slug=slug, name=name, school=self.school, career_area=area, accent=accent, story=story
        )
        codes = ["62"] if area == "health" else ["23", "31-33", "48-49"]
        program.sectors.set(Sector.objects.filter(code__in=codes))
        return program

    def _staff(self, member: cast.Staff, program: Program) -> Person:
        user = None
        if member.role:
            user = User.objects.create_user(
                member.email, cast.PASSWORD, is_staff=member.role == "administrator"
            )
            confirm_address(user)
            if user.is_staff:
                User.objects.filter(pk=user.pk).update(is_superuser=True)
            ProgramRole.objects.create(program=program, user=user, role=member.role)
        person = _person(member.name, prefix=member.prefix, email=member.email, user=user)
        Affiliation.objects.create(
            person=person, organization=self.school, title=member.title, started_on=self.ago(1400)
        )
        return person

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def moment(self, days: int, hour: int = 10) -> datetime:
        local = datetime.combine(self.ago(days), time(hour, 20), tzinfo=ZONE)
        return local.astimezone(UTC)

    def add_partner(self, partner: cast.Partner) -> None:
        organization = _organization(
            partner.name,
            kind=partner.kind,
            street=partner.street,
            city=partner.city,
            postal_code=partner.postal_code,
            phone="+1" + partner.phone.replace("-", ""),
            language=partner.language,
        )
        organization.sectors.set(Sector.objects.filter(code__in=partner.sectors))
        people = [
            self._add_person(entry, organization, is_main=index == 0)
            for index, entry in enumerate(partner.people)
        ]
        for entry in partner.supports:
            kind, _, note = entry.partition(": ")
            Support.objects.create(
                organization=organization, kind=kind, note=note, noted_on=self.ago(90)
            )
        for entry in partner.ways_in:
            self._add_way_in(entry, organization)
        partnership = self._add_partnership(partner, organization, people)
        for contact in partner.contacts:
            self._add_contact(contact, partnership, people)

    def _add_person(self, entry: str, organization: Organization, *, is_main: bool) -> Person:
        left = entry.startswith("-")
        name, _, title = entry.removeprefix("-").partition(", ")
        prefix = next((p for p in ("Dr.", "Capt.") if name.startswith(p)), "")
        name = name.removeprefix(prefix).strip()
        person = Person.objects.filter(name=name).first() or _person(
            name,
            prefix=prefix,
            email=f"{_mailbox(name)}@{_domain(organization.name)}",
            language=organization.language,
        )
        Affiliation.objects.create(
            person=person,
            organization=organization,
            title=title,
            is_main_contact=is_main,
            started_on=self.ago(2200) if left else self.ago(110 if is_main else 800),
            ended_on=self.ago(112) if left else None,
            end_reason=Affiliation.EndReason.TRANSFERRED if left else "",
        )
        return person

    def _add_way_in(self, entry: str, organization: Organization) -> None:
        who, relation, strength, introduces, note = (part.strip() for part in entry.split("|"))
        Connection.objects.create(
            organization=organization,
            program=self.academy,
            known_by=who,
            relation=relation,
            strength=int(strength),
            would_introduce={"yes": True, "no": False}.get(introduces),
            note=note,
        )

    def _add_partnership(
        self, partner: cast.Partner, organization: Organization, people: list[Person]
    ) -> Partnership:
        reached = REACHED.index(partner.stage)
        decided = partner.stage in {"committed", "active"}
        last_contact = min((contact.days_ago for contact in partner.contacts), default=60)
        partnership = Partnership(
            program=self.academy,
            organization=organization,
            stage=partner.stage,
            stage_changed_at=self.moment(last_contact),
            stage_reason=partner.reason,
            top_ten_rank=partner.rank or None,
            owner=self.staff[partner.owner] if reached else None,
            note=partner.note,
            last_contact_on=self.ago(last_contact) if partner.contacts else None,
            responsible=people[0] if people and decided else None,
        )
        if partner.stage == "with_executive" and len(people) > 1:
            partnership.approval = Partnership.Approval.ASKED
            partnership.approver = people[1]
            partnership.approval_asked_on = self.ago(33)
        partnership._history_user = self.coordinator  # type: ignore[attr-defined]  # read by simple-history
        partnership.save()
        if decided:
            roles = [PartnerRole.Role.BOARD_REPRESENTATIVE, PartnerRole.Role.SPEAKER]
            for person, role in zip(people[::-1], roles, strict=False):
                PartnerRole.objects.create(partnership=partnership, person=person, role=role)
        return partnership

    def _add_contact(
        self, contact: cast.Contact, partnership: Partnership, people: list[Person]
    ) -> None:
        staff = self.staff[contact.staff]
        interaction = Interaction.objects.create(
            program=partnership.program,
            organization=partnership.organization,
            kind=contact.kind,
            happened_at=self.moment(contact.days_ago, 9 + contact.days_ago % 6),
            staff=staff,
            school_level=contact.level,
            outcome=contact.outcome,
            note=contact.note,
            is_ask=bool(contact.ask),
            ask=contact.ask,
            next_step=contact.next_step,
            created_by=staff.user,
        )
        interaction.people.set(people[:1])
        due_on = self.ago(-contact.next_in) if contact.next_step else None
        if staff.user is not None:
            keep_next_step(interaction, by=staff.user, due_on=due_on)

    def add_trades_asks(self) -> None:
        """What the neighbors asked, so that nobody over-asks (SPEC 2.11)."""
        for name, days, ask in cast.TRADES_ASKS:
            organization = Organization.objects.get(name=name)
            Partnership.objects.create(
                program=self.trades,
                organization=organization,
                stage=Partnership.Stage.CONTACTED,
                owner=self.staff["novak"],
                last_contact_on=self.ago(days),
            )
            Interaction.objects.create(
                program=self.trades,
                organization=organization,
                kind=Interaction.Kind.EMAIL,
                happened_at=self.moment(days),
                staff=self.staff["novak"],
                is_ask=True,
                ask=ask,
            )

    def add_partner_sign_ins(self) -> None:
        for name, email in cast.PARTNER_SIGN_INS.items():
            person = Person.objects.get(name=name)
            person.user = User.objects.create_user(email, cast.PASSWORD)
            confirm_address(person.user)
            person.email = email
            person.save()


def _organization(name: str, **fields: str) -> Organization:
    return Organization.objects.create(name=name, name_key=name_key(name), state="IL", **fields)


def _person(
    name: str, *, prefix: str, email: str, user: User | None = None, language: str = "en"
) -> Person:
    return Person.objects.create(
        name=name,
        name_key=person_key(name),
        prefix=prefix,
        email=email,
        user=user,
        language=language,
    )


def _mailbox(name: str) -> str:
    return ".".join(person_key(name).split())


def _domain(name: str) -> str:
    return f"{''.join(name_key(name).split()[:2])}.example.com"
