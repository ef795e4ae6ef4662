from hashlib import sha256

import pytest
from django.core import mail

from core.domain import jobs
from core.exceptions import DomainError
from core.models import Job
from letters.domain import batches
from letters.domain.batches import choose_organizations, create_batch, plan_letters
from letters.exports import envelopes_pdf, labels_pdf
from letters.models import Letter, LetterBatch, LetterTemplate
from notifications.models import MailKind, Message
from partnerships.models import Interaction, Partnership, Person
from tests.factories import (
    NOW,
    InteractionFactory,
    LetterTemplateFactory,
    PartnershipFactory,
    PersonFactory,
)


def plan(template, partners, coordinator, way="print", **changed):
    return plan_letters(
        template,
        organization_ids=[partner.pk for partner in partners],
        way=way,
        sender=Person.objects.get(user=coordinator),
        **changed,
    )


def make(plan, by, django_capture_on_commit_callbacks, **changed):
    with django_capture_on_commit_callbacks(execute=True):
        batch = create_batch(plan, by=by, **changed)
    batch.refresh_from_db()
    return batch


def content(file):
    with file.open() as opened:
        return opened.read()


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


@pytest.mark.parametrize(
    "name",
    [
        f"{one}{es}"
        for one in (
            "First contact",
            "Invitation to the board",
            "Thank-you",
            "Event invitation",
            "Renewal",
        )
        for es in ("", " es")
    ],
)
def test_every_letter_to_begin_with_is_one_accessible_page(
    templates, partners, coordinator, commit, valid, name
):
    batch = make(plan(templates[name], partners, coordinator), coordinator, commit)

    assert valid(content(batch.file)).document.page_count == 3


def test_letters_labels_and_envelopes_are_accessible(
    templates, partners, coordinator, commit, valid
):
    batch = make(plan(templates["First contact"], partners, coordinator), coordinator, commit)
    letters = list(batch.letters.all())

    assert valid(labels_pdf(batch, letters * 11, start=30)).document.page_count == 3
    assert valid(envelopes_pdf(batch, letters)).document.page_count == 3
    for letter in letters:
        valid(content(letter.file))


def test_what_was_printed_is_kept_and_logged(templates, partners, coordinator, commit):
    batch = make(plan(templates["First contact"], partners, coordinator), coordinator, commit)

    letter = batch.letters.get(organization=partners[0])
    assert letter.made_at == NOW
    assert letter.sha256 == sha256(content(letter.file)).hexdigest()
    assert letter.values["merge"]["greeting"] == "Dear Dr. O'Brien-Núñez"
    assert "Dear Dr. O&#x27;Brien-Núñez," in letter.html
    contact = Interaction.objects.get(organization=partners[0])
    assert (contact.kind, contact.is_ask, contact.created_by) == ("letter", True, coordinator)
    assert Partnership.objects.get(organization=partners[0]).last_contact_on == NOW.date()
    assert batch.job.state == Job.State.DONE


def test_each_partner_gets_their_language(templates, partners, coordinator, commit):
    batch = make(plan(templates["Renewal"], partners, coordinator), coordinator, commit)

    assert {letter.organization.name: letter.language for letter in batch.letters.all()} == {
        "Alpha Clinic": "en",
        "Beta Taller": "es",
        "Gamma & Sons": "en",
    }
    spanish = batch.letters.get(language="es")
    assert spanish.values["paper"]["date"] == "1 de marzo de 2027"


def test_without_a_spanish_text_the_english_one_is_used(program, partners, coordinator):
    template = LetterTemplateFactory(program=program, body="{{ greeting }}")

    planned = plan(template, partners, coordinator)

    assert [letter.values["greeting"] for letter in planned.letters] == [
        "Dear Dr. O'Brien-Núñez",
        "Dear Luis Vega",
        "Dear Gamma & Sons team",
    ]


def test_copies_repeat_each_letter(templates, partners, coordinator, commit, valid):
    batch = make(plan(templates["Thank-you"], partners, coordinator), coordinator, commit, copies=2)

    assert valid(content(batch.file)).document.page_count == 6


def test_a_missing_value_is_named_and_nothing_is_stored(program, partners, coordinator):
    template = LetterTemplateFactory(program=program, body="{{ contact_name }}\n\n{{ opening }}")

    with pytest.raises(DomainError, match=r"Gamma & Sons: Contact's name \(contact_name\)"):
        create_batch(plan(template, partners, coordinator), by=coordinator)

    assert not LetterBatch.objects.exists()
    assert not Job.objects.exists()


def test_an_emptied_opening_is_missing(templates, partners, coordinator):
    planned = plan(
        templates["First contact"], partners, coordinator, openings={partners[0].pk: "  "}
    )

    assert [one.organization for one in planned.incomplete] == [partners[0]]


def test_no_postal_address_is_named(templates, partners, coordinator):
    partners[2].street = ""
    partners[2].save()

    (incomplete,) = plan(templates["Thank-you"], partners, coordinator).incomplete

    assert incomplete.problems == ["no complete postal address"]


def test_refuses_nobody_too_many_and_strangers(templates, coordinator, monkeypatch):
    template = templates["Thank-you"]
    with pytest.raises(DomainError, match="Nobody to write to"):
        plan(template, [], coordinator)
    with pytest.raises(DomainError, match="None of these"):
        plan(template, [PartnershipFactory().organization], coordinator)
    monkeypatch.setattr(batches, "MAX_LETTERS", 1)
    with pytest.raises(DomainError, match="At most 1"):
        plan(template, [PartnershipFactory().organization for _ in range(2)], coordinator)


def test_refuses_a_template_with_a_wrong_field(program, partners, coordinator):
    template = LetterTemplateFactory(program=program, body="{{ nonsense }}")

    with pytest.raises(DomainError, match="there is no field “nonsense”"):
        plan(template, partners, coordinator)


