"""A time-stamp service (RFC 3161) of the test's own: an authority, its service's RSA key, and a server on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.factories import seals

DER = serialization.Encoding.DER


@dataclass
class Service:
    """Where it answers and whom it is believed by. Set `away` and it answers 503."""

    url: str
    roots: Path
    root: asn1.Certificate
    asked: int = 0
    away: bool = False


def stamper(lasts: timedelta, root: tuple) -> DummyTimeStamper:
    key = seals.private_key("RSA2048", 7)
    only = (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), seals.usage(digital_signature=True))
    certificate = seals.certificate(
        "Test Time-Stamps", key, by=root, lasts=lasts, extensions=only, critical=(x509.ExtendedKeyUsage,)
    )
    private = key.private_bytes(DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    above = asn1.Certificate.load(root[0].public_bytes(DER))
    return DummyTimeStamper(
        asn1.Certificate.load(certificate.public_bytes(DER)),
        asn1_keys.PrivateKeyInfo.load(private),
        certs_to_embed=SimpleCertificateStore.from_certs([above]),
        fixed_dt=datetime.now(UTC).replace(microsecond=0),
    )


@contextmanager
def service(folder: Path, lasts: timedelta = 5 * seals.YEAR) -> Iterator[Service]:
    """The service, answering on a free port of this machine until the block ends."""
    root = seals.authority("Test Time Authority", 8)
    (folder / "time-roots.pem").write_bytes(root[0].public_bytes(serialization.Encoding.PEM))
    makes = stamper(lasts, root)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            running.asked += 1
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if running.away:
                self.send_error(503)
                return
            answer = makes.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            """Nothing to say."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    above = asn1.Certificate.load(root[0].public_bytes(DER))
    running = Service(f"http://127.0.0.1:{server.server_port}", folder / "time-roots.pem", above)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
