"""The portal as it runs, with one more address: the view that benchmarks compare with."""

from hcec.settings import *  # noqa: F403  the whole of the real settings is measured

ROOT_URLCONF = "tests.bench.urls"
