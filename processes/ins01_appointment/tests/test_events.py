"""INS-01's event sub-processes: an objection, a withdrawal."""

from tests.processes.ins01_walk import TEXT, qualified, record_replies, score, selected
from tests.processes.stage import Stage

OBJECTION = {"by": "นายคัดค้าน", "grounds": "เป็นหัวคะแนน", "files": []}


def test_an_objection_to_a_listed_candidate_returns_the_case_to_the_agenda(stage: Stage) -> None:
    case = selected(stage)
    stage.message("objection.filed", case.number, **OBJECTION)
    assert case.waiting() == ["consider_objection", "record_resolution"]

    case.do("consider_objection", "lawyer", opinion="unfounded", reason=TEXT)

    assert case.waiting() == ["compile_agenda"]
    assert case.value("objection")["grounds"] == "เป็นหัวคะแนน"
    assert case.value("objectionOpinion") == "unfounded"


def test_an_earlier_objection_is_considered_beside_the_case(stage: Stage) -> None:
    case = qualified(stage)
    record_replies(case)
    stage.message("objection.filed", case.number, **OBJECTION)

    case.do("consider_objection", "lawyer", opinion="founded", reason=TEXT)

    assert case.waiting() == ["convene_committee"]
    score(case)
    assert case.waiting() == ["give_director_opinion"]


def test_a_candidate_may_withdraw_at_any_time(stage: Stage) -> None:
    case = qualified(stage)

    stage.message("candidate.withdrawn", case.number, reason="ย้ายภูมิลำเนา")

    assert case.is_completed
    assert "end_withdrawn" in case.path()
    assert case.open_tasks() == []
    assert stage.world.was_told("applicant", "ถอนตัว")
