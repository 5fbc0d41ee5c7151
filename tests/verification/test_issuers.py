"""The issuer's legal names follow one another, and no paper forgets the one it was issued under (row J12)."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from hcec.core import pdf
from tests.factories.accounts import PersonFactory
from tests.factories.verification import a_certificate, issue_results, results_of, session_with_results
from verification.actions import issuers, log, papers
from verification.models import IssuerName
from verification.refusals import Refusal

pytestmark = pytest.mark.django_db
NEXT = {"name_th": "สำนักงานแห่งใหม่", "name_en": "The New Office", "law": "พระราชบัญญัติทดสอบ พ.ศ. 2569"}


def renamed(since: date) -> IssuerName:
    return issuers.succeed(by=PersonFactory(), at=timezone.now(), since=since, **NEXT)


def answer(client, certificate):
    return client.get(certificate.path, headers={"Accept": "application/json"}).json()


def test_a_certificate_says_in_whose_name_it_was_issued(client):
    certificate = a_certificate()
    assert "สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน" in client.get(certificate.path).content.decode()
    assert set(answer(client, certificate)["in_the_name_of"]) == {"th", "en"}


def test_after_a_change_the_page_says_both_names(client):
    results = results_of(session_with_results([PersonFactory()]))
    (certificate,) = issue_results(*results, at=timezone.now() - timedelta(days=10))
    renamed(timezone.localdate() - timedelta(days=5))
    page = client.get(certificate.path).content.decode()
    assert page.index("สำนักงานคณะกรรมการ") < page.index("สำนักงานแห่งใหม่")
    assert answer(client, certificate)["in_the_name_of"]["today"] == {
        "th": "สำนักงานแห่งใหม่",
        "en": "The New Office",
    }


def test_a_name_to_come_is_not_shown_on_certificates_yet(client):
    certificate = a_certificate()
    renamed(timezone.localdate() + timedelta(days=30))
    assert "สำนักงานแห่งใหม่" not in client.get(certificate.path).content.decode()
    assert "สำนักงานแห่งใหม่" in client.get(reverse("verify-issuer")).content.decode()


def test_a_name_cannot_be_put_before_the_last_one():
    with pytest.raises(Refusal):
        renamed(date(2000, 1, 1))


def test_the_database_itself_refuses_to_rewrite_the_succession():
    first = IssuerName.objects.get()
    with pytest.raises(InternalError), transaction.atomic():
        IssuerName.objects.update(name_en="Another")
    with pytest.raises(IntegrityError), transaction.atomic():
        IssuerName.objects.create(since=first.since - timedelta(days=1), added_at=timezone.now(), **NEXT)


@pytest.mark.skipif(not pdf.available(), reason="Pango is missing")
def test_the_yearly_drill_proves_papers_with_nothing_but_the_checker(capsys):
    certificate = a_certificate()
    log.sign(at=timezone.now())
    papers.make(certificate, at=timezone.now())
    call_command("offline_drill")
    assert "1 proved" in capsys.readouterr().out


def test_a_drill_over_no_paper_has_not_passed():
    with pytest.raises(CommandError):
        call_command("offline_drill")
