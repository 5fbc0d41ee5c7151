"""Papers as one ZIP: exactly those asked for, made part by part, resumable, for one person and a week."""

import csv
import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.models import Job
from tests.factories.centers import CenterFactory
from tests.factories.verification import a_file, director_of, issue_results, results_of, session_with_results
from verification import storage
from verification.actions import bundles, papers, revocations
from verification.models import Bundle, Certificate
from verification.refusals import Refusal
from verification.words import Pair

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def NOW():
    return timezone.now()


@pytest.fixture
def director():
    return director_of(CenterFactory())


def with_papers(director, people: int = 3) -> list[Certificate]:
    """Certificates of the director's center, each with a file."""
    center = director.appointments.get().committee.center
    certificates = issue_results(*results_of(session_with_results(people, center=center)), by=director)
    for certificate in certificates:
        content = b"%PDF-1.7 of " + certificate.number.encode()
        papers.record([a_file(certificate, sha256=storage.keep(content), size=len(content))])
    return certificates


def ordered(director, rows=None) -> Bundle:
    rows = Certificate.objects.all() if rows is None else rows
    return bundles.order(rows, by=director, at=NOW(), key=uuid.uuid4().hex, title=Pair("ทดสอบ"))


def test_it_holds_every_paper_and_a_list_that_names_them(director):
    certificates = with_papers(director)
    bundle = bundles.make(ordered(director), at=NOW())
    with zipfile.ZipFile(bundle.path) as archive:
        assert sorted(archive.namelist()) == sorted(["index.csv", *(f"{c.number}.pdf" for c in certificates)])
        assert archive.testzip() is None
        rows = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
        assert archive.read(f"{certificates[0].number}.pdf").endswith(certificates[0].number.encode())
    assert [row[0] for row in rows[1:]] == sorted(c.number for c in certificates)
    assert Notice.objects.filter(key=f"bundle:{bundle.pk}:made", person=director).count() == 1


def test_killed_between_two_parts_it_goes_on_behind_the_last_whole_one(director, monkeypatch):
    monkeypatch.setattr(bundles, "PART", 2)
    with_papers(director, 5)
    bundle, read, reads = ordered(director), storage.read, []

    def dies_at_the_third(sha256):
        reads.append(sha256)
        if len(reads) == 4:
            raise KeyboardInterrupt
        return read(sha256)

    monkeypatch.setattr(bundles.storage, "read", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        bundles.make(bundle, at=NOW())
    assert bundles.done(bundle) == 2 and not bundle.path.exists()
    assert [path.name for path in bundle.folder.iterdir()] == ["part-0000.zip"]
    reads.clear()
    reads.extend(["x"] * 10)
    bundles.make(bundle, at=NOW())
    assert len(reads) == 10 + 3  # the first part was not read again
    assert len(zipfile.ZipFile(bundle.path).namelist()) == 6
    assert [path.name for path in bundle.folder.iterdir()] == ["certificates.zip"]


def test_what_is_revoked_or_has_no_paper_is_not_in_it(director):
    revoked, kept, bare = with_papers(director, 2) + issue_results(*results_of(session_with_results(1)))
    revocations.revoke(revoked, by=director, at=NOW(), reason="other", explanation="x")
    assert ordered(director).certificates == [kept.pk]
    assert bare.pk not in Bundle.objects.get().certificates


def test_with_nothing_to_pack_it_is_refused_and_too_many_too(director, monkeypatch):
    with pytest.raises(Refusal):
        ordered(director)
    with_papers(director)
    monkeypatch.setattr(bundles, "MOST", 2)
    with pytest.raises(Refusal, match="2"):
        ordered(director)


def test_a_lost_paper_stops_it_loudly(director):
    [certificate] = with_papers(director, 1)
    bundle = ordered(director)
    storage.path_of(certificate.file.sha256).unlink()
    with pytest.raises(FileNotFoundError):
        bundles.make(bundle, at=NOW())
    assert Bundle.objects.get().made_at is None


def test_after_its_days_it_is_gone(client, director):
    with_papers(director)
    bundle = bundles.make(ordered(director), at=NOW())
    client.force_login(director)
    path = reverse("certificate-bundle-file", args=[bundle.pk])
    assert b"".join(client.get(path).streaming_content)[:2] == b"PK"
    Bundle.objects.update(asked_at=NOW() - timedelta(days=9), expires_at=NOW() - timedelta(days=1))
    assert client.get(path).status_code == 404
    bundles.expire(bundle)
    assert not bundle.folder.exists()


def test_nobody_else_fetches_it(client, director):
    with_papers(director)
    bundle = bundles.make(ordered(director), at=NOW())
    client.force_login(director_of(CenterFactory()))
    for name in ("certificate-bundle", "certificate-bundle-file"):
        assert client.get(reverse(name, args=[bundle.pk])).status_code == 404


def test_the_page_orders_by_session_center_and_days_and_the_job_makes_it(client, director):
    wanted = with_papers(director)
    with_papers(director)
    client.force_login(director)
    day = timezone.localdate().isoformat()
    sent = {
        "idempotency_key": uuid.uuid4().hex, "session": wanted[0].result.booking.session_id,
        "center": wanted[0].series.center_id, "first": day, "last": day,
    }  # fmt: skip
    answers = [client.post(reverse("certificate-bundles"), sent) for _press in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    bundle = Bundle.objects.get()
    assert sorted(bundle.certificates) == sorted(c.pk for c in wanted)
    assert "0" in client.get(answers[0]["Location"]).content.decode()
    outbox.run([f"certificate.bundle:{bundle.pk}"])
    assert (
        reverse("certificate-bundle-file", args=[bundle.pk])
        in client.get(answers[0]["Location"]).content.decode()
    )
    assert (
        Job.objects.filter(kind="certificate.bundle.expire", run_after__gt=NOW() + timedelta(days=6)).count()
        == 1
    )


def test_papers_of_other_centers_cannot_be_ordered(client, director):
    with_papers(director)
    other = director_of(CenterFactory())
    client.force_login(other)
    page = client.post(reverse("certificate-bundles"), {"idempotency_key": uuid.uuid4().hex})
    assert page.context["form"].errors and not Bundle.objects.exists()
