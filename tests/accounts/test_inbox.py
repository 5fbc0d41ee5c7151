"""The inbox: what was told, newest first, unread until opened."""

import pytest
from django.urls import reverse

from hcec.accounts.actions import notices
from hcec.accounts.models import Notice
from tests.factories.accounts import NoticeFactory

pytestmark = pytest.mark.django_db


def test_opening_a_message_reads_it(signed_in, person):
    notice = NoticeFactory(person=person)
    assert "1" in signed_in.get(reverse("inbox")).content.decode()
    signed_in.get(reverse("notice", kwargs={"pk": notice.pk}))
    notice.refresh_from_db()
    first = notice.read_at
    signed_in.get(reverse("notice", kwargs={"pk": notice.pk}))
    notice.refresh_from_db()
    assert first is not None
    assert notice.read_at == first


def test_all_are_read_at_once(signed_in, person):
    NoticeFactory.create_batch(3, person=person)
    NoticeFactory()
    signed_in.post(reverse("inbox-read-all"))
    assert Notice.objects.filter(read_at=None).count() == 1, "other people's stay as they are"


def test_a_strange_path_is_not_offered(signed_in, person):
    notice = NoticeFactory(person=person, path="https://evil.example/")
    assert "evil.example" not in signed_in.get(reverse("notice", kwargs={"pk": notice.pk})).content.decode()


def test_the_same_key_tells_once(person, mails):
    for _ in range(2):
        notices.tell(person, subject="ก", body="ข", path="/home/", key="once")
    assert Notice.objects.count() == 1
    assert [mail.to for mail in mails()] == [[person.email]]


def test_many_messages_cost_the_same_queries(signed_in, person, django_assert_max_num_queries):
    NoticeFactory.create_batch(40, person=person)
    with django_assert_max_num_queries(12):
        signed_in.get(reverse("inbox"))
