"""The data-protection officer's pages and REST: periods, what expires, holds, and erasing after a second look."""

import base64
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from engine.commands import ANY_PROCESS, SYSTEM, CreateUser, DataKind, SetRetentionPolicy
from engine.model.clock import FixedClock
from engine.model.retention import erasures, legal_holds
from tests.unit.web.pages.office import PagesOffice, Visitor, open_task

WHY = "เจ้าของข้อมูลขอให้ลบ"


@pytest.fixture
def officer(office: PagesOffice) -> Visitor:
    """Return the data-protection officer at a browser."""
    for name, group in (("orasa", "dpo"), ("admin", "sys.admin")):
        office.engine.execute(CreateUser(name, f"คุณ{name}", name, [group]), SYSTEM)
    return office.visitor("orasa")


@pytest.fixture
def ended(office: PagesOffice) -> int:
    """Return a case that has ended."""
    case, somchai = office.start(purpose="ลาพักผ่อน"), office.visitor("somchai")
    task = open_task(somchai)
    somchai.post(f"/tasks/{task}/claim")
    somchai.post(f"/tasks/{task}", {"decision": "reject", "reason": "งานมาก", "__action": "complete"})
    return case


def _number(office: PagesOffice, case: int) -> str:
    return re.search(r"LEAVE-2569-\S+?-\d+", office.visitor("malee").get(f"/cases/{case}").text)[0]  # type: ignore[index]


def _count(office: PagesOffice, table: sa.Table) -> int:
    with office.engine.reading() as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def test_a_period_is_set_and_says_what_expires_when(
    office: PagesOffice, officer: Visitor, ended: int, clock: FixedClock
) -> None:
    office.engine.execute(SetRetentionPolicy(ANY_PROCESS, DataKind.DRAFTS, "P30D", WHY), office.actor("orasa"))

    officer.post("/retention", {"process": "leave", "kind": "details", "number": "๑๐", "unit": "months", "reason": WHY})

    page = officer.get("/retention").text
    assert "10 เดือน" in page
    assert "30 วัน (ตามที่กำหนดสำหรับทุกกระบวนการ)" in page
    planned = officer.get("/retention/expiry").text
    assert _number(office, ended) in planned
    assert "ข้อมูลของเรื่องและรายละเอียดในประวัติ: 22 ก.ย. 2570" in planned
    assert "ลาพักผ่อน" not in planned
    clock.set(clock.now() + timedelta(days=31))
    assert "ครบกำหนดแล้ว" in officer.get("/retention/expiry").text


@pytest.mark.parametrize(("number", "unit"), [("", "years"), ("สิบ", "years"), ("-1", "days"), ("0", "days"), ("1000", "days")])
def test_what_is_no_period_is_said(officer: Visitor, number: str, unit: str) -> None:
    sent = {"process": "leave", "kind": "details", "number": number, "unit": unit, "reason": WHY}

    assert "เป็นเลขจำนวนเต็ม" in officer.post("/retention", sent, follow_redirects=True).text


def test_a_case_is_held_and_let_go(office: PagesOffice, officer: Visitor, ended: int) -> None:
    number = _number(office, ended)
    officer.post("/retention/holds", {"case": number, "reason": "คดีหมายเลขดำ อท 12"})
    again = officer.post("/retention/holds", {"case": number, "reason": "คดีหมายเลขดำ อท 12"}, follow_redirects=True)

    assert "เรื่องนี้ถูกระงับการลบอยู่แล้ว" in again.text
    assert "คดีหมายเลขดำ อท 12" in officer.get("/retention/holds").text
    sent = {"case": number, "kind": ["details"], "reason": WHY, "confirmed": "1"}
    assert "ต้องยกเลิกการระงับก่อน" in officer.post("/retention/erasures", sent, follow_redirects=True).text

    officer.post(f"/retention/holds/{ended}/end", {"reason": "คดีถึงที่สุดแล้ว"})
    assert _count(office, legal_holds) == 0


