"""A place where the portal runs on this machine: one folder with its keys, its services and what is prepared.

`HCEC_VAR` names the folder. The demo holds it while it runs; `bin/manage` then joins the demo's services, or starts
them for one command. No Django here.
"""

import base64
import json
import os
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from hcec.embedded import Busy, Services
from hcec.supervise import Process
from hcec.throwaway import key_file

ROOT = Path(__file__).resolve().parent.parent
SERVICE_NAMES = ("DATABASE_URL", "REDIS_URL")
APPS = ("centers", "committees", "testing", "training", "verification", "hcec/*")
# What decides the shape of the database and the reference rows; other code needs no preparation.
SHAPE = ("migrations/*.py", "data/**/*")


class Place:
    """One folder. `env` is what every process of the portal gets once `services()` or `hold()` gave its addresses."""

    def __init__(self, var: Path, environment: Mapping[str, str] = os.environ) -> None:
        self.var = var.resolve()
        self.given = {name: environment[name] for name in SERVICE_NAMES if environment.get(name)}
        self.services = Services(self.var, durable=True)
        self.env = {**environment, "HCEC_VAR": str(self.var), "PYTHONUNBUFFERED": "1"}
        self.env.setdefault("DJANGO_SETTINGS_MODULE", "hcec.settings")

    @classmethod
    def of_environment(cls) -> "Place":
        place = cls(Path(os.environ.get("HCEC_VAR") or ROOT / "var"))
        place.env.setdefault("HCEC_DEMO", "1")
        port = place.env.setdefault("PORT", "8000")
        place.env.setdefault("HCEC_PUBLIC_URL", f"http://127.0.0.1:{port}")
        return place

    # Keys

    def make_keys(self) -> None:
        """Give the environment the keys of this place, made at its first start and kept (mode 0600)."""
        makers = {
            "HCEC_SECRET_KEY": lambda: secrets.token_urlsafe(64),
            "HCEC_ID_KEY": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
            "HCEC_CREDENTIAL_KEYS": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
            "HCEC_LOG_KEY": lambda: base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        for name, make in makers.items():
            if not self.env.get(name):
                self.env[name] = self._kept(name, make())
        if not self.env.get("HCEC_SIGNING_KEY") and not self.env.get("HCEC_UNSIGNED"):
            self.env["HCEC_SIGNING_PASSPHRASE"] = self._kept(
                "HCEC_SIGNING_PASSPHRASE", secrets.token_urlsafe(32)
            )
            self.env["HCEC_SIGNING_KEY"] = self._signing_key(self.env["HCEC_SIGNING_PASSPHRASE"])

    def _signing_key(self, passphrase: str) -> str:
        """The PKCS#12 file of this place's throw-away key."""
        path = self.var / "secrets" / "signing_key.p12"
        if not path.exists():
            self._write(path, key_file(passphrase))
        return str(path)

    def _kept(self, name: str, new: str) -> str:
        folder = self.var / "secrets"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / name.lower()
        if not path.exists():
            self._write(path, new.encode())
        return path.read_text()

    @staticmethod
    def _write(path: Path, content: bytes) -> None:
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        beside.replace(path)

    # Services

    def hold(self, purpose: str) -> None:
        """Take the folder and start its services. Raises Busy while another process holds it."""
        self.services.take()
        (self.var / "running.json").unlink(missing_ok=True)
        self.env |= self.given
        self.env |= self.services.start(
            postgres="DATABASE_URL" not in self.given, valkey="REDIS_URL" not in self.given
        )
        self.make_keys()
        addresses = {name: self.env[name] for name in (*SERVICE_NAMES, "HCEC_PUBLIC_URL") if name in self.env}
        self.remember("running", {"purpose": purpose, "pid": os.getpid(), **addresses})

    def leave(self) -> None:
        """Stop the services and give the folder back."""
        (self.var / "running.json").unlink(missing_ok=True)
        self.services.stop()

    @contextmanager
    def joined_or_held(self, purpose: str) -> Iterator[bool]:
        """The services, whoever runs them: join a demo, or start them for as long as the block lasts.

        Yields whether this process holds the place. Waits for another short holder to end.
        """
        told = False
        while True:
            try:
                self.hold(purpose)
                break
            except Busy:
                running = self.recall("running")
                if running.get("purpose") == "demo":
                    self.env |= {name: running[name] for name in SERVICE_NAMES} | self.given
                    self.env["HCEC_PUBLIC_URL"] = running["HCEC_PUBLIC_URL"]
                    self.make_keys()
                    yield False
                    return
                if not told:
                    print(f"Waiting for another command that uses {self.var} ...", file=sys.stderr)
                    told = True
                time.sleep(0.2)
        try:
            yield True
        finally:
            self.leave()

    # Small notes in the folder

    def recall(self, name: str) -> dict:
        try:
            return json.loads((self.var / f"{name}.json").read_text())
        except (OSError, ValueError):
            return {}

    def remember(self, name: str, facts: dict) -> None:
        path = self.var / f"{name}.json"
        beside = path.with_suffix(".new")
        beside.write_text(json.dumps(facts, indent=1))
        beside.chmod(0o600)
        beside.replace(path)

    # Commands

    def manage(self, *arguments: str, check: bool = True, **options) -> subprocess.CompletedProcess:
        """Run manage.py in this place's environment."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        return subprocess.run(command, env=self.env, check=check, **options)

    def process(self, name: str, *module_and_arguments: str, **options) -> Process:
        """A long-running `python -m ...` of this place, with its log in the folder."""
        return Process(
            name,
            [sys.executable, "-m", *module_and_arguments],
            log=self.var / "log" / f"{name}.log",
            env=self.env,
            cwd=ROOT,
            **options,
        )


def shape_of_the_code() -> str:
    """A fingerprint of migrations and reference data: while it stays, a prepared database needs nothing."""
    digest = sha256()
    for path in _files(*(f"{app}/{pattern}" for app in APPS for pattern in SHAPE)):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def static_of_the_code() -> str:
    """A fingerprint of the static files and of the packages that bring some."""
    digest = sha256((ROOT / "requirements.txt").read_bytes())
    for path in _files("static/**/*", *(f"{app}/static/**/*" for app in APPS)):
        digest.update(f"{path.relative_to(ROOT)} {path.stat().st_size} {path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def _files(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())
