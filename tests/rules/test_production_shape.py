"""Dockerfile, compose file, proxy and example environment agree with the settings and with the demo.

There is no container engine in the tests, so these read the files.
"""

import json
import re

import pytest
import yaml
from django.urls import resolve

from hcec import launch, settings
from hcec.place import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
EXAMPLE = dict(
    line.split("=", 1)
    for line in (ROOT / "deploy" / "production.env.example").read_text().splitlines()
    if line and not line.startswith("#")
)
PORT = "8000"
PORTAL = ("migrate", "web", "worker", "beat")


def test_all_processes_are_there():
    assert set(SERVICES) == {*PORTAL, "postgres", "redis", "proxy"}


def test_the_example_names_only_settings_that_exist():
    own = {name for name in EXAMPLE if name.startswith("HCEC_")}
    assert own <= settings.KNOWN
    assert {"HCEC_DEBUG", "HCEC_DEMO"}.isdisjoint(EXAMPLE)


def test_the_example_names_all_that_production_must_have():
    must = {
        "HCEC_SECRET_KEY",
        "HCEC_ID_KEY",
        "HCEC_SIGNING_KEY",
        "HCEC_SIGNING_PASSPHRASE",
        "HCEC_CREDENTIAL_KEYS",
        "HCEC_LOG_KEY",
        "HCEC_ALLOWED_HOSTS",
        "HCEC_PUBLIC_URL",
        "DATABASE_URL",
        "REDIS_URL",
    }
    assert must <= set(EXAMPLE)


@pytest.mark.parametrize(
    "name",
    [
        "HCEC_SECRET_KEY",
        "HCEC_ID_KEY",
        "HCEC_LOG_KEY",
        "HCEC_SIGNING_PASSPHRASE",
        "HCEC_CREDENTIAL_KEYS",
        "POSTGRES_PASSWORD",
    ],
)
def test_the_example_gives_no_secret_away(name):
    assert EXAMPLE[name] == ""


@pytest.mark.parametrize("name", [*PORTAL, "postgres", "proxy"])
def test_secrets_come_from_the_environment_file_alone(name):
    assert SERVICES[name]["env_file"] == "deploy/production.env"
    assert "HCEC_" not in json.dumps(SERVICES[name].get("environment", {}))
    assert "deploy/production.env" in (ROOT / ".gitignore").read_text().split()
    assert "deploy/production.env" in (ROOT / ".dockerignore").read_text().split()


def test_the_image_sets_only_settings_that_exist():
    assert set(re.findall(r"\bHCEC_[A-Z_]+", DOCKERFILE)) <= settings.KNOWN


def test_the_address_of_the_database_is_the_service_of_compose():
    user, database = EXAMPLE["POSTGRES_USER"], EXAMPLE["POSTGRES_DB"]
    assert re.fullmatch(rf"postgres://{user}:\w+@postgres:5432/{database}", EXAMPLE["DATABASE_URL"])
    assert EXAMPLE["REDIS_URL"].startswith("redis://redis:6379/")


@pytest.mark.parametrize(
    ("name", "command"), [("web", launch.WEB), ("worker", launch.WORKER), ("beat", launch.BEAT)]
)
def test_production_runs_the_commands_of_the_demo(name, command):
    bind = [f"--bind=0.0.0.0:{PORT}"] if name == "web" else []
    assert SERVICES[name]["command"] == ["python", "-m", *command, *bind]


def test_the_image_alone_runs_the_web_server():
    written = json.loads(re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1])
    assert written == SERVICES["web"]["command"]


def test_all_agree_on_the_port():
    assert SERVICES["web"]["expose"] == [PORT]
    assert f"EXPOSE {PORT}" in DOCKERFILE
    assert f"reverse_proxy web:{PORT}" in CADDYFILE
    assert f"http://127.0.0.1:{PORT}/healthz" in (ROOT / "deploy" / "healthcheck.py").read_text()


def test_only_the_proxy_is_reachable_from_outside():
    assert {name for name, service in SERVICES.items() if service.get("ports")} == {"proxy"}


def test_the_health_check_asks_an_address_that_exists():
    assert resolve("/healthz").url_name == "healthz"
    assert SERVICES["web"]["healthcheck"]["test"] == ["CMD", "python", "deploy/healthcheck.py"]
    assert 'CMD ["python", "deploy/healthcheck.py"]' in DOCKERFILE
    assert "health_uri /healthz" in CADDYFILE


def test_the_health_check_is_not_sent_on_to_https():
    source = (ROOT / "hcec" / "settings.py").read_text()
    assert 'SECURE_REDIRECT_EXEMPT = [r"^healthz$"' in source


def test_the_image_installs_the_pinned_packages():
    assert "--require-hashes -r requirements.txt" in DOCKERFILE
    assert "requirements-dev" not in DOCKERFILE


def test_the_image_has_what_lays_out_documents():
    packages = re.search(r'_packages="([^"]+)"', (ROOT / "bin" / "_setup").read_text())
    assert packages
    assert set(packages[1].split()) <= set(DOCKERFILE.split())


def test_the_portal_does_not_run_as_root():
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE)[-1] == "hcec"


def test_one_proxy_is_trusted_because_one_is_there():
    assert EXAMPLE["HCEC_TRUSTED_PROXIES"] == "1"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_database_is_of_this_version(name):
    assert SERVICES[name]["depends_on"]["migrate"]["condition"] == "service_completed_successfully"


def test_files_that_are_mounted_exist():
    mounted = [volume.split(":")[0] for volume in SERVICES["proxy"]["volumes"] if volume.startswith("./")]
    assert mounted
    assert [path for path in mounted if not (ROOT / path).is_file()] == []
