"""Separation of duties as a table: who prepared a thing does not approve it, and nobody decides in their own favour (G40).

Each pair makes a thing that `by` has prepared (or that is about `by`), lets the same person approve it through the
action, and then past the action, straight into the database, where the constraint or trigger named in `truth` stands.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from centers.actions import standards
from centers.models import Assessment, Center
from committees.actions import appointments, visits
from committees.models import Committee, Finding, Position, PostKind
from hcec.accounts.actions.strangers import TakenDown
from hcec.accounts.models import User
from hcec.core import thai
from testing.actions import (
    accommodations,
    apart,
    appeals,
    attendance,
    conduct,
    corrections,
    known,
    noshows,
    outside,
    payments,
    receipts,
    results,
)
from testing.actions.results import Entry
from testing.lifecycles import BookingStatus, ResultStatus
from testing.models import (
    Accommodation,
    Appeal,
    Band,
    Booking,
    Conduct,
    Correction,
    DutyWaiver,
    NoShowAppeal,
    OutsideResult,
    Payment,
    Receipt,
    ReceiptCancellation,
    Result,
    ResultSheet,
    Session,
    WalkIn,
)
from tests.factories.accounts import PersonFactory
from tests.factories.apart import refused, trains
from tests.factories.catalogue import a_proposal
from tests.factories.centers import RoomFactory, WorkplaceFactory
from tests.factories.committees import AppointmentFactory, CommitteeFactory, holds
from tests.factories.day import AccommodationFactory
from tests.factories.fees import owing, paid, proved
from tests.factories.marks import a_correction, an_appeal, marks_of
from tests.factories.outside import OutsideResultFactory
from tests.factories.registers import a_standard, signed
from tests.factories.testing import BookingFactory, ResultFactory, SessionFactory, finalised_session
from tests.factories.training import a_request, an_objection, begun_round, enrol, held_round, open_round
from tests.factories.verification import an_occasion, completion_of, director_of, prepared_run
from tests.factories.vouchers import a_voucher
from tests.factories.work import VisitFactory
from training.actions import attendance as training_attendance
from training.actions import completions, nominations, objections, proposals, vouchers
from training.actions import walkins as door
from training.models import Attendance, Completion, Enrolment, Nomination, Objection, Proposal, Voucher
from training.models import WalkIn as TrainingWalkIn
from verification.actions import issuing, occasions, reissues, revocations, runs
from verification.kinds import kind_of
from verification.models import Certificate, Citation, IssueRun, NameChange, Occasion, Reason, Revocation
from verification.sources import award_of, ready


@dataclass(frozen=True)
class Pair:
    """`make(center, by)` gives the thing; `approve(thing, by)` is the action; `force(thing, by)` goes round it."""

    prepares: str
    approves: str
    make: Callable[[Center, User], Any]
    approve: Callable[[Any, User], Any]
    force: Callable[[Any, User], Any]
    truth: str

    def __str__(self) -> str:
        return f"{self.prepares} → {self.approves}"


def now() -> Any:
    return timezone.now()


def sat(center: Center, person: User | None = None) -> Booking:
    """Somebody who took a test last week."""
    session = finalised_session(room=RoomFactory(center=center))
    return BookingFactory(session=session, person=person or PersonFactory(), status=BookingStatus.ATTENDED)


def entered(center: Center, by: User, person: User | None = None) -> Result:
    return results.enter([entry(sat(center, person))], by=by, at=now())[0]


def entry(booking: Booking) -> Entry:
    return Entry(booking, Band.objects.get(scale=booking.session.exam.scale, code="B1"))


def of_a_table(center: Center, by: User) -> Result:
    """A result from a table that `by` uploaded and a colleague took over."""
    result = entered(center, PersonFactory())
    ResultSheet.objects.create(
        session=result.booking.session, name="r.csv", sha256="0" * 64, rows={}, uploaded_by=by, uploaded_at=now(),
        applied_by=result.entered_by, applied_at=now(),
    )  # fmt: skip
    return result


def force_release(result: Result, by: User) -> None:
    Result.objects.filter(pk=result.pk).update(
        status=ResultStatus.RELEASED, released_by=by, released_at=now()
    )


def force_entry(booking: Booking, by: User) -> None:
    ResultFactory(booking=booking, entered_by=by, status=ResultStatus.ENTERED)


def at_the_desk(center: Center, by: User) -> Booking:
    """A booking of `by` herself for a test that has begun."""
    session = SessionFactory(room=RoomFactory(center=center), starts_at=now() - timedelta(minutes=5))
    return BookingFactory(session=session, person=by)


def force_mark(booking: Booking, by: User) -> None:
    Booking.objects.filter(pk=booking.pk).update(status=BookingStatus.ATTENDED, marked_by=by, marked_at=now())


def force_voucher(voucher: Voucher, by: User) -> None:
    Voucher.objects.filter(pk=voucher.pk).update(status="approved", decided_by=by, decided_at=now())


def enrolled(center: Center, by: User) -> Enrolment:
    """A place of `by` in a round that has begun."""
    return enrol(open_round(room=RoomFactory(center=center)), by)


def record(enrolment: Enrolment, by: User) -> None:
    meeting = enrolment.round.meetings.order_by("starts_at")[0]
    training_attendance.record(meeting, {enrolment.pk: 60}, by=by, at=meeting.ends_at)


def force_record(enrolment: Enrolment, by: User) -> None:
    meeting = enrolment.round.meetings.order_by("starts_at")[0]
    Attendance.objects.create(
        round=enrolment.round, meeting=meeting, enrolment=enrolment, present=True, minutes=60,
        of_minutes=meeting.minutes, recorded_by=by, recorded_at=now(),
    )  # fmt: skip


def decline_objection(objection: Objection, by: User) -> None:
    objections.decide(objection, "decline", minutes=None, reason="x", by=by, at=now())


def at_the_meeting(center: Center, by: User) -> TrainingWalkIn:
    """Somebody unknown at the door of a meeting, checked in by `by`, who is then said to be her."""
    words = TakenDown("มานี", "ใจดี", "public", "0812345678")
    meeting = begun_round(room=RoomFactory(center=center))
    return door.take_down(meeting, words, said=door.Said(), by=by, at=now(), key=uuid4())


def own_question(center: Center, by: User) -> Nomination:
    """A head asks for a place in a round that asks heads; her deputy's yes would do."""
    school = center.host_school
    holds(school, PostKind.SCHOOL_DEPUTY, person=by)
    holds(school)
    WorkplaceFactory(person=by, school=school, affiliation=school.affiliation, province=school.province)
    return a_request(school, person=by, room=RoomFactory(center=center))


