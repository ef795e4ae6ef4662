from io import BytesIO
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from letters.models import Letter, LetterBatch, LetterTemplate
from partnerships.models import Person
from tests.factories import (
    InteractionFactory,
    LetterFactory,
    LetterTemplateFactory,
    OrganizationFactory,
    PartnershipFactory,
    PersonFactory,
)


@pytest.fixture
def go(client, coordinator, program):
    client.force_login(coordinator)

    def address(name, *ids):
        return reverse(f"letters:{name}", args=[program.slug, *ids])

    return address


def template_fields(**changed):
    return {
        "name": "Hello",
        "kind": "recruitment",
        "language": "en",
        "subject": "Hello {{ organization_name }}",
        "body": "{{ greeting }},\n\nwe write to you.",
        **changed,
    }


def picture(kind="PNG", size=(300, 100)):
    file = BytesIO()
    Image.new("RGB", size, "white").save(file, kind)
    return SimpleUploadedFile(f"hand.{kind.lower()}", file.getvalue())


# --- templates


def test_a_template_is_written_with_signers(client, go, program, coordinator):
    dana = Person.objects.get(user=coordinator)

    response = client.post(go("template_add"), template_fields(signer_1=dana.pk, title_1="Head"))

    assert response.status_code == 302
    template = LetterTemplate.objects.get()
    assert template.program == program
    assert [(one.person, one.title) for one in template.signers.all()] == [(dana, "Head")]
    assert template.history.get().history_user == coordinator


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"body": "{{ contactname }}"}, "body"),
        ({"subject": "{{ x"}, "subject"),
        ({"name": ""}, "name"),
        ({"name": "Taken"}, "name"),
    ],
)
def test_a_wrong_template_is_refused_on_its_field(client, go, program, changed, field):
    LetterTemplateFactory(program=program, name="Taken")

    response = client.post(go("template_add"), template_fields(**changed))

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert LetterTemplate.objects.count() == 1


def test_a_person_who_is_not_of_the_school_cannot_sign(client, go):
    response = client.post(go("template_add"), template_fields(signer_1=PersonFactory().pk))

    assert response.status_code == 422


def test_editing_and_deleting(client, go, program):
    template = LetterTemplateFactory(program=program)
    letter = LetterFactory(program=program, batch__template=template)

    client.post(go("template_edit", template.pk), template_fields(name="New name"))
    template.refresh_from_db()
    assert template.name == "New name"
    assert client.get(go("template_delete", template.pk)).status_code == 200
    assert LetterTemplate.objects.exists()
    client.post(go("template_delete", template.pk))

    assert not LetterTemplate.objects.exists()
    letter.batch.refresh_from_db()
    assert letter.batch.template is None


def test_what_is_typed_is_checked_and_shown(client, go, partners):
    response = client.post(
        go("template_check"),
        {"body": "{{ greeting }} {{ contactname }} <script>", "preview_for": partners[0].pk},
    )

    html = response.content.decode()
    assert "Did you mean contact_name?" in html
    assert "Dear Dr. O&#x27;Brien-Núñez" in html
    assert "<script" not in html
    assert not LetterTemplate.objects.exists()


def test_the_preview_names_what_is_missing(client, go, partners):
    response = client.post(
        go("template_check"), {"body": "{{ contact_name }}", "preview_for": partners[2].pk}
    )

    assert "Not known for Gamma &amp; Sons" in response.content.decode()


def test_the_preview_is_of_no_other_programs_partner(client, go):
    other = PartnershipFactory(organization__name="Secret Co")

    response = client.post(
        go("template_check"),
        {"body": "{{ organization_name }}", "preview_for": other.organization_id},
    )

    assert "Secret Co" not in response.content.decode()


def test_without_javascript_a_button_shows_the_preview_and_stores_nothing(client, go):
    response = client.post(go("template_add"), template_fields(preview="1"))

    assert response.status_code == 200
    assert "Dear Dr. Ortiz" in response.content.decode()
    assert not LetterTemplate.objects.exists()


def test_letters_to_begin_with_come_once(client, go, program):
    for _ in range(2):
        client.post(go("template_starters"))

    assert LetterTemplate.objects.for_program(program).count() == 10


# --- writing letters


def query(letter, partners, **changed):
    return {
        "template": letter.pk,
        "to": "chosen",
        "organizations": ",".join(str(one.pk) for one in partners),
        "way": "print",
        "copies": 1,
        **changed,
    }


