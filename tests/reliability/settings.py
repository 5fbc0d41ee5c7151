"""The portal as it runs, without the hour of packing its static files: a drill draws hardly a page."""

from hcec.settings import *  # noqa: F403  the whole of the real settings is drilled

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
