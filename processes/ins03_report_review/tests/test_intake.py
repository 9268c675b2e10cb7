"""INS-03 from the report to the inquiry's door: receipt, triage, the four routes, screening and the director's order."""

from datetime import timedelta

import pytest

from engine.errors import SubmissionRefused
from tests.processes.case import Case
from tests.processes.ins03_walk import NARRATIVE, REASON, REPORT, TEXT, accepted, give_feedback, reported
from tests.processes.stage import Stage

WARN = {"category": "partisan_official", "suspect_type": "state_official", "ongoing": True}
REPLACE = {"category": "misconduct_official", "suspect_type": "polling_official", "stage": "election_day"}
INFO = {
    "category": "other",
    "suspect_type": "unknown",
    "firsthand": False,
    "evidence": [],
    "no_evidence_reason": "ถ่ายภาพไว้ไม่ทันและไม่มีคลิป",
}
WARNING = {"official": "นายบี", "agency": "อบต.แม่ริม", "warned_at": "2026-11-23T08:30:00+07:00", "content": TEXT}


def warned(stage: Stage) -> Case:
    case = reported(stage, **WARN)
    case.do("warn_official", "nok", **WARNING)
    return case


def test_a_report_is_numbered_sealed_and_receipted(stage: Stage) -> None:
    case = reported(stage)

    seal = case.value("evidenceSeal")
    assert case.value("receiptNumber") == "1/2569"
    assert [item["name"] for item in seal["items"]] == ["photo.jpg"]
    assert seal["sha256"] in stage.world.document("receipt")
    assert stage.world.was_told("nok", case.number)


def test_the_case_number_names_process_year_and_province(stage: Stage) -> None:
    assert reported(stage).number == "INS03-2569-50-00001"


def test_a_report_from_another_province_is_flagged(stage: Stage) -> None:
    assert reported(stage).value("assignmentMismatch") is False
    assert reported(stage, provinceCode="51").value("assignmentMismatch") is True


def test_what_was_reported_about_a_person_stays_out_of_the_receipt(stage: Stage) -> None:
    reported(stage)

    receipt = stage.world.document("receipt")
    assert "หมายเลข" not in receipt
    assert "ทองดี" not in receipt


def test_a_report_in_the_future_is_refused(stage: Stage) -> None:
    with pytest.raises(SubmissionRefused, match="อนาคต"):
        reported(stage, occurred_at="2026-12-01T08:00:00+07:00")


def test_an_ordinary_report_goes_to_screening(stage: Stage) -> None:
    case = reported(stage)

    assert case.value("triage")["severity"] == "HIGH"
    assert case.waiting() == ["screen"]


def test_a_corrected_warning_closes_the_case(stage: Stage) -> None:
    case = warned(stage)
    assert case.waiting() == ["wait_correction"]
    stage.pass_time(hours=4)

    case.do("verify_correction", "nok", corrected="yes", details=TEXT)

    assert case.value("outcome") == "WARNED_CORRECTED"
    give_feedback(case)
    assert case.is_completed
    assert "นายบี" in stage.world.document("warning")


def test_a_warning_that_is_ignored_goes_to_screening(stage: Stage) -> None:
    case = warned(stage)
    stage.pass_time(hours=4)

    case.do("verify_correction", "nok", corrected="no", details=TEXT)

    assert case.waiting() == ["screen"]


@pytest.mark.parametrize(
    ("decision", "waiting"),
    [
        ("replace", ["acknowledge_result", "rate_report"]),
        ("replace_and_investigate", ["screen"]),
        ("investigate", ["screen"]),
    ],
)
def test_the_commission_orders_a_replacement(stage: Stage, decision: str, waiting: list[str]) -> None:
    case = reported(stage, **REPLACE)

    case.do("order_replacement", "chair", decision=decision, reason=REASON)

    assert case.waiting() == waiting
    assert stage.world.messages() == ([] if decision == "investigate" else [("official.replace", "GE-2570-50-3")])


def test_a_report_without_any_evidence_is_kept_as_information(stage: Stage) -> None:
    case = reported(stage, **INFO)

    case.do("compile_information", "duty", summary=TEXT)

    assert case.value("outcome") == "INFORMATION"
    assert case.value("digestEntry")["number"] == 1
    give_feedback(case)
    assert case.is_completed


def test_a_duplicate_is_merged(stage: Stage) -> None:
    case = reported(stage)

    case.do("screen", "duty", decision="merge", merged_into="INS03-2569-50-00012")

    assert (case.value("outcome"), case.value("mergedInto")) == ("MERGED", "INS03-2569-50-00012")
    assert case.waiting() == ["acknowledge_result", "rate_report"]


def asked(stage: Stage) -> Case:
    case = reported(stage)
    case.do("screen", "duty", decision="request_more", question=TEXT)
    return case


def test_the_inspector_supplies_what_was_asked(stage: Stage) -> None:
    case = asked(stage)

    case.do("supplement", "nok", answer=TEXT)

    assert case.waiting() == ["screen"]
    assert case.value("supplement")["answer"] == TEXT


def test_the_answer_may_come_electronically(stage: Stage) -> None:
    case = asked(stage)

    stage.message("report.supplemented", case.number, answer="ตอบทางแอป", files=[])

    assert case.waiting() == ["screen"]
    assert case.value("supplement")["answer"] == "ตอบทางแอป"


def test_screening_goes_on_when_no_answer_comes_in_three_days(stage: Stage) -> None:
    case = asked(stage)

    stage.pass_time(days=3)

    assert case.waiting() == ["screen"]
    assert case.value("supplement")["overdue"] is True


def test_a_refused_report_closes_with_its_reason(stage: Stage) -> None:
    case = reported(stage)
    case.do("screen", "duty", decision="accept")

    case.do("order_case", "director", decision="refuse", reason=REASON)

    assert case.value("outcome") == "NOT_ACCEPTED"
    assert REASON in stage.world.document("result")


def test_a_report_may_go_straight_to_the_central_office(stage: Stage) -> None:
    case = reported(stage)
    case.do("screen", "duty", decision="accept")

    case.do("order_case", "director", decision="central", reason=REASON)

    assert case.waiting() == ["analyse"]


def test_an_accepted_report_is_inquired(stage: Stage) -> None:
    assert "plan_inquiry" in accepted(stage).waiting()


@pytest.mark.parametrize(("changes", "hours"), [({}, 96), ({"category": "violence", "ongoing": True}, 6)])
def test_the_director_has_less_time_for_a_critical_report(stage: Stage, changes: dict, hours: int) -> None:
    case = reported(stage, **changes)
    case.do("screen", "duty", decision="accept")

    (task,) = case.open_tasks("order_case")
    assert task.due_at - stage.clock.now() == timedelta(hours=hours)


def test_a_hotline_tip_is_first_recorded_by_an_inspector(stage: Stage) -> None:
    stage.message("hotline.tip.converted", "TIP-1", provinceCode="50", tipReference="TIP-1", tipSummary=TEXT)
    case = stage.newest_case()
    assert case.waiting() == ["record_tip"]

    case.do("record_tip", "nok", **REPORT)

    assert case.waiting() == ["screen"]
    assert stage.world.was_told("group:inspector.50", case.number)


def test_a_hotline_tip_that_is_a_full_report_needs_no_recording(stage: Stage) -> None:
    stage.message("hotline.tip.converted", "TIP-2", **{**REPORT, "narrative": NARRATIVE})

    assert stage.newest_case().waiting() == ["screen"]
