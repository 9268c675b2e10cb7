"""Start, five automatic steps, end, with history: instances a second beside a bare loop that inserts the same rows.

    python -m bench.round_trip [--instances 50]

"expressions": five script tasks, one transaction. "jobs": five service tasks whose handler does nothing, as the drain does
them: claimed, run, completed, one transaction a job. The loop repeats the rows of a finished instance with other keys on the
driver's own cursor, in as many commits: what driver and database alone can do. Rounds of both alternate, and the best counts.
"""

from __future__ import annotations

import argparse
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import event

from bench.scale_world import world
from engine.commands import Deploy, DeployedFile, StartInstance
from engine.commands.sweep import sweep
from engine.model.tables import metadata
from tests.integration.diagrams import diagram, service_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.scale_world import World

ROUNDS = 4
STEPS = [f"step_{number}" for number in range(1, 6)]
SCRIPT = (
    '<bpmn:scriptTask id="@id"><bpmn:extensionElements><zeebe:script expression="= 1" resultVariable="@id"/>'
    "</bpmn:extensionElements>@flows</bpmn:scriptTask>"
)
PROCESSES = {"expressions": SCRIPT, "jobs": service_task("nothing")}
Insert = tuple[str, tuple[Any, ...]]


def deploy(opened: World) -> None:
    """Deploy the processes and register the handler that does nothing."""
    path = " -> ".join(["begin", *STEPS, "finish"])
    files = [
        DeployedFile(f"{name}.bpmn", diagram(name, path, **dict.fromkeys(STEPS, step))) for name, step in PROCESSES.items()
    ]
    opened.execute(Deploy(tuple(files)))
    opened.engine.handlers.handler("nothing")(lambda _job: None)


def run_instances(opened: World, process_id: str, count: int) -> list[int]:
    """Start instances, do all that they owe, and return their keys."""
    start = StartInstance(process_id, variables={"subject": "bench"})
    keys = [opened.execute(start).process_instance_key for _ in range(count)]
    if process_id == "jobs":
        while sweep(opened.engine, "bench"):
            pass
    return keys


def rows_of(opened: World, key: int) -> list[Insert]:
    """Return an INSERT with its values for every row that an instance has left."""
    mark = "?" if opened.name == "SQLite" else "%s"
    found: list[Insert] = []
    with opened.engine.database.engine.connect() as connection:
        cursor = connection.connection.cursor()
        for table in metadata.sorted_tables:
            owner = "key" if table.name == "process_instance" else "process_instance_key"
            if owner in table.c:
                cursor.execute(f'SELECT * FROM {table.name} WHERE "{owner}" = {key}')
                rows = cursor.fetchall()
                found += [(f"INSERT INTO {table.name} VALUES ({', '.join([mark] * len(row))})", tuple(row)) for row in rows]
    return found


def insert_copies(opened: World, rows: list[Insert], commits: int, count: int, first: int) -> None:
    """Insert the rows `count` times with other keys, each time in so many commits."""
    own = {value for _, row in rows for value in row if isinstance(value, int) and value > 2**40}
    size = -(-len(rows) // commits)
    with opened.engine.database.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        for number in range(first, first + count):
            moved = {key: key - number * 2**32 for key in own}
            copies = [(text, tuple([moved.get(value, value) for value in row])) for text, row in rows]
            for start in range(0, len(copies), size):
                insert(driver, copies[start : start + size])


def insert(driver: Any, rows: list[Insert]) -> None:
    """Insert rows in one transaction, those of one table together."""
    cursor = driver.cursor()
    if hasattr(driver, "in_transaction"):
        cursor.execute("BEGIN IMMEDIATE")
    for text in dict.fromkeys(text for text, _ in rows):
        cursor.executemany(text, [row for other, row in rows if other == text])
    driver.commit()


def seconds(act: Callable[[], object]) -> float:
    """Return how long something takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def measure(opened: World, process_id: str, count: int) -> None:
    """Print the row of one process."""
    commits: list[object] = []
    count_commit = commits.append
    event.listen(opened.engine.database.engine, "commit", count_commit)
    keys = run_instances(opened, process_id, count)
    event.remove(opened.engine.database.engine, "commit", count_commit)
    each = max(1, round(len(commits) / count))
    rows = rows_of(opened, keys[-1])
    took: list[float] = []
    bare: list[float] = []
    for number in range(ROUNDS):
        first = list(PROCESSES).index(process_id) * 100_000 + number * count + 1
        took.append(seconds(partial(run_instances, opened, process_id, count)))
        bare.append(seconds(partial(insert_copies, opened, rows, each, count, first)))
    own, limit = count / min(took), count / min(bare)
    print(
        f"{opened.name:<11} {process_id:<12} {len(rows):>5} {each:>8} {own:>12.0f} {limit:>12.0f} {own / limit:>7.2f}",
        flush=True,
    )


def main() -> None:
    """Run as the docstring of the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--instances", type=int, default=50)
    options = parser.parse_args()
    print(f"{'database':<11} {'process':<12} {'rows':>5} {'commits':>8} {'instances/s':>12} {'bare loop':>12} {'ratio':>7}")
    for database in ("sqlite", "postgres"):
        with world(database) as opened:
            deploy(opened)
            for process_id in PROCESSES:
                measure(opened, process_id, options.instances)


if __name__ == "__main__":
    main()
