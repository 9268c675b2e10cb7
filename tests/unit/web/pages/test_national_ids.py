"""National IDs: hidden wherever a person reads, in pages, answers and files alike; programs get what they work with."""

import base64
import io
import zipfile

import pypdfium2
import pytest
import sqlalchemy as sa

from engine.commands import SYSTEM, ActivateJobs, CreateUser, Deploy, DeployedFile, FailJob
from engine.model.history_event import access_events
from forms.identifiers import hide_national_ids
from tests.integration.diagrams import decision as rule_task
from tests.integration.diagrams import diagram, service_task
from tests.unit.dmn.builders import decision, definitions, table
from tests.unit.web.pages.office import PagesOffice

NUMBER = "1999900001010"
WHY = "ตรวจสอบตัวบุคคลตามคำร้อง"


@pytest.fixture
def case(office: PagesOffice) -> int:
    """Return a case with a number in a variable, a decision, a job that waits and another that failed."""
    grounds = decision("who", table(["purpose"], ["found"], ["-", "purpose"]))
    process = diagram(
        "checked",
        "start -> fork -> decide -> ask -> end",
        "fork -> send -> end_sent",
        decide=rule_task("who"),
        ask=service_task("ask"),
        send=service_task("send"),
        properties={"anumat:subject": "= purpose", "anumat:starters": "staff"},
    )
    files = (DeployedFile("checked.bpmn", process), DeployedFile("who.dmn", definitions(grounds)))
    office.engine.execute(Deploy(files), SYSTEM)
    for name, group, is_service in (("person", "demo.administrator", False), ("robot", "service.worker", True)):
        groups = (group, "service.operator") if is_service else (group,)
        office.engine.execute(CreateUser(name, name, name, groups, is_service=is_service), SYSTEM)
    key = office.start("malee", "checked", purpose=f"ขอสำเนาของ {NUMBER}", number=int(NUMBER))
    (job,) = office.engine.execute(ActivateJobs(("send",), "w", 60, 1), SYSTEM)
    office.engine.execute(FailJob(job.job_key, 0, f"ไม่มีผู้ใดชื่อ {NUMBER}"), SYSTEM)
    return key


READ_OVER_REST = {
    "variables/search": {},
    "decision-instances/search": {},
    "incidents/search": {},
    "jobs/search": {},
    "jobs/activation": {"type": "ask", "timeout": 1, "maxJobsToActivate": 1, "requestTimeout": -1},
}


def _answer(office: PagesOffice, user_name: str, path: str, body: dict[str, object] | None = None) -> str:
    client, signed = office.app.test_client(), base64.b64encode(f"{user_name}:{user_name}".encode()).decode()
    method = "GET" if body is None else "POST"
    answer = client.open(f"/v2/{path}", method=method, json=body, headers={"Authorization": f"Basic {signed}"})
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("path", READ_OVER_REST)
def test_people_read_no_number_over_rest_and_programs_do(office: PagesOffice, case: int, path: str) -> None:
    to_person = _answer(office, "person", path, READ_OVER_REST[path])
    office.engine.clock.pin(office.engine.now().replace(hour=9))  # what the person took may be taken again
    to_program = _answer(office, "robot", path, READ_OVER_REST[path])

    assert NUMBER not in to_person
    if path not in {"decision-instances/search"}:
        assert "x-xxxx-xxxxx-01-0" in to_person
        assert NUMBER in to_program


def test_the_grounds_of_a_decision_are_read_without_numbers(office: PagesOffice, case: int) -> None:
    with office.engine.reading() as connection:
        (key,) = connection.execute(sa.text("SELECT evaluation_key FROM decision_instance")).scalars()

    to_person = _answer(office, "person", f"decision-instances/{key}-1")

    assert NUMBER not in to_person
    assert "x-xxxx-xxxxx-01-0" in to_person
    assert NUMBER in _answer(office, "robot", f"decision-instances/{key}-1")


def test_pages_show_no_number_either(office: PagesOffice, case: int) -> None:
    operator, auditor = office.visitor("operator"), office.visitor("auditor")

    pages = [operator.get(address).text for address in ("/operations", f"/cases/{case}?all=1")]
    pages += [auditor.get(f"/history{address}").text for address in (f"/cases/{case}", f"/cases/{case}/events", "?q=ขอสำเนา")]

    assert "ไม่มีผู้ใดชื่อ x-xxxx-xxxxx-01-0" in pages[0]
    assert [page for page in pages if NUMBER in page or "9,999" in page] == []


@pytest.mark.parametrize("kind", ["csv", "xlsx", "xes", "ocel", "pdf"])
def test_files_for_people_hold_no_number(office: PagesOffice, case: int, kind: str) -> None:
    sent = office.visitor("auditor").post(f"/cases/{case}/export", {"format": kind, "reason": f"{WHY} {NUMBER}"})

    assert sent.status_code == 200
    assert NUMBER not in _text(kind, sent.data)
    assert _shown(office) == []


def test_the_bundle_proves_what_was_written_and_its_numbers_are_on_the_record(office: PagesOffice, case: int) -> None:
    sent = office.visitor("auditor").post(f"/cases/{case}/export", {"format": "bundle", "reason": WHY})

    assert NUMBER in _text("xlsx", sent.data)
    assert _shown(office) == [case]


def test_numbers_of_other_things_stay_as_they_are() -> None:
    reference = {"documentId": NUMBER, "metadata": {"fileName": f"{NUMBER}.pdf"}, "contentHash": f"ab{NUMBER}cd"}

    assert hide_national_ids([reference, 12.5, True, None, 382949850410389504]) == [
        {"documentId": NUMBER, "metadata": {"fileName": "x-xxxx-xxxxx-01-0.pdf"}, "contentHash": f"ab{NUMBER}cd"},
        12.5,
        True,
        None,
        382949850410389504,
    ]


def _shown(office: PagesOffice) -> list[int]:
    event = access_events.c
    with office.engine.reading() as connection:
        query = sa.select(event.process_instance_key).where(event.type == "NATIONAL_ID_SHOWN")
        return list(connection.execute(query).scalars())


def _text(kind: str, data: bytes) -> str:
    if kind == "pdf":
        return "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))
    if kind != "xlsx":
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