def test_chosen_partners_come_from_the_directory(client, go, templates, partners):
    response = client.get(f"{go('letter_new')}?organization={partners[0].pk}&organization=x")

    assert response.context["form"].numbers() == [partners[0].pk]


def test_the_list_shows_what_is_missing_and_writes_nothing(
    client, go, program, templates, partners
):
    LetterTemplate.objects.filter(name="Renewal").update(body="{{ contact_title }}")
    InteractionFactory(organization=partners[0], is_ask=True, ask="A tour of the clinic")

    response = client.get(go("letter_check"), query(templates["Renewal"], partners))

    assert "Contact&#x27;s title (contact_title) is not known" in response.content.decode()
    assert not LetterBatch.objects.exists()
    asks = client.get(go("letter_check"), query(templates["First contact"], partners))
    assert "A tour of the clinic" in asks.content.decode()


def address_of(go, template, partners, **changed):
    return f"{go('letter_check')}?{urlencode(query(template, partners, **changed))}"


def test_ticked_letters_are_made_with_their_sentences(
    client, go, templates, partners, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            address_of(go, templates["First contact"], partners),
            {"letter": [partners[0].pk], f"opening-{partners[0].pk}": "We met at the fair."},
        )

    batch = LetterBatch.objects.get()
    assert response["Location"] == batch.get_absolute_url()
    letter = Letter.objects.get()
    assert letter.opening == "We met at the fair."
    assert "We met at the fair." in letter.html
    page = client.get(batch.get_absolute_url())
    assert page.status_code == 200
    pdf = client.get(go("batch_pdf", batch.pk))
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"] == ('inline; filename="Letters First contact 2027-03-01.pdf"')


def test_a_ticked_letter_that_lacks_something_is_refused_and_what_was_typed_stays(
    client, go, templates, partners
):
    response = client.post(
        address_of(go, templates["First contact"], partners),
        {
            "letter": [one.pk for one in partners],
            f"opening-{partners[0].pk}": "",
            f"opening-{partners[1].pk}": "Nos vimos en la feria.",
        },
    )

    assert response.status_code == 422
    assert "Nos vimos en la feria." in response.content.decode()
    assert not LetterBatch.objects.exists()


def test_no_tick_no_letter(client, go, templates, partners):
    response = client.post(address_of(go, templates["Thank-you"], partners), {})

    assert response.status_code == 422
    assert "No letter is ticked." in response.content.decode()


@pytest.mark.parametrize(
    "changed",
    [
        {"to": "stage"},
        {"to": "stage", "stage": "nowhere"},
        {"to": "stage", "stage": "paused"},
        {"to": "top_ten"},
        {"template": 0},
        {"way": "pigeon"},
        {"copies": 99},
        {"organizations": "", "to": "chosen"},
    ],
)
def test_a_wrong_choice_is_explained(client, go, templates, partners, changed):
    response = client.get(go("letter_check"), query(templates["Thank-you"], partners, **changed))

    assert response.status_code == 422
    assert response.context["form"].errors


def test_another_programs_partner_gets_no_letter(client, go, templates):
    other = PartnershipFactory().organization

    response = client.get(go("letter_check"), query(templates["Thank-you"], [other]))

    assert response.status_code == 422
    assert other.name not in response.content.decode()


def test_who_is_no_partner_is_left_out_and_named(client, go, program, templates, partners):
    other = PartnershipFactory(organization__name="Delta Mill").organization
    asked = f"{partners[0].pk},{program.school_id},{other.pk},999999"

    response = client.get(
        go("letter_check"), query(templates["Thank-you"], [], organizations=asked)
    )

    assert [one.organization for one in response.context["plan"].letters] == [partners[0]]
    assert (
        "No letter is written to some of those you asked for. "
        f"Delta Mill is not a partner of {program.name}. {program.school.name} is the school "
        "itself. 1 cannot be found: merged or removed meanwhile."
    ) in response.content.decode()
    whole = client.get(go("letter_check"), query(templates["Thank-you"], partners))
    assert "No letter is written" not in whole.content.decode()


def test_of_many_who_are_no_partners_some_are_named(client, go, templates, partners):
    others = OrganizationFactory.create_batch(22)

    response = client.get(go("letter_check"), query(templates["Thank-you"], [*partners, *others]))

    said = response.context["plan"].left_out
    assert len(said) == 21
    assert said[-1] == "Nor are 2 more."


