"""A launch: the login that it begins with, the request that comes back for it, and the signed message it ends with.

LTI Core 1.3 (5, resource link launch) and Security Framework 1.0 (5.1.1, third-party-initiated login).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from joserfc import jwt

from hcec.accounts.models import User
from training.lti import keys
from training.lti.tokens import LINE_ITEM, SCORE, Denied, tool_named
from training.models import Enrolment, Pseudonym, Tool, ToolLink
from training.refusals import Refusal

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
ENDPOINT = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
HINT, HINT_LASTS = "hcec.lti.hint", 600  # seconds from the button to the message
MESSAGE_LASTS = timedelta(minutes=5)
LONGEST = 1000  # letters of a nonce or state


def absolute(name: str, *args: object) -> str:
    """An address of the portal as tools know it."""
    return settings.PUBLIC_URL + reverse(name, args=args)


def known_by(tool: Tool, person: User) -> Pseudonym:
    """What the tool knows the person by; made at the first launch."""
    return Pseudonym.objects.get_or_create(tool=tool, person=person)[0]


def login_address(link: ToolLink, place: Enrolment) -> str:
    """Where the browser is sent first. The hint is of this person, this link and this once."""
    hint = {"link": link.pk, "enrolment": place.pk, "key": uuid4().hex}
    facts = {
        "iss": settings.PUBLIC_URL,
        "login_hint": known_by(link.tool, place.person).key,
        "target_link_uri": link.target,
        "lti_message_hint": signing.dumps(hint, salt=HINT),
        "client_id": link.tool.client_id,
        "lti_deployment_id": link.tool.deployment_id,
    }
    return f"{link.tool.login_url}{'&' if '?' in link.tool.login_url else '?'}{urlencode(facts)}"


@dataclass(frozen=True)
class Asked:
    """A request for a launch that is as it should be."""

    tool: Tool
    link_pk: int
    enrolment_pk: int
    key: UUID
    redirect_uri: str
    state: str
    nonce: str


def asked(told: Any, person: User) -> Asked:
    """Read the request that the tool sent the browser back with. Refuses whatever is not exactly as it was begun."""
    try:
        tool = tool_named(told.get("client_id"))
    except Denied:
        raise Refusal(_("This platform is not registered here.")) from None
    if told.get("redirect_uri") not in tool.redirect_uris:
        raise Refusal(_("The platform asked to be answered at an address that is not registered."))
    fixed = {"scope": "openid", "response_type": "id_token", "response_mode": "form_post", "prompt": "none"}
    nonce, state = told.get("nonce", ""), told.get("state", "")
    if any(told.get(name) != value for name, value in fixed.items()) or not 0 < len(nonce) <= LONGEST:
        raise Refusal(_("The platform did not ask for a launch as LTI 1.3 says."))
    known = Pseudonym.objects.filter(tool=tool, person=person).first()
    if known is None or told.get("login_hint") != str(known.key):
        raise Refusal(_("This launch was begun by somebody else. Open it from your own course."))
    try:
        hint = signing.loads(told.get("lti_message_hint", ""), salt=HINT, max_age=HINT_LASTS)
    except signing.BadSignature:
        raise Refusal(
            _("This launch took too long or was changed. Open it from your course again.")
        ) from None
    key, place = UUID(hint["key"]), (hint["link"], hint["enrolment"])
    return Asked(tool, *place, key, told["redirect_uri"], state[:LONGEST], nonce)


def message(link: ToolLink, place: Enrolment, nonce: str, *, at: datetime) -> str:
    """The signed message (id_token, RS256): who by pseudonym, what, where scores go; the name only where it is allowed."""
    tool, round, person = link.tool, place.round, place.person
    claims: dict[str, Any] = {
        "iss": settings.PUBLIC_URL,
        "aud": str(tool.client_id),
        "sub": str(known_by(tool, person).key),
        "iat": int(at.timestamp()),
        "exp": int((at + MESSAGE_LASTS).timestamp()),
        "nonce": nonce,
        f"{CLAIM}message_type": "LtiResourceLinkRequest",
        f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": str(tool.deployment_id),
        f"{CLAIM}target_link_uri": link.target,
        f"{CLAIM}resource_link": {"id": str(link.key), "title": link.title},
        f"{CLAIM}roles": [LEARNER],
        f"{CLAIM}context": {
            "id": f"round-{round.pk}",
            "title": str(round),
            "type": ["http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"],
        },
        f"{CLAIM}tool_platform": {"guid": settings.PUBLIC_URL.partition("://")[2], "name": "HCEC"},
        f"{CLAIM}launch_presentation": {
            "locale": get_language() or "th",
            "return_url": absolute("enrolment", place.pk),
        },
        ENDPOINT: {"scope": [LINE_ITEM, SCORE], "lineitem": absolute("lti-line-item", link.key)},
    }
    if tool.sends_name:
        claims |= {
            "name": person.name,
            "given_name": person.first_name_th,
            "family_name": person.last_name_th,
        }
    key = keys.signing()
    return jwt.encode({"alg": keys.ALGORITHM, "kid": key.kid, "typ": "JWT"}, claims, key)
