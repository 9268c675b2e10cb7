"""Verifying a record and sealing it: events and leaves a second on one core, and what the process needs of memory.

    python bench/audit.py [--cases 2000] [--heads 200000]

The events are those of real commands (two user tasks a case), copied to as many cases as asked for. The machine is noisy:
compare figures of one run.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from engine.commands import Engine
from engine.commands.checkpointing import Checkpointing
from engine.commands.verifying import Verifying
from engine.history import checkpoint as signing
from engine.model.element_instance import element_instances
from engine.model.process_instance import process_instances
from engine.store.migrations import upgrade
from tests.fixtures.keys import open_database
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office

if TYPE_CHECKING:
    from engine.store.database import Database


def build(database: Database, cases: int) -> int:
    """Play cases by commands; return how many events they have."""
    office = Office(Engine(database))
    office.deploy(diagram("bench", "start -> first -> second -> end", first=user_task(), second=user_task()))
    for number in range(cases):
        key = office.start("bench", subject="การทดสอบ", amount=number)
        office.complete(key, "first", decision="approve", reason="ครบถ้วน")
        office.complete(key, "second", decision="approve")
    return sum(length for (length,) in office.rows(sa.select(process_instances.c.history_length)))


def add_heads(database: Database, count: int) -> None:
    """Add bare rows of cases that say that they have a history, for the checkpoint alone."""
    others = [column.name for column in process_instances.c if column.name not in {"key", "history_length", "history_head"}]
    names = ", ".join(f'"{name}"' for name in others)
    numbers = "WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < :count)"
    chosen = "(SELECT * FROM process_instance LIMIT 1) CROSS JOIN number"
    with database.engine.begin() as connection:
        connection.execute(
            sa.text(
                f"{numbers} INSERT INTO process_instance (key, history_length, history_head, {names})"
                f" SELECT n, 1, printf('%064x', n), {names} FROM {chosen}"
            ),
            {"count": count},
        )


def megabytes() -> float:
    """Return the largest resident size so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run as the docstring of the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=2_000)
    parser.add_argument("--heads", type=int, default=200_000)
    options = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="anumat-bench-audit-"))
    database = open_database(f"sqlite:///{home / 'audit.db'}")
    upgrade(database)
    events = build(database, options.cases)
    begun, cpu = time.perf_counter(), time.process_time()
    findings = list(Verifying(database).everything())
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    print(
        f"verify      {events:>9,} events  {events / seconds:>9,.0f}/s wall  {events / cpu:>9,.0f}/s CPU  {len(findings)} findings"
    )
    with database.reading() as connection:
        elements = connection.execute(sa.select(sa.func.count()).select_from(element_instances)).scalar_one()
    print(f"            {elements / options.cases:.1f} element instances and {events / options.cases:.1f} events a case")
    add_heads(database, options.heads)
    before = megabytes()
    checkpointing = Checkpointing(Engine(database), signing.read_signer(signing.new_key_pem()), home / "checkpoints")
    begun, cpu = time.perf_counter(), time.process_time()
    made = checkpointing.run()
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    size = made.tree_size if made else 0
    print(
        f"checkpoint  {size:>9,} heads   {seconds:.1f} s wall  {cpu:.1f} s CPU  {megabytes():.0f} MB resident (before: {before:.0f} MB)"
    )


if __name__ == "__main__":
    main()
