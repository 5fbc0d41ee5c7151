"""Every answer carries its id, its language and the headers that keep it safe."""

import pytest

from hcec.core.tasks import heartbeat

pytestmark = pytest.mark.django_db


def test_a_request_id_of_the_proxy_is_kept(client):
    assert (
        client.get("/healthz", headers={"X-Request-ID": "abcdef-123456"})["X-Request-ID"] == "abcdef-123456"
    )


def test_a_request_id_that_is_no_id_is_replaced(client):
    answer = client.get("/healthz", headers={"X-Request-ID": "<script>"})["X-Request-ID"]
    assert answer.isalnum()


def test_thai_is_spoken_even_to_an_english_browser(client):
    assert client.get("/healthz", headers={"Accept-Language": "en"})["Content-Language"] == "th"


def test_english_is_one_cookie_away(client):
    client.cookies["django_language"] = "en"
    assert client.get("/healthz")["Content-Language"] == "en"


def test_the_content_security_policy_allows_nothing_inline(client):
    policy = client.get("/healthz")["Content-Security-Policy"]
    assert "unsafe" not in policy and "default-src 'none'" in policy


def test_healthz_says_that_the_process_lives(client):
    assert client.get("/healthz").content == b"ok\n"


def test_readyz_names_the_part_that_is_missing(client):
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": True, "redis": True, "worker": False}


def test_readyz_is_ready_once_a_worker_beats(client):
    heartbeat()
    assert client.get("/readyz").status_code == 200
