"""Celery: messages only wake rows of core.Job; the row is the job."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hcec.settings")

app = Celery("hcec")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
