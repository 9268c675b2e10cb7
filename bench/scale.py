"""How one case scales on real databases: `python -m bench.scale [--size 100000] [--database sqlite|postgres|both] [--only NAME]`.

Everything runs through the commands and the store; the ratios are of one run, because the machine is noisy. The full size
takes some minutes on each database.
"""

from __future__ import annotations

import argparse

from bench import scale_cases, scale_timers
from bench.scale_world import World, peak_mb, world

PARTS = {
    "age": scale_cases.finished_steps,
    "fan": scale_cases.fan_out_of_user_tasks,
    "jobs": scale_cases.fan_out_of_jobs,
    "diagram": scale_cases.large_diagram,
    "loops": scale_cases.loops,
    "timers": scale_timers.due_at_once,
    "called": scale_cases.fan_out_of_called_processes,
}


def measure(database: str, parts: list[str], size: int) -> None:
    """Print the rows of one database; each part has a fresh one."""
    for part in parts:
        with world(database) as fresh:
            PARTS[part](fresh, size)
            _finish(fresh)


def _finish(fresh: World) -> None:
    fresh.tell("  the process' memory at its highest", f"{peak_mb():.0f} MB")


def main() -> None:
    """Run as the docstring of the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--database", choices=("sqlite", "postgres", "both"), default="both")
    parser.add_argument("--only", choices=tuple(PARTS), action="append")
    options = parser.parse_args()
    print(f"{'database':<11} {'what':<66} {'figure':>22} {'ratio':>9}")
    for database in ("sqlite", "postgres") if options.database == "both" else (options.database,):
        measure(database, options.only or list(PARTS), options.size)


if __name__ == "__main__":
    main()
