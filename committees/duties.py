"""Section 6 of the guideline as one table: which seat holds which powers, and by which paragraph.

This table is the only source of permissions. `access_of` turns a person's current appointments into it.
"""

from dataclasses import dataclass

from committees.models import Level, Position
from hcec.core.access import Permission as P


@dataclass(frozen=True)
class Duty:
    """A seat's power and the guideline clause (an id of docs/guideline.md) that gives it."""

    permission: str
    clause: str


def duties(*pairs: tuple[P, str]) -> tuple[Duty, ...]:
    return tuple(Duty(permission, clause) for permission, clause in pairs)


def together(*groups: tuple[Duty, ...]) -> tuple[Duty, ...]:
    return tuple(duty for group in groups for duty in group)


WATCH_NATION = duties((P.FIGURES_VIEW, "6.2.6"), (P.COMMITTEE_VIEW, "6.2.6"))
WATCH_PROVINCE = duties((P.FIGURES_VIEW, "6.3.2"), (P.COMMITTEE_VIEW, "6.3.2"))
WATCH_CENTER = duties((P.FIGURES_VIEW, "6.4.7"), (P.COMMITTEE_VIEW, "6.4.3"))
RUN_CENTER = duties(
    (P.SESSION_MANAGE, "5.2.1"),
    (P.ROUND_MANAGE, "6.4.6"),
    (P.CHECK_IN, "6.4.6"),
    (P.RESULT_ENTER, "5.2.1"),
    (P.FEE_CONFIRM, "6.4.5"),
    (P.VOUCHER_PREPARE, "6.4.5"),
    (P.PROBLEM_RAISE, "6.3.2"),
    (P.PARTNER_EDIT, "6.4.3"),
)
LEAD_PROVINCE = duties(
    (P.DIRECTIVE_ACKNOWLEDGE, "6.3.1"),
    (P.PROBLEM_SOLVE, "6.3.2"),
    (P.PARTNER_EDIT, "6.3.5"),
    (P.DUTY_PROVE, "6.3.4"),
)
SUPERVISE_PROVINCE = duties((P.VISIT_MAKE, "6.3.2"), (P.PROBLEM_SOLVE, "6.3.2"))

