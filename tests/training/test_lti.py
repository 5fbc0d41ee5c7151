"""LTI 1.3 refuses: launches that were changed, forged, used or begun by somebody else; tokens and scores likewise."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from tests.factories.accounts import PersonFactory
from tests.factories.lessons import a_lesson
from tests.factories.lti import KEY, PLACE, a_tool, a_tool_link
from tests.factories.training import a_date, enrol, open_round
from tests.support.desks import signed_in
from training.actions import attendance, lessons, lti
from training.lti import keys, launches, outgoing, tokens
from training.models import Attendance, Launch, PlatformKey, Pseudonym, Score, Tool, ToolLink
from training.queries.online import done
from training.refusals import Refusal

pytestmark = pytest.mark.django_db
BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture
def link():
    return a_tool_link()


@pytest.fixture
def place(link):
    return enrol(link.meeting.round)


@pytest.fixture
def during(link, monkeypatch):
    """The meeting's time."""
    at = link.meeting.starts_at + timedelta(hours=1)
    monkeypatch.setattr("training.views.lti.database_now", lambda: at)
    monkeypatch.setattr("training.views.lti.timezone.now", lambda: at)
    return at


# ---- launches


def begun(desk, link):
    """What the tool is told when somebody presses the button."""
    address = desk.get(reverse("lti-launch", args=[link.meeting_id])).url
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def request_of(told, **changes):
    """The request that a tool sends the browser back with."""
    return {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": told["client_id"],
        "redirect_uri": f"{PLACE}/launch/",
        "login_hint": told["login_hint"],
        "lti_message_hint": told["lti_message_hint"],
        "state": "s-1",
        "nonce": "n-1",
    } | changes


def authorize(desk, asked):
    return desk.get(reverse("lti-authorize"), data=asked)


def test_the_message_is_signed_by_a_published_key_and_says_the_least(link, place, during):
    desk = signed_in(place.person)
    answer = authorize(desk, request_of(begun(desk, link)))
    token = answer.content.decode().split('name="id_token" value="')[1].split('"')[0]
    published = KeySet.import_key_set(json.loads(desk.get(reverse("lti-keys")).content))
    found = jwt.decode(token, published, algorithms=["RS256"])
    claims = found.claims
    assert (claims["nonce"], claims["aud"]) == ("n-1", str(link.tool.client_id))
    assert claims[f"{launches.CLAIM}target_link_uri"] == link.target
    assert claims["sub"] != str(place.person_id) and place.person.email not in str(claims)
    assert f"form-action 'self' {PLACE}" in answer["Content-Security-Policy"]


def test_no_key_of_ours_is_kept_in_clear_or_published_whole(link, place, during):
    keys.signing()
    published = keys.published()["keys"]
    assert published and all("d" not in key and key["alg"] == "RS256" for key in published)
    assert b"PRIVATE" not in bytes(PlatformKey.objects.get().sealed)


def test_a_request_opens_nothing_twice(link, place, during):
    desk = signed_in(place.person)
    asked = request_of(begun(desk, link))
    assert [authorize(desk, asked).status_code for _ in range(2)] == [200, 400]
    assert Launch.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": str(uuid4())},
        {"client_id": "x"},
        {"redirect_uri": "https://evil.example.org/launch/"},
        {"redirect_uri": f"{PLACE}/launch/../steal"},
        {"response_mode": "fragment"},
        {"nonce": ""},
        {"login_hint": str(uuid4())},
        {"lti_message_hint": "forged"},
    ],
)
def test_a_request_that_is_not_as_it_was_begun_is_refused(link, place, during, change):
    desk = signed_in(place.person)
    answer = authorize(desk, request_of(begun(desk, link), **change))
    assert answer.status_code == 400 and 'name="id_token"' not in answer.content.decode()


def test_a_launch_is_of_whoever_began_it(link, place, during):
    asked = request_of(begun(signed_in(place.person), link))
    other = enrol(link.meeting.round).person
    assert authorize(signed_in(other), asked).status_code == 400


def test_a_launch_of_one_platform_opens_no_other(link, place, during):
    desk, other = signed_in(place.person), a_tool(name="อื่น")
    key = launches.known_by(other, place.person).key
    asked = request_of(begun(desk, link), client_id=str(other.client_id), login_hint=str(key))
    assert authorize(desk, asked).status_code == 400


def test_an_old_launch_opens_nothing(link, place, during, monkeypatch):
    desk = signed_in(place.person)
    asked = request_of(begun(desk, link))
    monkeypatch.setattr("training.lti.launches.HINT_LASTS", -1)
    assert authorize(desk, asked).status_code == 400


def test_nobody_without_a_place_is_launched(link, during):
    desk = signed_in(PersonFactory())
    assert desk.get(reverse("lti-launch", args=[link.meeting_id])).status_code == 404


def test_a_launch_by_post_is_asked_again_with_our_own_cookies(link):
    answer = signed_in(PersonFactory()).post(reverse("lti-authorize"), {"scope": "openid"})
    assert answer.url == reverse("lti-authorize") + "?scope=openid"


