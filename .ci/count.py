"""Add up the JUnit reports of the suites that ran and print one closing line."""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET


def main(folder: str) -> None:
    """Print `Tests: P passed, F failed, S skipped` over the reports in `folder`; print nothing when there is none."""
    total = failed = skipped = 0
    for report in sorted(Path(folder).glob("*.xml")):
        for suite in ET.parse(report).iter("testsuite"):  # noqa: S314 - written by pytest a moment ago
            total += int(suite.get("tests", 0))
            failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            skipped += int(suite.get("skipped", 0))
    if total:
        print(f"Tests: {total - failed - skipped} passed, {failed} failed, {skipped} skipped")


main(sys.argv[1])
