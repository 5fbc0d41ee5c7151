"""bin/demo and bin/manage, below their shell."""

import json
import socket
import stat

import polib
import pytest

from hcec import launch
from hcec.place import Place
from hcec.translations import compile_all


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path / "var", {"PATH": "/usr/bin", "PORT": "8999"})


def test_a_taken_port_is_seen():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert not launch.port_is_free(other.getsockname()[1])


def test_keys_are_made_once_and_kept_to_oneself(place):
    place.make_keys()
    again = Place(place.var, {})
    again.make_keys()
    assert again.env["HCEC_SECRET_KEY"] == place.env["HCEC_SECRET_KEY"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in (place.var / "secrets").iterdir()} == {0o600}


def test_a_key_of_the_environment_goes_before_the_kept_one(tmp_path):
    place = Place(tmp_path, {"HCEC_SECRET_KEY": "given"})
    place.make_keys()
    assert place.env["HCEC_SECRET_KEY"] == "given"


def test_fresh_removes_what_a_demo_made_and_nothing_else(place):
    (place.var / "media").mkdir(parents=True)
    (place.var / "prepared.json").write_text("{}")
    (place.var / "my-notes.txt").write_text("mine")
    launch.wipe(place)
    assert [path.name for path in place.var.iterdir()] == ["my-notes.txt"]


def test_fresh_refuses_to_empty_a_database_of_yours(tmp_path):
    with pytest.raises(launch.Stop, match="DATABASE_URL"):
        launch.wipe(Place(tmp_path, {"DATABASE_URL": "postgres://example/x"}))


def test_a_second_demo_on_one_folder_is_told_where_the_first_is(place):
    holder = Place(place.var, {})
    holder.services.take()
    holder.remember("running", {"purpose": "demo", "HCEC_PUBLIC_URL": "http://127.0.0.1:8123"})
    try:
        with pytest.raises(launch.Stop, match="http://127.0.0.1:8123"):
            launch.Demo(place, "small", fresh=False).take()
    finally:
        holder.services.stop()


def test_a_command_joins_the_services_of_a_running_demo(place):
    holder = Place(place.var, {})
    holder.services.take()
    facts = {
        "purpose": "demo",
        "DATABASE_URL": "postgres://d",
        "REDIS_URL": "unix://r",
        "HCEC_PUBLIC_URL": "http://u",
    }
    holder.remember("running", facts)
    try:
        with place.joined_or_held("manage") as held:
            assert not held
            assert place.env["DATABASE_URL"] == "postgres://d"
    finally:
        holder.services.stop()


def test_the_table_of_accounts_has_one_line_each():
    accounts = json.loads(
        '[{"role": "teacher", "level": "person", "place": null, "email": "t@x", "password": "p"}]'
    )
    assert [line.split() for line in launch.as_table(accounts).splitlines()][1] == [
        "teacher",
        "person",
        "t@x",
        "p",
    ]


def test_translations_are_compiled_when_older_and_only_then(tmp_path):
    folder = tmp_path / "app" / "locale" / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    catalogue = polib.POFile()
    catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
    catalogue.append(polib.POEntry(msgid="seat", msgstr="ที่นั่ง"))
    catalogue.save(str(folder / "django.po"))
    assert [path.name for path in compile_all(tmp_path)] == ["django.mo"]
    assert compile_all(tmp_path) == []
    assert polib.mofile(str(folder / "django.mo"))[0].msgstr == "ที่นั่ง"
