"""Whether a person has done what of a round is online: lessons here, and e-learning in outside platforms."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from training.models import Enrolment, Learning, Meeting, Mode, Score


@dataclass(frozen=True)
class Online:
    """How many meetings of a round are worked through online, and how many of them a person has done."""

    done: int
    of: int

    @property
    def complete(self) -> bool:
        """Also where nothing is online: then nothing is missing."""
        return self.done == self.of


def done(enrolment: Enrolment) -> Online:
    """A meeting is done by a lesson worked through to its end, or by a score that says Completed and FullyGraded.
    E-learning with neither a lesson nor a platform behind it is not counted: attendance alone tells of it. One query."""
    learnt = Learning.objects.filter(meeting=OuterRef("pk"), enrolment=enrolment, done_at__isnull=False)
    scored = Score.objects.filter(
        link__meeting=OuterRef("pk"), enrolment=enrolment, activity="Completed", grading="FullyGraded"
    )
    online = Meeting.objects.filter(
        Q(lesson_set__isnull=False) | Q(tool_link__isnull=False),
        round=enrolment.round_id,
        mode=Mode.ELEARNING,
    )
    found = list(online.annotate(ready=Exists(learnt) | Exists(scored)).values_list("ready", flat=True))
    return Online(sum(found), len(found))
