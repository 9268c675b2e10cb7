"""Made-up cases for bench/search.py: written by bare COPY, with the search rows that the engine would make of them."""

from __future__ import annotations

import random
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg

from engine.commands.case_search_row import search_row
from engine.model.case_search import case_search
from engine.model.deflated import deflated
from engine.store.case_sources import AskedPeople, CaseSources, InstanceFacts

if TYPE_CHECKING:
    from collections.abc import Iterator

FIRST_DAY = datetime(2023, 10, 1, tzinfo=UTC)
YEARS = 3
PROCESSES = tuple(f"process_{number:02}" for number in range(11))
RETIRED = PROCESSES[-1]
"""Its cases all began in the first tenth of the time: the worst for a list that shows the newest first."""
ELEMENTS = 30
EVENTS_A_CASE = 10
PEOPLE, UNITS, PROVINCES = 5_000, 110, 77
CONSONANTS, VOWELS = "กขคงจชซดตถทนบปผพมยรลวสหอ", ("า", "ี", "ู", "ำ", "ั", "่า", "้อ", "ิน", "าง", "อน")
CHUNK = 20_000
"""Cases that one process makes at a time."""
FOR_LOADING = ("fsync = off", "full_page_writes = off", "max_wal_size = '16GB'", "autovacuum = off")
DROPPED = {
    "ix_case_search_marks": "CREATE INDEX ix_case_search_marks ON case_search USING gin (marks)",
    "ix_case_search_grams": "CREATE INDEX ix_case_search_grams ON case_search USING gin (grams)",
    "ix_history_act_at": "CREATE INDEX ix_history_act_at ON history_act USING brin (at) WITH (autosummarize = true)",
}
"""Indexes that are made once everything is there."""


