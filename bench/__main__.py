"""Every bench, one table after the other: `python -m bench` or `./test bench`; `python -m bench feel dmn` runs some."""

import sys

from bench import dmn_speed, feel_speed, history_cost, round_trip, runtime_speed, scale, storage, user_tasks

BENCHES = {
    "feel": feel_speed,
    "dmn": dmn_speed,
    "runtime": runtime_speed,
    "user_tasks": user_tasks,
    "history_cost": history_cost,
    "round_trip": round_trip,
    "storage": storage,
    "scale": scale,
}


def main(wanted: list[str]) -> None:
    """Run the benches named, or all."""
    unknown = sorted(set(wanted) - set(BENCHES))
    if unknown:
        raise SystemExit(f"No bench is called {', '.join(unknown)}; there are {', '.join(BENCHES)}.")
    for name in wanted or BENCHES:
        print(f"\n== {name}: {(BENCHES[name].__doc__ or '').splitlines()[0]}", flush=True)
        sys.argv = [name]  # each bench has arguments of its own when it is run alone
        BENCHES[name].main()


if __name__ == "__main__":
    main(sys.argv[1:])
