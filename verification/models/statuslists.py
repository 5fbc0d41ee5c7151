"""The lists on which open credentials are looked up; who is on them is counted from certificates and revocations."""

from django.db import models
from django.db.models import Q

from hcec.core.db import append_only


class StatusList(models.Model):
    """One list and the secret of its places: a place must not tell whose it is (decision 0034)."""

    number = models.PositiveIntegerField(primary_key=True)
    secret = models.CharField(max_length=64, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(secret__regex="^[0-9a-f]{64}$"), name="verification_a_status_list_has_its_secret"
            )
        ]
        triggers = append_only()

    def __str__(self) -> str:
        return str(self.number)
