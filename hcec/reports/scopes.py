"""The place that a page of figures speaks of: the nation, a province or a center, cut to the reader's branch."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from centers.models import Center, Province
from hcec.core.access import Access, Permission, Reach


@dataclass(frozen=True)
class Scope:
    """Nation (both empty), province, or center."""

    province: Province | None = None
    center: Center | None = None

    @property
    def label(self) -> str:
        if self.center:
            return self.center.name
        if self.province:
            return _("%(name)s province") % {"name": self.province.name}
        return _("The whole country")

    @property
    def path(self) -> str:
        """The page of figures of this place."""
        if self.center:
            return reverse("branch-center", args=[self.center.province.code, self.center.code])
        return reverse("branch-province", args=[self.province.code]) if self.province else reverse("branch")

    @property
    def query(self) -> str:
        """The part of an address that says this place."""
        if self.center:
            return f"center={self.center.code}"
        return f"province={self.province.code}" if self.province else ""

    def holds(self, path: str) -> Q:
        """The condition that the center at this lookup path lies in the place."""
        if self.center:
            return Q(**{path: self.center})
        return Q(**{f"{path}__province": self.province}) if self.province else Q()

    def lies_in(self, reach: Reach) -> bool:
        """Whether the whole place lies within a reach."""
        province = self.center.province_id if self.center else self.province and self.province.pk
        center = self.center and self.center.pk
        return reach.nation or province in reach.provinces or center in reach.centers


def home_of(access: Access) -> Scope | None:
    """The place whose figures a reader sees first; None where several are hers and she must choose."""
    reach = access.reach(Permission.FIGURES_VIEW)
    if reach.nation:
        return Scope()
    if len(reach.provinces) == 1 and not reach.centers:
        return Scope(province=Province.objects.get(pk__in=reach.provinces))
    if len(reach.centers) == 1 and not reach.provinces:
        return Scope(center=Center.objects.select_related("province").get(pk__in=reach.centers))
    return None


def scope_of(access: Access, *, province: str = "", center: str = "") -> Scope:
    """The place of these codes; one that is not there or not wholly within the reader's branch is 404."""
    scope = Scope()
    if center:
        found: Any = Center.objects.select_related("province").filter(code=center)
        found = found.filter(province__code=province) if province else found
        scope = Scope(center=found.first())
    elif province:
        scope = Scope(province=Province.objects.filter(code=province).first())
    known = scope.center if center else scope.province if province else True
    if not known or not scope.lies_in(access.reach(Permission.FIGURES_VIEW)):
        raise Http404
    return scope
