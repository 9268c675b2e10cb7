"""Cases as tables and as logs for process mining: complete, streamed, and harmless to whoever opens them."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from lxml import etree

from engine.commands import StoreDocument
from engine.history.ocel import write_ocel
from engine.history.table_files import write_csv, write_xlsx
from engine.history.xes import NAMESPACE, write_xes
from engine.model.process_instance import process_instances
from engine.queries.case_tables import CASE_HEADINGS, TIMELINE_HEADINGS, case_table, timeline_table
from engine.queries.event_log import event_log
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office, person

if TYPE_CHECKING:
    from engine.store.database import Database

MINING = Path(__file__).parents[2] / ".cache" / "mining"
AUDITOR, BOSS = person("nipa", "auditor"), person("prasert", "boss", capacity="ผู้อำนวยการ")


@pytest.fixture
def case(office: Office) -> int:
    """Work on a case whose subject a spreadsheet would take for a formula."""
    office.deploy(
        diagram(
            "leave", "start -> approve -> end", approve=user_task(groups="boss"), properties={"anumat:subject": "= subject"}
        )
    )
    key = office.start("leave", subject='=HYPERLINK("http://example.org")', reason="@พักผ่อน")
    office.start("leave", subject="ลาพักผ่อน")
    office.engine.execute(StoreDocument("ใบลา.pdf", "application/pdf", b"%PDF", key), BOSS)
    office.complete(key, "approve", BOSS, decision="approve")
    return key


def _cases(connection: sa.Connection) -> list[int]:
    return list(connection.execute(sa.select(process_instances.c.key).order_by(process_instances.c.key)).scalars())


def test_no_cell_of_a_csv_file_is_a_formula(case: int, database: Database) -> None:
    out = io.BytesIO()

    with database.snapshot() as connection:
        write_csv(
            out, CASE_HEADINGS["th"], case_table(connection, AUDITOR, _cases(connection), "Asia/Bangkok"), "สำเนาของ nipa"
        )

    heading, first, second, notice = csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig")))
    assert heading[0] == "เลขที่เรื่อง"
    assert (first[1], first[4]) == (str(case), "COMPLETED")
    assert first[5] == '\'=HYPERLINK("http://example.org")'
    assert second[4] == "ACTIVE"
    assert notice == ["สำเนาของ nipa"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1"])
def test_whatever_begins_like_a_formula_is_written_as_a_text(text: str) -> None:
    as_csv, as_xlsx = io.BytesIO(), io.BytesIO()

    write_csv(as_csv, ["a"], [[text]])
    write_xlsx(as_xlsx, ["a"], [[text]])

    assert next(csv.reader(io.StringIO(as_csv.getvalue().decode("utf-8-sig").partition("\n")[2], newline="")))[0][0] == "'"
    assert b"<f>" not in zipfile.ZipFile(as_xlsx).read("xl/worksheets/sheet1.xml")


def test_a_timeline_as_a_spreadsheet_names_who_did_what(case: int, database: Database) -> None:
    out = io.BytesIO()

    with database.snapshot() as connection:
        rows = list(timeline_table(connection, AUDITOR, case, "Asia/Bangkok"))
        write_xlsx(out, TIMELINE_HEADINGS["th"], rows, "สำเนาของ nipa & เพื่อน")

    (signed,) = [row for row in rows if row[3] == "USER_TASK_SIGNED"]
    assert signed[0] == "2026-11-22 10:00:00+07:00"
    assert signed[5:8] == ("prasert", None, "ผู้อำนวยการ")
    sheet = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert "ผู้อำนวยการ" in sheet
    assert "สำเนาของ nipa" in sheet


def test_somebody_else_gets_no_rows(case: int, database: Database) -> None:
    stranger = person("malee", "clerks")

    with database.snapshot() as connection:
        assert list(case_table(connection, stranger, [case], "Asia/Bangkok")) == []
        assert list(timeline_table(connection, stranger, case, "Asia/Bangkok")) == []
        assert list(event_log(connection, stranger, [case])) == []


def test_xes_tells_cases_steps_people_and_times(case: int, database: Database) -> None:
    out = io.BytesIO()

    with database.snapshot() as connection:
        write_xes(out, event_log(connection, AUDITOR, _cases(connection)))

    log = etree.fromstring(out.getvalue())
    traces = log.findall(f"{{{NAMESPACE}}}trace")
    events = [{each.get("key"): each.get("value") for each in event} for event in traces[0].findall(f"{{{NAMESPACE}}}event")]
    steps = [(event["concept:name"], event["lifecycle:transition"], event["org:resource"]) for event in events]
    assert len(traces) == 2
    assert ("approve", "schedule", "system") in steps
    assert ("approve", "complete", "prasert") in steps
    assert all("time:timestamp" in event for event in events)


def test_ocel_relates_events_to_cases_tasks_documents_and_people(case: int, database: Database) -> None:
    out = io.BytesIO()

    with database.snapshot() as connection:
        write_ocel(out, event_log(connection, AUDITOR, [case]))

    log = json.loads(out.getvalue())
    kinds = {each["id"]: each["type"] for each in log["objects"]}
    (signed,) = [event for event in log["events"] if event["type"] == "USER_TASK_SIGNED"]
    assert sorted(kinds.values()) == ["case", "document", "person", "person", "user task"]
    assert {kinds[relation["objectId"]] for relation in signed["relationships"]} == {"case", "person", "user task"}
    assert {event["type"] for event in log["events"]} <= {each["name"] for each in log["eventTypes"]}


@pytest.mark.skipif(not MINING.is_dir(), reason="pm4py is not in .cache/mining; ./test puts it there where it can be fetched")
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # the logs are the same from both, reading takes seconds
def test_pm4py_reads_both_logs(case: int, database: Database, tmp_path: Path) -> None:
    xes, ocel = tmp_path / "log.xes", tmp_path / "log.json"
    with database.snapshot() as connection:
        for path, write in ((xes, write_xes), (ocel, write_ocel)):
            with path.open("wb") as out:
                write(out, event_log(connection, AUDITOR, _cases(connection)))

    reader = [sys.executable, str(Path(__file__).parent / "mining_reader.py"), str(xes), str(ocel)]
    # Compiled once and kept, wherever this runs: that is most of what loading takes.
    environment = {**os.environ, "PYTHONPATH": str(MINING), "PYTHONDONTWRITEBYTECODE": "", "OPENBLAS_NUM_THREADS": "1"}
    read = subprocess.run(reader, env=environment, capture_output=True, check=True, text=True)

    found = json.loads(read.stdout.splitlines()[-1])
    assert str(case) in found["cases"]
    assert len(found["cases"]) == 2
    assert "approve" in found["steps"]
    assert "2026-11-22T03:00:00+00:00" in found["times"]
    assert found["object types"] == ["case", "document", "person", "user task"]
    assert found["relations"] == ["case", "document", "performer", "step"]
    assert found["events"] == len(found["times"])