def approve_question(question: Nomination, by: User) -> None:
    nominations.answer(question, "approve", by=by, at=now())


def force_question(question: Nomination, by: User) -> None:
    Nomination.objects.filter(pk=question.pk).update(status="agreed", answered_by=by, answered_at=now())


def force_objection(objection: Objection, by: User) -> None:
    rows = Objection.objects.filter(pk=objection.pk)
    rows.update(status="declined", reason="x", decided_by=by, decided_at=now())


def took_part(center: Center, by: User) -> Enrolment:
    """A place of `by` in a round that is over, with its attendance."""
    round = held_round(room=RoomFactory(center=center), people=1, first=by)
    return Enrolment.objects.get(round=round)


def decide(enrolment: Enrolment, by: User) -> None:
    completions.decide(enrolment.round, by=by, at=enrolment.round.ends_at + timedelta(hours=2))


def force_decision(enrolment: Enrolment, by: User) -> None:
    Enrolment.objects.filter(pk=enrolment.pk).update(status="completed")
    Completion.objects.create(
        enrolment=enrolment, hours=1, attendance_percent=90, completed_on=now().date(), decided_by=by,
        decided_at=now(),
    )  # fmt: skip


def released(center: Center, by: User, person: User | None = None) -> Result:
    """A result that `by` entered and a director released."""
    result = entered(center, by, person)
    return results.release([result], by=director_of(center), at=now())[0]


