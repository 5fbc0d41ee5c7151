"""Reference places and agencies: provinces, service areas, affiliations, schools, and where a person works."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hcec.core.thai import ThaiSort


class Named(models.Model):
    """A row with a Thai and an English name, shown in the reader's language and sorted in Thai order."""

    name_th = models.CharField(_("name (Thai)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (self.name_en or self.name_th) if get_language() == "en" else self.name_th


class Province(Named):
    """One of the 77 provinces; the code is DOPA's and ISO 3166-2's two digits."""

    code = models.CharField(_("code"), max_length=2, unique=True)
    region_th = models.CharField(_("region (Thai)"), max_length=60)
    region_en = models.CharField(_("region (English)"), max_length=60)
    iso = models.CharField(_("ISO code"), max_length=6, unique=True)
    abbreviation_th = models.CharField(_("Thai abbreviation"), max_length=10)
    abbreviation_en = models.CharField(_("English abbreviation"), max_length=10)
    map_id = models.CharField(_("name on the map"), max_length=10)
    sort_order = models.PositiveSmallIntegerField(_("order in the Thai dictionary"), unique=True)

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")

    @property
    def region(self) -> str:
        return self.region_en if get_language() == "en" else self.region_th


class ServiceArea(Named):
    """One of the 245 educational service areas (สพป. or สพม.). The code is the portal's own."""

    class Level(models.TextChoices):
        PRIMARY = "primary", _("Primary")
        SECONDARY = "secondary", _("Secondary")

    code = models.CharField(_("code"), max_length=10, unique=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    full_name_th = models.CharField(_("full name"), max_length=250)
    provinces = models.ManyToManyField(Province, related_name="service_areas", verbose_name=_("provinces"))
    provenance = models.TextField(_("where this row comes from"), blank=True)
    confidence = models.CharField(_("how sure it is"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("service area")
        verbose_name_plural = _("service areas")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=["primary", "secondary"]),
                name="centers_servicearea_level_is_known",
            )
        ]


class Affiliation(Named):
    """The body a person or school belongs to: OBEC, OVEC, OPEC, NFE ... A new one is a row (guideline 6.1.3, 7.3)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    sort_order = models.PositiveSmallIntegerField(_("order in lists"), default=100)

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")


class School(Named):
    """A school. Codes of SMIS, DMC and the ministry are kept as text where they are known."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    province = models.ForeignKey(
        Province, on_delete=models.PROTECT, related_name="schools", verbose_name=_("province")
    )
    area = models.ForeignKey(
        ServiceArea,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="schools",
        verbose_name=_("service area"),
    )
    affiliation = models.ForeignKey(
        Affiliation, on_delete=models.PROTECT, related_name="schools", verbose_name=_("affiliation")
    )
    name_sort = models.GeneratedField(
        expression=ThaiSort("name_th"), output_field=ThaiSort.field(), db_persist=True
    )

    class Meta:
        verbose_name = _("school")
        verbose_name_plural = _("schools")


class SkillArea(Named):
    """What is taught and tested: English, Digital Literacy, Chinese ... A new one is a row (guideline 5.2.3)."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    sort_order = models.PositiveSmallIntegerField(_("order in lists"), default=100)

    class Meta:
        verbose_name = _("skill area")
        verbose_name_plural = _("skill areas")


class Workplace(models.Model):
    """Where a person works or studies: her affiliation, province and school. Decides the audiences she is of."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="workplace"
    )
    affiliation = models.ForeignKey(Affiliation, on_delete=models.PROTECT, null=True, blank=True)
    province = models.ForeignKey(Province, on_delete=models.PROTECT, null=True, blank=True)
    school = models.ForeignKey(School, on_delete=models.PROTECT, null=True, blank=True, related_name="people")
    school_name = models.CharField(_("school or office that is not in the list"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(school__isnull=True) | models.Q(school_name=""),
                name="centers_workplace_names_one_school",
            )
        ]

    def __str__(self) -> str:
        return str(self.school or self.school_name or self.affiliation or self.province or "")
