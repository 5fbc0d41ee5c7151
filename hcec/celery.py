"""Celery: messages only wake rows of core.Job; the row is the job."""

import os

from celery import Celery
from celery.signals import worker_process_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hcec.settings")

app = Celery("hcec")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def stand_back(**_: object) -> None:
    """Where pages and jobs share a machine, whoever waits for a page comes before mails and papers."""
    os.nice(10)
