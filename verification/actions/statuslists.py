"""Begin the status lists on which new certificates have their places."""

import secrets
from collections.abc import Iterable

from verification.credentials import status
from verification.models import Certificate, StatusList


def open_for(certificates: Iterable[Certificate]) -> None:
    """Make the lists of these certificates where one is not there yet; part of the transaction that issues them."""
    wanted = {status.list_of(certificate.pk) for certificate in certificates}
    known = set(StatusList.objects.filter(number__in=wanted).values_list("number", flat=True))
    new = [StatusList(number=number, secret=secrets.token_hex(32)) for number in sorted(wanted - known)]
    StatusList.objects.bulk_create(new, ignore_conflicts=True)
