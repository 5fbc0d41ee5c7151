"""Settings of the tests: the same portal, quick password hashes, mail kept in memory."""

import os

os.environ.setdefault("HCEC_DEBUG", "1")

from hcec.settings import *  # noqa: E402, F403  the whole of the real settings is under test
from hcec.settings import TEMPLATES  # noqa: E402

DEBUG = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
