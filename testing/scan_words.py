"""What the desk is told: for each refusal the reason in one sentence, and what to do next."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from testing.models.scans import Outcome

WORDS: dict[str, tuple[Promise, Promise]] = {
    Outcome.NOT_CODE: (
        _("“%(typed)s” is not a booking code."),
        _("A code has nine signs, such as K7Q-XM2-RD5. Look again, or find the person by name below."),
    ),
    Outcome.UNKNOWN: (
        _("No booking of this center has the code %(typed)s."),
        _("Ask for the booking page on her phone or her identity card, and find her by name below."),
    ),
    Outcome.OTHER_CENTER: (
        _("%(typed)s is a booking at another center."),
        _("Ask her to open her booking: the place stands on it. The center there can be telephoned."),
    ),
    Outcome.OTHER_DAY: (
        _("%(typed)s is for another day: %(session)s, %(when)s."),
        _("She comes again on that day: show her place and time on her booking."),
    ),
    Outcome.OTHER_SESSION: (
        _("%(typed)s belongs to another session: %(session)s, %(when)s."),
        _("Send her to that session's desk."),
    ),
    Outcome.CANCELLED: (
        _("This booking was cancelled on %(cancelled)s."),
        _("Its seat was given on. Help her to book another session."),
    ),
    Outcome.LAPSED: (
        _("Her number on the waiting list has ended: no seat came free."),
        _("Help her to book another session."),
    ),
    Outcome.WAITING: (
        _("She is on the waiting list and has no seat."),
        _("She gets a seat by herself when one comes free before the test begins: ask her to wait nearby."),
    ),
    Outcome.ALREADY: (
        _("Seat %(seat)s: %(name)s is in already, since %(since)s."),
        _(
            "Look at the identity card: somebody may be using another person's code. Call the center manager if in doubt."
        ),
    ),
    Outcome.EARLY: (
        _("The check-in desk opens on %(opens)s."),
        _("Ask her to wait; nothing was marked."),
    ),
    Outcome.OVER: (
        _("The test was over at %(ended)s."),
        _("If she was here, press her name below; else she was absent and may book again."),
    ),
    Outcome.CONFIRMED: (
        _("Attendance of this session is confirmed and cannot be changed any more."),
        _("Ask the center manager."),
    ),
    Outcome.CALLED_OFF: (
        _("This session was called off: %(reason)s"),
        _("Help her to book another session; everybody who had booked was told."),
    ),
    Outcome.SEAT_CLOSED: (
        _("Seat %(seat)s of %(name)s is out of order."),
        _("Tell the ICT officer, seat her at a free workstation, and press her name below."),
    ),
    Outcome.UNPAID: (
        _("Fee unpaid: %(name)s, seat %(seat)s, still owes %(amount)s baht."),
        _(
            "Open her fee below: look at the proof she sent, take the money at the counter, or ask the director to "
            "waive it. Then check her in."
        ),
    ),
    Outcome.OWN: (
        _("This is your own booking."),
        _("Nobody marks their own attendance at a test. Ask a colleague."),
    ),
    Outcome.OTHER: (_("Not possible: %(words)s"), _("Ask the center manager.")),
}
