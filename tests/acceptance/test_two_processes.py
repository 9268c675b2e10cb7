"""Both processes through all their steps, from the form on the page to the end, by the right people and by nobody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.acceptance.visitor import Visitor
from tests.acceptance.walk import Walk, pin, steps_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.acceptance.conftest import Caller
    from tests.acceptance.server import RunningServer

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""Ten o'clock in Bangkok, within a round of applications."""
TEXT = "ข้อความที่ยาวพอสำหรับบันทึกในสำนวน"
PNG = b"\x89PNG\r\n\x1a\n"
COMMISSION = ("chairat", "thida", "pornchai", "lersak", "sirikul", "wanida", "montri")
OTHER_WAYS_OF_REPORTS = {
    "record_tip",
    "order_replacement",
    "request_replacement",
    "compile_information",
    "case_merged",
    "tell_merged",
}
OTHER_WAYS_OF_APPLICATIONS = {
    "fill_application",
    "tell_outside",
    "tell_closed",
    "tell_lapsed",
    "confirm_disqualification",
    "tell_disqualified",
    "create_reserve_record",
    "notify_reserve",
    "notify_rejected",
    "withdrawal",
    "tell_withdrawn",
}
"""What replaces steps of the main way, or ends the case early."""


@pytest.fixture(autouse=True)
def clock(call: Caller) -> Iterator[None]:
    """Let time stand still, so that it passes only where a test says so."""
    pin(call, NOW)
    yield
    call("POST", "/clock/reset")


@pytest.fixture
def report(server: RunningServer, call: Caller) -> Walk:
    """Report a state official's partisanship from the page, as an inspector with a phone does."""
    fields = [
        ("election_id", "LE-2569"),
        ("provinceCode", "50"),
        ("constituency", "๓"),
        ("occurred_at:day", "23"),
        ("occurred_at:month", "11"),
        ("occurred_at:year", "2569"),
        ("occurred_at:time", "09:15"),
        ("place", "หอประชุมอำเภอแม่ริม"),
        ("category", "partisan_official"),
        ("suspect_type", "state_official"),
        ("stage", "before"),
        ("ongoing", "on"),
        ("firsthand", "on"),
        ("narrative", "เจ้าหน้าที่ของรัฐขึ้นกล่าวสนับสนุนผู้สมัครรายหนึ่งระหว่างการประชุมของทางราชการ และแจกแผ่นพับหาเสียงแก่ผู้เข้าประชุม"),
        ("witnesses:row", "0"),
        ("witnesses[0].name", "นางทองดี มีสุข"),
        ("witnesses[0].phone", "0812345678"),
        ("witnesses[0].protect", "on"),
        ("immediate_action", "none"),
    ]
    evidence = [("evidence", "ภาพเหตุการณ์.png", "image/png", PNG)]
    return Walk(call, Visitor(server.url, "somsri").start("ins03_report_review", fields, evidence))


@pytest.fixture
def application(server: RunningServer, call: Caller) -> Walk:
    """Apply for the roster of Chiang Mai from the page."""
    fields = [
        ("roundId", "2569-2"),
        ("provinceCode", "50"),
        ("national_id", "1-9999-00001-06-1"),
        ("title", "นาย"),
        ("first_name", "ณัฐพล"),
        ("last_name", "เมืองหลวง"),
        ("birth_date", "2523-04-09"),
        ("phone", "0820000004"),
        ("province", "50"),
        ("district", "หางดง"),
        ("subdistrict", "น้ำแพร่"),
        ("nationality", "born"),
        ("education", "BA"),
        ("occupation", "ที่ปรึกษากฎหมายอิสระ"),
        ("state_position", "none"),
        ("party_status", "never"),
        ("domicile_province", "50"),
        ("consent", "on"),
        ("declaration", "on"),
    ]
    papers = [
        (name, f"{name}.pdf", "application/pdf", b"%PDF-1.4") for name in ("health_cert", "degree_cert", "house_reg", "cv")
    ]
    photo = ("photo", "photo.png", "image/png", PNG)
    return Walk(call, Visitor(server.url, "nattapol").start("ins01_appointment", fields, [*papers, photo]))


def test_a_report_travels_from_the_page_to_the_commission_and_back(report: Walk, call: Caller) -> None:
    warn_and_screen(report, call)
    find_the_facts(report, call)
    advise(report)
    vote(report)
    pin(call, NOW + timedelta(days=90))
    report.wait_for("deadline_60_tell", "COMPLETED")
    decide(report)
    report.do("acknowledge_result", "somsri", "anucha")
    report.do("rate_report", "malee", "somsri", score=4)

    report.wait_for_end()
    assert report.number().startswith("INS03-2569-50-")
    assert '"คำสั่งที่ ' in report.variable("decision_document")
    assert steps_of("ins03_report_review") - report.steps_done() == OTHER_WAYS_OF_REPORTS


