"""Who may take a place: the audience of a test session or of a training round (guideline 7.2 to 7.4)."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from centers.models.places import Affiliation, Workplace
from hcec.accounts.models import User


class ForAudience(models.Model):
    """Something that is open to some kinds of people and to people of some affiliations; an empty list is everyone."""

    audience_kinds = ArrayField(
        models.CharField(max_length=20, choices=User.Kind),
        default=list,
        blank=True,
        verbose_name=_("open to"),
    )
    audience_affiliations = models.ManyToManyField(
        Affiliation, blank=True, related_name="+", verbose_name=_("affiliations")
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(audience_kinds__contained_by=["teacher", "personnel", "student", "public"]),
                name="%(app_label)s_%(class)s_audience_kinds_are_known",
            )
        ]

    @property
    def audience_kind_labels(self) -> list[str]:
        """The kinds as words, in the order of the choices; empty where everyone is welcome."""
        return [str(kind.label) for kind in User.Kind if kind in self.audience_kinds]

    def affiliations(self) -> list[Affiliation]:
        """The affiliations in their order; read once where they were prefetched."""
        return sorted(self.audience_affiliations.all(), key=lambda body: (body.sort_order, body.pk))

    def shuts_out(self, person: User) -> str:
        """Why this person is not of the audience, as the sentence she reads; empty where she is."""
        if self.audience_kinds and person.kind not in self.audience_kinds:
            return gettext("This is open to: %(kinds)s. Your profile says: %(kind)s.") % {
                "kinds": ", ".join(self.audience_kind_labels),
                "kind": person.get_kind_display(),
            }
        wanted = self.affiliations()
        if not wanted:
            return ""
        place = Workplace.objects.select_related("affiliation").filter(person=person).first()
        own = place.affiliation if place else None
        if own in wanted:
            return ""
        names = ", ".join(affiliation.name for affiliation in wanted)
        if own is None:
            return gettext(
                "This is open to people of %(names)s. Your profile does not say where you work: fill it in first."
            ) % {"names": names}
        return gettext("This is open to people of %(names)s. Your profile says: %(own)s.") % {
            "names": names,
            "own": own.name,
        }


class KeptFor(ForAudience):
    """Seats that are kept for some people until a moment: by kind, affiliation, and where they work (7.3, 7.4).

    From `released_at` on they are open to everyone who may come at all; without it they are kept until the end. Whom a
    pool admits the database says: `centers_admits` (centers/sql/0014_admits.sql).
    """

    class Near(models.TextChoices):
        ANYWHERE = "", _("Anywhere")
        PROVINCE = "province", _("In the center's province")
        AREA = "area", _("In an area the center serves")

    name = models.CharField(_("name of the pool"), max_length=100)
    near = models.CharField(
        _("where they work"), max_length=10, choices=Near, blank=True, default=Near.ANYWHERE
    )
    released_at = models.DateTimeField(_("open to everyone from"), null=True, blank=True)

    class Meta(ForAudience.Meta):
        abstract = True
        verbose_name = _("pool of seats")
        verbose_name_plural = _("pools of seats")
        constraints = [
            *ForAudience.Meta.constraints,
            models.CheckConstraint(
                condition=Q(near__in=["", "province", "area"]),
                name="%(app_label)s_pools_are_near_or_anywhere",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def released(self, at: datetime) -> bool:
        """Whether its seats are open to everyone who may come at all."""
        return self.released_at is not None and self.released_at <= at
