"""The pinned packages are those that pyproject.toml asks for."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from hcec.place import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^ ;\\]+)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    return {
        canonicalize_name(package): version for package, version in PIN.findall((ROOT / name).read_text())
    }


WANTED = {
    "requirements.txt": PROJECT["dependencies"],
    "requirements-dev.txt": PROJECT["dependencies"] + PROJECT["optional-dependencies"]["dev"],
}


@pytest.mark.parametrize("name", WANTED)
def test_every_wish_is_pinned_as_it_was_wished(name):
    found = pins(name)
    unmet = [
        str(wish)
        for wish in map(Requirement, WANTED[name])
        if found.get(canonicalize_name(wish.name), "") not in wish.specifier
        or canonicalize_name(wish.name) not in found
    ]
    assert unmet == []


@pytest.mark.parametrize("name", WANTED)
def test_every_pin_has_its_hash(name):
    blocks = re.split(r"\n(?=\S)", (ROOT / name).read_text())
    assert [block.split()[0] for block in blocks if PIN.match(block) and "--hash=sha256:" not in block] == []


def test_the_tests_run_on_the_packages_of_production():
    development = pins("requirements-dev.txt")
    assert {name: development.get(name) for name in pins("requirements.txt")} == pins("requirements.txt")


@pytest.mark.parametrize("name", WANTED)
def test_no_pin_names_a_registry(name):
    assert not re.search(
        r"https?://|--index-url|--find-links|file:",
        (ROOT / name).read_text().replace("--no-emit-index-url --no-emit-find-links", ""),
    )
