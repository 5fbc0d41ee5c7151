"""Settings of the tests: the same portal, quick password hashes, mail kept in memory."""

import os

os.environ.setdefault("HCEC_DEBUG", "1")

from hcec.core.strict_templates import StrictVariables
from hcec.settings import *  # noqa: F403  the whole of the real settings is under test
from hcec.settings import DATABASES, TEMPLATES

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# A variable that a template of ours names and no view gives stops the page.
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = StrictVariables()  # type: ignore[index]
# Copied, not migrated anew (tests/template.py).
DATABASES["default"]["TEST"] = {"TEMPLATE": os.environ.get("TEST_DATABASE_TEMPLATE", "template1")}
