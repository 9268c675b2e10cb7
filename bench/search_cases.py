"""Made-up cases for bench/search.py: written by bare COPY, with the search rows that the engine would make of them."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING

from engine.commands.indexing import search_row
from engine.model.deflated import deflated
from engine.store.case_search import CaseSources

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

FIRST_DAY = datetime(2023, 10, 1, tzinfo=UTC)
YEARS = 3
PROCESSES = tuple(f"process_{number:02}" for number in range(11))
RETIRED = PROCESSES[-1]
"""Its cases all began in the first tenth of the time: the worst for a list that shows the newest first."""
ELEMENTS = 30
PEOPLE, UNITS, PROVINCES = 5_000, 110, 77
CONSONANTS, VOWELS = "กขคงจชซดตถทนบปผพมยรลวสหอ", ("า", "ี", "ู", "ำ", "ั", "่า", "้อ", "ิน", "าง", "อน")
ACTS_INDEX = "CREATE INDEX ix_history_act_at ON history_act USING brin (at) WITH (autosummarize = true)"


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


def case_of(number: int, count: int, of: Vocabulary) -> tuple[SimpleNamespace, CaseSources]:
    """Return the process instance of one case and what its search row is made of."""
    choose = of.random
    started_at = FIRST_DAY + timedelta(days=365 * YEARS) * (number / count)
    process = PROCESSES[of.rank(10)] if number > count / 10 or choose.random() < 0.5 else RETIRED
    province = of.rank(PROVINCES)
    is_open = number > count * 0.97 or choose.random() < 0.01
    people = {f"person{of.rank(PEOPLE)}" for _ in range(choose.randint(2, 6))}
    instance = SimpleNamespace(
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
        history_length=10,
    )
    sources = CaseSources(
        instances=[instance],
        tasks=[
            SimpleNamespace(assignee=None, candidate_users=[], candidate_groups=[f"staff.{province}", f"unit.{of.rank(UNITS)}"])
        ],
        elements=[(process, f"step{choose.randrange(ELEMENTS)}") for _ in range(10)],
        people=people,
        variables=[
            ("decision", choose.choice(('"approve"', '"approve"', '"approve"', '"return"', '"reject"'))),
            ("reason", f'"{of.sentence(6)}"'),
        ],
        texts=[of.sentence(10)] if choose.random() < 0.3 else [],
    )
    return instance, sources


def fill(connection: psycopg.Connection, count: int, events: int, definitions: dict[str, int]) -> None:
    """Write the cases and their events; inverted indexes are built afterwards, as a restored backup does."""
    of = Vocabulary(1)
    begun = time.perf_counter()
    for name in ("marks", "grams"):
        connection.execute(f"DROP INDEX ix_case_search_{name}")
    for start in range(0, count, 50_000):
        made = [case_of(number, count, of) for number in range(start, min(start + 50_000, count))]
        _copy(connection, "process_instance", INSTANCE_COLUMNS, (_instance_row(each, definitions) for each, _ in made))
        rows = (search_row(each.key, sources, has_grams=True) for each, sources in made)
        columns = ("key", "started_at", "ended_at", "history_length", "marks", "grams", "text")
        _copy(connection, "case_search", columns, (tuple(getattr(row, name) for name in columns) for row in rows))
        connection.commit()
    print(f"{count:,} cases with search rows in {time.perf_counter() - begun:.0f} s")
    _fill_events(connection, events // count)
    begun = time.perf_counter()
    connection.execute("SET maintenance_work_mem = '1GB'")
    for name in ("marks", "grams"):
        connection.execute(f"CREATE INDEX ix_case_search_{name} ON case_search USING gin ({name})")
    connection.commit()
    connection.autocommit = True
    connection.execute("VACUUM ANALYZE")
    print(f"inverted indexes and statistics in {time.perf_counter() - begun:.0f} s")


def _fill_events(connection: psycopg.Connection, events_a_case: int) -> None:
    begun = time.perf_counter()
    connection.execute("DROP INDEX ix_history_act_at")
    connection.execute(
        """INSERT INTO history_act (process_instance_key, sequence, at, actor, events, ciphertext, hash)
        SELECT key, sequence, started_at + sequence * interval '1 hour', coalesce(initiator, 'system'), %s,
               sha512(key::text::bytea), decode(md5(key::text || sequence), 'hex')
        FROM process_instance, generate_series(1, %s) AS sequence ORDER BY started_at, sequence""",
        [deflated(b'USER_TASK_SIGNED\tstep\t\t*\t{"userTaskKey":"2251799813685251"}'), events_a_case],
    )
    connection.execute(ACTS_INDEX)
    connection.commit()
    print(f"their events in {time.perf_counter() - begun:.0f} s")


INSTANCE_COLUMNS = (
    "key", "process_definition_key", "process_id", "version", "started_at", "root_process_instance_key", "state", "business_id",
    "ended_at", "history_length", "history_head", "tags", "subject", "initiator", "owner_unit", "province_code",
)  # fmt: skip


def _instance_row(each: SimpleNamespace, definitions: dict[str, int]) -> tuple[object, ...]:
    return (
        each.key, definitions[each.process_id], each.process_id, each.version, each.started_at, each.key, each.state,
        each.business_id, each.ended_at, each.history_length, "", "[]", each.subject, each.initiator, each.owner_unit,
        each.province_code,
    )  # fmt: skip


def _copy(connection: psycopg.Connection, table: str, columns: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> None:
    with connection.cursor().copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
