"""Recognitions and attestations: put on record, frozen under their certificates, and issued by the very same pieces as all others."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.models import Position
from hcec.reports.integrity import INVARIANTS as ACROSS
from tests.core.reading import plain, read_back
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory
from tests.factories.committees import person_with
from tests.factories.verification import (
    an_occasion,
    approved_run,
    citations_of,
    director_of,
    issue_citations,
    prepared_run,
)
from tests.support.desks import signed_in
from tests.verification.test_truths import behind_the_triggers
from verification import paper
from verification.actions import issuing, occasions, reissues, revocations, runs
from verification.credentials import badge
from verification.integrity import INVARIANTS
from verification.models import CITED, Certificate, Citation, Kind, Occasion, Revocation
from verification.refusals import Refusal
from verification.sources import allowed, preparable, ready

pytestmark = pytest.mark.django_db
LISTS = {Kind.RECOGNITION: "recognitions", Kind.ATTESTATION: "attestations"}


def NOW():
    return timezone.now()


def broken() -> list[str]:
    return [truth.name for truth in (*INVARIANTS, *ACROSS) if truth.broken()]


def fields_of(occasion: Occasion, **other: object) -> dict:
    return {name: getattr(occasion, name) for name in occasions.FIELDS} | other


def revoked(certificate: Certificate, reason: str = "wrong_facts") -> Certificate:
    revocations.revoke(certificate, by=certificate.issued_by, at=NOW(), reason=reason, explanation="x")
    return certificate


def test_the_paper_says_what_the_occasion_says_and_the_role_of_the_person():
    occasion = an_occasion(PersonFactory(), kind=Kind.ATTESTATION, role="วิทยากร")
    words = Certificate.objects.get(pk=issue_citations(*citations_of(occasion))[0].pk).words
    assert (words.subject.th, words.subject.en) == (occasion.name_th, occasion.name_en)
    assert (words.hours, words.role.th, words.starts_on) == ("12", "วิทยากร", occasion.starts_on)


@pytest.mark.parametrize("kind", CITED)
def test_the_paper_of_each_kind_reads_back(kind):
    certificate = issue_citations(*citations_of(an_occasion(PersonFactory(), kind=kind, role="วิทยากรแกนนำ")))[
        0
    ]
    text = read_back(paper.pdf_of(certificate))
    lines = text.splitlines()
    assert {
        plain(certificate.words.holder.th),
        certificate.number,
        plain(certificate.words.subject.th),
    } <= set(lines)
    said = {Kind.RECOGNITION: "เกียรติบัตรฉบับนี้", Kind.ATTESTATION: "หนังสือรับรองฉบับนี้"}[kind]
    assert plain(said) in text
    assert plain("วิทยากรแกนนำ") in text


@pytest.mark.parametrize("kind", CITED)
def test_a_run_is_prepared_held_undone_prepared_anew_and_becomes_public(client, kind):
    center = CenterFactory()
    director, people = director_of(center), [PersonFactory(), PersonFactory()]
    occasion = an_occasion(*people, kind=kind, center=center)
    pks = [each.pk for each in citations_of(occasion)]
    later = NOW() + timedelta(hours=2)
    run = approved_run(key="a", by=director, public_from=later, **{LISTS[kind]: pks})
    assert runs.carry_on(run, at=NOW()) == 2
    held = Certificate.objects.filter(run=run).first()
    assert client.get(held.path).status_code == 404
    runs.undo(run, by=director, at=NOW(), why="ผิดชื่อ")
    assert ready(kind).count() == 2
    again = approved_run(key="b", by=director, **{LISTS[kind]: pks})
    runs.carry_on(again, at=NOW())
    made = Certificate.objects.filter(run=again).order_by("seq")
    assert [each.seq for each in made] == [3, 4]
    assert client.get(made[0].path, headers={"Accept": "application/json"}).json()["answer"] == "valid"
    assert broken() == []


def test_recognitions_are_not_prepared_as_attestations():
    occasion = an_occasion(PersonFactory())
    [citation] = citations_of(occasion)
    assert ready(Kind.RECOGNITION).get() == citation
    assert not ready(Kind.ATTESTATION).exists()
    with pytest.raises(Refusal):
        prepared_run(key="x", attestations=list(ready(Kind.ATTESTATION).values_list("pk", flat=True)))


def test_what_waits_in_a_run_is_not_prepared_twice():
    occasion = an_occasion(PersonFactory())
    prepared_run(key="x", recognitions=[each.pk for each in citations_of(occasion)])
    assert not preparable(Kind.RECOGNITION, 0).exists()


@pytest.mark.parametrize("wrote", ["words", "people"])
def test_who_wrote_the_words_or_named_the_people_does_not_issue(wrote):
    center = CenterFactory()
    director = director_of(center)
    occasion = an_occasion(center=center, by=director if wrote == "words" else PersonFactory())
    by = director if wrote == "people" else PersonFactory()
    [citation] = occasions.cite(occasion, [PersonFactory()], by=by, at=NOW())
    assert issuing.issue(Kind.RECOGNITION, [citation.pk], by=director, at=NOW()) == []
    assert not allowed(Kind.RECOGNITION, director.pk).exists()


def test_nobody_cites_themself_nor_is_named_in_their_own_words():
    writer, other = PersonFactory(), PersonFactory()
    occasion = an_occasion(by=writer)
    for person, by in ((other, other), (writer, other)):
        with pytest.raises(Refusal):
            occasions.cite(occasion, [person], by=by, at=NOW())
        with pytest.raises(IntegrityError), transaction.atomic():
            Citation.objects.create(occasion=occasion, person=person, entered_by=by, entered_at=NOW())
    occasions.cite(occasion, [other], by=writer, at=NOW())
    with pytest.raises(Refusal, match="ด้วยตนเอง|yourself|ท่าน"):
        occasions.correct(occasion, fields_of(occasion), by=other, at=NOW())
    with pytest.raises(IntegrityError), transaction.atomic():
        Occasion.objects.filter(pk=occasion.pk).update(entered_by=other)


def test_naming_the_same_people_twice_changes_nothing():
    occasion, people = an_occasion(), [PersonFactory(), PersonFactory()]
    by = PersonFactory()
    assert len(occasions.cite(occasion, people, by=by, at=NOW())) == 2
    assert occasions.cite(occasion, people, by=by, at=NOW()) == []
    assert occasion.citations.count() == 2


def test_one_who_cannot_be_named_leaves_all_out():
    occasion = an_occasion()
    nameless = PersonFactory(first_name_th="", last_name_th="", first_name_en="", last_name_en="")
    with pytest.raises(Refusal):
        occasions.cite(occasion, [PersonFactory(), nameless], by=PersonFactory(), at=NOW())
    assert not occasion.citations.exists()


def test_pressed_twice_it_is_one_occasion():
    about = {"name_th": "x", "starts_on": NOW().date(), "ends_on": NOW().date()}
    by, center = PersonFactory(), CenterFactory()
    made = [
        occasions.record(center, Kind.RECOGNITION, about | {"name_en": ""}, by=by, at=NOW(), key="k")
        for _ in range(2)
    ]
    assert made[0] == made[1]


def test_only_what_is_over_is_attested():
    tomorrow = timezone.localdate() + timedelta(days=1)
    an_occasion(ends_on=tomorrow)
    with pytest.raises(Refusal):
        an_occasion(kind=Kind.ATTESTATION, ends_on=tomorrow)


def test_under_a_certificate_that_counts_occasion_and_citation_are_frozen():
    occasion = an_occasion(PersonFactory())
    [citation] = citations_of(occasion)
    issue_citations(citation)
    for wrong in (
        lambda: occasions.correct(occasion, fields_of(occasion, name_th="ใหม่"), by=PersonFactory(), at=NOW()),
        lambda: occasions.withdraw(occasion, by=PersonFactory(), at=NOW()),
        lambda: occasions.take_back(citation, by=PersonFactory(), at=NOW()),
    ):
        with pytest.raises(Refusal):
            wrong()
    for rows, change in (
        (Occasion.objects, {"name_th": "ใหม่"}),
        (Occasion.objects, {"hours": Decimal(3)}),
        (Citation.objects, {"role_th": "ใหม่"}),
        (Citation.objects, {"withdrawn_at": NOW(), "withdrawn_by": PersonFactory()}),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(**change)


def test_words_that_were_wrong_are_corrected_after_the_revocation_and_the_new_certificate_is_linked():
    occasion = an_occasion(PersonFactory())
    [old] = issue_citations(*citations_of(occasion))
    revoked(old)
    occasions.correct(occasion, fields_of(occasion, name_th="วิทยากรดีเด่น"), by=PersonFactory(), at=NOW())
    new = reissues.reissue(old, by=old.issued_by, at=NOW(), explanation="พิมพ์ผิด")
    assert (new.replaces, new.edition, new.words.subject.th) == (old, 2, "วิทยากรดีเด่น")
    assert old.words.subject.th != new.words.subject.th
    assert broken() == []


def test_what_waits_for_approval_is_not_corrected_behind_the_approvers_back():
    occasion = an_occasion(PersonFactory())
    run = prepared_run(key="x", recognitions=[each.pk for each in citations_of(occasion)])
    with pytest.raises(Refusal):
        occasions.correct(occasion, fields_of(occasion, name_th="ใหม่"), by=PersonFactory(), at=NOW())
    runs.decline(run, by=run.by, at=NOW(), why="แก้คำ")
    occasions.correct(occasion, fields_of(occasion, name_th="ใหม่"), by=PersonFactory(), at=NOW())
    assert Occasion.objects.get().name_th == "ใหม่"


def test_who_is_taken_off_has_no_certificate_and_can_be_named_anew():
    person, occasion = PersonFactory(), an_occasion()
    by = PersonFactory()
    [first] = occasions.cite(occasion, [person], by=by, at=NOW())
    occasions.take_back(first, by=by, at=NOW())
    assert not ready(Kind.RECOGNITION).exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        issue_behind_the_actions(first)
    [second] = occasions.cite(occasion, [person], by=by, at=NOW())
    assert ready(Kind.RECOGNITION).get() == second
    with pytest.raises(DatabaseError), transaction.atomic():
        Citation.objects.filter(pk=first.pk).update(withdrawn_at=None, withdrawn_by=None)


def issue_behind_the_actions(citation: Citation) -> None:
    """A certificate of the citation by somebody else's words, straight into the table."""
    other = an_occasion(PersonFactory(), center=citation.occasion.center)
    [made] = issue_citations(*citations_of(other))
    row = Certificate.objects.get(pk=made.pk)
    row.pk, row.seq, row.number, row.citation = None, 9, made.number.replace("-000001-", "-000009-"), citation
    row.save(force_insert=True)