def warn_and_screen(report: Walk, call: Caller) -> None:
    """Warn the official in vain, screen, ask for more, screen again, accept."""
    warned_at = "2026-11-23T09:30:00+07:00"
    report.do("warn_official", "somsri", "anucha", official="ปลัดอำเภอ", agency="อำเภอแม่ริม", warned_at=warned_at, content=TEXT)
    report.wait_for("wait_correction")
    pin(call, NOW + timedelta(hours=5))
    report.do("verify_correction", "somsri", "wichai", corrected="no", details=TEXT)
    report.do("screen", "wichai", "somsri", decision="request_more", question=TEXT)
    report.do("supplement", "somsri", "wichai", answer=TEXT, files=[report.upload("somsri")])
    report.do("screen", "malee", "kittipong", decision="accept")
    report.do("order_case", "prasert", "wichai", decision="accept")


def find_the_facts(report: Walk, call: Caller) -> None:
    """Plan, hear witnesses and agencies side by side, let every extension pass, charge, hear the accused, compile."""
    witnesses = [{"name": "นางทองดี มีสุข"}, {"name": "นายคำปัน แสงทอง"}]
    requests = [{"agency": "อำเภอแม่ริม", "documents": "รายงานการประชุม"}, {"agency": "อบต.ริมใต้", "documents": "รายชื่อผู้เข้าประชุม"}]
    plan = {"issues": [{"issue": TEXT}], "witness_plan": witnesses, "document_requests": requests}
    report.do("plan_inquiry", "narong", "boonmee", **plan)
    report.receive("new.evidence", files=[report.upload("operator")], note=TEXT)
    report.wait_for("tell_new_evidence", "COMPLETED")
    for days in (21, 32):
        pin(call, NOW + timedelta(days=days))
        report.do("decide_extension", "prasert", "narong", decision="approve")
    pin(call, NOW + timedelta(days=42))
    taken_at = "2026-12-01T10:00:00+07:00"
    report.do("take_statement", "siriporn", "prasert", taken_at=taken_at, statement=TEXT, protect=True)
    report.do("take_statement", "decha", "wichai", taken_at=taken_at, statement=TEXT)
    report.receive("inquiry.document.received", "อบต.ริมใต้", reference="ชม 1/2569", files=[])
    report.do("record_document", "narong", "somsri", received="yes", reference="ชม 0018/5")
    charge = {"accused": "ปลัดอำเภอ", "address": "อำเภอแม่ริม", "charge": TEXT, "legal_basis": "ม.73"}
    report.do("prepare_allegation", "narong", "malee", has_accused="yes", **charge)
    report.do("record_answer", "siriporn", "somsri", received_at="2026-12-20T10:00:00+07:00", statement=TEXT)
    evidence = [{"no": "1", "kind": "digital", "custodian": "นายณรงค์"}]
    dossier = {
        "issues": [{"issue": TEXT}],
        "evidence_list": evidence,
        "legal_basis": "ม.73",
        "opinion": "มีมูล",
        "reasoning": TEXT,
    }
    report.do("compile_dossier", "narong", "prasert", **dossier)


def advise(report: Walk) -> None:
    """Give the opinions from the director to the Secretary-General."""
    report.do("give_director_opinion", "prasert", "siriporn", opinion="มีมูล", reasoning=TEXT)
    report.do("analyse", "benjawan", "prasert", decision="complete", findings=TEXT)
    report.do("give_legal_opinion", "kamolwan", "benjawan", opinion=TEXT, legal_basis="ม.73", proposed_outcome="DISCIPLINE")
    report.do("give_sg_opinion", "anan", "patchara", opinion=TEXT, proposed_outcome="DISCIPLINE")


def vote(report: Walk) -> None:
    """Hold both meetings; everybody has one vote of their own."""
    adjudicators = ("sakda", "wanchai", "yupin")
    report.do("convene_subcommittee", "duangjai", "sakda", meeting_date="2027-01-05", attendees=list(adjudicators))
    for member, other in zip(adjudicators, adjudicators[1:] + adjudicators[:1], strict=True):
        report.do("subcommittee_opinion", member, other if member != "yupin" else "anan", coi="no", vote="เห็นชอบ")
    report.do("convene_commission", "ekachai", "chairat", meeting_date="2027-01-05", attendees=list(COMMISSION))
    for member in COMMISSION:
        report.do("commission_vote", member, "anan", coi="no", vote="งด" if member == "montri" else "เห็นชอบ")


def decide(report: Walk) -> None:
    """Record the resolution and issue the order; whoever advised on the law does not check the draft."""
    resolution = {"resolution_no": "1/2570", "resolution_outcome": "DISCIPLINE", "resolution_text": TEXT}
    report.do("record_resolution", "ekachai", "chairat", **resolution)
    issue(report, checked_by="surachai", not_by="kamolwan", secrecy="ลับ")


