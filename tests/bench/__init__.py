"""Benchmarks: pairs measured in one run on one machine. Each is a module with `main(json: bool)`; see harness.py."""
