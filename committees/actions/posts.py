"""Posts change hands, and the seats that follow them change with them, in one transaction (appendices P.0 and C.0)."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from centers.models import Center, School, ServiceArea
from committees.actions import appointments
from committees.models import Appointment, Committee, Post, PostKind, Tenure
from committees.models.posts import AT_SCHOOLS
from committees.queries import access_of
from committees.queries import posts as reads
from committees.refusals import Refusal
from committees.seat_plan import seat_of
from hcec.accounts.models import User
from hcec.core import audit
from hcec.core.access import Permission
from hcec.core.thai import thai_date

DAY = timedelta(days=1)


def take_up(
    post: Post,
    person: User,
    *,
    starts_on: date,
    ends_on: date | None = None,
    order_number: str,
    order_date: date,
    order_document: UploadedFile | None = None,
    by: User,
    at: datetime,
) -> Tenure:
    """Let a person take up a post; whoever holds it leaves it the day before, and every seat goes along.

    Refuses what `appointments.appoint` refuses for any of the seats, a seat outside one's branch, one's own post, and
    days in which the post, a secretary's seat or the person's place on a committee is taken.
    """
    refuse(post, person, by=by, at=at)
    if ends_on and ends_on < starts_on:
        raise Refusal(_("The last day must not come before the first."))
    tenure = Tenure(
        post=post, person=person, starts_on=starts_on, ends_on=ends_on,
        order_number=order_number, order_date=order_date, order_document=order_document or "",
    )  # fmt: skip
    with transaction.atomic():
        Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        hand_over(post, to=person, last=starts_on - DAY, by=by, at=at)
        try:
            with transaction.atomic():
                tenure.save()
        except IntegrityError as error:
            raise Refusal(_("Somebody else holds this post in that period.")) from error
        audit.record("post.take_up", tenure, by=by, at=at, post=post.pk, person=person.pk, order=order_number)
        if problems := keep_up(since=starts_on, post=post, by=by, at=at):
            raise Refusal(problems[0])
    return tenure


def hand_over(post: Post, *, to: User, last: date, by: User, at: datetime) -> None:
    """Let the holder of that day leave with it. Refuses one's own post, and a holder who only came after it."""
    holding = Tenure.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=last), post=post)
    tenure = holding.filter(starts_on__lte=last + DAY).select_related("person").order_by("pk").first()
    if tenure is None:
        return
    if tenure.person_id == to.pk:
        raise Refusal(
            _("%(person)s holds this post from %(day)s.")
            % {"person": to.name, "day": thai_date(tenure.starts_on)}
        )
    release(tenure, on=last, by=by, at=at)


def leave(tenure: Tenure, *, on: date, by: User, at: datetime) -> Tenure:
    """Let the holder leave a post with a day; it stays vacant, and so do its seats.

    Refuses one's own post, seats outside one's branch, a tenure that ended before, and a day before its first.
    """
    post = tenure.post
    refuse_reach(post, [Committee(pk=seat.committee_id) for seat in reads.seats_of(post)], by=by, at=at)
    with transaction.atomic():
        Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
        locked = Tenure.objects.select_related("person").get(pk=tenure.pk)
        if locked.ends_on and locked.ends_on <= on:
            raise Refusal(_("The holder leaves on %(day)s already.") % {"day": thai_date(locked.ends_on)})
        release(locked, on=on, by=by, at=at)
    return locked


def release(tenure: Tenure, *, on: date, by: User, at: datetime) -> None:
    """Write the last day of a tenure and of the seats that came with it."""
    if tenure.person_id == by.pk:
        raise Refusal(_("Nobody hands over their own post here: somebody else who may appoint has to do it."))
    if on < tenure.starts_on:
        raise Refusal(
            _("%(person)s holds this post from %(day)s: choose a later day.")
            % {"person": tenure.person.name, "day": thai_date(tenure.starts_on)}
        )
    tenure.ends_on = on
    tenure.save(update_fields=["ends_on"])
    audit.record("post.leave", tenure, by=by, at=at, on=on.isoformat())
    running = tenure.appointments.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on))
    for appointment in running.select_related("committee__province", "committee__center", "person"):
        appointments.close(appointment, on=on, by=by, at=at)


def refuse(post: Post, person: User, *, by: User, at: datetime) -> None:
    """The rules of `appoint` for every seat that follows the post, and that all of them lie in one's branch."""
    if person == by:
        raise Refusal(_("Nobody appoints themself: somebody else who may appoint has to enter this order."))
    if not person.is_active or not person.has_name:
        raise Refusal(
            _("This account has no name yet, or is closed: a member of a committee is known by name.")
        )
    seats = reads.seats_of(post)
    committees = Committee.objects.select_related("province", "center").in_bulk(
        {seat.committee_id for seat in seats}
    )
    for seat in seats:
        appointments.refuse_to_appoint(committees[seat.committee_id], person, seat.position, by=by, at=at)
    refuse_reach(post, list(committees.values()), by=by, at=at)