class Vocabulary:
    """Words of an invented Thai and people, by how often they occur: a few all the time, most of them hardly ever."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = [first + second for first in CONSONANTS for second in VOWELS]
        self.words = ["".join(self.random.choices(syllables, k=self.random.randint(2, 4))) for _ in range(4_000)]

    def rank(self, among: int) -> int:
        """Return a number below `among`; small ones are far more frequent."""
        return min(int(among ** self.random.random()) - 1, among - 1)

    def sentence(self, words: int) -> str:
        """Return words without spaces, as Thai is written."""
        return "".join(self.words[self.rank(len(self.words))] for _ in range(words))


def case_of(number: int, count: int, of: Vocabulary) -> tuple[InstanceFacts, CaseSources]:
    """Return the process instance of one case and what its search row is made of."""
    choose = of.random
    started_at = FIRST_DAY + timedelta(days=365 * YEARS) * (number / count)
    process = PROCESSES[of.rank(10)] if number > count / 10 or choose.random() < 0.5 else RETIRED
    province = of.rank(PROVINCES)
    is_open = number > count * 0.97 or choose.random() < 0.01
    people = {f"person{of.rank(PEOPLE)}" for _ in range(choose.randint(2, 6))}
    instance = InstanceFacts(
        root=10_000_000 + number,
        key=10_000_000 + number,
        process_id=process,
        version=1 + 4 * number // count,
        started_at=started_at,
        ended_at=None if is_open else started_at + timedelta(days=choose.expovariate(1 / 12)),
        state="ACTIVE" if is_open else "COMPLETED",
        business_id=f"{process[-2:]}-{2566 + 3 * number // count}-{province + 10}-{number % 100_000:05}",
        subject=of.sentence(8),
        confidentiality=None,
        initiator=next(iter(people)),
        started_by=None,
        owner_unit=f"P{of.rank(UNITS)}",
        province_code=str(province + 10),
    )
    sources = CaseSources(
        instances=[instance],
        tasks=[AskedPeople(None, "[]", f'["staff.{province}", "unit.{of.rank(UNITS)}"]')],
        elements={(process, f"step{choose.randrange(ELEMENTS)}") for _ in range(10)},
        people=people,
        variables=[
            ("decision", choose.choice(('"approve"', '"approve"', '"approve"', '"return"', '"reject"'))),
            ("reason", f'"{of.sentence(6)}"'),
        ],
        texts=[of.sentence(10)] if choose.random() < 0.3 else [],
    )
    return instance, sources


def fill(conninfo: str, count: int, definitions: dict[str, int]) -> None:
    """Write the cases and their events, on all cores; indexes are built afterwards, as a restored backup does."""
    begun = time.perf_counter()
    chunks = [(conninfo, start, min(start + CHUNK, count), count, definitions) for start in range(0, count, CHUNK)]
    with psycopg.connect(conninfo, autocommit=True) as connection:
        for setting in FOR_LOADING:
            connection.execute(f"ALTER SYSTEM SET {setting}")
        connection.execute("SELECT pg_reload_conf()")
        for name in DROPPED:
            connection.execute(f"DROP INDEX {name}")
        with ProcessPoolExecutor() as pool:
            list(pool.map(_write_chunk, chunks))
        print(f"{count:,} cases with search rows in {time.perf_counter() - begun:.0f} s", flush=True)
        _fill_events(connection)
        begun = time.perf_counter()
        connection.execute("SET maintenance_work_mem = '1GB'")
        for statement in DROPPED.values():
            connection.execute(statement)
        connection.execute("VACUUM ANALYZE")
        for setting in FOR_LOADING:
            connection.execute(f"ALTER SYSTEM RESET {setting.split()[0]}")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute("CHECKPOINT")
    print(f"indexes and statistics in {time.perf_counter() - begun:.0f} s", flush=True)


def _write_chunk(chunk: tuple[str, int, int, int, dict[str, int]]) -> None:
    conninfo, first, end, count, definitions = chunk
    of = Vocabulary(1)
    of.random.seed(first)
    made = [case_of(number, count, of) for number in range(first, end)]
    columns = tuple(case_search.c.keys())
    with psycopg.connect(conninfo) as connection:
        _copy(connection, "process_instance", INSTANCE_COLUMNS, (_instance_row(each, definitions) for each, _ in made))
        read = EVENTS_A_CASE
        rows = (search_row(each.key, sources, None, read, read, has_grams=True) for each, sources in made)
        _copy(connection, "case_search", columns, (tuple(getattr(row, name) for name in columns) for row in rows))


def _fill_events(connection: psycopg.Connection) -> None:
    begun = time.perf_counter()
    connection.execute("ALTER TABLE history_act DROP CONSTRAINT pk_history_act")
    connection.execute(
        """INSERT INTO history_act (process_instance_key, sequence, at, actor, events, ciphertext, hash)
        SELECT key, sequence, started_at + sequence * interval '1 hour', coalesce(initiator, 'system'), %s,
               sha512(key::text::bytea), decode(md5(key::text || sequence), 'hex')
        FROM process_instance, generate_series(1, %s) AS sequence""",
        [deflated(b'USER_TASK_SIGNED\tstep\t\t*\t{"userTaskKey":"2251799813685251"}'), EVENTS_A_CASE],
    )
    connection.execute("ALTER TABLE history_act ADD CONSTRAINT pk_history_act PRIMARY KEY (process_instance_key, sequence)")
    print(f"their events in {time.perf_counter() - begun:.0f} s", flush=True)


INSTANCE_COLUMNS = (
    "key", "process_definition_key", "process_id", "version", "started_at", "root_process_instance_key", "state", "business_id",
    "ended_at", "history_length", "history_head", "tags", "subject", "initiator", "owner_unit", "province_code",
)  # fmt: skip


def _instance_row(each: InstanceFacts, definitions: dict[str, int]) -> tuple[object, ...]:
    return (
        each.key, definitions[each.process_id], each.process_id, each.version, each.started_at, each.key, each.state,
        each.business_id, each.ended_at, EVENTS_A_CASE, "", "[]", each.subject, each.initiator, each.owner_unit,
        each.province_code,
    )  # fmt: skip


def _copy(connection: psycopg.Connection, table: str, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
