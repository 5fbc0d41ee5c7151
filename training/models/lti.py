"""E-learning in an outside learning platform, launched by LTI 1.3: tools, links, launches and the scores that come back.

Sources: 1EdTech LTI Core 1.3, Security Framework 1.0, Assignment and Grade Services 2.0; guideline 3.1.2.
"""

from uuid import uuid4

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hcec.core.access import BranchQuerySet
from hcec.core.db import append_only
from training.models.enrolments import Enrolment
from training.models.learning import stands_once_decided
from training.models.meetings import Meeting

ADDRESS = r"^https?://[^/\s]+"

IS_FOR_E_LEARNING = """
    PERFORM 1 FROM training_meeting m WHERE m.id = NEW.meeting_id AND m.mode = 'elearning'
        AND NOT EXISTS (SELECT FROM training_meetinglesson l WHERE l.meeting_id = m.id);
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_links_are_for_e_learning_without_a_lesson_here' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""
IS_OF_THE_ROUND = """
    PERFORM 1 FROM training_toollink l JOIN training_meeting m ON m.id = l.meeting_id
      JOIN training_enrolment e ON e.round_id = m.round_id WHERE l.id = NEW.link_id AND e.id = NEW.enrolment_id;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'training_outside_learning_is_of_ones_own_round' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


def of_the_round() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="is_of_the_round", when=pgtrigger.Before, operation=pgtrigger.Insert, func=IS_OF_THE_ROUND
    )


class Tool(models.Model):
    """An outside platform that the ministry has registered. It is given the least: a pseudonym, and names where `sends_name`.

    `redirect_uris`: the addresses to which a launch may be handed; nothing is ever sent anywhere else.
    """

    name = models.CharField(_("name of the platform"), max_length=150)
    client_id = models.UUIDField(_("client id"), default=uuid4, unique=True, editable=False)
    deployment_id = models.UUIDField(_("deployment id"), default=uuid4, unique=True, editable=False)
    login_url = models.URLField(_("address where a launch begins"), max_length=500)
    redirect_uris = ArrayField(
        models.URLField(max_length=500), verbose_name=_("addresses that take a launch, with commas between"), size=10
    )  # fmt: skip
    jwks_url = models.URLField(_("address of its public keys"), max_length=500, blank=True)
    jwks = models.JSONField(_("public keys, where they have no address"), null=True, blank=True)
    sends_name = models.BooleanField(_("is told the person's name"), default=False)
    active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("outside learning platform")
        verbose_name_plural = _("outside learning platforms")
        constraints = [
            models.CheckConstraint(
                condition=Q(login_url__regex=ADDRESS) & (Q(jwks_url="") | Q(jwks_url__regex=ADDRESS)),
                name="training_tools_have_web_addresses",
            ),
            models.CheckConstraint(
                condition=Q(redirect_uris__len__gte=1), name="training_tools_take_launches_somewhere"
            ),
            models.CheckConstraint(
                condition=~Q(jwks_url="") | Q(jwks__isnull=False),
                name="training_tools_have_keys",
                violation_error_message=_("Give the public keys or their address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlatformKey(models.Model):
    """A key that signs launches, sealed at rest; the newest signs, the others are listed until they are removed."""

    kid = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("key of launches")
        verbose_name_plural = _("keys of launches")

    def __str__(self) -> str:
        return self.kid


class ToolLink(models.Model):
    """What of a tool is worked through at an e-learning meeting; also the line item that takes its scores."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="tool_link")
    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="links")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    title = models.CharField(_("title in the platform"), max_length=150)
    target = models.URLField(_("address in the platform"), max_length=500)

    class Meta:
        verbose_name = _("link to an outside platform")
        verbose_name_plural = _("links to outside platforms")
        constraints = [
            models.CheckConstraint(condition=Q(target__regex=ADDRESS), name="training_links_lead_to_an_address")
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="is_for_e_learning",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=IS_FOR_E_LEARNING,
            ),
            stands_once_decided(),
        ]

    def __str__(self) -> str:
        return self.title


class Pseudonym(models.Model):
    """What one tool knows one person by; another tool knows another one, so that they cannot be put together (PDPA)."""

    tool = models.ForeignKey(Tool, on_delete=models.PROTECT, related_name="pseudonyms")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)

    class Meta:
        verbose_name = _("pseudonym")
        verbose_name_plural = _("pseudonyms")
        constraints = [
            models.UniqueConstraint(fields=["tool", "person"], name="training_a_tool_knows_a_person_once")
        ]

    def __str__(self) -> str:
        return str(self.key)


class OfALink(BranchQuerySet):
    center_path = "link__meeting__round__center"


class Launch(models.Model):
    """One launch that was handed to the tool: its key is spent by it, so that the same request opens nothing twice."""

    link = models.ForeignKey(ToolLink, on_delete=models.PROTECT, related_name="launches")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="launches")
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()

    objects = OfALink.as_manager()

    class Meta:
        verbose_name = _("launch")
        verbose_name_plural = _("launches")
        triggers = [*append_only(), of_the_round()]

    def __str__(self) -> str:
        return f"{self.link_id} {self.enrolment_id}"


class UsedAssertion(models.Model):
    """The `jti` of a signed request for a token; one that comes again is refused (RFC 7523, 3). Removed when it has expired."""

    tool = models.ForeignKey(Tool, on_delete=models.CASCADE, related_name="+")
    jti = models.CharField(max_length=255)
    expires_at = models.DateTimeField()

    class Meta:
        verbose_name = _("used assertion")
        verbose_name_plural = _("used assertions")
        constraints = [
            models.UniqueConstraint(fields=["tool", "jti"], name="training_an_assertion_is_used_once")
        ]

    def __str__(self) -> str:
        return self.jti


class Score(models.Model):
    """One score as the tool sent it; completed when its activity is Completed and its grading FullyGraded (AGS 2.0)."""

    link = models.ForeignKey(ToolLink, on_delete=models.PROTECT, related_name="scores")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="scores")
    said_at = models.DateTimeField()
    given = models.FloatField(null=True)
    maximum = models.FloatField(null=True)
    activity = models.CharField(max_length=20)
    grading = models.CharField(max_length=20)
    received_at = models.DateTimeField()

    objects = OfALink.as_manager()

    class Meta:
        verbose_name = _("score from outside")
        verbose_name_plural = _("scores from outside")
        constraints = [
            models.UniqueConstraint(
                fields=["link", "enrolment", "said_at"], name="training_a_score_is_said_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(given__isnull=True) | Q(given__gte=0, maximum__gt=0),
                name="training_scores_have_a_maximum",
            ),
        ]
        triggers = [*append_only(), of_the_round()]

    def __str__(self) -> str:
        return f"{self.given}/{self.maximum}"

    @property
    def completes(self) -> bool:
        return self.activity == "Completed" and self.grading == "FullyGraded"
