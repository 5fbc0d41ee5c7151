"""The portal as it runs, with one more address: the view that benchmarks compare with."""

import os
from datetime import timedelta

from django.utils import timezone

from hcec.settings import *  # noqa: F403  the whole of the real settings is measured

ROOT_URLCONF = "tests.bench.urls"

if off := float(os.environ.get("BENCH_CLOCK_OFF", "0")):
    # A web server whose clock is wrong by so many seconds: the database's must decide (reliability G35).
    true_now = timezone.now
    timezone.now = lambda: true_now() + timedelta(seconds=off)
