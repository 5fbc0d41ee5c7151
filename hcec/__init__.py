"""The roof and the cellar: settings, addresses, the kernel, people and reports."""

from hcec.celery import app as celery_app

__all__ = ["celery_app"]
