"""The pages of emergency access: from the case that is hidden, over two people, to what the data-protection officer sees."""

import base64
import re
from datetime import timedelta

import pytest

from engine.commands import SYSTEM, CreateUser
from engine.model.clock import FixedClock
from tests.unit.web.pages.office import PagesOffice

WHY, AGREED = "ผู้รับผิดชอบเรื่องประสบอุบัติเหตุ", "เห็นว่าจำเป็นเร่งด่วนจริง"


@pytest.fixture
def case(office: PagesOffice) -> int:
    """Return a secret case in an office with a secretary-general and a data-protection officer."""
    for name, group in (("anan", "secretary.general"), ("patchara", "deputy.sg"), ("orasa", "dpo")):
        office.engine.execute(CreateUser(name, f"คุณ{name}", name, [group]), SYSTEM)
    return office.start(purpose="เรื่องลับมาก", process_id="secret")


def _ask(office: PagesOffice, case: int, by: str = "stranger") -> str:
    """Ask for the case and return the address to answer at."""
    assert office.visitor(by).post("/emergency", {"case": str(case), "reason": WHY}).status_code == 302
    waiting = office.visitor("patchara").get("/emergency").text
    found = re.search(rf'action="(/emergency/{case}/\d+)/answer"', waiting)
    assert found
    return found[1]


def test_a_hidden_case_is_read_with_a_second_persons_word(office: PagesOffice, case: int) -> None:
    stranger, anan = office.visitor("stranger"), office.visitor("anan")
    hidden = stranger.get(f"/cases/{case}")
    assert (hidden.status_code, f"/emergency?case={case}" in hidden.text) == (403, True)
    assert f'value="{case}"' in stranger.get(f"/emergency?case={case}").text

    address = _ask(office, case)
    assert anan.post(f"{address}/answer", {"answer": "approve", "reason": AGREED}).status_code == 302

    page = stranger.get(f"/cases/{case}").text
    assert "ท่านอ่านเรื่องนี้ด้วยสิทธิ์เข้าถึงฉุกเฉิน" in page
    assert "เรื่องลับมาก" in page
    assert not re.search(r'<form method="post" action="/cases', page)
    assert stranger.get(f"/cases/{case}/diagram.json").status_code == 200
    assert stranger.post(f"/cases/{case}/comment", {"text": "ขอเพิ่ม"}).status_code == 403
    assert stranger.post(f"/cases/{case}/export", {"format": "csv", "reason": WHY}).status_code == 403
    assert "เปิดอ่าน 2 ครั้ง" in office.visitor("orasa").get("/emergency").text


def test_the_officer_is_told_and_ends_it(office: PagesOffice, case: int) -> None:
    address = _ask(office, case)
    office.visitor("anan").post(f"{address}/answer", {"answer": "approve", "reason": AGREED})
    orasa = office.visitor("orasa")

    assert "คุณanan อนุมัติให้ นายอื่น ไม่เกี่ยว เข้าถึงเรื่อง" in orasa.get("/notifications").text
    page = orasa.get("/emergency").text
    assert WHY in page
    assert AGREED in page
    orasa.post(f"{address}/end", {"reason": "ไม่เห็นเหตุฉุกเฉิน"})

    assert "ยุติก่อนกำหนด" in orasa.get("/emergency").text
    assert office.visitor("stranger").get(f"/cases/{case}").status_code == 403


def test_what_time_ends_is_hidden_again_and_said(office: PagesOffice, case: int, clock: FixedClock) -> None:
    address = _ask(office, case)
    office.visitor("anan").post(f"{address}/answer", {"answer": "approve", "reason": AGREED})

    clock.set(clock.now() + timedelta(hours=4))

    assert office.visitor("stranger").get(f"/cases/{case}").status_code == 403
    assert "หมดเวลาแล้ว" in office.visitor("stranger").get("/emergency").text


def test_what_is_refused_is_said_in_thai_and_keeps_what_was_typed(office: PagesOffice, case: int) -> None:
    anan, stranger = office.visitor("anan"), office.visitor("stranger")

    too_short = stranger.post("/emergency", {"case": str(case), "reason": "เพราะ"})
    unknown = stranger.post("/emergency", {"case": "ไม่มี-1", "reason": WHY})
    twice = [stranger.post("/emergency", {"case": str(case), "reason": WHY}) for _ in range(2)][1]
    mine = office.visitor("somchai").post("/emergency", {"case": str(case), "reason": WHY})
    address = _ask(office, case, "anan")
    own = anan.post(f"{address}/answer", {"answer": "approve", "reason": AGREED}, follow_redirects=True)

    assert (too_short.status_code, "เพราะ</textarea>" in too_short.text) == (400, True)
    assert "ไม่มีเรื่องเลขที่นี้" in unknown.text
    assert "ขอเข้าถึงเรื่องที่ไม่มีอยู่" in office.visitor("auditor").get("/history/access").text
    assert "ท่านขอเรื่องนี้ไว้แล้ว" in twice.text
    assert "ท่านมีสิทธิ์อ่านเรื่องนี้อยู่แล้ว" in mine.text
    assert "ต้องมีสองคน" in own.text
    assert f"{address}/answer" not in anan.get("/emergency").text


def test_an_auditor_watches_and_asks_for_nothing(office: PagesOffice, case: int) -> None:
    _ask(office, case)

    page = office.visitor("auditor").get("/emergency").text

    assert WHY in page
    assert "<form" not in page.split("<main")[1].split("</main")[0]
    assert "ขอเข้าถึงฉุกเฉิน" in office.visitor("auditor").get("/history/access?kind=EMERGENCY_REQUESTED").text


def test_the_same_over_rest(office: PagesOffice, case: int) -> None:
    client = office.app.test_client()

    def call(by: str, method: str, path: str, **body: str):
        signed = base64.b64encode(f"{by}:{by}".encode()).decode()
        sent = body if method == "POST" else None
        return client.open(f"/v2/{path}", method=method, json=sent, headers={"Authorization": f"Basic {signed}"})

    asked = call("stranger", "POST", "emergency-accesses", processInstanceKey=str(case), reason=WHY)
    place = f"emergency-accesses/{asked.json['emergencyAccessId']}"
    assert (asked.status_code, asked.json["state"]) == (201, "REQUESTED")
    assert call("stranger", "POST", f"{place}/approval", reason=AGREED).status_code == 403
    assert call("stranger", "GET", f"process-instances/{case}").status_code == 403

    approved = call("anan", "POST", f"{place}/approval", reason=AGREED).json
    assert (approved["state"], approved["decidedBy"]) == ("APPROVED", "anan")
    assert call("anan", "POST", f"{place}/denial", reason=AGREED).status_code == 409

    assert call("stranger", "GET", f"process-instances/{case}").status_code == 200
    assert call("stranger", "POST", f"process-instances/{case}/cancellation", reason=WHY).status_code == 403
    assert [item["readings"] for item in call("orasa", "GET", "emergency-accesses").json["items"]] == [1]
    assert call("malee", "GET", "emergency-accesses").json["items"] == []
    assert call("stranger", "POST", f"{place}/ending", reason="อ่านครบถ้วนแล้ว").status_code == 204
    assert call("stranger", "GET", f"process-instances/{case}").status_code == 403
    assert call("stranger", "POST", "emergency-accesses", businessId="INS-404", reason=WHY).status_code == 403
    assert call("anan", "POST", "emergency-accesses/1-x/approval", reason=AGREED).status_code == 404
