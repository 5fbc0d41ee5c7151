"""Links to a certificate: the parts that the holder chose, until her day, each look told, ended at once when withdrawn."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import User
from tests.factories.accounts import PersonFactory
from tests.factories.verification import a_certificate
from tests.support.desks import passer_by, signed_in
from tests.verification.test_verify import without_token
from verification.actions import revocations, shares
from verification.models import Certificate, Look, Part, Share
from verification.refusals import Refusal
from verification.tokens import digest

pytestmark = pytest.mark.django_db


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def a_link(
    certificate: Certificate, *, by: User | None = None, parts=(), last_day: date | None = None
) -> tuple[Share, str]:
    return shares.make(
        certificate,
        by=by or certificate.holder,
        at=timezone.now(),
        parts=parts,
        last_day=last_day or in_days(7),
    )


def opened(token: str):
    return passer_by().get(reverse("shared-certificate", args=[token]))


def test_only_the_chosen_parts_are_shown():
    certificate = a_certificate()
    words = certificate.words
    _share, bare = a_link(certificate)
    _share, marked = a_link(certificate, parts=[Part.MARKS])
    page, with_marks = (opened(token).content.decode() for token in (bare, marked))
    assert words.holder.th in page and words.subject.th in page
    assert certificate.number not in page and words.signatory.th not in page
    for mark in words.parts:
        assert str(mark.name) not in page
        assert str(mark.name) in with_marks
    assert certificate.number not in with_marks


def test_every_part_that_may_be_chosen_shows_something_more():
    certificate = a_certificate()
    least = len(opened(a_link(certificate)[1]).content)
    for part in Part:
        assert len(opened(a_link(certificate, parts=[part])[1]).content) > least, part


def test_the_page_is_kept_by_no_cache_and_found_by_no_search_engine():
    answer = opened(a_link(a_certificate())[1])
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]


def test_each_look_is_counted_and_told_to_the_holder():
    certificate = a_certificate()
    share, token = a_link(certificate)
    for _ in range(3):
        opened(token)
    assert share.looks.count() == 3
    assert {field.name for field in Look._meta.fields} == {"id", "share", "at"}
    page = signed_in(certificate.holder).read(reverse("my-certificate", args=[certificate.number]))
    assert "เปิดดูแล้ว 3 ครั้ง" in page


def test_a_withdrawn_link_opens_nothing_and_counts_no_looks():
    certificate = a_certificate()
    share, token = a_link(certificate)
    path = reverse("my-certificate-unshare", args=[certificate.number, share.pk])
    assert signed_in(certificate.holder).post(path).status_code == 302
    answer = opened(token)
    assert answer.status_code == 404
    assert certificate.words.holder.th not in answer.content.decode()
    assert not share.looks.exists()


def test_a_link_ends_with_its_last_day(monkeypatch):
    certificate = a_certificate()
    _share, token = a_link(certificate, last_day=in_days(0))
    assert opened(token).status_code == 200
    assert shares.look(token, at=timezone.now() + timedelta(days=1)) is None


def test_one_that_never_was_looks_like_one_that_ended():
    share, token = a_link(a_certificate())
    shares.withdraw(share, by=share.certificate.holder, at=timezone.now())
    never = "x" * len(token)
    ended, none = (without_token(opened(each)) for each in (token, never))
    assert ended.replace(token, never) == none


def test_a_revoked_certificate_says_so_and_nothing_else():
    certificate = a_certificate()
    _share, token = a_link(certificate, parts=Part.values)
    revocations.revoke(
        certificate, by=certificate.issued_by, at=timezone.now(), reason="wrong_facts", explanation="ผิด"
    )
    page = opened(token).content.decode()
    assert certificate.words.holder.th not in page
    assert str(certificate.revocation.office_name) in page


def test_the_token_has_256_bits_of_chance_and_is_kept_as_a_hash():
    share, token = a_link(a_certificate())
    assert len(token) == 43 and token not in str(vars(share))
    assert share.token_sha256 == digest(token)


@pytest.mark.parametrize("days", [-1, 367])
def test_the_last_day_lies_within_a_year(days):
    with pytest.raises(Refusal, match="หนึ่งปี"):
        a_link(a_certificate(), last_day=in_days(days))


def test_nobody_but_the_holder_makes_or_withdraws_a_link():
    certificate = a_certificate()
    share, _token = a_link(certificate)
    with pytest.raises(Refusal):
        a_link(certificate, by=certificate.issued_by)
    with pytest.raises(Refusal):
        shares.withdraw(share, by=certificate.issued_by, at=timezone.now())
    stranger = signed_in(PersonFactory())
    assert stranger.get(reverse("my-certificate-share", args=[certificate.number])).status_code == 404


def test_twenty_links_that_can_be_opened_are_enough():
    certificate = a_certificate()
    first, _token = a_link(certificate)
    for _ in range(shares.MOST - 1):
        a_link(certificate)
    with pytest.raises(Refusal):
        a_link(certificate)
    shares.withdraw(first, by=certificate.holder, at=timezone.now())
    a_link(certificate)


def test_the_link_is_shown_once_after_it_is_made():
    certificate = a_certificate()
    desk = signed_in(certificate.holder)
    path = reverse("my-certificate-share", args=[certificate.number])
    page = desk.post(path, {"parts": [Part.MARKS], "last_day": in_days(5).isoformat()}).content.decode()
    link = page.partition('id="link" value="')[2].partition('"')[0]
    assert opened(link.rpartition("/")[2]).status_code == 200
    assert link not in desk.read(reverse("my-certificate", args=[certificate.number]))


def test_a_day_that_is_none_is_said_beside_its_field_and_nothing_is_made():
    certificate = a_certificate()
    path = reverse("my-certificate-share", args=[certificate.number])
    page = signed_in(certificate.holder).post(path, {"last_day": "31/2/2570"})
    assert page.status_code == 200 and page.context["form"].errors["last_day"]
    assert not Share.objects.exists()


def test_nothing_of_a_link_is_changed_but_its_end():
    share, _token = a_link(a_certificate())
    for change in ({"last_day": in_days(300)}, {"parts": Part.values}, {"token_sha256": "0" * 64}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Share.objects.filter(pk=share.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Share.objects.create(
            certificate=share.certificate, token_sha256="1" * 64, parts=["surname"], last_day=in_days(1),
            made_at=timezone.now(),
        )  # fmt: skip


def test_the_holders_page_costs_the_same_however_many_links_there_are():
    certificate = a_certificate()
    desk, path = signed_in(certificate.holder), reverse("my-certificate", args=[certificate.number])
    opened(a_link(certificate)[1])
    few = desk.cost(path)
    for _ in range(5):
        opened(a_link(certificate)[1])
    assert desk.cost(path) == few
