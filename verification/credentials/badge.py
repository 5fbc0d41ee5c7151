"""The facts of a certificate as an Open Badge 3.0: what the paper says, no more and no less.

Nothing here identifies the holder but the name that the paper bears: no address, no number of an identity card.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from verification import moments
from verification.credentials import keys, status
from verification.kinds import SOURCES, along
from verification.models import Certificate, Kind
from verification.words import Mark, Pair, Words

CONTEXT = [
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
]
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
# What Open Badges calls the kinds.
TYPES = {
    Kind.COMPLETION: "CertificateOfCompletion",
    Kind.TEST_RESULT: "Assessment",
    Kind.RECOGNITION: "Award",
    Kind.ATTESTATION: "Certificate",
}
# For what each is given; {th} and {en} are the hours, where there are any.
CRITERIA = {
    Kind.COMPLETION: Pair(
        "เข้ารับการอบรมและผ่านเกณฑ์ของหลักสูตร{th}", "Attended the course and met its criteria{en}"
    ),
    Kind.TEST_RESULT: Pair(
        "เข้ารับการทดสอบ ผลของแต่ละส่วนระบุไว้ในใบรับรองนี้",
        "Took the test; the result of each part is stated in the credential",
    ),
    Kind.RECOGNITION: Pair(
        "ได้รับการยกย่องเชิดชูเกียรติจากศูนย์{th}", "Recognised by the center for what the credential names{en}"
    ),
    Kind.ATTESTATION: Pair(
        "ศูนย์รับรองว่าได้ปฏิบัติหน้าที่ตามที่ระบุ{th}", "Attested by the center to have served as the credential says{en}"
    ),
}
ISSUER = Pair(
    "ศูนย์ HCEC สำนักงานคณะกรรมการการศึกษาขั้นพื้นฐาน", "HCEC Centers, Office of the Basic Education Commission"
)


def token(certificate: Certificate) -> str:
    """The signed credential as it is downloaded. Certificates that no longer count have none: ask before."""
    return keys.sign(credential(certificate))


def with_source(rows: QuerySet[Certificate]) -> QuerySet[Certificate]:
    """The certificates with what a credential names of their test, course or occasion and of their center."""
    paths = {f"{source.field}__{source.group}" for source in SOURCES.values()}
    return rows.select_related("series__center", *sorted(paths))


def credential(certificate: Certificate) -> dict[str, Any]:
    """The credential of a certificate, with the claims that Open Badges wants beside it in a JWT.

    Wants rows of `with_source`.
    """
    words, held = certificate.words, achievement_of(certificate)
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "id": certificate.address,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": both(words.subject),
        "issuer": profile(),
        "validFrom": moments.instant(certificate.issued_at),
        "credentialSubject": subject(words, held),
        "credentialStatus": status.entry_of(certificate),
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "iss": keys.issuer(),
        "jti": certificate.address,
        "nbf": int(certificate.issued_at.timestamp()),
    }
    if words.valid_until:
        end = moments.end_of(words.valid_until)
        told |= {"validUntil": moments.instant(end), "exp": int(end.timestamp())}
    return told


def enveloped(signed: str) -> dict[str, Any]:
    """The same as a JSON document: an enveloped verifiable credential (VC data model 2.0, 4.13)."""
    return {
        "@context": CONTEXT[0],
        "id": f"data:application/vc+jwt,{signed}",
        "type": "EnvelopedVerifiableCredential",
    }


def profile() -> dict[str, Any]:
    """Who issues: the portal, in whose name every center does."""
    return {"id": keys.issuer(), "type": ["Profile"], "name": both(ISSUER), "url": settings.PUBLIC_URL + "/"}


def subject(words: Words, held: dict[str, Any]) -> dict[str, Any]:
    """Whose it is, by the printed name, and what was achieved."""
    names = dict.fromkeys(name for name in (words.holder.th, words.holder.en) if name)
    told: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": [
            {"type": "IdentityObject", "hashed": False, "identityHash": name, "identityType": "name"}
            for name in names
        ],
        "activityStartDate": moments.instant(moments.start_of(words.starts_on)),
        "activityEndDate": moments.instant(moments.end_of(words.ends_on)),
        "achievement": held,
    }
    if words.role:
        told["role"] = both(words.role)
    if found := results(words, held["id"]):
        told["result"] = [
            {"type": ["Result"], "resultDescription": description["id"], "value": value}
            for description, value in found
        ]
        held["resultDescription"] = [description for description, _value in found]
    return told


def achievement_of(certificate: Certificate) -> dict[str, Any]:
    """What was achieved, in the words of the paper."""
    center, words = certificate.series.center, certificate.words
    held = achievement(Kind(certificate.kind), source_of(certificate), words.subject, hours=words.hours)
    held["creator"] = {
        "id": settings.PUBLIC_URL + reverse("center", args=[center.code]),
        "type": ["Profile"],
        "name": both(words.issuer),
    }
    return held


def source_of(certificate: Certificate) -> int:
    """The primary key of its test, course or occasion."""
    source = SOURCES[certificate.kind]
    return int(along(getattr(certificate, source.field), f"{source.subject}_id"))


def achievement(kind: Kind, source: int, subject: Pair, *, hours: str = "") -> dict[str, Any]:
    """A test, a course or an occasion as an achievement; its address answers with the same, in today's words."""
    lasted = {"th": f" รวม {hours} ชั่วโมง", "en": f", {hours} hours"} if hours else {"th": "", "en": ""}
    criteria = Pair(CRITERIA[kind].th.format(**lasted), CRITERIA[kind].en.format(**lasted))
    return {
        "id": settings.PUBLIC_URL + reverse("credential-achievement", args=[kind.value, source]),
        "type": ["Achievement"],
        "achievementType": TYPES[kind],
        "name": both(subject),
        "description": both(criteria),
        "criteria": {"narrative": both(criteria)},
        "inLanguage": "th",
    }


def results(words: Words, base: str) -> list[tuple[dict[str, Any], str]]:
    """Each printed score and level with the description of what it is."""
    found = []
    for number, (mark, kind, value) in enumerate(_values(words), start=1):
        description = {
            "id": f"{base}#result-{number}",
            "type": ["ResultDescription"],
            "name": both(mark.name),
            "resultType": kind,
        }
        found.append((description, value))
    return found


def _values(words: Words) -> Iterator[tuple[Mark, str, str]]:
    for mark in (*words.parts, *([words.overall] if words.overall else [])):
        if mark.score:
            yield mark, "RawScore", mark.score
        if mark.level:
            yield mark, "PerformanceLevel", both(mark.level)


def both(text: Pair) -> str:
    """Both languages in one text, as wallets show a single one."""
    return text.th if text.en in ("", text.th) else f"{text.th} / {text.en}" if text.th else text.en
