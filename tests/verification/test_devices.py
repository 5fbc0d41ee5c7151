"""A key in a device: addressed as RFC 7512 says, opened with its PIN, and the seal is as good as that of a file's key."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.core.exceptions import ImproperlyConfigured

from hcec.core import pdf
from tests.factories import seals
from verification.signing import appended, devices, keys

DRIVER = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "271828"


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("pkcs11:token=hcec?module-path=/bin/sh", "missing in the pkcs11 address: \\['object'\\]"),
        ("pkcs11:token=hcec;object=seal?module-path=/nowhere.so", "there is no driver /nowhere.so"),
        (
            "pkcs11:token=hcec;object=seal;slot=3?module-path=/bin/sh",
            "unknown in the pkcs11 address: \\['slot'\\]",
        ),
    ],
)
def test_an_address_that_names_no_key_is_refused(address, why):
    with pytest.raises(ImproperlyConfigured, match=why):
        devices.parsed(address)


def test_the_parts_of_an_address_are_read_as_they_were_meant():
    at = devices.parsed("pkcs11:token=the%20seal;object=s%3B1?module-path=/bin/sh")
    assert (at.module, at.token, at.label) == ("/bin/sh", "the seal", "s;1")


needs_a_device = pytest.mark.skipif(
    not DRIVER.exists() or not shutil.which("pkcs11-tool"), reason="SoftHSM or OpenSC is not installed"
)


@pytest.fixture(params=["P-256", "RSA2048"])
def address(request, tmp_path, monkeypatch) -> str:
    """A device in software with one key and its certificate."""
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm.conf"))
    key = seals.private_key(request.param)
    made = seals.certificate("Device Seal", key)
    (tmp_path / "key.der").write_bytes(key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "seal.der").write_bytes(made.public_bytes(Encoding.DER))

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, env=dict(os.environ))

    run("softhsm2-util", "--init-token", "--free", "--label", "hcec", "--pin", PIN, "--so-pin", "1234")
    tool = ("pkcs11-tool", "--module", str(DRIVER), "--token-label", "hcec", "--login", "--pin", PIN)
    run(
        *tool,
        "--write-object",
        str(tmp_path / "key.der"),
        "--type",
        "privkey",
        "--id",
        "01",
        "--label",
        "seal",
    )
    run(
        *tool, "--write-object", str(tmp_path / "seal.der"), "--type", "cert", "--id", "01", "--label", "seal"
    )
    return f"pkcs11:token=hcec;object=seal?module-path={DRIVER}"


@needs_a_device
@pytest.mark.skipif(not pdf.available(), reason="Pango is missing")
def test_a_device_seals_as_a_file_does_and_a_wrong_pin_is_said(address, settings):
    from tests.verification.test_signing import SAYS, by_pyhanko
    from tests.verification.test_stencil import TEST, filled

    with pytest.raises(ImproperlyConfigured, match="the device refused"):
        keys.from_device(address, "000000")
    settings.SIGNING_KEY, settings.SIGNING_PASSPHRASE = address, PIN
    keys.check()
    key = keys.configured()
    assert key.name == "Device Seal"
    assert by_pyhanko(appended.signed(filled(TEST), key, SAYS), key).bottom_line
