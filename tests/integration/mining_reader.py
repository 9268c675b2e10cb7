"""Run as a program of its own: read an XES and an OCEL log with pm4py and print what it found, as JSON."""

import json
import sys
import warnings


def main(xes: str, ocel: str) -> None:
    """Print the cases and steps of the one and the types of objects and events of the other."""
    warnings.simplefilter("ignore")
    # Only this process ever loads it: it is under the AGPL and nothing of ours is imported here.
    import pm4py

    traces, objects = pm4py.read_xes(xes), pm4py.read_ocel2_json(ocel)
    found = {
        "cases": sorted(set(traces["case:concept:name"])),
        "steps": sorted(set(traces["concept:name"])),
        "times": [time.isoformat() for time in traces["time:timestamp"]],
        "object types": sorted(pm4py.ocel_get_object_types(objects)),
        "events": len(objects.events),
        "relations": sorted(set(objects.relations["ocel:qualifier"])),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
