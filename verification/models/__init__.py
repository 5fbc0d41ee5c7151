"""Certificates: numbers, words and design, files and the keys that seal them, their end, their runs, their ZIPs, the
public log."""

from verification.models.bodies import Channel, Inquiry, LookUp, RegisteredBody, Told
from verification.models.bundles import Bundle
from verification.models.certificates import Certificate, CertificateFile, Series
from verification.models.checkpoints import Cosignature, LogCheckpoint, LogKey, Witness
from verification.models.citations import CITED, Citation, Occasion
from verification.models.issuers import IssuerName
from verification.models.keys import Retired, SigningKey
from verification.models.log import LogEntry, LogNode, Salt
from verification.models.name_changes import NameChange
from verification.models.renewals import RenewedFile
from verification.models.revocations import AGAIN, BY_ACT, Reason, Revocation
from verification.models.runs import IssueRun
from verification.models.shares import Look, Part, Share
from verification.models.statuslists import StatusList
from verification.models.templates import (
    Colour,
    Digits,
    Frame,
    Kind,
    Logo,
    SecondSignatory,
    Template,
    TemplateVersion,
)

__all__ = [
    "AGAIN", "BY_ACT", "Bundle", "CITED", "Certificate", "CertificateFile", "Channel", "Citation", "Colour", "Cosignature",
    "Digits", "Frame", "Inquiry", "IssueRun", "IssuerName", "Kind", "LogCheckpoint", "LogEntry", "LogKey", "LogNode", "Logo",
    "Look",
    "LookUp", "NameChange", "Occasion", "Part", "Reason", "RegisteredBody", "RenewedFile", "Retired", "Revocation", "Salt",
    "SecondSignatory", "Series", "Share", "SigningKey", "StatusList", "Template", "TemplateVersion", "Told", "Witness",
]  # fmt: skip
