"""What completing takes, as data: each course says it, a round keeps it as it was when the round was planned (E5)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Demand(models.TextChoices):
    """The kinds of things that a course may ask for. `training/requirements.py` says how each is looked up."""

    ATTENDANCE = "attendance", _("Attendance")
    ASSESSMENT = "assessment", _("Assessment at the end")
    SURVEY = "survey", _("Survey")
    ONLINE = "online", _("E-learning done")


def attendance_alone() -> list[str]:
    """What a course asks for as long as nobody says otherwise."""
    return [Demand.ATTENDANCE.value]


# Of round r, every e-learning meeting with a lesson or a platform behind it is done by enrolment e, and there is one.
ALL_ONLINE_DONE = (
    "(SELECT count(*) > 0 AND bool_and("
    "EXISTS (SELECT FROM training_learning l WHERE l.meeting_id = m.id AND l.enrolment_id = e.id AND l.done_at IS NOT NULL)"
    " OR EXISTS (SELECT FROM training_score s WHERE s.link_id = t.id AND s.enrolment_id = e.id"
    " AND s.activity = 'Completed' AND s.grading = 'FullyGraded'))"
    " FROM training_meeting m LEFT JOIN training_meetinglesson n ON n.meeting_id = m.id"
    " LEFT JOIN training_toollink t ON t.meeting_id = m.id"
    " WHERE m.round_id = r.id AND m.mode = 'elearning' AND (n.id IS NOT NULL OR t.id IS NOT NULL))"
)

# What shows that a demand was met, as SQL over the completion {c}, its enrolment e and its round r. A completion is only
# written where this holds for everything that the round asks for, and verify_integrity walks the same way back.
EVIDENCE = {
    Demand.ATTENDANCE: "{c}.attendance_percent >= r.min_attendance_percent",
    Demand.ASSESSMENT: "EXISTS (SELECT FROM training_mark k WHERE k.enrolment_id = e.id AND k.kind = 'assessment'"
    " AND k.score * 100 >= r.pass_percent * k.of_score)",
    Demand.SURVEY: "e.survey_answered",
    Demand.ONLINE: ALL_ONLINE_DONE,
}


def all_met(completion: str) -> str:
    """The SQL condition that everything which round r asks for was met by enrolment e."""
    return " AND ".join(
        f"('{demand.value}' <> ALL (r.requirements) OR {sql.format(c=completion)})"
        for demand, sql in EVIDENCE.items()
    )


class Rule(models.Model):
    """The rule by which people complete: the kinds asked for, and the figure that goes with each kind that has one."""

    requirements = ArrayField(
        models.CharField(max_length=20, choices=Demand),
        default=attendance_alone,
        verbose_name=_("what completing takes"),
    )
    min_attendance_percent = models.PositiveSmallIntegerField(_("least attendance (%)"), default=80)
    pass_percent = models.PositiveSmallIntegerField(_("pass mark (%)"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(min_attendance_percent__gte=1, min_attendance_percent__lte=100),
                name="training_%(class)s_least_attendance_is_a_percentage",
                violation_error_message=_("The least attendance lies between 1 and 100 percent."),
            ),
            models.CheckConstraint(
                condition=Q(requirements__contained_by=["attendance", "assessment", "survey", "online"]),
                name="training_%(class)s_requirements_are_known",
            ),
            # Hours come from minutes present, so nobody completes without them.
            models.CheckConstraint(
                condition=Q(requirements__overlap=["attendance"]),
                name="training_%(class)s_asks_for_what_gives_hours",
                violation_error_message=_("Hours come from attendance: a course asks for it."),
            ),
            models.CheckConstraint(
                condition=Q(
                    requirements__contains=["assessment"],
                    pass_percent__isnull=False,
                    pass_percent__gte=1,
                    pass_percent__lte=100,
                )
                | (~Q(requirements__contains=["assessment"]) & Q(pass_percent__isnull=True)),
                name="training_%(class)s_pass_mark_goes_with_an_assessment",
                violation_error_message=_("An assessment has a pass mark between 1 and 100 percent."),
            ),
        ]

    def asks_for(self, demand: str) -> bool:
        """Whether the rule names this kind."""
        return demand in self.requirements