def test_of_a_withdrawn_occasion_nothing_is_issued_and_nothing_named():
    occasion = an_occasion(PersonFactory())
    occasions.withdraw(occasion, by=PersonFactory(), at=NOW())
    assert not ready(Kind.RECOGNITION).exists()
    with pytest.raises(Refusal):
        occasions.cite(occasion, [PersonFactory()], by=PersonFactory(), at=NOW())
    with pytest.raises(DatabaseError), transaction.atomic():
        Occasion.objects.update(withdrawn_at=None, withdrawn_by=None)


def test_a_certificate_is_of_the_kind_of_its_occasion():
    [made] = issue_citations(*citations_of(an_occasion(PersonFactory())))
    row = Certificate.objects.get(pk=made.pk)
    other = citations_of(an_occasion(PersonFactory(), kind=Kind.ATTESTATION))[0]
    row.pk, row.seq, row.number, row.citation = None, 9, made.number.replace("-000001-", "-000009-"), other
    with pytest.raises(IntegrityError, match="citation_that_stands"), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(("kind", "type"), [(Kind.RECOGNITION, "Award"), (Kind.ATTESTATION, "Certificate")])
def test_the_open_credential_says_what_it_is_and_in_which_role(client, kind, type):
    occasion = an_occasion(PersonFactory(), kind=kind, role="วิทยากร")
    path = reverse("credential-achievement", args=[kind, occasion.pk])
    assert client.get(path).status_code == 404, "nobody outside learns of what is not public"
    [made] = issue_citations(*citations_of(occasion))
    certificate = badge.with_source(Certificate.objects.filter(pk=made.pk)).get()
    subject = badge.credential(certificate)["credentialSubject"]
    assert (subject["role"], subject["achievement"]["achievementType"]) == ("วิทยากร", type)
    told = client.get(path).json()
    assert told["id"] == subject["achievement"]["id"]
    assert told["name"] == badge.both(certificate.words.subject)
    other = next(each for each in CITED if each != kind)
    assert client.get(reverse("credential-achievement", args=[other, occasion.pk])).status_code == 404


