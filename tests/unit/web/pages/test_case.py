"""The page of a case: where it is, what happened, and what only some may see."""

import json
from urllib.parse import quote

from engine.commands import SYSTEM, Actor, CancelInstance, Permission
from engine.commands.erase_details import EraseDetails
from engine.model.checkpoint import ChainKind
from engine.model.retention import Basis, DataKind
from engine.store.history_reading import events_of
from tests.unit.web.pages.office import PagesOffice, open_task


def _decide(office: PagesOffice, reason: str) -> None:
    somchai = office.visitor("somchai")
    task = open_task(somchai)
    somchai.post(f"/tasks/{task}/claim")
    somchai.post(f"/tasks/{task}", {"decision": "approve", "reason": reason, "__action": "complete"})


def test_a_case_says_where_it_is_and_what_usually_comes(office: PagesOffice) -> None:
    case = office.start(purpose="ลาพักผ่อน")

    page = office.visitor("malee").get(f"/cases/{case}").text

    assert "อยู่ที่ หัวหน้างาน" in page
    assert "ขั้นตอนที่ 1 จากประมาณ 2" in page
    assert "ลงทะเบียน" in page


def test_a_waiting_task_is_named_once(office: PagesOffice) -> None:
    case = office.start(purpose="ลาพักผ่อน")

    page = office.visitor("malee").get(f"/cases/{case}").text

    assert "รอดำเนินการ: พิจารณาคำขอ</p>" in page
    assert 'an-timeline__note">พิจารณาคำขอ' not in page


def test_on_english_pages_a_group_has_its_english_name_and_without_one_its_thai_one(office: PagesOffice) -> None:
    case, malee = office.start(purpose="ลาพักผ่อน"), office.visitor("malee")
    malee.get("/language/en")

    assert "With Supervisors for" in malee.get(f"/cases/{case}").text
    _decide(office, "ทำงานมานาน")
    assert "With งานทะเบียน for" in malee.get(f"/cases/{case}").text


def test_the_history_tells_who_did_what_and_why(office: PagesOffice) -> None:
    case = office.start(purpose="ลาพักผ่อน")
    _decide(office, "ทำงานมานาน")

    page = office.visitor("malee").get(f"/cases/{case}").text

    assert "ดำเนินการเสร็จ: พิจารณาคำขอ" in page
    assert "ทำงานมานาน" in page
    assert "รอดำเนินการ: ลงทะเบียน" in page


def test_the_diagram_tells_what_was_done_and_which_way(office: PagesOffice) -> None:
    case = office.start(purpose="ลา")
    _decide(office, "เห็นควร")

    found = json.loads(office.visitor("malee").get(f"/cases/{case}/diagram.json").text)

    assert found["elements"]["approve"]["completed"] == 1
    assert found["elements"]["register"]["active"] == 1
    assert "leave" not in found["elements"]
    assert len(found["takenFlows"]) == 3


def test_whoever_asked_for_a_secret_case_sees_how_far_it_is_and_not_what_was_written(office: PagesOffice) -> None:
    case = office.start(purpose="เรื่องลับ", process_id="secret")
    malee, suda = office.visitor("malee"), office.visitor("suda")
    suda.post(f"/cases/{case}/comment", {"text": "ความเห็นภายใน"})
    _decide(office, "เหตุผลภายใน")

    page = malee.get(f"/cases/{case}").text

    assert "อยู่ที่ งานทะเบียน" in page
    assert "ความเห็นภายใน" not in page
    assert "เหตุผลภายใน" not in page
    assert "เหตุผลภายใน" in suda.get(f"/cases/{case}").text


def test_a_secret_case_is_hidden_from_the_unit(office: PagesOffice) -> None:
    secret, open_to_unit = office.start(purpose="ลับ", process_id="secret"), office.start(purpose="ลา")
    _decide(office, "ก")
    case = office.visitor("pimjai")

    assert office.visitor("operator").get(f"/cases/{secret}").status_code == 403
    assert case.get(f"/cases/{open_to_unit}").status_code == 200


def test_recorded_events_and_variables_are_for_auditors_and_operators(office: PagesOffice) -> None:
    case = office.start(purpose="ลา")

    assert "ไปต่อ" not in office.visitor("malee").get(f"/cases/{case}?all=1").text
    auditor = office.visitor("auditor").get(f"/cases/{case}?all=1").text
    assert "ไปต่อ" in auditor
    assert "ตัวแปรทั้งหมด" in auditor


def test_an_auditor_only_reads(office: PagesOffice) -> None:
    case = office.start(purpose="ลา")
    auditor = office.visitor("auditor")

    auditor.post(f"/cases/{case}/comment", {"text": "ไม่ควรอยู่ที่นี่"})

    assert "ไม่ควรอยู่ที่นี่" not in auditor.get(f"/cases/{case}").text


