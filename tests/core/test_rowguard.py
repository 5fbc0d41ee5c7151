"""Row security: what the database itself shows and takes inside a reach, and that the role never outlives the view."""

import re

import pytest
from django.db import Error, IntegrityError, ProgrammingError, connection, transaction
from django.http import HttpResponse

from hcec.core import rowguard
from hcec.core.access import Access, Permission, Reach, require
from hcec.place import ROOT
from testing.models import Booking, Result
from tests.factories.accounts import PersonFactory
from tests.factories.centers import CenterFactory, RoomFactory
from tests.factories.testing import BookingFactory, ResultFactory, SessionFactory, finalised_session

APPS = ("hcec", "centers", "committees", "testing", "training", "verification")
# Every place that steps out of a reach, and why it must.
LIFTED = {
    "testing/actions/bookings.py": {
        "whoever is next may sit at another center in these hours",
        "she may wait at other centers: their lines are looked at by a job",
    },
    "testing/actions/draws.py": {"a draw weighs tests and seats that its people have at other centers"},
    "testing/actions/judged.py": {"her tests at other centers count"},
    "testing/actions/scans.py": {"the desk is told that a code is another center's, and nothing else of it"},
    "testing/queries/eligibility.py": {"her tests at other centers count"},
    "testing/queries/people.py": {"her place in line counts those before her, and is a number"},
    "testing/queries/substitutes.py": {
        "a colleague offers her own seat: whose, which and where is told to whom she asked"
    },
    "testing/queries/walkins.py": {"whoever comes to the door may sit at another center in these hours"},
    "training/actions/enrolments.py": {"she may wait at other centers: their lines are looked at by a job"},
    "training/queries/eligibility.py": {"her rounds at other centers count"},
    "training/queries/fits.py": {"whoever is next may have a place at another center in these hours"},
    "training/actions/seats.py": {"whoever is next may have a place at another center in these hours"},
    "verification/queries/runs.py": {"a run may issue for several branches: its counts are of the whole"},
}


@pytest.fixture(autouse=True)
def _on(settings) -> None:
    settings.ROW_SECURITY = True


def role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return cursor.fetchone()[0]


def of_center(*bookings: Booking) -> Reach:
    return Reach(centers=frozenset(booking.session.center_id for booking in bookings))


@pytest.mark.django_db
class TestWhatIsSeen:
    def test_a_center_sees_its_rows_and_no_others(self):
        here, _there = BookingFactory(), BookingFactory()
        with rowguard.reach(of_center(here), None):
            assert list(Booking.objects.all()) == [here]

    def test_a_province_sees_the_rows_of_its_centers(self):
        here, _away = BookingFactory(), BookingFactory()
        next_door = BookingFactory(
            session=SessionFactory(
                room=RoomFactory(center=CenterFactory(province=here.session.center.province))
            )
        )
        with rowguard.reach(Reach(provinces=frozenset({here.session.center.province_id})), None):
            assert set(Booking.objects.all()) == {here, next_door}

    def test_the_nation_sees_every_row(self):
        both = {BookingFactory(), BookingFactory()}
        with rowguard.reach(Reach(nation=True), None):
            assert set(Booking.objects.all()) == both

    def test_a_person_sees_her_own_rows_wherever_they_are(self):
        own, _other = BookingFactory(), BookingFactory()
        with rowguard.within((), (), own.person_id):
            assert list(Booking.objects.all()) == [own]

    def test_nobody_without_a_reach_sees_anything(self):
        BookingFactory()
        with rowguard.within((), (), None):
            assert not Booking.objects.exists()

    def test_what_hangs_on_a_row_is_seen_with_it(self):
        here, there = (
            ResultFactory(booking=BookingFactory(session=finalised_session(), status="attended"))
            for _ in range(2)
        )
        with rowguard.reach(of_center(here.booking), None):
            assert list(Result.objects.all()) == [here]
            assert not Result.objects.filter(pk=there.pk).exists()

    def test_lifted_sees_all_and_the_reach_is_back_afterwards(self):
        here, _there = BookingFactory(), BookingFactory()
        with rowguard.reach(of_center(here), None):
            with rowguard.lifted("to count"):
                assert Booking.objects.count() == 2
            assert Booking.objects.count() == 1

    def test_switched_off_nothing_is_hidden(self, settings):
        settings.ROW_SECURITY = False
        here, _there = BookingFactory(), BookingFactory()
        with rowguard.reach(of_center(here), None):
            assert Booking.objects.count() == 2


@pytest.mark.django_db
class TestWhatIsTaken:
    def test_a_row_outside_the_reach_cannot_be_made(self):
        here, there = BookingFactory(), BookingFactory.build(session=SessionFactory(), person=PersonFactory())
        with (
            rowguard.reach(of_center(here), None),
            pytest.raises(ProgrammingError, match="row-level security"),
            transaction.atomic(),
        ):
            there.save()

    def test_a_row_cannot_be_moved_out_of_the_reach(self):
        here, there = BookingFactory(), SessionFactory()
        with (
            rowguard.reach(of_center(here), None),
            pytest.raises((ProgrammingError, IntegrityError)),
            transaction.atomic(),
        ):
            Booking.objects.filter(pk=here.pk).update(
                session=there, starts_at=there.starts_at, ends_at=there.ends_at
            )

    def test_rows_outside_the_reach_are_neither_changed_nor_removed(self):
        here, there = BookingFactory(), BookingFactory()
        with rowguard.reach(of_center(here), None):
            assert Booking.objects.filter(pk=there.pk).update(cancel_reason="x") == 0
            assert Booking.objects.filter(pk=there.pk).delete()[0] == 0

    def test_rows_within_the_reach_are_changed(self):
        here = BookingFactory()
        with rowguard.reach(of_center(here), None):
            assert Booking.objects.filter(pk=here.pk).update(cancel_reason="x") == 1