def decided(center: Center, by: User) -> Completion:
    """A completion that `by` decided; the director is there to sign."""
    director_of(center)
    return completion_of(room=RoomFactory(center=center), by=by)


def own_result(center: Center, by: User) -> Result:
    return released(center, PersonFactory(), by)


def in_words_of(center: Center, by: User) -> Citation:
    """Somebody whom a colleague named in an occasion whose words are `by`'s; the director is there to sign."""
    director_of(center)
    occasion = an_occasion(center=center, by=by)
    return occasions.cite(occasion, [PersonFactory()], by=PersonFactory(), at=now())[0]


def named_by(center: Center, by: User) -> Citation:
    """Somebody whom `by` named in an occasion of a colleague's."""
    director_of(center)
    return occasions.cite(an_occasion(center=center), [PersonFactory()], by=by, at=now())[0]


def cite(occasion: Occasion, person: User, by: User) -> list[Citation]:
    return occasions.cite(occasion, [person], by=by, at=now())


def force_citation(occasion: Occasion, person: User, by: User) -> None:
    Citation.objects.create(occasion=occasion, person=person, entered_by=by, entered_at=now())


def named_in(center: Center, by: User) -> Occasion:
    """An occasion in which `by` is named."""
    return an_occasion(by, center=center)


def reword(occasion: Occasion, by: User) -> None:
    fields = {name: getattr(occasion, name) for name in occasions.FIELDS}
    occasions.correct(occasion, fields, by=by, at=now())


def issue(source: Any, by: User) -> list[Certificate]:
    return issuing.issue(kind_of(source), [source.pk], by=by, at=now())


def force_issue(source: Any, by: User) -> None:
    """A certificate that says nothing of who prepared its source."""
    award = award_of(ready(kind_of(source)).get(pk=source.pk))
    first = issuing.draw({award.center.pk: 1}, thai.fiscal_year(timezone.localdate()))
    row = issuing.made([award], first, by=by, at=now(), run=None)[0]
    row.prepared_by = None
    row.save()


def own_certificate(center: Center, by: User) -> Certificate:
    return issue(own_result(center, by), director_of_center(center))[0]


def director_of_center(center: Center) -> User:
    return center.committee.appointments.get(position="school_director").person


def prepared(center: Center, by: User) -> IssueRun:
    return prepared_run(key=f"pair-{center.pk}", by=by, results=[released(center, PersonFactory()).pk])


def force_approval(run: IssueRun, by: User) -> None:
    IssueRun.objects.filter(pk=run.pk).update(status="approved", approved_by=by, approved_at=now())


def own_request(center: Center, by: User) -> NameChange:
    return NameChange.objects.create(
        certificate=own_certificate(center, by), explanation="สมรส", document="x.pdf", asked_at=now()
    )


def force_grant(change: NameChange, by: User) -> None:
    NameChange.objects.filter(pk=change.pk).update(status="granted", decided_by=by, decided_at=now())


def revoke(certificate: Certificate, by: User) -> None:
    revocations.revoke(certificate, by=by, at=now(), reason=Reason.OTHER, explanation="ขอคืน")


def force_revocation(certificate: Certificate, by: User) -> None:
    Revocation.objects.create(
        certificate=certificate, reason=Reason.OTHER, explanation="ขอคืน", office={"th": "x"}, revoked_by=by,
        revoked_at=now(),
    )  # fmt: skip


def signed_assessment(center: Center, by: User) -> Assessment:
    a_standard()
    return signed(center, by=by)


def confirmed_assessment(center: Center, by: User) -> Assessment:
    a_standard()
    return standards.confirm(signed(center), by=by, at=now())


