"""A real LTI 1.3 tool on a port of its own, made of PyLTI1p3: it is launched by a browser and posts a score back."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import requests
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, JsonResponse
from joserfc.jwk import RSAKey
from pylti1p3.contrib.django import DjangoMessageLaunch, DjangoOIDCLogin
from pylti1p3.exception import LtiException
from pylti1p3.grade import Grade
from pylti1p3.tool_config import ToolConfDict


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Tool:
    """The tool as its makers would write it: login, launch, its keys, and a score for whoever was launched."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.key = RSAKey.generate_key(2048)
        self.session: dict[str, Any] = {}
        self.launched: list[dict[str, Any]] = []
        self.refused: list[str] = []
        self.conf: ToolConfDict | None = None
        self.score = {"activity": "Completed", "grading": "FullyGraded"}

    def configure(self, platform: str, client_id: str, deployment_id: str) -> None:
        """What the portal's officer tells the tool's makers."""
        about = {
            "client_id": client_id,
            "auth_login_url": f"{platform}/lti/authorize/",
            "auth_token_url": f"{platform}/lti/token/",
            "key_set_url": f"{platform}/lti/keys/",
            "deployment_ids": [deployment_id],
        }
        self.platform, self.client_id = platform, client_id
        self.conf = ToolConfDict({platform: [about]})
        private, public = (self.key.as_pem(private=half).decode() for half in (True, False))
        self.conf.set_private_key(platform, private, client_id=client_id)
        self.conf.set_public_key(platform, public, client_id=client_id)

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterator[bytes]:
        request = WSGIRequest(environ)
        request.session = self.session
        pages = {"/login/": self.login, "/launch/": self.launch, "/keys/": self.keys}
        try:
            response = pages[request.path](request)
        except LtiException as no:
            self.refused.append(str(no))
            response = HttpResponse(f"refused: {no}", status=400)
        except KeyError:
            response = HttpResponse(status=204)  # what browsers ask for by themselves
        cookies = [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
        start(f"{response.status_code} {response.reason_phrase}", [*response.items(), *cookies])
        return iter([response.content])

    def keys(self, request: WSGIRequest) -> HttpResponse:
        return JsonResponse(self.conf.get_jwks(self.platform, self.client_id))

    def login(self, request: WSGIRequest) -> HttpResponse:
        return DjangoOIDCLogin(request, self.conf).redirect(f"{self.url}/launch/")

    def launch(self, request: WSGIRequest) -> HttpResponse:
        with requests.Session() as asks:
            launch = DjangoMessageLaunch(request, self.conf, requests_session=asks)
            data = launch.get_launch_data()
            self.launched.append(data)
            grade = Grade().set_score_given(9).set_score_maximum(10).set_user_id(data["sub"])
            grade.set_timestamp(datetime.now(UTC).isoformat())
            grade.set_activity_progress(self.score["activity"]).set_grading_progress(self.score["grading"])
            self.line_item = launch.get_ags().get_lineitem()
            launch.get_ags().put_grade(grade)
        return HttpResponse(
            "<!doctype html><html lang=en><title>Unit 1</title><h1>Unit 1 is done</h1></html>"
        )


@contextmanager
def tool_served() -> Iterator[Tool]:
    """A tool on a free port, for the length of a test."""
    server = make_server("127.0.0.1", 0, lambda *_: iter(()), server_class=Server, handler_class=Quiet)
    tool = Tool(server.server_port)
    server.set_app(tool)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield tool
    finally:
        server.shutdown()
        server.server_close()
