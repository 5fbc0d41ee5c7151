"""The rows behind each number, as lists that can be searched, sorted and taken away as a sheet."""

from django.utils.translation import gettext_lazy as _

from hcec.core.listing import Column, Listing


def center_columns(path: str) -> tuple[Column, ...]:
    """Province and center of a row whose center is at this path."""
    return (
        Column("province", _("Province"), value=f"{path}.province.name", sort=path.replace(".", "__") + "__province__sort_order"),
        Column("center", _("Center"), value=f"{path}.name", sort=path.replace(".", "__") + "__code"),
    )  # fmt: skip


class RowListing(Listing):
    """Common to all lists behind numbers. `named` says whether the reader may see people's names."""

    related: tuple[str, ...] = ()
    person_column: Column | None = None
    filename = "figures"
    carried = ("year", "quarter", "province", "center")
    empty_title = _("No rows")
    empty_text = _("The number is zero for this place and period. Go back and choose another period.")

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Searching stays within the same place and period."""
        asked = self.request.GET
        return [*super().kept, *((name, asked[name]) for name in self.carried if asked.get(name))]


class SessionRows(RowListing):
    related = ("exam", "center__province")
    columns = (
        Column("exam", _("Test"), value="exam.name", sort="exam__name_th", card="title"),
        Column("starts_at", _("Date and time"), sort="starts_at", kind="datetime"),
        *center_columns("center"),
        Column("seats", _("Seats"), sort="seats", kind="number"),
        Column("status", _("State"), kind="status", lifecycle="testing.session"),
    )
    search, search_label = (
        ("exam__name_th", "exam__name_en", "center__name_th", "center__code"),
        _("Test or center"),
    )
    default_sort = "-starts_at"


class BookingRows(RowListing):
    related = ("session__exam", "session__center__province", "person")
    person_column = Column("person", _("Name"), value="person.name", sort="person__name_sort", card="title")
    columns = (
        Column("exam", _("Test"), value="session.exam.name", sort="session__exam__name_th"),
        Column("starts_at", _("Date and time"), sort="starts_at", kind="datetime"),
        *center_columns("session.center"),
        Column("seat_no", _("Seat number"), sort="seat_no", kind="number"),
        Column("status", _("State"), kind="status", lifecycle="testing.booking"),
    )
    search, search_label = (
        ("session__exam__name_th", "session__center__name_th", "code__startswith"),
        _("Test, center or code"),
    )
    default_sort = "-starts_at"


class ResultRows(RowListing):
    related = ("booking__session__exam", "booking__session__center__province", "booking__person", "overall")
    person_column = Column(
        "person", _("Name"), value="booking.person.name", sort="booking__person__name_sort", card="title"
    )
    columns = (
        Column("exam", _("Test"), value="booking.session.exam.name", sort="booking__session__exam__name_th"),
        Column("level", _("Level"), value="overall.name", sort=("overall__scale", "overall__rank")),
        Column(
            "starts_at",
            _("Date of the test"),
            value="booking.starts_at",
            sort="booking__starts_at",
            kind="datetime",
        ),
        *center_columns("booking.session.center"),
    )
    search, search_label = (
        ("booking__session__exam__name_th", "overall__name_th", "booking__session__center__name_th"),
        _("Test, level or center"),
    )
    default_sort = "-starts_at"


class RoundRows(RowListing):
    related = ("course", "center__province")
    columns = (
        Column("course", _("Course"), value="course.name", sort="course__name_th", card="title"),
        Column("label", _("Round")),
        Column("starts_at", _("Begins"), sort="starts_at", kind="datetime"),
        *center_columns("center"),
        Column("seats", _("Seats"), sort="seats", kind="number"),
        Column("status", _("State"), kind="status", lifecycle="training.round"),
    )
    search, search_label = ("course__name_th", "course__name_en", "center__name_th"), _("Course or center")
    default_sort = "-starts_at"


class EnrolmentRows(RowListing):
    related = ("round__course", "round__center__province", "person")
    person_column = Column("person", _("Name"), value="person.name", sort="person__name_sort", card="title")
    columns = (
        Column("course", _("Course"), value="round.course.name", sort="round__course__name_th"),
        Column("starts_at", _("Begins"), value="round.starts_at", sort="round__starts_at", kind="datetime"),
        *center_columns("round.center"),
        Column("status", _("State"), kind="status", lifecycle="training.enrolment"),
    )
    search, search_label = ("round__course__name_th", "round__center__name_th"), _("Course or center")
    default_sort = "-starts_at"


class CertificateRows(RowListing):
    related = ("series__center__province", "holder")
    person_column = Column("person", _("Holder"), value="holder.name", sort="holder__name_sort", card="title")
    columns = (
        Column("number", _("Certificate number"), sort="number", link=lambda certificate: certificate.path),
        Column("kind", _("Kind"), value="get_kind_display", sort="kind"),
        Column("issued_at", _("Issued"), sort="issued_at", kind="datetime"),
        *center_columns("series.center"),
    )
    search, search_label = ("number", "series__center__name_th"), _("Certificate number or center")
    default_sort = "-issued_at"


LISTINGS: dict[str, type[RowListing]] = {
    "sessions": SessionRows,
    "seats": SessionRows,
    "booked": BookingRows,
    "attended": BookingRows,
    "results": ResultRows,
    "rounds": RoundRows,
    "enrolled": EnrolmentRows,
    "completed": EnrolmentRows,
    "certificates": CertificateRows,
}
