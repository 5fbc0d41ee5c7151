"""PostgreSQL and Valkey from their wheels, in folders of their own."""

import os
import signal
from pathlib import Path

import pytest
import redis

from hcec.embedded import Busy, Services
from hcec.supervise import wait_until

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")


@pytest.fixture
def services(tmp_path):
    services = Services(tmp_path, durable=False)
    yield services
    services.stop()


def ask(services: Services, question: str) -> object:
    connection = services.postgres.connect("hcec")
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def test_data_outlive_a_stop(services, tmp_path):
    services.start(valkey=False)
    ask(services, "CREATE TABLE kept AS SELECT 1 AS one")
    services.stop()
    services.start(valkey=False)
    assert ask(services, "SELECT one FROM kept") == 1


def test_the_next_start_ends_a_server_that_outlived_its_parent(services, tmp_path):
    services.start(valkey=False)
    first = services.processes[0].child
    ask(services, "CREATE TABLE kept AS SELECT 1 AS one")
    # As after kill -9 of the parent where nobody tells the children: the lock is free, the server still works.
    os.close(services.lock)
    services.lock = None
    successor = Services(tmp_path, durable=False)
    try:
        successor.start(valkey=False)
        assert ask(successor, "SELECT one FROM kept") == 1
        assert first.wait(10) == 0
    finally:
        successor.stop()


def test_a_stale_note_with_the_pid_of_a_stranger_harms_nobody(services):
    services.start(valkey=False)
    services.stop()
    note = services.folder / "postgres" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{services.folder}\n")
    services.start(valkey=False)
    assert ask(services, "SELECT 1") == 1


def test_committed_work_outlives_a_killed_server(tmp_path):
    services = Services(tmp_path, durable=True)
    try:
        services.start(valkey=False)
        ask(services, "CREATE TABLE kept AS SELECT 1 AS one")
        services.processes[0].child.send_signal(signal.SIGKILL)
        services.processes[0].child.wait()
        services.stop()
        services.start(valkey=False)
        assert ask(services, "SELECT one FROM kept") == 1
    finally:
        services.stop()


def test_one_folder_serves_one_at_a_time(services, tmp_path):
    services.take()
    with pytest.raises(Busy):
        Services(tmp_path, durable=False).take()


def test_a_long_path_gets_a_short_socket(tmp_path):
    services = Services(tmp_path / ("long" * 25), durable=False)
    try:
        urls = services.start()
        assert urls["DATABASE_URL"].startswith("postgres://hcec@//tmp/hcec-")
        assert ask(services, "SELECT 1") == 1
        sockets = services.sockets
    finally:
        services.stop()
    assert not sockets.exists()


def test_every_machine_sorts_alike_and_checks_its_pages(services):
    services.start(valkey=False)
    assert ask(services, "SHOW data_checksums") == "on"
    assert ask(services, "SELECT datlocale FROM pg_database WHERE datname = 'hcec'") == "C.UTF-8"


def test_nobody_else_can_reach_the_sockets(services):
    services.start()
    assert services.sockets.stat().st_mode & 0o007 == 0


def test_redis_clients_are_answered(services):
    urls = services.start(postgres=False)
    with redis.from_url(urls["REDIS_URL"]) as client:
        assert client.ping()


def test_what_is_given_is_not_started(services):
    assert set(services.start(postgres=False)) == {"REDIS_URL"}
    assert wait_until(lambda: Path(services.folder / "run" / "valkey.sock").exists(), seconds=5)
    assert not (services.folder / "postgres").exists()
