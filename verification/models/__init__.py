"""Certificates: the series of their numbers, the papers' words, their files and the keys that seal them, their end, the
runs, and the public log."""

from verification.models.bodies import Channel, Inquiry, LookUp, RegisteredBody, Told
from verification.models.certificates import Certificate, CertificateFile, Kind, Series
from verification.models.checkpoints import Cosignature, LogCheckpoint, LogKey, Witness
from verification.models.keys import Retired, SigningKey
from verification.models.log import LogEntry, LogNode, Salt
from verification.models.renewals import RenewedFile
from verification.models.revocations import Reason, Revocation
from verification.models.runs import IssueRun
from verification.models.shares import Look, Part, Share
from verification.models.statuslists import StatusList

__all__ = [
    "Certificate", "CertificateFile", "Channel", "Cosignature", "Inquiry", "IssueRun", "Kind", "LogCheckpoint", "LogEntry",
    "LogKey", "LogNode", "Look", "LookUp", "Part", "Reason", "RegisteredBody", "RenewedFile", "Retired", "Revocation", "Salt",
    "Series", "Share", "SigningKey", "StatusList", "Told", "Witness",
]  # fmt: skip
