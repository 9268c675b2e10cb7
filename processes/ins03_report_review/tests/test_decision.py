"""INS-03 from the resolution to the end, and who may not do what."""

import pytest

from engine.commands import CompleteUserTask
from engine.errors import NotAllowed, SeparationOfDuties
from tests.processes.case import Case
from tests.processes.cast import person
from tests.processes.ins03_walk import REASON, TEXT, accepted, advise, give_feedback, inquire, issue, meet, reported, resolve
from tests.processes.stage import Stage


def resolved(stage: Stage, outcome: str = "SUPREME_COURT") -> Case:
    case = accepted(stage)
    inquire(case)
    advise(case, outcome)
    meet(case)
    resolve(case, outcome)
    return case


def try_to(case: Case, element_id: str, by: str) -> None:
    """Complete the user task as somebody whose groups would allow it."""
    groups = {
        f"{group}"
        for group in ("prov.duty.50", "prov.director.50", "prov.inquiry.50", "cen.investigation", "cen.legal", "commission")
    }
    actor = person(by)
    bold = type(actor)(
        actor.user_name, groups=frozenset(groups) | actor.groups, permissions=actor.permissions, is_reauthenticated=True
    )
    (task, *_) = case.open_tasks(element_id)
    case.stage.engine.execute(CompleteUserTask(task.key, {}), bold)


def test_the_whole_review_ends_with_everybody_told(stage: Stage) -> None:
    case = resolved(stage)
    issue(case)

    give_feedback(case)

    assert case.is_completed
    assert case.value("decision_document")["number"] == "คำวินิจฉัยที่ 1/2569"
    assert case.value("qualityRating") == {"score": 4, "remark": None}
    assert stage.world.was_told("group:cen.legal", "ศาลฎีกา")
    assert "ยื่นคำร้องต่อศาลฎีกา" in stage.world.document("result")


def test_an_unsigned_decision_goes_back_to_the_resolution(stage: Stage) -> None:
    case = resolved(stage)
    case.do("draft", "clerk", title="คำวินิจฉัย", body=TEXT, speed="ปกติ", secrecyClass="ลับ")
    case.do("review", "lawyer2", decision="approve")

    case.do("sign", "chair", decision="reject", reason=REASON)

    assert case.waiting() == ["record_resolution"]


def test_a_result_that_nobody_acknowledges_counts_as_known(stage: Stage) -> None:
    case = reported(stage)
    case.do("screen", "duty", decision="merge", merged_into="INS03-2569-50-00012")
    case.do("rate_report", "duty", score=2)

    stage.pass_time(days=14)

    assert case.is_completed


def test_the_reporter_decides_nothing_in_the_own_case(stage: Stage) -> None:
    case = reported(stage)

    with pytest.raises(SeparationOfDuties):
        try_to(case, "screen", "nok")


def test_who_screened_may_not_order(stage: Stage) -> None:
    case = reported(stage)
    case.do("screen", "duty", decision="accept")

    with pytest.raises(SeparationOfDuties):
        try_to(case, "order_case", "duty")


@pytest.mark.parametrize("former", ["duty", "director"])
def test_the_inquiry_is_done_by_others(stage: Stage, former: str) -> None:
    case = accepted(stage)

    with pytest.raises(SeparationOfDuties):
        try_to(case, "plan_inquiry", former)


def test_an_inquirer_may_not_give_the_legal_opinion(stage: Stage) -> None:
    case = accepted(stage)
    inquire(case)
    case.do("give_director_opinion", "director", opinion="มีมูล", reasoning=TEXT)
    case.do("analyse", "analyst", decision="complete", findings=TEXT)

    for former in ("inquirer", "director", "analyst"):
        with pytest.raises(SeparationOfDuties):
            try_to(case, "give_legal_opinion", former)


def test_the_lawyer_who_gave_the_opinion_may_not_check_the_decision(stage: Stage) -> None:
    case = resolved(stage)
    case.do("draft", "clerk", title="คำวินิจฉัย", body=TEXT, speed="ปกติ", secrecyClass="ลับ")

    with pytest.raises(SeparationOfDuties):
        try_to(case, "review", "lawyer")


def test_another_province_has_no_part_in_the_case(stage: Stage) -> None:
    case = reported(stage, provinceCode="51")

    (task,) = case.open_tasks("screen")
    with pytest.raises(NotAllowed):
        stage.engine.execute(CompleteUserTask(task.key, {"decision": "accept"}), person("duty"))