def test_two_platforms_know_one_person_by_two_names(link, place):
    assert launches.known_by(link.tool, place.person) != launches.known_by(a_tool(), place.person)


# ---- tokens


def assertion(tool, at, *, key=KEY, alg="RS256", **changes):
    claims = {
        "iss": str(tool.client_id),
        "sub": str(tool.client_id),
        "aud": launches.absolute("lti-token"),
        "iat": int(at.timestamp()),
        "exp": int(at.timestamp()) + 60,
        "jti": uuid4().hex,
    } | changes
    return jwt.encode({"alg": alg, "kid": key.kid}, claims, key, algorithms=[alg])


def ask_for_token(signed, scope=f"{tokens.SCORE} {tokens.LINE_ITEM}", **changes):
    about = {"grant_type": "client_credentials", "client_assertion_type": BEARER, "client_assertion": signed}
    return Client().post(reverse("lti-token"), about | {"scope": scope} | changes)


def test_a_signed_request_is_given_a_token(link):
    answer = ask_for_token(assertion(link.tool, timezone.now())).json()
    assert (
        answer["token_type"] == "Bearer"
        and tokens.holder(f"Bearer {answer['access_token']}", tokens.SCORE) == link.tool
    )


def test_a_signed_request_opens_nothing_twice(link):
    signed = assertion(link.tool, timezone.now())
    assert [ask_for_token(signed).status_code for _ in range(2)] == [200, 401]


FOREIGN = RSAKey.generate_key(2048, {"kid": "of-the-tool"})
SYMMETRIC = OctKey.import_key("x" * 40, {"kid": "of-the-tool"})


@pytest.mark.parametrize(
    "forged",
    [
        {"key": FOREIGN},
        {"key": SYMMETRIC, "alg": "HS256"},
        {"aud": "https://elsewhere.example.org/token/"},
        {"sub": "somebody else"},
        {"exp": 1},
        {"exp": 4_000_000_000},
        {"jti": ""},
        {"jti": None},
        {"iss": str(uuid4())},
    ],
)
def test_a_request_that_is_forged_old_or_for_somebody_else_is_denied(link, forged):
    answer = ask_for_token(assertion(link.tool, timezone.now(), **forged))
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "changes", [{"client_assertion": "x"}, {"client_assertion_type": "y"}, {"grant_type": "password"}]
)
def test_anything_else_is_no_request_for_a_token(link, changes):
    signed = assertion(link.tool, timezone.now())
    assert ask_for_token(signed, **changes).status_code in (400, 401)


def test_a_scope_that_is_unknown_gives_nothing(link):
    assert ask_for_token(assertion(link.tool, timezone.now()), scope="all").json()["error"] == "invalid_scope"


def test_a_platform_out_of_use_is_given_nothing(link):
    Tool.objects.update(active=False)
    assert ask_for_token(assertion(link.tool, timezone.now())).status_code == 401


# ---- scores


def token_of(tool, scope=tokens.SCORE):
    return ask_for_token(assertion(tool, timezone.now()), scope).json()["access_token"]


def a_score(person_key, at, **changes):
    return {
        "userId": str(person_key),
        "timestamp": at.isoformat(),
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
        "scoreGiven": 8,
        "scoreMaximum": 10,
    } | changes


def post_score(link, told, token=None):
    header = {"Authorization": f"Bearer {token or token_of(link.tool)}"}
    body = told if isinstance(told, str) else json.dumps(told)
    kind = "application/vnd.ims.lis.v1.score+json"
    return Client().post(reverse("lti-scores", args=[link.key]), body, content_type=kind, headers=header)


@pytest.fixture
def known(link, place):
    """What the platform knows the person by."""
    return launches.known_by(link.tool, place.person).key


def later(link):
    return link.meeting.starts_at + timedelta(hours=2)


def test_a_completed_score_is_the_whole_meeting_and_the_same_again_is_one(link, place, known):
    at = later(link)
    for _ in range(2):
        lti.take_score(link, a_score(known, at), at=at)
    assert Score.objects.count() == 1 and done(place).complete
    assert Attendance.objects.get().minutes == link.meeting.minutes


def test_what_staff_have_recorded_stays(link, place, known):
    attendance.record(link.meeting, {place.pk: 5}, by=PersonFactory(), at=later(link))
    lti.take_score(link, a_score(known, later(link)), at=later(link))
    assert Attendance.objects.get().minutes == 5


def test_a_score_comes_in_over_the_network(link, place, known):
    assert post_score(link, a_score(known, timezone.now())).status_code == 204
    assert Score.objects.get().enrolment == place


