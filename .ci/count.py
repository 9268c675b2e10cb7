"""Add up the JUnit reports of the tests that ran: a line for each suite, and a closing one."""

import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

UNHAPPY = ("failure", "error")


def main(folder: str) -> None:
    """Print what each suite of the reports in `folder` took (seconds of all processes), then the sum; nothing without a report."""
    counts: Counter[str] = Counter()
    seconds: Counter[str] = Counter()
    failed: Counter[str] = Counter()
    skipped = 0
    for report in sorted(Path(folder).glob("*.xml")):
        for case in ET.parse(report).iter("testcase"):  # noqa: S314 - written by pytest a moment ago
            suite = _suite_of(case.get("classname", ""))
            counts[suite] += 1
            seconds[suite] += float(case.get("time", 0))
            failed[suite] += any(case.find(outcome) is not None for outcome in UNHAPPY)
            skipped += case.find("skipped") is not None
    for suite, count in counts.items():
        result = "FAILED" if failed[suite] else "passed"
        print(f"  {suite:<12} {result:<8} {seconds[suite]:4.0f} s of work in {count} tests")
    if counts:
        print(f"Tests: {counts.total() - failed.total() - skipped} passed, {failed.total()} failed, {skipped} skipped")


def _suite_of(class_name: str) -> str:
    """Return `unit` for `tests.unit.feel.test_names`, and the first name for tests that lie beside the code."""
    first, _, rest = class_name.partition(".")
    return rest.partition(".")[0] if first == "tests" else first


main(sys.argv[1])