def signed_and_confirmed(center: Center, by: User) -> Assessment:
    assessment = signed_assessment(center, by)
    return standards.confirm(assessment, by=PersonFactory(), at=now())


def sample(assessment: Assessment, by: User) -> None:
    standards.sample(assessment, upheld=True, note="ตรวจแล้ว", by=by, at=now())


def force_sample(assessment: Assessment, by: User) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(sampled_by=by, sampled_at=now(), sample_upheld=True)


def force_confirmation(assessment: Assessment, by: User) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(
        status="confirmed", confirmed_by=by, confirmed_at=now()
    )


def finding(center: Center, by: User) -> Finding:
    """What `by` found on a visit, sent to the center."""
    visit = VisitFactory(center=center, supervisor=by)
    item = visit.form.items.all()[0]
    visit = visits.record(
        visit, version=0, scores={item.pk: 3}, notes={}, findings=[("พบ", "ควร")], summary="", by=by, at=now()
    )
    return visits.submit(visit, made_on=timezone.localdate(), by=by, at=now()).findings.get()


def force_reply(finding: Finding, by: User) -> None:
    Finding.objects.filter(pk=finding.pk).update(reply="รับทราบ", replied_by=by, replied_at=now())


def appoint(committee: Committee, by: User) -> None:
    today = timezone.localdate()
    appointments.appoint(
        committee, by, Position.SCHOOL_DIRECTOR, starts_on=today, order_number="1/2569", order_date=today,
        by=by, at=now(),
    )  # fmt: skip


def force_appointment(committee: Committee, by: User) -> None:
    AppointmentFactory(committee=CommitteeFactory(), person=by, entered_by=by)


def release(result: Result, by: User) -> None:
    results.release([result], by=by, at=now())


def proposed(center: Center, by: User) -> Correction:
    """A correction that `by` proposed to a result of somebody else."""
    return a_correction(released(center, PersonFactory()), by=by)


def of_own_result(center: Center, by: User) -> Correction:
    return a_correction(own_result(center, by), by=PersonFactory())


def force_correction(correction: Correction, by: User) -> None:
    Correction.objects.filter(pk=correction.pk).update(status="approved", decided_by=by, decided_at=now())


def force_proposal(result: Result, by: User) -> None:
    Correction.objects.create(
        result=result,
        version=1,
        marks={"overall": "C1"},
        reason="x",
        evidence="x",
        proposed_by=by,
        proposed_at=now(),
    )


def approve_correction(correction: Correction, by: User) -> None:
    corrections.approve(correction, by=by, at=now())


def appealed(center: Center, by: User) -> Appeal:
    """An appeal against a result that `by` entered."""
    return an_appeal(released(center, by))


def mark_again(appeal: Appeal, by: User) -> None:
    appeals.remark(appeal, marks=marks_of(appeal.result), answer="x", by=by, at=now())


def force_remark(appeal: Appeal, by: User) -> None:
    Appeal.objects.filter(pk=appeal.pk).update(
        status="upheld", remarked_by=by, remarked_at=now(), closed_at=now(), answer="x"
    )


def absence(center: Center, by: User, *, of: User | None = None) -> NoShowAppeal:
    """An absence that `by` marked, appealed by whom it is about."""
    session = finalised_session(room=RoomFactory(center=center), starts_at=now() - timedelta(days=21))
    booking = BookingFactory(
        session=session, person=of or PersonFactory(), status=BookingStatus.ABSENT, marked_by=by
    )
    return NoShowAppeal.objects.create(
        booking=booking, person=booking.person, marked_by=by, reason="รถเสีย", asked_at=now()
    )


def excuse(thing: NoShowAppeal, by: User) -> None:
    noshows.decide(thing, excuse=True, answer="", by=by, at=now())


def force_excuse(thing: NoShowAppeal, by: User) -> None:
    NoShowAppeal.objects.filter(pk=thing.pk).update(status="excused", decided_by=by, decided_at=now())


