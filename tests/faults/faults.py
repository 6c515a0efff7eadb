#!/usr/bin/env python3
"""Faults, done to the real program: `faults.py --program PATH [--release] [SCENARIO ...]`.

Without names all scenarios run, in the small size of every change; `--release` runs the size of a
release. Ends with 0 when nothing was lost and every control failed as it must, with 1 otherwise,
with 77 when the one scenario that was asked for cannot run here (no ptrace, no mount namespace).
"""

import argparse
import importlib
import os
import sys
import time
import traceback

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True

SCENARIOS = (
    "kill_under_load",
    "kill_at_every_call",
    "ack_after_sync",
    "io_errors",
    "idempotency",
    "opposite_decisions",
    "second_process",
    "graceful_stop",
    "disk_full",
    "damaged_files",
    "migration_killed",
    "backup_under_load",
    "webhooks_under_kills",
    "import_interrupted",
    "erasure_interrupted",
    "hostile_receivers",
)


class NotHere(Exception):
    """The machine does not allow what the scenario needs."""


class Options:
    def __init__(self, arguments):
        self.program = arguments.program
        self.release = arguments.release
        self.seed = arguments.seed
        self.rounds = arguments.rounds

    def size(self, small, release):
        return self.rounds or (release if self.release else small)


def run_one(name, options):
    began = time.monotonic()
    try:
        said = importlib.import_module(name).run(options)
        status = 0
    except NotHere as reason:
        said, status = f"SKIPPED: {reason}", 77
    except Exception as fault:  # pylint: disable=broad-except
        traceback.print_exc()
        said, status = f"FAILED: {fault}", 1
    print(f"{name}: {said} ({time.monotonic() - began:.1f} s)", flush=True)
    return status


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--program", required=True, help="the chaffinch program")
    parser.add_argument("--release", action="store_true", help="the sizes of a release")
    parser.add_argument("--rounds", type=int, default=0, help="another size, for trying things out")
    parser.add_argument("--seed", type=int, default=20260722)
    parser.add_argument("scenario", nargs="*", choices=[[], *SCENARIOS], help="default: all")
    arguments = parser.parse_args()
    options = Options(arguments)
    statuses = [run_one(name, options) for name in arguments.scenario or SCENARIOS]
    if 1 in statuses:
        return 1
    return 77 if statuses == [77] else 0


if __name__ == "__main__":
    sys.modules["faults"] = sys.modules["__main__"]
    sys.exit(main())
