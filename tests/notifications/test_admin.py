import pytest
from django.urls import reverse

from notifications.models import Attachment, MailKind, Message, Preference
from tests.factories import MessageFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = reverse("admin:notifications_message_changelist")


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_message_is_shown_and_cannot_be_changed(admin):
    message = MessageFactory(subject="Letter of thanks")
    Attachment.objects.create(message=message, name="Letter.pdf", file="x.pdf")
    address = reverse("admin:notifications_message_change", args=[message.pk])

    page = admin.get(address)
    assert "Letter of thanks" in page.text
    assert "Letter.pdf" in page.text
    assert 'name="_save"' not in page.text
    assert admin.post(address, {"subject": "Changed"}).status_code == 403
    assert admin.get(reverse("admin:notifications_message_add")).status_code == 403


def test_failed_are_sent_again_and_the_others_named(admin):
    failed = MessageFactory(state=Message.State.FAILED, attempts=13)
    gone = MessageFactory(state=Message.State.SENT, subject="Gone already")

    page = admin.post(
        LIST, {"action": "retry", "_selected_action": [failed.pk, gone.pk]}, follow=True
    )

    assert "1 messages are sent again." in page.text
    assert "Gone already" in page.text
    failed.refresh_from_db()
    assert (failed.state, failed.attempts) == (Message.State.QUEUED, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count(admin, count, django_assert_num_queries):
    MessageFactory.create_batch(count)
    with django_assert_num_queries(6):
        admin.get(LIST)


def test_preference_said_on_the_telephone(admin):
    address = reverse("admin:notifications_preference_add")
    admin.post(address, {"email": "Ana@Example.org", "kind": MailKind.LETTER})
    again = admin.post(address, {"email": "ANA@example.org", "kind": MailKind.LETTER})
    work = admin.post(address, {"email": "b@example.org", "kind": MailKind.WORK})

    assert Preference.objects.get().email == "ana@example.org"
    assert "already exists" in again.text
    assert "not one of the available choices" in work.text


@pytest.mark.parametrize(("kind", "shown"), [("account", False), ("letter", True)])
def test_mail_about_signing_in_is_not_readable(admin_client, kind, shown):
    message = MessageFactory(kind=kind, text="Open sesame")

    page = admin_client.get(f"/admin/notifications/message/{message.pk}/change/").content.decode()

    assert ("Open sesame" in page) == shown


def test_links_in_mail_are_for_the_receiver_alone(admin_client):
    link = "https://partners.example.org/visit/handout/secret:token/"
    message = MessageFactory(
        text=f"Your handout: {link}. The hospital: https://clinic.example.org/way",
        html=f'<a href="{link}">Handout</a>',
        calendar=f"URL:{link}",
    )

    page = admin_client.get(f"/admin/notifications/message/{message.pk}/change/").content.decode()

    assert "secret:token" not in page
    assert "Your handout: [a link for the receiver alone]" in page
    assert "https://clinic.example.org/way" in page