def force_accommodation(thing: Accommodation, by: User) -> None:
    Accommodation.objects.filter(pk=thing.pk).update(status="taken", taken_by=by, taken_at=now())


def a_stranger(center: Center, by: User, *, marked_by: User | None = None) -> WalkIn:
    """Somebody unknown who sat a test at the center; `by` is going to say that it was herself."""
    session = SessionFactory(
        room=RoomFactory(center=center), starts_at=now() - timedelta(minutes=5), status="closed"
    )
    booking = BookingFactory(
        session=session, person=PersonFactory(is_active=False), status=BookingStatus.ATTENDED,
        marked_by=marked_by or PersonFactory(),
    )  # fmt: skip
    return WalkIn.objects.create(
        booking=booking,
        status="provisional",
        name="มานี",
        phone="0812345678",
        added_by=PersonFactory(),
        added_at=now(),
    )


def force_match(walk_in: WalkIn, by: User) -> None:
    Booking.objects.filter(pk=walk_in.booking_id).update(person=by)
    WalkIn.objects.filter(pk=walk_in.pk).update(status="matched", matched_by=by, matched_at=now())


def force_acceptance(thing: OutsideResult, by: User) -> None:
    OutsideResult.objects.filter(pk=thing.pk).update(status="accepted", checked_by=by, checked_at=now())


def own_fee(center: Center, by: User) -> Payment:
    """A fee of `by` herself whose proof waits."""
    return proved(owing(by, room=RoomFactory(center=center)))


def force_fee(payment: Payment, by: User) -> None:
    Payment.objects.filter(pk=payment.pk).update(status="waived", words="x", decided_by=by, decided_at=now())


def receipt_by(center: Center, by: User) -> Receipt:
    """A receipt that `by` issued for somebody's money."""
    return paid(owing(room=RoomFactory(center=center)), by=by).receipts.get()


def force_cancellation(receipt: Receipt, by: User) -> None:
    ReceiptCancellation.objects.create(receipt=receipt, reason="x", cancelled_by=by, cancelled_at=now())


def trained_in_a_room(center: Center, by: User) -> Session:
    """A test that has begun, with somebody whom `by` trained."""
    session = SessionFactory(room=RoomFactory(center=center), starts_at=now() - timedelta(minutes=5))
    trains(by, BookingFactory(session=session).person, skill=session.exam.skill)
    return session


def force_start(session: Session, by: User) -> None:
    Conduct.objects.create(session=session, started_by=by, started_at=now())


def trained_who_sat(center: Center, by: User) -> Booking:
    booking = sat(center)
    trains(by, booking.person, skill=booking.session.exam.skill)
    return booking


def invigilated_by(center: Center, by: User) -> Booking:
    booking = sat(center)
    force_start(booking.session, by)
    return booking


def enter(booking: Booking, by: User) -> None:
    results.enter([entry(booking)], by=by, at=now())


def entered_by_another(make: Callable[[Center, User], Booking]) -> Callable[[Center, User], Result]:
    """The same, with its result entered by a colleague."""
    return lambda center, by: results.enter([entry(make(center, by))], by=PersonFactory(), at=now())[0]


def refused_to(center: Center, by: User) -> Session:
    session = trained_in_a_room(center, by)
    refused(session, by)
    return session


def force_duty_waiver(session: Session, by: User) -> None:
    DutyWaiver.objects.create(
        session=session, person=by, duty="invigilate", reason="x", granted_by=by, granted_at=now()
    )


