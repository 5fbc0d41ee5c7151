"""Certificates: the series of their numbers, the papers' words, their files, their end, and the runs that issue them."""

from verification.models.certificates import Certificate, CertificateFile, Kind, Series
from verification.models.revocations import Reason, Revocation
from verification.models.runs import IssueRun

__all__ = ["Certificate", "CertificateFile", "IssueRun", "Kind", "Reason", "Revocation", "Series"]
