"""Fetching a tool's public keys: over https, from a public address, in a few seconds, following nobody elsewhere."""

import json
import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

SECONDS, LARGEST = 5, 256 * 1024


class Unreachable(Exception):
    """The address is not one that the portal asks, or it does not answer as it should."""


class Pinned(HTTPSConnection):
    """Asks the address that was looked at, whatever the name says a moment later; the certificate is the name's."""

    def __init__(self, host: str, port: int, address: str) -> None:
        super().__init__(host, port, timeout=SECONDS, context=ssl.create_default_context())
        self.address = address

    def connect(self) -> None:
        raw = socket.create_connection((self.address, self.port), SECONDS)
        self.sock = ssl.create_default_context().wrap_socket(raw, server_hostname=self.host)


def address_of(host: str, port: int) -> str:
    """The address behind a name. Refuses one inside a network: the portal would ask its own neighbours for somebody.

    Raises Unreachable. On a machine of a developer, in the demo and in tests, local addresses are asked as well.
    """
    try:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Unreachable(f"{host} is not known") from error
    if not settings.LOCAL and not all(ip_address(one.partition("%")[0]).is_global for one in found):
        raise Unreachable(f"{host} is inside a network")
    return found[0]


def fetch_json(url: str) -> Any:
    """The JSON at an address; a redirection is no answer. Raises Unreachable."""
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    if not parts.hostname or not (secure or (settings.LOCAL and parts.scheme == "http")):
        raise Unreachable("the address does not begin with https://")
    port = parts.port or (443 if secure else 80)
    address = address_of(parts.hostname, port)
    connection = (
        Pinned(parts.hostname, port, address) if secure else HTTPConnection(address, port, timeout=SECONDS)
    )
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        headers = {"Host": parts.netloc, "Accept": "application/json"}
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        content = answer.read(LARGEST + 1)
        if answer.status != 200 or len(content) > LARGEST:
            raise Unreachable(f"{parts.hostname} answered {answer.status}")
        return json.loads(content)
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"{parts.hostname} does not answer as it should") from error
    finally:
        connection.close()