# (level, position) -> duties. A seat that is not named here holds no power.
DUTIES: dict[tuple[str, str], tuple[Duty, ...]] = {
    (Level.MINISTRY, Position.MINISTRY_MEMBER): duties(
        (P.FIGURES_VIEW, "6.1.1"),
        (P.COMMITTEE_VIEW, "6.1.1"),
        (P.DIRECTIVE_ISSUE, "6.1.1"),
        (P.MEETING_RUN, "6.1.1"),
        (P.DUTY_PROVE, "6.1.2"),
    ),
    (Level.OBEC, Position.OBEC_MEMBER): WATCH_NATION,
    (Level.OBEC, Position.OBEC_OFFICER): together(
        WATCH_NATION,
        duties(
            (P.CENTER_EDIT, "6.2.1"),
            (P.STANDARD_CONFIRM, "6.2.6"),
            (P.REFERENCE_EDIT, "6.2.1"),
            (P.COURSE_RECOGNISE, "6.2.5"),
            (P.COMMITTEE_APPOINT, "6.2.1"),
            (P.RESULT_RELEASE, "5.2.1"),
            (P.OUTSIDE_CHECK, "5.2.3"),
            (P.DUTY_WAIVE, "6.2.6"),
            (P.ACCOMMODATION_DECIDE, "5.2.1"),
            (P.CERTIFICATE_PREPARE, "5.3.1"),
            (P.CERTIFICATE_ISSUE, "5.3.1"),
            (P.CERTIFICATE_REVOKE, "5.3.1"),
            (P.BODY_ADMIT, "5.3.1"),
            (P.PERSON_VIEW, "6.2.6"),
            (P.DIRECTIVE_ISSUE, "6.2.2"),
            (P.DIRECTIVE_ACKNOWLEDGE, "6.1.1"),
            (P.MEETING_RUN, "6.2.2"),
            (P.VISIT_MAKE, "6.2.6"),
            (P.PROBLEM_SOLVE, "6.2.6"),
            (P.DUTY_PROVE, "6.2.5"),
        ),
    ),
    (Level.PROVINCE, Position.AREA_DIRECTOR): together(
        WATCH_PROVINCE,
        LEAD_PROVINCE,
        duties(
            (P.COMMITTEE_APPOINT, "P.1"),
            (P.MEETING_RUN, "P.1"),
            (P.PERSON_VIEW, "P.1"),
            (P.STANDARD_CONFIRM, "6.3.2"),
            (P.DUTY_WAIVE, "6.3.2"),
        ),
    ),
    (Level.PROVINCE, Position.PRIMARY_DIRECTOR): WATCH_PROVINCE,
    (Level.PROVINCE, Position.AREA_DEPUTY): WATCH_PROVINCE,
    (Level.PROVINCE, Position.DEVELOPMENT_HEAD): together(
        WATCH_PROVINCE,
        LEAD_PROVINCE,
        SUPERVISE_PROVINCE,
        duties(
            (P.PERSON_VIEW, "P.2"),
            (P.STANDARD_CONFIRM, "6.3.2"),
            (P.OUTSIDE_CHECK, "5.2.3"),
            (P.DUTY_WAIVE, "6.3.2"),
        ),
    ),
    (Level.PROVINCE, Position.SUPERVISOR): together(
        WATCH_PROVINCE, SUPERVISE_PROVINCE, duties((P.PERSON_VIEW, "P.3"))
    ),
    (Level.PROVINCE, Position.PERSONNEL_OFFICER): WATCH_PROVINCE,
    (Level.PROVINCE, Position.AREA_ICT): WATCH_PROVINCE,
    # The director of the host school is the provincial committee's secretary (C.1).
    (Level.PROVINCE, Position.PROVINCE_SECRETARY): together(
        WATCH_PROVINCE, duties((P.MEETING_RUN, "C.1"), (P.DUTY_PROVE, "C.1"))
    ),
    (Level.PROVINCE, Position.PROVINCE_OTHER): WATCH_PROVINCE,
    (Level.CENTER, Position.SCHOOL_DIRECTOR): duties(
        (P.FIGURES_VIEW, "C.1"),
        (P.COMMITTEE_VIEW, "C.1"),
        (P.RESULT_RELEASE, "C.1"),
        (P.OUTSIDE_CHECK, "5.2.3"),
        (P.ACCOMMODATION_DECIDE, "C.1"),
        (P.FEE_CONFIRM, "6.4.5"),
        (P.FEE_WAIVE, "C.1"),
        (P.VOUCHER_PREPARE, "6.4.5"),
        (P.VOUCHER_APPROVE, "C.1"),
        (P.DUTY_WAIVE, "C.1"),
        (P.CERTIFICATE_PREPARE, "C.1"),
        (P.CERTIFICATE_ISSUE, "C.1"),
        (P.CERTIFICATE_REVOKE, "C.1"),
        (P.PERSON_VIEW, "C.1"),
        (P.DIRECTIVE_ACKNOWLEDGE, "6.4.1"),
        (P.VISIT_REPLY, "C.1"),
        (P.PROBLEM_RAISE, "6.3.2"),
        (P.DUTY_PROVE, "C.1"),
    ),
    (Level.CENTER, Position.DEPUTY_DIRECTOR): duties(
        (P.FIGURES_VIEW, "C.2"),
        (P.COMMITTEE_VIEW, "C.2"),
        (P.RESULT_RELEASE, "C.2"),
        (P.OUTSIDE_CHECK, "5.2.3"),
        (P.FEE_CONFIRM, "6.4.5"),
        (P.FEE_WAIVE, "C.2"),
        (P.VOUCHER_PREPARE, "6.4.5"),
        (P.VOUCHER_APPROVE, "C.2"),
        (P.DUTY_WAIVE, "C.2"),
        (P.CERTIFICATE_PREPARE, "C.2"),
        (P.PERSON_VIEW, "C.2"),
        (P.VISIT_REPLY, "C.2"),
        (P.PROBLEM_RAISE, "6.3.2"),
    ),
    # The supervisor in charge also supervises inside the center (6.4.9).
    (Level.CENTER, Position.CENTER_SUPERVISOR): duties(
        (P.FIGURES_VIEW, "6.4.9"), (P.COMMITTEE_VIEW, "6.4.9"), (P.VISIT_MAKE, "6.4.9")
    ),
    (Level.CENTER, Position.CENTER_MANAGER): together(
        WATCH_CENTER,
        RUN_CENTER,
        duties(
            (P.CENTER_EDIT, "C.3"),
            (P.CERTIFICATE_PREPARE, "C.3"),
            (P.PERSON_VIEW, "C.3"),
            (P.DIRECTIVE_ACKNOWLEDGE, "6.4.1"),
            (P.MEETING_RUN, "C.3"),
            (P.VISIT_REPLY, "C.3"),
            (P.PROBLEM_SOLVE, "C.3"),
            (P.DUTY_PROVE, "C.3"),
        ),
    ),
    (Level.CENTER, Position.ICT_OFFICER): together(
        WATCH_CENTER,
        duties(
            (P.CENTER_EDIT, "6.4.8"),
            (P.CHECK_IN, "C.4"),
            (P.PROBLEM_RAISE, "C.4"),
            (P.DUTY_PROVE, "6.4.8"),
        ),
    ),
    (Level.CENTER, Position.CLERK): together(
        WATCH_CENTER, RUN_CENTER, duties((P.MEETING_RUN, "C.5"), (P.DUTY_PROVE, "C.5"))
    ),
    (Level.CENTER, Position.CENTER_OTHER): duties((P.COMMITTEE_VIEW, "C.0")),
}
