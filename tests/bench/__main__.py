"""bin/bench: runs one benchmark by its name."""

import argparse
import sys
from importlib import import_module
from inspect import signature

from hcec.embedded import Busy, NotStarted
from hcec.place import ROOT
from hcec.translations import compile_all

HELPERS = {"__init__", "__main__", "harness", "settings", "urls"}
NAMES = sorted(
    path.stem
    for path in (ROOT / "tests" / "bench").glob("*.py")
    if path.stem not in HELPERS and not path.stem.startswith("_")
)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="Runs one benchmark through the real stack."
    )
    parser.add_argument("name", nargs="?", choices=NAMES)
    parser.add_argument(
        "--json", action="store_true", help="print one JSON object on stdout, and nothing else there"
    )
    parser.add_argument("--full", action="store_true", help="the long form, where a benchmark has one")
    parser.add_argument("--list", action="store_true", help="print the names")
    options = parser.parse_args()
    if options.list or not options.name:
        print("\n".join(NAMES))
        return
    compile_all()
    try:
        module = import_module(f"tests.bench.{options.name}")
        if options.full and "full" not in signature(module.main).parameters:
            parser.error(f"{options.name} has no long form")
        module.main(options.json, **({"full": True} if options.full else {}))
    except (Busy, NotStarted, RuntimeError) as problem:
        sys.exit(f"{options.name}: {problem}")


if __name__ == "__main__":
    main()
