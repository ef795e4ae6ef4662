"""My account: name, title, telephone, signature; and pictures that people upload."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.factories import UserFactory

PROFILE = "/me/profile/"


def picture(kind="PNG", size=(400, 100), **options):
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, format=kind, **options)
    return SimpleUploadedFile(f"picture.{kind.lower()}", file.getvalue(), f"image/{kind.lower()}")


def send(client, **changes):
    values = {"name": "Dana Okafor", "prefix": "", "phone": "", "title": "Coordinator", **changes}
    return client.post(PROFILE, values)


def test_my_account_needs_a_sign_in(client, db):
    assert client.get(PROFILE)["Location"].startswith(reverse("account_login"))


def test_name_title_and_telephone_change(client, coordinator):
    client.force_login(coordinator)
    response = send(
        client, name="Dana O'Brien-Núñez", prefix="Dr.", phone="(309) 555-0111", title="Dean"
    )

    assert response["Location"] == PROFILE
    person = coordinator.person
    person.refresh_from_db()
    assert (person.letter_name, person.name_key) == ("Dr. Dana O'Brien-Núñez", "dana obrien nunez")
    assert str(person.phone) == "(309) 555-0111"
    assert person.affiliations.get().title == "Dean"
    assert person.history.first().history_user == coordinator


def test_looking_changes_nothing(client, coordinator):
    client.force_login(coordinator)
    before = coordinator.person.history.count()

    assert client.get(PROFILE).status_code == 200
    assert coordinator.person.history.count() == before


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("phone", "12")])
def test_what_is_wrong_is_refused_at_its_field(client, coordinator, field, value):
    client.force_login(coordinator)
    response = send(client, **{field: value})

    assert response.status_code == 422
    assert field in response.context["form"].errors


def test_a_login_that_is_nobodys_still_sees_how_to_sign_in(client, db):
    client.force_login(UserFactory(is_staff=True))
    response = client.get(PROFILE)

    assert response.status_code == 200
    assert "belongs to nobody" in response.text
    assert client.post(PROFILE, {"name": "Me"}).status_code == 200


def test_a_signature_is_drawn_anew_without_what_was_hidden_in_it(client, coordinator):
    client.force_login(coordinator)
    hidden = PngInfo()
    hidden.add_text("Comment", "<script>alert(1)</script>")
    send(client, signature=picture(pnginfo=hidden))

    coordinator.person.refresh_from_db()
    stored = coordinator.person.signature
    assert stored.name.endswith(".png")
    assert "picture" not in stored.name
    with stored.open() as file:
        assert b"script" not in file.read()
    assert "data:image/png;base64," in client.get(PROFILE).text


def test_saving_without_a_new_signature_keeps_it_and_a_tick_takes_it_away(client, coordinator):
    client.force_login(coordinator)
    send(client, signature=picture())
    send(client, name="Dana O.")
    coordinator.person.refresh_from_db()
    assert coordinator.person.signature

    send(client, **{"signature-clear": "on"})
    coordinator.person.refresh_from_db()
    assert not coordinator.person.signature


@pytest.mark.parametrize(
    "upload",
    [
        lambda: SimpleUploadedFile("x.png", b"<svg onload='alert(1)'/>", "image/png"),
        lambda: SimpleUploadedFile("x.png", picture().read()[:60], "image/png"),
        lambda: picture("GIF"),
        lambda: picture("BMP"),
        lambda: picture(size=(9000, 9000)),
    ],
    ids=["svg", "cut off", "gif", "bmp", "too many pixels"],
)
def test_what_is_no_good_picture_is_refused(client, coordinator, upload):
    client.force_login(coordinator)
    response = send(client, signature=upload())

    assert response.status_code == 422
    assert "signature" in response.context["form"].errors


def test_a_picture_that_is_too_large_is_refused(client, coordinator, settings):
    settings.PICTURE_MAX_BYTES = 100
    client.force_login(coordinator)

    assert send(client, signature=picture()).status_code == 422


def test_a_large_picture_is_made_smaller(client, coordinator):
    client.force_login(coordinator)
    send(client, signature=picture("JPEG", size=(3000, 1500)))

    coordinator.person.refresh_from_db()
    with coordinator.person.signature.open() as file:
        assert Image.open(file).size == (1000, 500)
