"""Gunicorn for the demo, the benchmarks and production alike; the address comes from the command line."""

import os

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
# One import for all workers; nothing opens a connection before the fork.
preload_app = True
timeout = 30
graceful_timeout = 10
keepalive = 5
# Heartbeats of workers on a real disk block when the disk does.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108  memory, by intention
control_socket_disable = True
# The proxy in front is the only one that can reach us; settings decide whom to believe.
forwarded_allow_ips = "*"