def test_the_log_and_the_audit_know_them():
    made = issue_citations(*citations_of(an_occasion(PersonFactory(), PersonFactory())))
    revoked(made[0], "misconduct")
    assert Revocation.objects.count() == 1
    assert broken() == []


def test_what_goes_round_the_triggers_is_noticed(behind):
    occasion = an_occasion(PersonFactory(), role="วิทยากร")
    issue_citations(*citations_of(occasion))
    for statement in (
        "UPDATE verification_occasion SET name_th = 'other'",
        "UPDATE verification_occasion SET starts_on = starts_on - 1",
        "UPDATE verification_citation SET role_th = 'other'",
        "UPDATE verification_occasion SET entered_by_id = (SELECT person_id FROM verification_citation)",
        "UPDATE verification_occasion SET withdrawn_at = now(), withdrawn_by_id = entered_by_id",
        "UPDATE verification_citation SET entered_at = now() + interval '1 day'",
    ):
        assert behind(statement), statement


@pytest.fixture
def behind():
    """Runs a statement as only the owner of the database could, and says which truths notice; then takes it back."""

    def noticed(statement: str) -> list[str]:
        with transaction.atomic():
            behind_the_triggers(statement)
            found = broken()
            transaction.set_rollback(True)
        return found

    return noticed


def test_a_center_sees_its_own_alone():
    here, there = an_occasion(PersonFactory()), an_occasion(PersonFactory())
    manager = person_with(Position.CENTER_MANAGER, center=here.center)
    page = signed_in(manager).get(reverse("occasions")).content.decode()
    assert reverse("occasion", args=[here.pk]) in page
    assert reverse("occasion", args=[there.pk]) not in page