def test_a_comment_has_an_end(office: PagesOffice) -> None:
    case = office.start(purpose="ลา")
    malee = office.visitor("malee")

    malee.post(f"/cases/{case}/comment", {"text": "ก" * 5_001})

    assert "ความคิดเห็นต้องมี 1 ถึง 5,000 ตัวอักษร" in malee.get(f"/cases/{case}").text


def test_a_case_page_tells_what_was_deleted_when_by_whom_and_why(office: PagesOffice) -> None:
    key = office.start(purpose="ซื้อเครื่องพิมพ์")
    office.engine.execute(CancelInstance(key, "ถอนเรื่อง"), SYSTEM)
    dpo = Actor("suda", permissions=frozenset({Permission.RETAIN}))

    office.engine.execute(EraseDetails(key, frozenset(DataKind), Basis.REQUEST, "เจ้าของข้อมูลขอให้ลบ"), dpo)

    page = office.visitor("malee").get(f"/cases/{key}").text
    assert "ข้อมูลที่ลบออกจากเรื่องนี้แล้ว" in page
    assert "เจ้าของข้อมูลขอให้ลบ" in page
    assert "นางสุดา หัวหน้า" in page
    assert "ซื้อเครื่องพิมพ์" not in page


def test_an_auditor_is_asked_why_before_a_secret_case_opens(office: PagesOffice) -> None:
    key = office.start(purpose="เรื่องลับมาก", process_id="secret")
    auditor = office.visitor("auditor")

    asked = auditor.get(f"/cases/{key}?all=1")
    assert asked.status_code == 200
    assert "เรื่องนี้เป็นความลับ" in asked.text
    assert "เรื่องลับมาก" not in asked.text
    too_short = auditor.post(f"/cases/{key}/access", {"reason": "เพราะ", "next": f"/cases/{key}?all=1"})
    assert too_short.status_code == 400
    assert "อย่างน้อย 10 ตัวอักษร" in too_short.text

    opened = auditor.post(f"/cases/{key}/access", {"reason": "ตรวจสอบประจำปี 2570", "next": f"/cases/{key}?all=1"})
    assert opened.headers["Location"] == f"/cases/{key}?all=1"
    assert auditor.get(f"/cases/{key}").status_code == 200


def test_programs_say_in_a_header_why_they_open_a_secret_case(office: PagesOffice) -> None:
    key = office.start(purpose="เรื่องลับมาก", process_id="secret")
    auditor = office.visitor("auditor")

    refused = auditor.get(f"/v2/process-instances/{key}")
    assert refused.status_code == 403
    assert refused.get_json()["code"] == "access_reason"

    answer = auditor.get(f"/v2/process-instances/{key}", headers={"X-Access-Reason": quote("ตรวจสอบประจำปี 2570")})
    assert answer.status_code == 200


def test_a_national_id_is_hidden_until_somebody_says_why(office: PagesOffice) -> None:
    key = office.start(purpose="ขอสำเนาของ 1-9999-00001-01-0")
    operator, auditor = office.visitor("operator"), office.visitor("auditor")

    for visitor, page in (
        (operator, f"/cases/{key}?all=1"),
        (auditor, f"/history/cases/{key}/events"),
        (auditor, f"/cases/{key}"),
    ):
        shown = visitor.get(page).text
        assert "x-xxxx-xxxxx-01-0" in shown
        assert "9999-00001" not in shown
    assert "อย่างน้อย 10 ตัวอักษร" in auditor.post(f"/cases/{key}/national-ids", {"reason": "เพราะ"}).text

    shown = auditor.post(f"/cases/{key}/national-ids", {"reason": "ตรวจสอบตัวบุคคลตามคำร้อง"}).text

    assert "1-9999-00001-01-0" in shown
    with office.engine.reading() as connection:
        (event,) = events_of(connection, ChainKind.ACCESS, [key])[key]
    assert (event.type, event.actor) == ("NATIONAL_ID_SHOWN", "auditor")


def test_people_get_a_national_id_over_rest_with_a_reason_only(office: PagesOffice) -> None:
    key = office.start(purpose="ขอสำเนาของ 1999900001010")
    operator = office.visitor("operator")
    token = {"X-CSRF-Token": "token-of-the-session"}
    operator.post("/v2/variables/search", token="")  # a session has its token by now
    search = {"filter": {"processInstanceKey": str(key), "name": "purpose"}}

    def value(**headers: str) -> str:
        answer = operator.client.post("/v2/variables/search", json=search, headers={**token, **headers})
        return str(answer.get_json()["items"][0]["value"])

    assert "x-xxxx-xxxxx-01-0" in value()
    assert "1999900001010" in value(**{"X-Access-Reason": "checking-the-person"})