@pytest.mark.parametrize(
    "change",
    [
        {"userId": str(uuid4())},
        {"userId": "x"},
        {"timestamp": "yesterday"},
        {"timestamp": "2999-01-01T00:00:00Z"},
        {"timestamp": "2026-12-01T00:00:00"},
        {"activityProgress": "Perhaps"},
        {"gradingProgress": None},
        {"gradingProgress": ["FullyGraded"]},
        {"scoreGiven": -1},
        {"scoreGiven": "9"},
        {"scoreMaximum": 0},
        {"scoreMaximum": None},
    ],
)
def test_a_score_that_cannot_be_is_refused_with_its_reason(link, known, change):
    answer = post_score(link, a_score(known, timezone.now(), **change))
    assert answer.status_code == 422 and answer.json()["error_description"]
    assert not Score.objects.exists()


@pytest.mark.parametrize("body", ["", "[]", "{", "null"])
def test_what_is_no_score_at_all_is_refused(link, body):
    assert post_score(link, body).status_code == 400


def test_a_score_for_somebody_without_a_place_is_refused(link):
    stranger = launches.known_by(link.tool, PersonFactory()).key
    assert post_score(link, a_score(stranger, timezone.now())).status_code == 422


def test_a_name_that_another_platform_knows_is_nobody_here(link, place):
    elsewhere = launches.known_by(a_tool(), place.person).key
    assert post_score(link, a_score(elsewhere, timezone.now())).status_code == 422


def test_another_platform_scores_nothing_here(link, known):
    other = a_tool()
    assert post_score(link, a_score(known, timezone.now()), token_of(other)).status_code == 404


@pytest.mark.parametrize("token", ["x", "", "a:b:c"])
def test_no_score_is_taken_without_a_token(link, known, token):
    assert post_score(link, a_score(known, timezone.now()), token or "none").status_code == 401


def test_a_token_for_reading_writes_nothing(link, known):
    token = token_of(link.tool, tokens.LINE_ITEM)
    assert post_score(link, a_score(known, timezone.now()), token).status_code == 403


def test_a_token_ends_after_an_hour(link, known, monkeypatch):
    token = token_of(link.tool)
    monkeypatch.setattr("training.lti.tokens.LASTS", -1)
    assert post_score(link, a_score(known, timezone.now()), token).status_code == 401


def test_a_score_is_of_a_round_of_ones_own_in_the_database(link, room):
    stranger = enrol(open_round(room=room))
    with pytest.raises(IntegrityError, match="training_outside_learning_is_of_ones_own_round"):
        Score.objects.create(
            link=link, enrolment=stranger, said_at=later(link), received_at=later(link), activity="Completed",
            grading="FullyGraded",
        )  # fmt: skip


# ---- what is fetched from a platform


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/keys", "https://127.0.0.1/keys", "https://[::1]/", "file:///etc/passwd"]
)
def test_outside_this_machine_nothing_inside_a_network_is_asked(settings, url):
    settings.LOCAL = False
    with pytest.raises(outgoing.Unreachable):
        outgoing.fetch_json(url)


@pytest.mark.parametrize("found", [{}, {"keys": 3}, [], {"keys": [{"kty": "RSA"}]}])
def test_keys_that_are_none_open_nothing(link, found):
    Tool.objects.update(jwks=found)
    assert ask_for_token(assertion(link.tool, timezone.now())).status_code == 401


def test_a_platform_that_does_not_answer_is_given_nothing(link):
    Tool.objects.update(jwks_url="http://127.0.0.1:9/keys", jwks=None)
    assert ask_for_token(assertion(link.tool, timezone.now())).status_code == 401


# ---- the manager and the ministry


def test_a_manager_puts_e_learning_of_a_platform_to_a_meeting(manager, center):
    tool = a_tool()
    round = open_round(center=center, dates=[a_date(None, mode="elearning", length=12)])
    page = reverse("manage-meeting-tool", args=[round.meetings.get().pk])
    wrong = manager.post(
        page, {"tool": tool.pk, "title": "บทที่ 1", "target": "https://elsewhere.example.org/1"}
    )
    assert tool.name in wrong.content.decode() and not ToolLink.objects.exists()
    manager.post(page, {"tool": tool.pk, "title": "บทที่ 1", "target": f"{PLACE}/units/1"})
    assert ToolLink.objects.get().tool == tool
    manager.cost(page)


def test_a_meeting_has_a_lesson_here_or_e_learning_elsewhere_and_not_both(link):
    meeting = link.meeting
    with pytest.raises(Refusal):
        lessons.put_to(
            meeting, a_lesson(meeting.round.center, released=True), by=meeting.round.created_by, at=meeting.starts_at
        )  # fmt: skip


def test_what_somebody_has_begun_elsewhere_stays(link, place):
    Launch.objects.create(link=link, enrolment=place, key=uuid4(), at=later(link))
    with pytest.raises(Refusal):
        lti.put_to(link.meeting, None, title="", target="", by=PersonFactory(), at=later(link))


def test_nothing_online_was_done_where_nothing_is_online(room):
    found = done(enrol(open_round(room=room)))
    assert (found.done, found.of, found.complete) == (0, 0, False)
    assert not Pseudonym.objects.exists()