def test_an_application_travels_from_the_page_to_the_roster(application: Walk, call: Caller) -> None:
    check_the_papers(application)
    check_the_background(application, call)
    score(application)
    opinion = {"recommendation": "recommend", "rank": 1, "reasoning": TEXT}
    application.do("give_director_opinion", "prasert", "surasak", **opinion)
    application.do("compile_agenda", "chutima", "orathai", agenda_no="3.1", summary=TEXT)
    application.receive("objection.filed", by="นายคัดค้าน", grounds=TEXT, files=[])
    application.do("consider_objection", "kamolwan", "chutima", opinion="unfounded", reason=TEXT)
    application.do("compile_agenda", "chutima", "kamolwan", agenda_no="3.2", summary=TEXT)
    application.task("record_resolution", "ekachai")
    pin(call, NOW + timedelta(days=70))
    application.wait_for("remind_secretariat", "COMPLETED")
    application.do("record_resolution", "ekachai", "chairat", resolution_no="2/2570", resolution="appoint")
    issue(application, checked_by="surachai", not_by="kamolwan", secrecy="ไม่ลับ")

    application.wait_for_end()
    assert application.number().startswith("INS01-2569-50-")
    assert '"status":"roster"' in application.variable("inspectorRecord").replace(" ", "")
    assert steps_of("ins01_appointment") - application.steps_done() == OTHER_WAYS_OF_APPLICATIONS


def check_the_papers(application: Walk) -> None:
    """Find a paper missing, let the applicant hand it in, check again."""
    missing = [{"doc": "cv", "ok": "no", "note": "ไม่มีลายมือชื่อ"}]
    application.do("check_documents", "orathai", "nattapol", items=missing, complete="no")
    application.do("request_correction", "orathai", "warunee", message=TEXT)
    application.do("correct_application", "nattapol", "orathai", explanation=TEXT, files=[application.upload("nattapol")])
    application.do("check_documents", "orathai", "kamolwan", items=[{"doc": "cv", "ok": "yes"}], complete="yes")


def check_the_background(application: Walk, call: Caller) -> None:
    """Four agencies answer, one electronically; one is reminded, overdue, then reports something: the applicant is heard."""
    for number in range(4):
        application.do("record_reply", "pimjai", "orathai", result="clear", ref_no=f"{number}/2569")
    left = {"DOPA", "POLICE", "LED", "PARTY", "NACC", "COURT"} - agencies_recorded(application)
    application.receive("background.replied", min(left), result="clear", ref_no="5/2569", file=[])
    pin(call, NOW + timedelta(days=15))
    application.wait_for("remind_agency", "COMPLETED")
    pin(call, NOW + timedelta(days=29))
    application.do("record_overdue", "pimjai", "orathai", result="unknown", ref_no="ไม่ตอบ")
    found = [{"agency": max(left), "result": "hit", "ref_no": "6/2569"}]
    application.do("complete_background", "pimjai", "prasert", missing=found)
    application.do("answer_background", "nattapol", "pimjai", statement=TEXT)


def agencies_recorded(application: Walk) -> set[str]:
    """Return the agencies whose replies were recorded: the open tasks name the others."""
    search = {"filter": {"rootProcessInstanceKey": application.key, "elementId": "record_reply", "state": "CREATED"}}
    _, tasks = application.call("POST", "/user-tasks/search", search, user_name="pimjai")
    everybody, still_open = {"DOPA", "POLICE", "LED", "PARTY", "NACC", "COURT"}, set()
    for task in tasks["items"]:
        path = f"/user-tasks/{task['userTaskKey']}/effective-variables/search"
        _, found = application.call("POST", path, {"filter": {"name": "agency"}}, user_name="pimjai")
        still_open |= {code for code in everybody if f'"{code}"' in found["items"][0]["value"]}
    return everybody - still_open


def score(application: Walk) -> None:
    """Hold the committee's meeting; one member has an interest and gives no marks."""
    members = ("surasak", "kasem", "ladda", "wiroj", "somjit")
    application.do("convene_committee", "thanakorn", "prasert", meeting_date="2026-12-24", attendees=list(members))
    marks = {"knowledge": 20, "experience": 18, "neutrality": 22, "communication": 20}
    for member in members[:4]:
        application.do("score", member, "somjit" if member == "surasak" else "prasert", coi="no", **marks)
    application.do("score", "somjit", "busaba", coi="yes")


def issue(case: Walk, *, checked_by: str, not_by: str, secrecy: str) -> None:
    """Draft, check and sign the document."""
    case.do("draft", "nuttaya", "chairat", title="เรื่องตามมติ", body=TEXT, speed="ด่วน", secrecyClass=secrecy)
    case.do("review", checked_by, not_by, decision="approve")
    signature = {"decision": "approve", "signerName": "นายชัยรัตน์ เกียรติภูมิ", "signerPosition": "ประธานกรรมการการเลือกตั้ง"}
    case.do("sign", "chairat", "nuttaya", **signature)


@pytest.mark.parametrize(
    ("process_id", "user_name"),
    [("ins03_report_review", "wichai"), ("ins01_appointment", "somsri")],
)
def test_whoever_may_not_start_a_process_is_refused(call: Caller, process_id: str, user_name: str) -> None:
    body = {"processDefinitionId": process_id, "variables": {"provinceCode": "50"}}

    status, problem = call("POST", "/process-instances", body, user_name)

    assert status == 403, problem