def refuse_reach(post: Post, committees: list[Committee], *, by: User, at: datetime) -> None:
    """Whoever changes the holder must be allowed to appoint to every committee that the post sits on."""
    access = access_of(by, timezone.localdate(at))
    mine = Committee.objects.within(access, Permission.COMMITTEE_APPOINT)
    wanted = {committee.pk for committee in committees}
    if mine.filter(pk__in=wanted).distinct().count() < len(wanted):
        raise Refusal(
            _("“%(post)s” also gives a seat outside your branch: OBEC enters this order.")
            % {"post": post.name}
        )


def keep_up(*, since: date, by: User | None, at: datetime, post: Post | None = None) -> list[str]:
    """Let the seats follow one post, or all of them, from a day on; the sentences of the seats that could not.

    Run twice it changes nothing. Those who no longer sit by their post go first, then the others come.
    """
    wanted, there = reads.wanted(since, post), reads.filled(since, post)
    problems: list[str] = []
    missing = [key for key in sorted(wanted) if key not in there]
    tenures = Tenure.objects.select_related("person").in_bulk({tenure for tenure, _c, _p in missing})
    committees = Committee.objects.select_related("province", "center").in_bulk({c for _t, c, _p in missing})
    with transaction.atomic():
        for key, appointment in there.items():
            if key not in wanted:
                attempt(problems, partial(appointments.close, appointment, on=since - DAY, by=by, at=at))
        for tenure, committee, position in missing:
            who, where = tenures[tenure], committees[committee]
            attempt(problems, partial(seat, who, where, position, since=since, by=by, at=at))
    return problems


def attempt(problems: list[str], change: Callable[[], object]) -> None:
    """Make one change or none of it; a refusal becomes a sentence of the list."""
    try:
        with transaction.atomic():
            change()
    except Refusal as refusal:
        problems.append(str(refusal))


def seat(
    tenure: Tenure, committee: Committee, position: str, *, since: date, by: User | None, at: datetime
) -> Appointment:
    """Seat the holder of a post. Who was entered by hand for the same seat becomes it, or makes room."""
    start = max(since, tenure.starts_on)
    in_force = Appointment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start), tenure=None)
    if tenure.ends_on:
        in_force = in_force.filter(starts_on__lte=tenure.ends_on)
    by_hand = in_force.filter(committee=committee, position=position).select_related("person")
    for old in by_hand.order_by("pk"):
        if old.person_id == tenure.person_id and not old.acting:
            return adopt(old, tenure, by=by, at=at)
        alone = not seat_of(committee.level, position).many
        if old.person_id == tenure.person_id or (alone and not old.acting):
            old.committee = committee
            appointments.close(old, on=start - DAY, by=by, at=at)
    appointment = Appointment(
        person=tenure.person, committee=committee, position=position, tenure=tenure, starts_on=start,
        ends_on=tenure.ends_on, order_number=tenure.order_number, order_date=tenure.order_date,
        order_document=tenure.order_document.name or "",
    )  # fmt: skip
    return appointments.seat(appointment, by=by, at=at)


def adopt(appointment: Appointment, tenure: Tenure, *, by: User | None, at: datetime) -> Appointment:
    """She was appointed by hand before her post was entered: from now on the seat follows the post."""
    appointment.tenure, appointment.ends_on = tenure, tenure.ends_on
    appointment.save(update_fields=["tenure", "ends_on"])
    audit.record("appointment.follow", appointment, by=by, at=at, tenure=tenure.pk)
    return appointment


def found(kind: str, place: School | ServiceArea, number: str = "", *, by: User | None, at: datetime) -> Post:
    """The post of this kind at a school or area, listed now if it was not. Refuses a kind that stands elsewhere."""
    at_school = kind in AT_SCHOOLS
    if at_school != isinstance(place, School):
        raise Refusal(_("A post stands at one school or at one service area."))
    where: dict[str, Any] = {"school": place, "area": None} if at_school else {"school": None, "area": place}
    with transaction.atomic():
        post, new = Post.objects.get_or_create(kind=kind, number=number, **where)
        if new:
            audit.record("post.list", post, by=by, at=at, kind=kind, number=number)
    return post


def list_posts() -> int:
    """List one post of every kind at each host school and at each area that hosts or serves a center; how many are new."""
    areas = ServiceArea.objects.filter(Q(hosted_centers__isnull=False) | Q(centers__isnull=False))
    hosts = School.objects.filter(pk__in=Center.objects.values("host_school"))
    posts = [Post(kind=kind, school=school) for kind in AT_SCHOOLS for school in hosts.order_by("pk")]
    posts += [
        Post(kind=kind, area=area)
        for kind in PostKind
        if kind not in AT_SCHOOLS
        for area in areas.distinct().order_by("pk")
    ]
    before = Post.objects.count()
    Post.objects.bulk_create(posts, ignore_conflicts=True)
    return Post.objects.count() - before