def test_erasing_takes_a_second_look_and_says_what_it_freed(office: PagesOffice, officer: Visitor, ended: int) -> None:
    sent = {"case": _number(office, ended), "kind": ["details", "documents"], "reason": WHY}

    asked = officer.post("/retention/erasures", sent).text
    assert "ลบข้อมูลนี้อย่างถาวรหรือไม่" in asked
    assert _count(office, erasures) == 0
    done = officer.post("/retention/erasures", {**sent, "confirmed": "1"}, follow_redirects=True).text

    assert re.search(r"ลบแล้ว \d+ รายการ รวม [\d,]+ ไบต์", done)
    assert "คุณorasa" in done
    assert WHY in done
    running = {**sent, "case": str(office.start(purpose="ลาป่วย")), "confirmed": "1"}
    assert "ลบได้เฉพาะเรื่องที่สิ้นสุดแล้ว" in officer.post("/retention/erasures", running, follow_redirects=True).text


def test_whoever_keeps_accounts_and_auditors_look_and_nobody_else(office: PagesOffice, officer: Visitor, ended: int) -> None:
    parts = ("", "/expiry", "/holds", "/erasures")
    for name in ("admin", "auditor"):
        visitor = office.visitor(name)
        for part in parts:
            page = visitor.get(f"/retention{part}")
            assert page.status_code == 200
            assert "<form" not in page.text.split("<main")[1].split("</main")[0]
        sent = {"case": str(ended), "kind": ["details"], "reason": WHY, "confirmed": "1"}
        assert visitor.post("/retention/erasures", sent).status_code == 404
    assert [office.visitor("malee").get(f"/retention{part}").status_code for part in parts] == [404] * 4
    assert _count(office, erasures) == 0


def test_the_same_over_rest(office: PagesOffice, officer: Visitor, ended: int) -> None:
    client = office.app.test_client()

    def call(method: str, path: str, by: str = "orasa", **body: object):
        signed = base64.b64encode(f"{by}:{by}".encode()).decode()
        sent = None if method == "GET" else body
        return client.open(f"/v2/{path}", method=method, json=sent, headers={"Authorization": f"Basic {signed}"})

    assert call("PUT", "retention/policies/leave/details", period="PT0S", reason=WHY).status_code == 204
    assert call("PUT", "retention/policies/leave/details", period="ten years", reason=WHY).status_code == 400
    assert call("PUT", "retention/policies/leave/everything", period="P1D", reason=WHY).status_code == 400
    policies = call("GET", "retention/policies").json["items"]
    assert {"processDefinitionId": "leave", "kind": "details", "period": "PT0S", "source": "set"} in policies
    (planned,) = call("GET", "retention/plan").json["items"]
    assert (planned["processInstanceKey"], planned["kinds"][0]["kind"]) == (str(ended), "details")

    case = f"process-instances/{ended}"
    assert call("POST", f"{case}/legal-hold", reason=WHY).status_code == 204
    assert [item["placedBy"] for item in call("GET", "retention/legal-holds").json["items"]] == ["orasa"]
    assert call("POST", f"{case}/erasure", kinds=["details"], reason=WHY).status_code == 409
    assert call("POST", f"{case}/legal-hold-lifting", reason=WHY).status_code == 204
    assert call("POST", f"{case}/erasure", kinds=[], reason=WHY).status_code == 400
    assert call("POST", f"{case}/erasure", kinds=["details"], reason=WHY).json["rows"] > 0
    assert call("POST", "process-instances/7/erasure", kinds=["details"], reason=WHY).status_code == 404
    assert {item["kind"] for item in call("GET", "retention/erasures").json["items"]} >= {"details", "comments"}
    for by in ("admin", "auditor", "malee"):
        assert call("GET", "retention/policies", by).status_code == 403
        assert call("POST", f"{case}/erasure", by, kinds=["details"], reason=WHY).status_code == 403


def test_a_case_is_named_with_thai_digits_too(office: PagesOffice, officer: Visitor, ended: int) -> None:
    in_thai = _number(office, ended).translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))

    officer.post("/retention/holds", {"case": in_thai, "reason": WHY})

    assert _number(office, ended) in officer.get("/retention/holds").text