APART = "testing_duties_at_a_test_are_kept_apart"
PAIRS = [
    Pair("proposes a course", "recognises it",
         lambda center, by: a_proposal(center, by=by, submitted=True),
         lambda thing, by: proposals.decide(thing, "recognise", [], answer="", by=by, at=now()),
         lambda thing, by: Proposal.objects.filter(pk=thing.pk).update(
             status="declined", answer="x", decided_by=by, decided_at=now()),
         "training_nobody_reviews_their_own_proposal"),
    Pair("records an outside result", "checks it",
         lambda center, by: OutsideResultFactory(center=center, person=by),
         lambda thing, by: outside.accept(thing, by=by, at=now()), force_acceptance,
         "testing_nobody_checks_their_own_outside_result"),
    Pair("says whose a test was", "has it as her own", a_stranger,
         lambda walk_in, by: known.match(walk_in, by, by=by, at=now()), force_match,
         "testing_nobody_matches_a_walk_in_to_themself"),
    Pair("checked a stranger in", "is said to be her", lambda center, by: a_stranger(center, by, marked_by=by),
         lambda walk_in, by: known.match(walk_in, by, by=PersonFactory(), at=now()),
         lambda walk_in, by: Booking.objects.filter(pk=walk_in.booking_id).update(person=by),
         "testing_nobody_marks_their_own_attendance"),
    Pair("trains a candidate", "invigilates her test", trained_in_a_room,
         lambda session, by: conduct.start(session, by=by, at=now()), force_start, APART),
    Pair("trains a candidate", "enters her result", trained_who_sat, enter, force_entry, APART),
    Pair("trains a candidate", "releases her result", entered_by_another(trained_who_sat), release, force_release,
         APART),
    Pair("invigilates a test", "enters its results", invigilated_by, enter, force_entry, APART),
    Pair("invigilates a test", "releases its results", entered_by_another(invigilated_by), release, force_release,
         APART),
    Pair("is refused a duty", "writes the waiver", refused_to,
         lambda session, by: apart.waive(session, person=by, duty="invigilate", reason="x", by=by, at=now()),
         force_duty_waiver, "testing_nobody_waives_for_themself"),
    Pair("pays a fee", "confirms its proof", own_fee,
         lambda thing, by: payments.confirm(thing, by=by, at=now()), force_fee,
         "testing_nobody_decides_on_their_own_fee"),
    Pair("pays a fee", "waives it", own_fee,
         lambda thing, by: payments.waive(thing, words="x", by=by, at=now()), force_fee,
         "testing_nobody_decides_on_their_own_fee"),
    Pair("issues a receipt", "cancels it", receipt_by,
         lambda thing, by: receipts.cancel(thing, reason="x", replace=True, by=by, at=now()), force_cancellation,
         "testing_who_issued_a_receipt_does_not_cancel_it"),
    Pair("enters a result", "marks it again on appeal", appealed, mark_again, force_remark,
         "testing_another_scorer_marks_again"),
    Pair("appeals a result", "marks it again", lambda center, by: an_appeal(released(center, PersonFactory(), by)),
         mark_again, force_remark, "testing_another_scorer_marks_again"),
    Pair("proposes a correction", "approves it", proposed, approve_correction, force_correction,
         "testing_nobody_decides_the_correction_they_proposed"),
    Pair("holds a result", "approves its correction", of_own_result, approve_correction, force_correction,
         "testing_nobody_corrects_their_own_result"),
    Pair("holds a result", "proposes its correction", own_result,
         lambda result, by: a_correction(result, by=by), lambda result, by: force_proposal(result, by),
         "testing_nobody_corrects_their_own_result"),
    Pair("enters a result", "releases it", entered, release, force_release, "testing_nobody_releases_what_they_entered"),
    Pair("uploads a table of results", "releases them", of_a_table, release, force_release,
         "testing_nobody_releases_the_table_they_uploaded"),
    Pair("takes a test", "enters the result", lambda center, by: sat(center, by),
         lambda booking, by: results.enter([entry(booking)], by=by, at=now()), force_entry,
         "testing_nobody_enters_or_releases_their_own_result"),
    Pair("takes a test", "releases the result", lambda center, by: entered(center, PersonFactory(), by), release,
         force_release, "testing_nobody_enters_or_releases_their_own_result"),
    Pair("takes a test", "marks who came", at_the_desk,
         lambda booking, by: attendance.check_in(booking, by=by, at=now()), force_mark,
         "testing_nobody_marks_their_own_attendance"),
    Pair("takes part in a round", "records attendance", enrolled, record, force_record,
         "training_nobody_records_their_own_attendance"),
    Pair("lets a stranger into a meeting", "is said to be her", at_the_meeting,
         lambda walk_in, by: door.match(walk_in, by, by=PersonFactory(), at=now()),
         lambda walk_in, by: Enrolment.objects.filter(pk=walk_in.enrolment_id).update(person=by),
         "training_nobody_records_their_own_attendance"),
    Pair("asks her head for a place", "approves it", own_question, approve_question, force_question,
         "training_who_asked_does_not_answer"),
    Pair("records attendance", "decides the objection to it",
         lambda center, by: an_objection(room=RoomFactory(center=center), recorded_by=by), decline_objection,
         force_objection, "training_whoever_recorded_does_not_decide_the_objection"),
    Pair("objects to her attendance", "decides it",
         lambda center, by: an_objection(room=RoomFactory(center=center), person=by), decline_objection,
         force_objection, "training_nobody_decides_their_own_objection"),
    Pair("takes part in a round", "decides completions", took_part, decide, force_decision,
         "training_nobody_decides_their_own_completion"),
    Pair("enters a result", "issues its certificate", released, issue, force_issue,
         "verification_who_prepared_does_not_issue"),
    Pair("decides a completion", "issues its certificate", decided, issue, force_issue,
         "verification_who_prepared_does_not_issue"),
    Pair("writes the words of an honour", "issues its certificates", in_words_of, issue, force_issue,
         "verification_who_prepared_does_not_issue"),
    Pair("names people to honour", "issues their certificates", named_by, issue, force_issue,
         "verification_who_prepared_does_not_issue"),
    Pair("names people to honour", "is named", lambda center, by: an_occasion(center=center),
         lambda thing, by: cite(thing, by, by), lambda thing, by: force_citation(thing, by, by),
         "verification_nobody_cites_themself"),
    Pair("writes the words of an honour", "is named in it", lambda center, by: an_occasion(center=center, by=by),
         lambda thing, by: cite(thing, by, PersonFactory()), lambda thing, by: force_citation(thing, by, PersonFactory()),
         "verification_nobody_is_cited_in_their_own_words"),
    Pair("is named in an honour", "writes its words", named_in, reword,
         lambda thing, by: Occasion.objects.filter(pk=thing.pk).update(entered_by=by),
         "verification_nobody_is_cited_in_their_own_words"),
    Pair("holds a result", "issues its certificate", own_result, issue, force_issue,
         "verification_nobody_issues_to_themself"),
    Pair("holds a certificate", "revokes it", own_certificate, revoke, force_revocation,
         "nobody revokes their own certificate"),
    Pair("prepares a run of certificates", "approves it", prepared, lambda run, by: runs.approve(run, by=by, at=now()),
         force_approval, "verification_who_prepared_a_run_does_not_approve_it"),
    Pair("asks for a certificate in a new name", "grants it", own_request,
         lambda change, by: reissues.grant(change, by=by, at=now()), force_grant, "nobody decides on their own request"),
    Pair("signs an assessment", "confirms it", signed_assessment,
         lambda thing, by: standards.confirm(thing, by=by, at=now()), force_confirmation,
         "centers_nobody_confirms_the_assessment_she_signed"),
    Pair("signs an assessment", "samples it", signed_and_confirmed, sample, force_sample,
         "centers_nobody_samples_what_she_signed_or_confirmed"),
    Pair("confirms an assessment", "samples it", confirmed_assessment, sample, force_sample,
         "centers_nobody_samples_what_she_signed_or_confirmed"),
    Pair("may appoint", "is appointed", lambda center, by: center.committee, appoint, force_appointment,
         "committees_nobody_appoints_themself"),
    Pair("makes a visit", "replies for the center", finding,
         lambda thing, by: visits.reply(thing, text="รับทราบ", by=by, at=now()), force_reply,
         "committees_nobody_replies_to_their_own_findings"),
    Pair("marks an absence", "decides on its appeal", absence, excuse, force_excuse,
         "testing_nobody_decides_on_an_absence_they_marked_or_had"),
    Pair("was absent", "decides on the appeal", lambda center, by: absence(center, PersonFactory(), of=by), excuse,
         force_excuse, "testing_nobody_decides_on_an_absence_they_marked_or_had"),
    Pair("prepares a voucher", "approves it", lambda center, by: a_voucher(center, by=by),
         lambda thing, by: vouchers.approve(thing, by=by, at=now()), force_voucher,
         "training_payee_preparer_and_approver_are_three_people"),
    Pair("is paid by a voucher", "approves it", lambda center, by: a_voucher(center, person=by),
         lambda thing, by: vouchers.approve(thing, by=by, at=now()), force_voucher,
         "training_payee_preparer_and_approver_are_three_people"),
    Pair("asks for an accommodation", "takes it up to decide",
         lambda center, by: AccommodationFactory(center=center, person=by),
         lambda thing, by: accommodations.take_up(thing, by=by, at=now()), force_accommodation,
         "testing_nobody_decides_their_own_accommodation"),
]  # fmt: skip

