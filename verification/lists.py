"""The list of a round's certificates, printed from the data: who completed, each number, its day and where it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hcec.core import pdf
from training.models import Completion, Round
from verification.models import Certificate
from verification.statuses import CertificateState


@dataclass(frozen=True)
class Line:
    """One certificate, or that somebody who completed has none yet; `place` counts people, empty on her further lines."""

    place: int | None
    name: str
    number: str
    issued_on: date | None
    standing: str | Promise
    counts: bool


def lines(round: Round) -> list[Line]:
    """Everybody who completed, by name, with every certificate of hers in the order of issue. Two queries.

    A certificate says the name that it was issued in; who has none stands by the name of her account.
    """
    own = Certificate.objects.select_related("revocation").order_by("issued_at", "pk")
    rows = Completion.objects.filter(enrolment__round=round).select_related("enrolment__person")
    rows = rows.prefetch_related(Prefetch("certificates", own))
    found: list[Line] = []
    for place, row in enumerate(rows.order_by("enrolment__person__name_sort", "pk"), start=1):
        certificates = list(row.certificates.all())
        for again, each in enumerate(certificates):
            day, state = timezone.localdate(each.issued_at), CertificateState(each.state)
            found.append(
                Line(
                    None if again else place,
                    each.words.holder.th,
                    each.number,
                    day,
                    state.label,
                    not each.is_revoked,
                )
            )
        if not certificates:
            person = row.enrolment.person
            found.append(
                Line(place, person.name_th or person.name, "", None, gettext_lazy("Not issued yet"), False)
            )
    return found


def of_round(round: Round, at: datetime) -> bytes:
    """The list as PDF (A4, in Thai), as of `at`. Raises PdfError where PDFs cannot be made."""
    found = lines(round)
    with translation.override("th"):
        title = f"{_('List of certificates')} {round}"
    context: dict[str, Any] = {
        "round": round,
        "lines": found,
        "people": sum(1 for line in found if line.place),
        "standing": sum(1 for line in found if line.counts),
        "at": at,
        "address": f"{settings.PUBLIC_URL}{reverse('verify')}",
    }
    return pdf.render("verification/paper_round_list.html", context, title=title)
