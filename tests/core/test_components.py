from django.urls import reverse

PAGE = reverse("core:components")


def test_components_are_for_those_who_may_open_the_administration(client, coordinator):
    client.force_login(coordinator)
    assert client.get(PAGE).status_code == 404

    coordinator.is_staff = True
    coordinator.save()

    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE, {"plain": ""}).status_code == 200


def test_components_ask_to_sign_in(client, db):
    assert client.get(PAGE).status_code == 302


def test_form_sums_its_errors_up_with_links_to_the_fields(client, coordinator):
    coordinator.is_staff = True
    coordinator.save()
    client.force_login(coordinator)

    text = client.get(PAGE).content.decode()

    assert "5 things need a look" in text
    assert "The van is booked by the band" in text
    for target in ("id_wrong-title", "id_wrong-on", "div_id_wrong-contact"):
        assert f'href="#{target}"' in text
        assert f'id="{target}"' in text
    assert 'enctype="multipart/form-data"' in text
