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
from engine.history.event_hash import event_hash
from engine.model.element_instance import element_instances
from engine.model.history_event import HistoryEvent, history_events
from engine.model.process_instance import process_instances
from engine.store.migrations import upgrade
from engine.store.rows import to_entity, to_row
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
    return office.count(history_events)


def add_heads(database: Database, count: int) -> None:
    """Add cases of one event each, for the checkpoint alone."""
    with database.engine.begin() as connection:
        row = connection.execute(sa.select(process_instances).limit(1)).one()._asdict()
        event = to_entity(HistoryEvent, connection.execute(sa.select(history_events).limit(1)).one())
        for start in range(0, count, 5_000):
            rows, events = [], []
            for key in range(1 + start, 1 + min(start + 5_000, count)):
                event.process_instance_key, event.sequence = key, 1
                event.hash = event_hash("", event)
                rows.append({**row, "key": key, "history_length": 1, "history_head": event.hash})
                events.append(to_row(history_events, event))
            connection.execute(sa.insert(process_instances), rows)
            connection.execute(sa.insert(history_events), events)


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
    begun = time.perf_counter()
    made = checkpointing.run()
    seconds = time.perf_counter() - begun
    size = made.tree_size if made else 0
    print(
        f"checkpoint  {size:>9,} heads   {size / seconds:>9,.0f}/s wall  {megabytes():.0f} MB resident (before: {before:.0f} MB)"
    )


if __name__ == "__main__":
    main()