def test_refuses_letters_that_nobody_signs(program, partners):
    template = LetterTemplateFactory(program=program, body="Hello")
    planned = plan_letters(template, organization_ids=[partners[0].pk], way="print", sender=None)

    with pytest.raises(DomainError, match="Nobody signs"):
        create_batch(planned, by=None)


def test_a_double_click_makes_one_batch(templates, partners, coordinator, commit):
    planned = plan(templates["Thank-you"], partners, coordinator)

    first = make(planned, coordinator, commit, key="letters:1:token")
    again = make(planned, coordinator, commit, key="letters:1:token")

    assert first.pk == again.pk
    assert Letter.objects.count() == 3


def test_mail_goes_to_exactly_those_partners_after_commit(
    templates, partners, coordinator, commit, valid
):
    Person.objects.filter(name="Luis Vega").update(email="luis@example.org")
    planned = plan(templates["First contact"], partners[:2], coordinator, way="email")
    with commit(execute=False):
        create_batch(planned, by=coordinator)
    assert not Message.objects.exists()

    with commit(execute=True):
        jobs.run(Job.objects.get().pk)

    ana = Person.objects.get(name="Ana O'Brien-Núñez")
    assert sorted(one.to_email for one in Message.objects.all()) == sorted(
        [ana.email, "luis@example.org"]
    )
    message = Message.objects.get(to_email=ana.email)
    assert message.kind == MailKind.RECRUITMENT
    assert message.reply_to == coordinator.email
    assert message.attachments.get().name == "Letter to Alpha Clinic.pdf"
    valid(content(message.attachments.get().file))
    assert "Dear Dr. O'Brien-Núñez," in message.text
    assert len(mail.outbox) == 2


def test_by_mail_an_address_is_needed(templates, partners, coordinator):
    (incomplete,) = plan(templates["Thank-you"], partners, coordinator, way="email").incomplete

    assert incomplete.problems == ["no e-mail address"]


def test_a_worker_that_dies_between_mails_sends_none_twice(
    templates, partners, coordinator, commit, monkeypatch
):
    monkeypatch.setattr(batches, "CHUNK", 1)
    planned = plan(templates["Thank-you"], partners[:2], coordinator, way="email")
    with commit(execute=False):
        batch = create_batch(planned, by=coordinator)
    real, calls = batches.write_pdf, []

    def dies(documents):
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return real(documents)

    monkeypatch.setattr(batches, "write_pdf", dies)
    with commit(execute=True):
        jobs.run(batch.job_id)
    assert Message.objects.count() == 1
    with commit(execute=True):
        jobs.run(batch.job_id)

    assert Message.objects.count() == 2
    assert Interaction.objects.count() == 2
    assert Job.objects.get(pk=batch.job_id).state == Job.State.DONE


def test_a_worker_that_dies_while_printing_leaves_nothing_and_the_next_prints_once(
    templates, partners, coordinator, commit, monkeypatch
):
    with commit(execute=False):
        batch = create_batch(plan(templates["Thank-you"], partners, coordinator), by=coordinator)
    monkeypatch.setattr(batches, "_log", lambda *_: 1 / 0)
    with commit(execute=True):
        jobs.run(batch.job_id)
    batch.refresh_from_db()
    assert batch.finished_at is None
    assert not Letter.objects.exclude(made_at=None).exists()

    monkeypatch.undo()
    with commit(execute=True):
        jobs.run(batch.job_id)
    assert Letter.objects.exclude(made_at=None).count() == 3


def test_a_batch_is_the_same_after_its_template_changed(templates, partners, coordinator, commit):
    with commit(execute=False):
        batch = create_batch(plan(templates["Thank-you"], partners, coordinator), by=coordinator)
    LetterTemplate.objects.all().delete()

    with commit(execute=True):
        jobs.run(batch.job_id)

    assert batch.letters.filter(html__contains="Thank you for the time").count() == 2


def test_asks_of_other_programs_are_seen(templates, partners, coordinator):
    InteractionFactory(organization=partners[0], is_ask=True, ask="A tour", happened_at=NOW)

    first = plan(templates["First contact"], partners, coordinator).letters[0]

    assert [ask.ask for ask in first.facts.recent_asks] == ["A tour"]


def test_planning_asks_the_database_as_often_for_three_as_for_one(
    templates, partners, coordinator, django_assert_num_queries
):
    sender = Person.objects.get(user=coordinator)
    for some in (partners[:1], partners):
        template = LetterTemplate.objects.select_related("program__school").get(
            pk=templates["First contact"].pk
        )
        with django_assert_num_queries(6):
            plan_letters(
                template,
                organization_ids=[one.pk for one in some],
                way="print",
                sender=sender,
            )


def test_choosing(program):
    declined = PartnershipFactory(program=program, stage="declined")
    first = PartnershipFactory(program=program, top_ten_rank=1)

    assert choose_organizations(program) == [first.organization_id]
    assert choose_organizations(program, stage="declined") == [declined.organization_id]
    assert choose_organizations(program, top_ten=True) == [first.organization_id]
    with pytest.raises(DomainError, match="no stage “nowhere”"):
        choose_organizations(program, stage="nowhere")


def test_up_to_three_sign_with_their_titles(program, templates, partners, coordinator, commit):
    template = templates["Thank-you"]
    template.signers.create(position=2, person=PersonFactory(name="Ruth Hale"), title="Principal")

    batch = make(plan(template, partners[:1], coordinator), coordinator, commit)

    signers = batch.letters.get().values["paper"]["signers"]
    assert [(one["name"], one["title"]) for one in signers] == [
        ("Dana Okafor", "Coordinator"),
        ("Ruth Hale", "Principal"),
    ]