def test_labels_and_envelopes(client, go, program, valid):
    letter = LetterFactory(program=program)

    valid(client.get(go("batch_labels", letter.batch_id), {"start": 30}).content)
    valid(client.get(go("batch_envelopes", letter.batch_id)).content)
    assert client.get(go("batch_labels", letter.batch_id), {"start": 31}).status_code == 422


def test_a_letter_has_a_name_that_says_what_it_is(client, go, program):
    letter = LetterFactory(program=program, organization__name='OSF "Saint" Francis / Peoria')

    response = client.get(go("letter_pdf", letter.pk))

    assert response["Content-Disposition"] == (
        'inline; filename="Letter OSF Saint Francis Peoria 2027-03-01.pdf"'
    )


def test_a_counselor_reads_but_does_not_write(client, go, program, counselor, templates):
    letter = LetterFactory(program=program)
    client.force_login(counselor)

    assert client.get(go("letter_list")).status_code == 200
    assert client.get(go("template_list")).status_code == 200
    response = client.get(go("letter_pdf", letter.pk))
    assert response.status_code == 200
    for name in ("letter_new", "letter_check", "template_add"):
        assert client.get(go(name)).status_code == 403
    assert client.post(go("template_starters")).status_code == 403


def test_the_panel_lists_this_programs_letters_alone(client, go, program):
    partnership = PartnershipFactory(program=program)
    LetterFactory(program=program, organization=partnership.organization)
    LetterFactory(organization=partnership.organization, batch__template_name="Theirs")

    html = client.get(go("organization_panel", partnership.organization_id)).content.decode()

    assert "First letter" in html
    assert "Theirs" not in html


@pytest.mark.parametrize(
    ("name", "queries"),
    [("letter_list", 7), ("template_list", 7), ("letter_list?export=csv", 4)],
)
@pytest.mark.parametrize("rows", [1, 3])
def test_queries(client, go, program, django_assert_num_queries, name, queries, rows):
    for _ in range(rows):
        LetterFactory(program=program)
        LetterTemplateFactory(program=program)
    route, _, export = name.partition("?")

    with django_assert_num_queries(queries):
        client.get(go(route) + f"?{export}")


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_of_one_batch(client, go, program, django_assert_num_queries, rows):
    first = LetterFactory(program=program)
    LetterFactory.create_batch(rows - 1, batch=first.batch)

    with django_assert_num_queries(6):
        client.get(go("batch_detail", first.batch_id))


# --- signatures


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_one_keeps_ones_own_signature(client, go, counselor, kind):
    client.force_login(counselor)
    person = Person.objects.get(user=counselor)

    response = client.post(go("signature_edit", person.pk), {"picture": picture(kind)})

    assert response.status_code == 302
    person.refresh_from_db()
    with person.signature.open() as file, Image.open(file) as image:
        assert image.format == "PNG"
    shown = client.get(go("signature_picture", person.pk))
    assert shown["Content-Type"] == "image/png"
    client.post(go("signature_delete", person.pk))
    person.refresh_from_db()
    assert not person.signature


@pytest.mark.parametrize(
    "file",
    [
        SimpleUploadedFile("x.png", b"no picture"),
        SimpleUploadedFile("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        picture("GIF"),
        picture("BMP", (900, 900)),
    ],
    ids=["text", "svg", "gif", "bmp"],
)
def test_what_is_no_png_or_jpeg_is_refused(client, go, coordinator, file):
    person = Person.objects.get(user=coordinator)

    response = client.post(go("signature_edit", person.pk), {"picture": file})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["picture"]


def test_a_large_picture_is_refused(client, go, coordinator, settings):
    settings.PICTURE_MAX_BYTES = 100
    person = Person.objects.get(user=coordinator)

    response = client.post(go("signature_edit", person.pk), {"picture": picture()})

    assert list(response.context["form"].errors) == ["picture"]


def test_only_managers_keep_the_signatures_of_others(client, go, coordinator, counselor, teacher):
    other = Person.objects.get(user=counselor)
    assert client.get(go("signature_edit", other.pk)).status_code == 200

    client.force_login(teacher)
    assert client.get(go("signature_edit", other.pk)).status_code == 403
    assert client.post(go("signature_delete", other.pk)).status_code == 403
    assert client.get(go("signature_picture", other.pk)).status_code == 403


def test_partners_are_no_signers(client, go, partner):
    person = Person.objects.get(user=partner)

    assert client.get(go("signature_edit", person.pk)).status_code == 404
