"""The database that every test database is copied from: migrated once for each state of the migrations, then kept.

Replaying the history takes most of a minute of processor; a copy takes a second, for every worker and every later run.
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from environ import Env

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "hcec_template_"
HISTORY = (
    "*/migrations/*.py",
    "hcec/*/migrations/*.py",
    "*/sql/*.sql",
    "hcec/*/sql/*.sql",
    "requirements-dev.txt",
)


def digest() -> str:
    """A name for the state of everything that a migrated database comes from."""
    told = hashlib.sha256()
    for pattern in HISTORY:
        for path in sorted(ROOT.glob(pattern)):
            told.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return told.hexdigest()[:16]


def ready(url: str) -> str:
    """The name of the migrated database on that server; made where it is missing, and older ones are dropped."""
    name, place = PREFIX + digest(), urlsplit(url)
    settings = Env.db_url_config(url)
    connection = psycopg2.connect(
        host=settings["HOST"], port=settings["PORT"] or None, user=settings["USER"],
        password=settings["PASSWORD"] or None, dbname="postgres",
    )  # fmt: skip
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            there = {row[0] for row in cursor.fetchall()}
            if name in there:
                return name
            for old in there:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}" WITH (FORCE)')
            making = name + "_making"  # under its own name only once it is whole
            cursor.execute(f'CREATE DATABASE "{making}"')
            environment = os.environ | {
                "DATABASE_URL": place._replace(path=place.path.rpartition("/")[0] + f"/{making}").geturl(),
                "DJANGO_SETTINGS_MODULE": "hcec.settings_test",
            }
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                cwd=ROOT,
                env=environment,
                check=True,
            )
            cursor.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    finally:
        connection.close()
    return name
