"""The tabs over the pages of one round, as far as the person may open them."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hcec.core.access import Permission
from hcec.core.pieces import Tab
from training.models import Round

PAGES = (
    ("manage-round", _("Round and dates"), Permission.ROUND_MANAGE),
    ("manage-round-people", _("People in the round"), Permission.ROUND_MANAGE),
    ("manage-round-pools", _("Kept seats"), Permission.ROUND_MANAGE),
    ("manage-round-attendance", _("Attendance"), Permission.CHECK_IN),
    ("manage-round-marks", _("Scores"), Permission.ROUND_MANAGE),
    ("manage-round-completions", _("Completions"), Permission.ROUND_MANAGE),
    ("manage-round-survey", _("Survey"), Permission.ROUND_MANAGE),
    ("manage-round-vouchers", _("Speakers' pay"), Permission.VOUCHER_PREPARE),
)


def tabs(request: HttpRequest, round: Round, here: str) -> list[Tab]:
    return [
        Tab(label, reverse(name, args=[round.pk]), name == here)
        for name, label, permission in PAGES
        if request.access.can(permission)
    ]
