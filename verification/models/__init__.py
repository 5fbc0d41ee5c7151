"""Certificates: the series of their numbers, the papers' words, their files and the keys that seal them, their end, the runs."""

from verification.models.certificates import Certificate, CertificateFile, Kind, Series
from verification.models.keys import Retired, SigningKey
from verification.models.renewals import RenewedFile
from verification.models.revocations import Reason, Revocation
from verification.models.runs import IssueRun

__all__ = [
    "Certificate", "CertificateFile", "IssueRun", "Kind", "Reason", "RenewedFile", "Retired", "Revocation", "Series",
    "SigningKey",
]  # fmt: skip
