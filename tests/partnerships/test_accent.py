from django.urls import reverse


def test_color_of_a_program_comes_as_a_style_sheet_for_anybody(client, program):
    program.accent = "#ffd200"
    program.save()

    response = client.get(reverse("program_accent", args=[program.slug]))

    assert response.status_code == 200
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=86400"
    text = response.content.decode()
    assert text.count("--accent:") == 3
    assert "--accent:#ffd200" not in text.split("@media")[0]
    assert "Cookie" not in response.get("Vary", "")


def test_style_sheet_is_not_sent_twice(client, program, django_assert_num_queries):
    address = reverse("program_accent", args=[program.slug])
    etag = client.get(address)["ETag"]

    with django_assert_num_queries(1):
        response = client.get(address, headers={"If-None-Match": etag})

    assert response.status_code == 304


def test_changed_color_is_another_style_sheet(client, program):
    address = reverse("program_accent", args=[program.slug])
    etag = client.get(address)["ETag"]
    program.accent = "#a3261b"
    program.save()

    assert client.get(address, headers={"If-None-Match": etag}).status_code == 200


def test_unknown_program_has_no_color(client, db):
    assert client.get(reverse("program_accent", args=["nowhere"])).status_code == 404


def test_accent_is_only_read(client, program):
    assert client.post(reverse("program_accent", args=[program.slug])).status_code == 405
