"""Seats follow posts: whoever holds the post sits, by its order, and goes when the post changes hands."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from centers.actions import announcements
from centers.models import ServiceArea
from committees import integrity
from committees.actions import appointments, posts
from committees.models import Appointment, Level, Position, Post, PostKind, Tenure
from committees.queries import access_of
from committees.queries import posts as reads
from committees.refusals import Refusal
from hcec.accounts.models import Notice
from hcec.core import outbox
from hcec.core.access import Permission
from hcec.core.models import AuditEntry
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, SchoolFactory, ServiceAreaFactory
from tests.factories.committees import AppointmentFactory, CommitteeFactory, PostFactory, person_with
from tests.support.together import together

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def center():
    return CenterFactory()


@pytest.fixture
def committee(center):
    return CommitteeFactory(center=center)


@pytest.fixture
def provincial(center):
    return CommitteeFactory(level=Level.PROVINCE, province=center.province, center=None)


@pytest.fixture
def area_director(center, provincial):
    return person_with(Position.AREA_DIRECTOR, province=center.province)


@pytest.fixture
def officer():
    return person_with(Position.OBEC_OFFICER)


@pytest.fixture
def post(center):
    return PostFactory(kind=PostKind.SCHOOL_DIRECTOR, school=center.host_school)


def take_up(post, person, by, **changes):
    order = {"starts_on": TODAY(), "order_number": "7/2569", "order_date": TODAY()} | changes
    return posts.take_up(post, person, **order, by=by, at=timezone.now())


def broken():
    return [(truth.name, row) for truth in integrity.INVARIANTS[2:] for row in truth.broken()]


def seats(person):
    return set(person.appointments.values_list("position", flat=True))


def test_the_director_of_the_host_school_sits_on_its_committee_and_is_the_provinces_secretary(
    post, committee, provincial, area_director
):
    person = PersonFactory()
    take_up(post, person, area_director)
    assert seats(person) == {Position.SCHOOL_DIRECTOR, Position.PROVINCE_SECRETARY}
    assert access_of(person, TODAY()).can(Permission.CERTIFICATE_ISSUE)
    assert broken() == []


def test_the_secretary_is_the_director_who_hosts_the_first_center_of_the_province(
    post, center, provincial, officer
):
    second = CenterFactory(province=center.province, number=center.number + 1)
    CommitteeFactory(center=second)
    person = PersonFactory()
    take_up(PostFactory(kind=PostKind.SCHOOL_DIRECTOR, school=second.host_school), person, officer)
    assert seats(person) == {Position.SCHOOL_DIRECTOR}


def test_a_post_that_changes_hands_takes_its_seats_along(post, committee, provincial, area_director):
    old, new, day = PersonFactory(), PersonFactory(), TODAY() + timedelta(days=10)
    take_up(post, old, area_director)
    take_up(post, new, area_director, starts_on=day, order_number="9/2569")
    assert set(old.appointments.values_list("ends_on", flat=True)) == {day - timedelta(days=1)}
    seat = new.appointments.get(committee=committee)
    assert (seat.starts_on, seat.order_number, seat.tenure.post) == (day, "9/2569", post)
    assert Notice.objects.filter(person=old).count() == Notice.objects.filter(person=new).count() + 2
    assert AuditEntry.objects.filter(verb="post.leave").count() == 1
    assert not access_of(old, day).can(Permission.CERTIFICATE_ISSUE)
    assert broken() == []


def test_a_post_that_is_left_leaves_its_seats_vacant(post, committee, area_director):
    person = PersonFactory()
    tenure = take_up(post, person, area_director, starts_on=TODAY() - timedelta(days=5))
    posts.leave(tenure, on=TODAY() - timedelta(days=1), by=area_director, at=timezone.now())
    assert not Appointment.objects.current(TODAY()).filter(person=person).exists()
    assert broken() == []


def test_who_leaves_does_not_leave_twice_or_before_coming(post, committee, area_director):
    tenure = take_up(post, PersonFactory(), area_director)
    for day in (TODAY() - timedelta(days=1), TODAY()):
        if day == TODAY():
            posts.leave(tenure, on=day, by=area_director, at=timezone.now())
        with pytest.raises(Refusal):
            posts.leave(tenure, on=day, by=area_director, at=timezone.now())


def test_areas_seat_their_people_on_the_provinces_committee(center, provincial, officer):
    area = ServiceAreaFactory(provinces=[center.province])
    primary = ServiceAreaFactory(provinces=[center.province], level=ServiceArea.Level.PRIMARY)
    center.host_area = area
    center.save()
    center.areas_served.set([area, primary])
    expected = {
        (PostKind.AREA_DIRECTOR, area): Position.AREA_DIRECTOR,
        (PostKind.AREA_DIRECTOR, primary): Position.PRIMARY_DIRECTOR,
        (PostKind.AREA_DEPUTY, primary): Position.AREA_DEPUTY,
        (PostKind.DEVELOPMENT_HEAD, area): Position.DEVELOPMENT_HEAD,
        (PostKind.AREA_SUPERVISOR, area): Position.SUPERVISOR,
        (PostKind.PERSONNEL_OFFICER, primary): Position.PERSONNEL_OFFICER,
        (PostKind.AREA_ICT, area): Position.AREA_ICT,
    }
    for (kind, place), position in expected.items():
        person = PersonFactory()
        take_up(PostFactory(kind=kind, school=None, area=place), person, officer)
        assert seats(person) == {position}
    assert broken() == []


def test_supervisors_of_an_area_sit_side_by_side(center, provincial, officer):
    center.host_area = ServiceAreaFactory(provinces=[center.province])
    center.save()
    for number in ("1", "2"):
        place = {"school": None, "area": center.host_area, "number": number}
        take_up(PostFactory(kind=PostKind.AREA_SUPERVISOR, **place), PersonFactory(), officer)
    assert provincial.appointments.filter(position=Position.SUPERVISOR).count() == 2


def test_an_area_director_is_seated_from_above(center, provincial, area_director, officer):
    center.host_area = ServiceAreaFactory(provinces=[center.province])
    center.save()
    post = PostFactory(kind=PostKind.AREA_DIRECTOR, school=None, area=center.host_area)
    with pytest.raises(Refusal):
        take_up(post, PersonFactory(), area_director)
    assert take_up(post, PersonFactory(), officer)


def test_a_post_that_seats_in_two_provinces_is_for_obec(center, provincial, area_director, officer):
    other = CenterFactory()
    CommitteeFactory(level=Level.PROVINCE, province=other.province, center=None)
    area = ServiceAreaFactory(provinces=[center.province, other.province])
    for one in (center, other):
        one.host_area = area
        one.save()
    post = PostFactory(kind=PostKind.AREA_SUPERVISOR, school=None, area=area)
    with pytest.raises(Refusal, match="สพฐ."):
        take_up(post, PersonFactory(), area_director)
    assert take_up(post, PersonFactory(), officer).appointments.count() == 2


@pytest.mark.parametrize("who", [{"is_active": False}, {"first_name_th": "", "first_name_en": ""}])
def test_the_holder_of_a_post_is_known_by_name_and_account(post, committee, area_director, who):
    with pytest.raises(Refusal):
        take_up(post, PersonFactory(**who), area_director)


def test_nobody_takes_up_or_hands_over_their_own_post(post, committee, officer):
    holder = person_with(Position.OBEC_OFFICER)
    with pytest.raises(Refusal):
        take_up(post, holder, holder)
    tenure = take_up(post, holder, officer)
    with pytest.raises(Refusal):
        take_up(post, PersonFactory(), holder, starts_on=TODAY() + timedelta(days=3))
    with pytest.raises(Refusal):
        posts.leave(tenure, on=TODAY(), by=holder, at=timezone.now())


def test_a_refusal_of_one_seat_writes_nothing(post, committee, area_director):
    person = PersonFactory()
    AppointmentFactory(person=person, committee=committee, position=Position.CLERK)
    with pytest.raises(Refusal):
        take_up(post, person, area_director)
    assert not Tenure.objects.exists()


def test_a_seat_that_follows_a_post_is_not_ended_by_hand(post, committee, area_director):
    seat = take_up(post, PersonFactory(), area_director).appointments.get(committee=committee)
    with pytest.raises(Refusal, match="รับส่งหน้าที่"):
        appointments.end(seat, on=TODAY(), by=area_director, at=timezone.now())


def test_a_seat_held_by_post_is_filled_by_hand_only_for_an_acting_holder(post, committee, area_director):
    take_up(post, PersonFactory(), area_director)
    order = {"starts_on": TODAY(), "order_number": "1/2569", "order_date": TODAY()}
    by = {"by": area_director, "at": timezone.now()}
    with pytest.raises(Refusal, match="รักษาการ"):
        appointments.appoint(committee, PersonFactory(), Position.SCHOOL_DIRECTOR, **order, **by)
    until = TODAY() + timedelta(days=30)
    acting = appointments.appoint(
        committee, PersonFactory(), Position.SCHOOL_DIRECTOR, **order, ends_on=until, acting=True, **by
    )
    assert acting.tenure is None and broken() == []


def test_who_was_entered_by_hand_becomes_the_seat_of_her_post(post, center, committee, area_director):
    person = person_with(Position.SCHOOL_DIRECTOR, center=center)
    tenure = take_up(post, person, area_director)
    assert person.appointments.get(committee=committee).tenure == tenure
    assert broken() == []


def test_somebody_else_entered_by_hand_makes_room(post, center, committee, area_director):
    old = person_with(Position.SCHOOL_DIRECTOR, center=center)
    take_up(post, PersonFactory(), area_director)
    assert old.appointments.get().ends_on == TODAY() - timedelta(days=1)


def test_who_acted_for_the_post_and_now_gets_it_stops_acting(post, committee, area_director):
    acting = AppointmentFactory(
        committee=committee, position=Position.SCHOOL_DIRECTOR, acting=True,
        ends_on=TODAY() + timedelta(days=30),
    )  # fmt: skip
    take_up(post, acting.person, area_director)
    acting.refresh_from_db()
    assert acting.ends_on == TODAY() - timedelta(days=1)
    assert broken() == []


def test_a_center_that_moves_is_seated_by_its_new_host(post, center, committee, provincial, officer):
    old, new = PersonFactory(), PersonFactory()
    take_up(post, old, officer, starts_on=TODAY() - timedelta(days=30))
    school = SchoolFactory(province=center.province)
    take_up(PostFactory(kind=PostKind.SCHOOL_DIRECTOR, school=school), new, officer)
    assert seats(new) == set()
    move = {"kind": "move", "number": "5/2569", "announced_on": TODAY(), "effective_on": TODAY()}
    announcements.announce(center, move | {"host_school": school}, by=officer, at=timezone.now())
    assert len(broken()) > 0, "until the job has run"
    outbox.run_all_due()
    assert broken() == []
    current = Appointment.objects.current(TODAY()).filter(position=Position.SCHOOL_DIRECTOR)
    assert [a.person for a in current] == [new]
    assert Post.objects.filter(school=school).count() == 3, "the new host's posts are listed"


def test_following_twice_changes_nothing(post, committee, area_director):
    take_up(post, PersonFactory(), area_director)
    before = list(Appointment.objects.order_by("pk").values())
    assert posts.keep_up(since=TODAY(), by=None, at=timezone.now()) == []
    assert list(Appointment.objects.order_by("pk").values()) == before


def test_a_seat_that_cannot_follow_is_said_and_found(center, post, committee, area_director):
    take_up(post, PersonFactory(), area_director)
    seat = Appointment.objects.filter(committee=committee)
    seat.update(tenure=None, position=Position.CENTER_OTHER)
    (problem,) = posts.keep_up(since=TODAY(), by=None, at=timezone.now())
    assert "กรรมการของคณะนี้" in problem
    assert broken() != []


def test_a_post_stands_at_a_school_or_an_area(center):
    with pytest.raises(Refusal):
        posts.found(PostKind.AREA_DIRECTOR, center.host_school, by=None, at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(kind=PostKind.SCHOOL_DIRECTOR, area=ServiceAreaFactory())
    first = posts.found(PostKind.SCHOOL_DIRECTOR, center.host_school, by=None, at=timezone.now())
    assert first == posts.found(PostKind.SCHOOL_DIRECTOR, center.host_school, by=None, at=timezone.now())


def test_posts_of_hosts_and_their_areas_are_listed_once(center):
    center.host_area = ServiceAreaFactory(provinces=[center.province])
    center.save()
    assert posts.list_posts() == 3 + 6
    assert posts.list_posts() == 0


@pytest.mark.django_db(transaction=True)
def test_two_hand_overs_of_one_post_at_once_leave_one_holder(center):
    committee = CommitteeFactory(center=center)
    director = person_with(Position.AREA_DIRECTOR, province=center.province)
    post = PostFactory(kind=PostKind.SCHOOL_DIRECTOR, school=center.host_school)
    take_up(post, PersonFactory(), director, starts_on=TODAY() - timedelta(days=30))
    people = [PersonFactory() for _ in range(6)]
    faults = together(6, lambda number: take_up(post, people[number], director))
    assert len(faults) == 5 and all(isinstance(fault, Refusal) for fault in faults), faults
    (tenure,) = Tenure.objects.current(TODAY())
    (seat,) = Appointment.objects.current(TODAY()).filter(committee=committee)
    assert seat.tenure == tenure and seat.person == tenure.person
    assert broken() == []


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_database_keeps_a_second_holder_out(center):
    """The control: two rows that overlap are refused whatever the code does."""
    post = PostFactory(kind=PostKind.SCHOOL_DIRECTOR, school=center.host_school)
    people = [PersonFactory() for _ in range(6)]
    row = {"post": post, "starts_on": TODAY(), "order_number": "1", "order_date": TODAY()}
    faults = together(6, lambda number: Tenure.objects.create(person=people[number], **row))
    assert len(faults) == 5
    assert all("committees_a_post_has_one_holder_at_a_time" in str(fault) for fault in faults)


@pytest.fixture
def as_director(client, area_director):
    client.force_login(area_director, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_page_hands_a_post_over(as_director, post, committee, area_director):
    take_up(post, PersonFactory(), area_director, starts_on=TODAY() - timedelta(days=30))
    person = PersonFactory()
    order = {"starts_on": TODAY().isoformat(), "order_number": "8/2569", "order_date": TODAY().isoformat()}
    path = reverse("post-hand-over", args=[post.pk])
    assert as_director.get(path).status_code == 200
    answer = as_director.post(path, order | {"email": person.email, "ends_on": ""})
    assert answer.url == reverse("post", args=[post.pk])
    page = as_director.get(answer.url).content.decode()
    assert person.name in page and committee.name in page


def test_the_page_lets_the_holder_leave(as_director, post, committee, area_director):
    tenure = take_up(post, PersonFactory(), area_director)
    path = reverse("post-leave", args=[tenure.pk])
    assert as_director.get(path).status_code == 200
    assert as_director.post(path, {"on": TODAY().isoformat()}).status_code == 302
    tenure.refresh_from_db()
    assert tenure.ends_on == TODAY()


def test_the_committee_page_names_the_post_behind_a_seat(as_director, post, committee, area_director):
    path = reverse("committee", args=[committee.pk])
    assert "ยังไม่มีผู้ครองตำแหน่ง" in as_director.get(path).content.decode()
    take_up(post, PersonFactory(), area_director)
    page = as_director.get(path).content.decode()
    assert post.name in page and page.count("ยังไม่มีผู้ครองตำแหน่ง") == 0


def test_the_list_of_posts_costs_the_same_for_one_and_many(
    as_director, center, area_director, django_assert_max_num_queries
):
    posts.list_posts()
    for number in range(3):
        take_up(Post.objects.all()[number], PersonFactory(), area_director)
    with django_assert_max_num_queries(12):
        page = as_director.get(reverse("posts"), {"held": "False"})
    assert page.context["listing"].count == 0
    assert as_director.get(reverse("posts")).context["listing"].count == 3


def test_another_post_of_a_kind_is_listed_by_its_number(as_director, center, area_director):
    center.host_area = ServiceAreaFactory(provinces=[center.province])
    center.save()
    first = PostFactory(kind=PostKind.AREA_SUPERVISOR, school=None, area=center.host_area)
    for number in ("44", ""):
        as_director.post(reverse("post-another", args=[first.pk]), {"number": number})
    assert Post.objects.filter(kind=PostKind.AREA_SUPERVISOR).count() == 2


def test_the_seats_of_a_post_are_asked_in_one_query(post, committee, django_assert_num_queries):
    with django_assert_num_queries(1):
        (line,) = [seat for seat in reads.seats_of(post) if seat.committee_id == committee.pk]
    assert line.position == Position.SCHOOL_DIRECTOR
