"""What a finished case takes in PostgreSQL, by table: 20 user tasks, 10 KB of data, history, chain and indexes included.

    python -m bench.storage [--cases 300]

Each of the 20 people submits half a kilobyte of Thai text. Sizes are pg_total_relation_size (rows, indexes, TOAST) after a
plain VACUUM, as autovacuum leaves them, divided by the cases.
"""

from __future__ import annotations

import argparse
import random

import sqlalchemy as sa

from bench.scale_world import world
from engine.commands import SYSTEM, Actor, CompleteUserTask, Deploy, DeployedFile, Engine, StartInstance
from engine.model.tables import metadata
from engine.model.user_task import UserTaskState, user_tasks
from tests.integration.diagrams import diagram, user_task

STEPS = 20
BYTES_OF_DATA = 10_000
GOAL_KB = 60
CLERK = Actor("somchai.k", groups=frozenset({"clerks"}), capacity="เจ้าพนักงานการเลือกตั้ง", name="สมชาย")
WORDS = [
    "ผู้ตรวจการเลือกตั้ง",
    "พบเหตุ",
    "ที่หน่วยเลือกตั้ง",
    "อำเภอ",
    "ตำบล",
    "หมู่บ้าน",
    "เวลา",
    "ประมาณ",
    "มีผู้แจ้งว่า",
    "รายงาน",
    "พยานหลักฐาน",
    "ภาพถ่าย",
    "เอกสาร",
    "คณะกรรมการ",
    "ประจำจังหวัด",
    "พิจารณาแล้ว",
    "เห็นควร",
    "ให้ดำเนินการ",
    "ตรวจสอบ",
    "ข้อเท็จจริง",
    "เพิ่มเติม",
    "ภายใน",
    "วัน",
    "ตามระเบียบ",
    "ว่าด้วย",
    "การสืบสวน",
]


def deploy(engine: Engine) -> None:
    """Deploy a process of 20 user tasks in a row."""
    tasks = {f"step_{number}": user_task(groups="clerks") for number in range(1, STEPS + 1)}
    xml = diagram("bench_storage", " -> ".join(["begin", *tasks, "finish"]), **tasks)
    engine.execute(Deploy((DeployedFile("bench.bpmn", xml),)), SYSTEM)


def text(size: int) -> str:
    """Return about `size` bytes of words."""
    words: list[str] = []
    length = 0
    while length < size:
        words.append(random.choice(WORDS))
        length += len(words[-1].encode()) + 1
    return " ".join(words)


def finish_a_case(engine: Engine) -> None:
    """Start a case and complete its tasks one after the other."""
    key = engine.execute(StartInstance("bench_storage"), SYSTEM).process_instance_key
    for number in range(1, STEPS + 1):
        query = sa.select(user_tasks.c.key).where(
            user_tasks.c.process_instance_key == key, user_tasks.c.state == UserTaskState.CREATED
        )
        with engine.reading() as connection:
            task = connection.execute(query).scalar_one()
        answers = {f"report_{number}": text(BYTES_OF_DATA // STEPS - 30), f"is_complete_{number}": True}
        engine.execute(CompleteUserTask(task, answers), CLERK)


def sizes(engine: Engine) -> dict[str, tuple[int, int, int]]:
    """Return rows, bytes of the table with its TOAST, and bytes of its indexes, by table."""
    with engine.database.engine.connect() as connection:
        vacuuming = connection.execution_options(isolation_level="AUTOCOMMIT")
        vacuuming.execute(sa.text("VACUUM ANALYZE"))
        query = "SELECT (SELECT count(*) FROM {0}), pg_table_size('{0}'), pg_indexes_size('{0}')"
        return {
            table.name: tuple(vacuuming.execute(sa.text(query.format(table.name))).one()) for table in metadata.sorted_tables
        }  # type: ignore[return-value]


def main() -> None:
    """Run as the docstring of the module says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=300)
    options = parser.parse_args()
    with world("postgres") as opened:
        engine = opened.engine
        deploy(engine)
        finish_a_case(engine)
        before = sizes(engine)
        for _ in range(options.cases):
            finish_a_case(engine)
        after = sizes(engine)
    print(f"{'per case':<26} {'rows':>7} {'rows KB':>9} {'indexes KB':>11} {'KB':>7}")
    total = 0.0
    for table, now in sorted(after.items(), key=lambda entry: -sum(entry[1][1:])):
        rows, content, indexes = ((new - old) / options.cases for new, old in zip(now, before[table], strict=True))
        if rows:
            total += content + indexes
            print(f"{table:<26} {rows:>7.1f} {content / 1000:>9.2f} {indexes / 1000:>11.2f} {(content + indexes) / 1000:>7.2f}")
    print(f"{f'in all (goal: {GOAL_KB})':<26} {'':>7} {'':>9} {'':>11} {total / 1000:>7.2f}")


if __name__ == "__main__":
    main()