# Rows with two names on them that may be one person's, and why.
MAY_BE_ONE = {
    "centers.DryRun": "whoever starts a dry run ends it; its outcome is measured",
    "centers.Fault": "whoever reports a fault may mend it",
    "centers.Upload": "one officer looks at the checked list before taking it over; the list comes from OBEC's order",
    "committees.AppointmentOrder": "the signature is on the paper, whose number and date are entered; nobody is seated by their own hand",
    "committees.Directive": "the signed paper is the approval; the portal spreads it",
    "committees.Publication": "whoever published the minutes may withdraw them",
    "committees.Reading": "the clerk settles what members ask for; minutes are approved by the next meeting with its quorum",
    "testing.OutsideResult": "whoever accepted a document may withdraw it when it proves false; both are never her own",
    "verification.TemplateVersion": "whoever drafts a design may publish it; it awards nothing, and runs take two people",
    "testing.Session": "whoever plans a session may confirm its attendance or call it off; its results take two people",
    "verification.Occasion": "whoever put it on record may withdraw it; its certificates take two others",
    "verification.Citation": "whoever named somebody may take the name off again; certificates take two others",
    "training.AttendanceFile": "uploading and applying are both recording attendance, which people may object to",
    "training.Qualification": "whoever recorded a paper may withdraw it when it proves wrong; both are never her own",
    "training.ParticipantList": "whoever uploads the list of who was there says whose each name is; the minutes can be objected to",
    "training.GroupFile": "uploading and applying are both the sender's; the teachers themselves say yes, or may cancel",
    "training.Round": "whoever plans a round may decide its completions; its certificates take two people",
    "testing.Conduct": "whoever starts a test may end it and sign the report; it awards nothing, and results take two people",
    "testing.ResultVersion": "a copy of what two people had put on record",
    "testing.Booking": "marked and cancelled exclude each other",
    "testing.ResultSheet": "uploading and taking over are both entering; the release is somebody else's",
    "centers.RoomUse": "whoever runs the room may note its use for herself; nothing is awarded by it",
}
# Held by a pair above.
IN_PAIRS = {
    "training.Proposal", "training.Voucher",
    "training.WalkIn", "testing.WalkIn", "testing.Payment", "training.Objection", "training.Nomination",
    "testing.Accommodation", "testing.NoShowAppeal", "testing.Correction", "testing.Result", "testing.ResultSheet", "centers.Assessment", "verification.Certificate", "verification.IssueRun", "training.Completion",
}  # fmt: skip