def within_the_reach_something_goes_wrong(reach: Reach) -> None:
    with rowguard.reach(reach, None):
        assert role() == rowguard.ROLE
        raise LookupError


@pytest.mark.django_db
class TestTheRoleEnds:
    def test_after_the_view(self):
        owner = role()
        with rowguard.reach(of_center(BookingFactory()), None):
            assert role() == rowguard.ROLE
        assert role() == owner

    def test_after_an_exception(self):
        owner, reach = role(), of_center(BookingFactory())
        with pytest.raises(LookupError):
            within_the_reach_something_goes_wrong(reach)
        assert role() == owner

    def test_after_a_transaction_that_failed_inside(self):
        owner, here = role(), BookingFactory()
        with rowguard.reach(of_center(here), None):
            with pytest.raises(Error), transaction.atomic():
                broken()
            assert role() == rowguard.ROLE
        assert role() == owner

    def test_after_a_transaction_that_failed_around_it(self):
        owner, here = role(), BookingFactory()
        with pytest.raises(Error), transaction.atomic(), rowguard.reach(of_center(here), None):
            broken()
        assert role() == owner

    def test_lifting_ends_with_a_transaction_that_failed_inside(self):
        here, _there = BookingFactory(), BookingFactory()
        with rowguard.reach(of_center(here), None):
            with pytest.raises(Error), transaction.atomic(), rowguard.lifted("to fail"):
                broken()
            assert role() == rowguard.ROLE
            assert Booking.objects.count() == 1

    def test_lifting_ends_with_a_transaction_that_is_rolled_back(self):
        here, _there = BookingFactory(), BookingFactory()
        with rowguard.reach(of_center(here), None):
            with pytest.raises(LookupError), transaction.atomic():
                with rowguard.lifted("to look"):
                    assert Booking.objects.count() == 2
                raise LookupError
            assert Booking.objects.count() == 1

    def test_the_view_of_a_permission_runs_within_its_reach(self, rf):
        here = BookingFactory()
        seen: list[Booking] = []

        @require(Permission.CHECK_IN)
        def view(request):
            seen.extend(Booking.objects.all())
            return HttpResponse(role())

        BookingFactory()
        request = rf.get("/")
        request.user = PersonFactory()
        request.access = Access(
            {Permission.CHECK_IN: of_center(here), Permission.FIGURES_VIEW: Reach(nation=True)}
        )
        assert view(request).content.decode() == rowguard.ROLE
        assert seen == [here]
        assert role() != rowguard.ROLE


def broken() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 / 0")


@pytest.mark.django_db(transaction=True)
class TestAConnectionThatGoesAway:
    def test_the_next_one_begins_as_the_owner(self):
        owner = role()
        with rowguard.within((), (), None):
            connection.connection.close()  # as when the server went down
        connection.close()
        assert role() == owner

    def test_one_that_cannot_be_switched_back_is_never_used_again(self):
        owner = role()
        with rowguard.within((), (), None):
            raw = connection.connection
            kill(raw.info.backend_pid)
        assert raw.closed
        assert role() == owner

    def test_lifting_comes_back_switched_also_on_a_new_connection(self):
        with rowguard.within((), (), None):
            with rowguard.lifted("to lose the connection"):
                connection.close()
            assert role() == rowguard.ROLE
        assert role() != rowguard.ROLE


def kill(pid: int) -> None:
    """End a connection from another one, as an administrator would."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()


@pytest.mark.django_db
class TestTheRole:
    def test_it_is_no_superuser_and_nobody_signs_in_as_it(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT rolsuper, rolbypassrls, rolcanlogin, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = %s",
                [rowguard.ROLE],
            )
            assert cursor.fetchone() == (False,) * 5

    def test_it_may_use_every_table_but_own_and_empty_none(self):
        with connection.cursor() as cursor:
            cursor.execute(
                """
                SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
                   AND NOT (has_table_privilege(%(role)s, oid, 'SELECT') AND has_table_privilege(%(role)s, oid, 'INSERT')
                            AND has_table_privilege(%(role)s, oid, 'UPDATE') AND has_table_privilege(%(role)s, oid, 'DELETE')
                            AND NOT has_table_privilege(%(role)s, oid, 'TRUNCATE'))
                """,
                {"role": rowguard.ROLE},
            )
            assert cursor.fetchall() == []


def sources() -> list[tuple[str, str]]:
    return [
        (str(path.relative_to(ROOT)), path.read_text())
        for app in APPS
        for path in sorted((ROOT / app).rglob("*.py"))
    ]


def test_every_step_out_of_a_reach_is_on_the_list():
    found: dict[str, set[str]] = {}
    for path, text in sources():
        if reasons := re.findall(r'rowguard\.lifted\("([^"]+)"\)', text):
            found[path] = set(reasons)
        assert len(reasons) == text.count("lifted(") - text.count("def lifted("), path
    assert found == LIFTED


def test_no_answer_reads_the_database_after_its_view_has_returned():
    """FileResponse sends files; a stream of rows or a page drawn later would be read as the owner."""
    late = ("StreamingHttpResponse", "TemplateResponse(")
    assert not [path for path, text in sources() if any(word in text for word in late)]
