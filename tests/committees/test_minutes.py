"""Minutes are confirmed line by line before they are approved, and published without what is personal."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from committees.actions import minutes, sittings
from committees.models import AgendaItem, Position, Publication, Reading
from committees.queries import minutes as reads
from committees.queries.sittings import members
from committees.refusals import Refusal
from hcec.accounts.models import Notice
from tests.factories.accounts import PersonFactory
from tests.factories.committees import person_with
from tests.factories.work import SittingFactory
from tests.support.client import StrictClient

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class House:
    """A closed meeting of a center with quorum 2, one written line, its manager and two members."""

    def __init__(self):
        self.meeting = SittingFactory(starts_at=timezone.now() - timedelta(days=7))
        center = self.meeting.committee.center
        self.manager = person_with(Position.CENTER_MANAGER, center=center)
        self.clerk = person_with(Position.CLERK, center=center)
        self.ict = person_with(Position.ICT_OFFICER, center=center)
        at = self.meeting.starts_at
        sittings.call(self.meeting, notice_number="1", by=self.manager, at=at)
        for member in members(self.meeting):
            sittings.arrive(self.meeting, member, by=self.manager, at=at)
        sittings.open_sitting(self.meeting, by=self.manager, at=at)
        self.write("ที่ประชุมรับทราบ")
        self.meeting = sittings.close(self.meeting, by=self.manager, at=at + timedelta(hours=2))

    @property
    def item(self) -> AgendaItem:
        return self.meeting.items.select_related("sitting").get()

    @property
    def line(self) -> reads.Line:
        return reads.lines(self.meeting)[0]

    def write(self, text):
        item = self.item
        return minutes.write(item, text=text, version=item.version, by=self.manager, at=timezone.now())

    def confirm(self, person):
        return minutes.confirm(self.item, version=self.item.version, by=person, at=timezone.now())

    def ask(self, person, text="แก้คำว่า รับทราบ เป็น เห็นชอบ"):
        return minutes.ask(self.item, version=self.item.version, text=text, by=person, at=timezone.now())

    def settle(self, reading, answer=""):
        return minutes.settle(reading, answer=answer, by=self.manager, at=timezone.now())

    def next_meeting(self):
        """The next meeting, in session with its quorum in the room."""
        later = SittingFactory(committee=self.meeting.committee, number=99)
        sittings.call(later, notice_number="2", by=self.manager, at=timezone.now())
        for member in members(later):
            sittings.arrive(later, member, by=self.manager, at=timezone.now())
        return sittings.open_sitting(later, by=self.manager, at=timezone.now())

    def confirm_in(self, later):
        return minutes.confirm_in(
            self.item, version=self.item.version, in_sitting=later, by=self.manager, at=timezone.now()
        )

    def approve(self, later=None):
        later = later or self.next_meeting()
        self.meeting = minutes.approve(self.meeting, in_sitting=later, by=self.manager, at=timezone.now())
        return self.meeting

    def approved(self):
        later = self.next_meeting()
        self.confirm_in(later)
        return self.approve(later)

    def publish(self):
        return minutes.publish(self.approved(), by=self.manager, at=timezone.now())


@pytest.fixture
def house():
    return House()


def signed_in(person) -> StrictClient:
    client = StrictClient()
    client.force_login(person, backend=BACKEND)
    return client


def test_minutes_with_an_unconfirmed_line_are_not_approved(house):
    with pytest.raises(Refusal, match="1"):
        house.approve()


def test_the_next_meeting_confirms_a_line_and_the_minutes_are_approved(house):
    assert house.approved().minutes_sha256


def test_as_many_members_as_the_quorum_confirm_a_line_beforehand(house):
    house.confirm(house.clerk)
    assert not house.line.confirmed
    house.confirm(house.ict)
    assert house.approve().minutes_sha256


def test_confirming_twice_counts_once(house):
    house.confirm(house.clerk)
    house.confirm(house.clerk)
    assert len(house.line.confirmed_by) == 1


def test_a_stranger_confirms_nothing(house):
    with pytest.raises(Refusal):
        house.confirm(PersonFactory())


def test_confirmations_of_an_older_text_no_longer_count(house):
    house.confirm(house.clerk)
    house.confirm(house.ict)
    house.write("ที่ประชุมเห็นชอบ")
    assert not house.line.confirmed


def test_nobody_confirms_a_text_that_changed_after_she_read_it(house):
    read = house.item
    house.write("ที่ประชุมเห็นชอบ")
    with pytest.raises(minutes.TextChanged):
        minutes.confirm(read, version=read.version, by=house.clerk, at=timezone.now())


def test_an_open_correction_keeps_the_minutes_from_being_approved(house):
    house.ask(house.clerk)
    later = house.next_meeting()
    with pytest.raises(Refusal):
        house.confirm_in(later)
    with pytest.raises(Refusal):
        house.approve(later)


def test_who_asks_for_a_correction_has_not_confirmed(house):
    house.confirm(house.clerk)
    house.ask(house.clerk)
    assert house.line.confirmed_by == []


def test_a_correction_says_something(house):
    with pytest.raises(Refusal):
        house.ask(house.clerk, "  ")


def test_a_corrected_text_settles_the_correction_and_is_confirmed_anew(house):
    asked = house.ask(house.clerk)
    house.write("ที่ประชุมเห็นชอบ")
    house.settle(asked)
    assert (house.line.open, house.line.confirmed) == ([], False)
    assert house.approved().minutes_sha256


def test_a_correction_is_not_settled_without_a_change_or_a_word(house):
    asked = house.ask(house.clerk)
    with pytest.raises(Refusal):
        house.settle(asked)
    assert house.settle(asked, "ตรวจกับเทปบันทึกเสียงแล้ว").settled_at


def test_who_asked_is_told_what_became_of_it(house):
    house.settle(house.ask(house.clerk), "คงเดิมตามเทป")
    assert Notice.objects.get(person=house.clerk, key__startswith="settled:").body == "คงเดิมตามเทป"


def test_lines_are_confirmed_only_in_a_meeting_with_its_quorum(house):
    later = house.next_meeting()
    for member in members(later)[:2]:
        sittings.leave(later, member, by=house.manager, at=timezone.now())
    with pytest.raises(Refusal):
        house.confirm_in(later)


def test_every_member_is_asked_to_read_once_for_a_text(house):
    for _ in range(2):
        assert minutes.circulate(house.meeting, by=house.manager, at=timezone.now()) == 3
    assert Notice.objects.filter(key__startswith="minutes:").count() == 3


def test_the_database_takes_no_confirmation_twice(house):
    reading = house.confirm(house.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reading.objects.create(
            item=reading.item,
            version=reading.version,
            member=reading.member,
            by=house.clerk,
            at=timezone.now(),
        )


def test_the_page_says_who_confirmed_and_what_is_asked(house):
    house.confirm(house.ict)
    house.ask(house.clerk, "ขอเพิ่มชื่อผู้เสนอ")
    page = signed_in(house.manager).get(reverse("minutes-review", args=[house.meeting.pk])).content.decode()
    assert house.ict.name in page and "ขอเพิ่มชื่อผู้เสนอ" in page and house.clerk.name in page


def test_a_correction_to_a_changed_text_comes_back_with_the_words_in_it(house):
    client, read = signed_in(house.clerk), house.item
    house.write("ที่ประชุมเห็นชอบ")
    where = reverse("minutes-correct", args=[house.meeting.pk, read.pk])
    page = client.post(where, {"text": "ขอแก้ชื่อผู้เสนอ", "version": read.version}).content.decode()
    assert "ขอแก้ชื่อผู้เสนอ" in page and "ที่ประชุมเห็นชอบ" in page
    assert f'name="version" value="{house.item.version}"' in page


def test_the_story_of_a_line_through_the_pages(house):
    pk, item = house.meeting.pk, house.item.pk
    clerk, manager = signed_in(house.clerk), signed_in(house.manager)
    version = {"version": house.item.version}
    clerk.post(reverse("minutes-correct", args=[pk, item]), {"text": "ขอแก้", **version})
    reading = Reading.objects.get()
    manager.post(reverse("minutes-settle", args=[pk, reading.pk]), {"answer": "คงเดิม"})
    clerk.post(reverse("minutes-confirm", args=[pk, item]), version)
    later = house.next_meeting()
    manager.post(reverse("minutes-confirm-in", args=[pk, item, later.pk]), version)
    manager.post(reverse("meeting-approve", args=[later.pk, pk]))
    house.meeting.refresh_from_db()
    assert house.meeting.minutes_sha256


def test_minutes_are_published_only_after_they_were_approved(house):
    with pytest.raises(Refusal):
        minutes.publish(house.meeting, by=house.manager, at=timezone.now())


def test_anybody_reads_published_minutes_with_their_hash(house, client):
    house.publish()
    page = client.get(reverse("minutes-public", args=[house.meeting.pk])).content.decode()
    assert "ที่ประชุมรับทราบ" in page and house.meeting.minutes_sha256 in page


def test_minutes_that_were_never_published_are_nobody_elses_business(house, client):
    house.approved()
    assert client.get(reverse("minutes-public", args=[house.meeting.pk])).status_code == 404


def test_a_withheld_line_is_a_sentence_to_the_public_and_stays_in_the_branch(house, client):
    house.approved()
    minutes.withhold(house.item, withheld=True, by=house.manager, at=timezone.now())
    minutes.publish(house.meeting, by=house.manager, at=timezone.now())
    page = client.get(reverse("minutes-public", args=[house.meeting.pk])).content.decode()
    assert "ที่ประชุมรับทราบ" not in page and house.item.title not in page
    inside = signed_in(house.manager).get(reverse("minutes-review", args=[house.meeting.pk]))
    assert "ที่ประชุมรับทราบ" in inside.content.decode()


def test_what_the_public_reads_does_not_change_while_it_is_published(house):
    house.publish()
    with pytest.raises(Refusal):
        minutes.withhold(house.item, withheld=True, by=house.manager, at=timezone.now())


def test_withholding_a_line_does_not_touch_the_frozen_hash(house):
    frozen = house.approved().minutes_sha256
    minutes.withhold(house.item, withheld=True, by=house.manager, at=timezone.now())
    assert minutes.digest(house.meeting) == frozen


def test_withdrawn_minutes_leave_a_note_with_the_reason(house, client):
    house.publish()
    minutes.withdraw(house.meeting, reason="มีข้อมูลส่วนบุคคล", by=house.manager, at=timezone.now())
    answer = client.get(reverse("minutes-public", args=[house.meeting.pk]))
    assert answer.status_code == 410
    assert "มีข้อมูลส่วนบุคคล" in answer.content.decode() and "ที่ประชุมรับทราบ" not in answer.content.decode()


def test_minutes_are_not_withdrawn_without_a_reason(house):
    house.publish()
    with pytest.raises(Refusal):
        minutes.withdraw(house.meeting, reason=" ", by=house.manager, at=timezone.now())
    assert Publication.objects.get().open


def test_published_minutes_are_listed_for_everyone_and_on_the_page_of_the_center(house, client):
    house.publish()
    address = reverse("minutes-public", args=[house.meeting.pk])
    center = house.meeting.committee.center
    for where in (reverse("published-minutes"), reverse("center", args=[center.code])):
        assert address in client.get(where).content.decode()


def test_the_secretary_publishes_and_withdraws_through_the_page(house, client):
    house.approved()
    manager, pk = signed_in(house.manager), house.meeting.pk
    manager.post(reverse("minutes-withhold", args=[pk, house.item.pk]), {"withheld": "1"})
    manager.post(reverse("minutes-publish", args=[pk]))
    assert client.get(reverse("minutes-public", args=[pk])).status_code == 200
    again = manager.post(reverse("minutes-withdraw", args=[pk]), {"reason": ""})
    assert again.status_code == 200 and Publication.objects.get().open
    manager.post(reverse("minutes-withdraw", args=[pk]), {"reason": "แก้ไข"})
    assert not Publication.objects.get().open


def test_the_public_paper_is_a_pdf(house, client):
    house.publish()
    answer = client.get(reverse("minutes-public-paper", args=[house.meeting.pk]))
    assert answer.status_code in (200, 302)
    assert answer.status_code == 302 or answer.content.startswith(b"%PDF")
