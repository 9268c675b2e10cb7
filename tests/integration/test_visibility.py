"""Who sees which case, on both databases (ect-domain C.5)."""

import pytest

from engine.commands import Actor, CompleteUserTask
from engine.errors import NotFound
from engine.queries import case_detail, task_list
from engine.queries.process_instances import process_instance, search_process_instances
from engine.queries.search import SearchRequest
from engine.queries.task_list import Tab, TaskFilter
from engine.queries.user_tasks import search_user_tasks, user_task
from engine.queries.variables import search_variables
from tests.integration.diagrams import call, diagram
from tests.integration.diagrams import user_task as task_part
from tests.integration.office import Office, person

CHIANG_MAI = {"unit": "P50", "province": "50"}
BANGKOK = {"unit": "P10", "province": "10"}


@pytest.fixture
def reporter() -> Actor:
    """Return somebody who starts cases in Chiang Mai."""
    return person("somsri", "inspector.50", **CHIANG_MAI)


def start(office: Office, by: Actor, **values: object) -> int:
    """Deploy and start a process whose task is offered to the officers on duty of the province."""
    properties = {"anumat:starters": "inspector.50, service.worker"}
    duty = task_part(groups='= ["prov.duty." + provinceCode]')
    office.deploy(diagram("report", "start -> screen -> end", properties=properties, screen=duty))
    return office.start("report", by, **values)


def sees(office: Office, who: Actor, key: int) -> bool:
    """Tell whether a person finds the case by its key, in the search, and on its page: all three agree."""
    with office.engine.reading() as connection:
        found = {row.process_instance_key for row in search_process_instances(connection, who, SearchRequest()).items}
        answers = {
            key in found,
            _is_there(lambda: process_instance(connection, who, key)),
            _is_there(lambda: case_detail.case(connection, who, key)),
        }
    assert len(answers) == 1, answers
    return answers.pop()


def _is_there(ask: object) -> bool:
    try:
        ask()  # type: ignore[operator]
    except NotFound:
        return False
    return True


def test_the_team_and_the_province_see_an_open_case_and_others_do_not(office: Office, reporter: Actor) -> None:
    key = start(office, reporter)

    assert sees(office, reporter, key)
    assert sees(office, person("officer", "prov.duty.50", **BANGKOK), key)
    assert sees(office, person("neighbour", **CHIANG_MAI), key)
    assert not sees(office, person("stranger", "prov.duty.10", **BANGKOK), key)


def test_a_secret_case_is_for_its_team_and_the_auditor_only(office: Office, reporter: Actor) -> None:
    key = start(office, reporter, confidentiality="ลับ")

    assert sees(office, reporter, key)
    assert sees(office, person("officer", "prov.duty.50", **CHIANG_MAI), key)
    assert sees(office, person("auditor", "auditor"), key)
    assert not sees(office, person("neighbour", **CHIANG_MAI), key)
    assert not sees(office, person("operator", "process.operator"), key)


def test_whoever_did_a_task_still_sees_the_case_afterwards(office: Office, reporter: Actor) -> None:
    key = start(office, reporter, confidentiality="ลับ")
    officer = person("officer", "prov.duty.50", **CHIANG_MAI)
    office.complete(key, "screen", officer)

    assert sees(office, person("officer", **CHIANG_MAI), key)
    assert not sees(office, person("colleague", **CHIANG_MAI), key)


def test_a_user_task_is_hidden_with_its_case(office: Office, reporter: Actor) -> None:
    key = start(office, reporter, confidentiality="ลับ")
    (task,) = office.open_user_tasks(key)
    stranger = person("stranger", **BANGKOK)

    with office.engine.reading() as connection:
        assert search_user_tasks(connection, stranger, SearchRequest()).items == ()
        with pytest.raises(NotFound):
            user_task(connection, stranger, task.key)
        assert user_task(connection, person("officer", "prov.duty.50"), task.key).name == "screen"


def test_the_inbox_holds_what_is_mine_what_my_groups_may_take_and_what_i_did(office: Office, reporter: Actor) -> None:
    first, second = start(office, reporter), start(office, reporter)
    officer = person("officer", "prov.duty.50", **CHIANG_MAI)
    (task,) = office.open_user_tasks(first)
    office.engine.execute(CompleteUserTask(task.key), officer)

    def inbox(tab: Tab) -> list[int]:
        with office.engine.reading() as connection:
            rows, total = task_list.task_list(connection, officer, tab, TaskFilter())
        assert total == len(rows)
        return [row.case_key for row in rows]

    assert (inbox(Tab.MINE), inbox(Tab.GROUP), inbox(Tab.DONE)) == ([], [second], [first])
    with office.engine.reading() as connection:
        counts = task_list.inbox_counts(connection, officer, office.engine.now())
        asked = case_detail.my_requests(connection, reporter)
    assert (counts.mine, counts.group, counts.done, counts.proposed) == (0, 1, 1, 0)
    assert [case.key for case in asked] == [second, first]


def test_whoever_started_a_secret_case_sees_how_it_stands_and_not_what_is_in_it(office: Office, reporter: Actor) -> None:
    key = start(office, reporter, confidentiality="ลับ", witness="นางสาว ก")
    officer = person("officer", "prov.duty.50", **CHIANG_MAI)

    def names(who: Actor) -> set[str]:
        with office.engine.reading() as connection:
            return {row.name for row in search_variables(connection, who, SearchRequest()).items}

    assert sees(office, reporter, key)
    assert names(reporter) == set()
    assert "witness" in names(officer)


def test_what_a_secret_case_calls_is_as_secret_as_the_case(office: Office, reporter: Actor) -> None:
    office.deploy(diagram("order", "start -> sign -> end", sign=task_part(groups="signers")))
    properties = {"anumat:starters": "inspector.50"}
    office.deploy(diagram("calling", "start -> issue -> end", properties=properties, issue=call("order")))
    office.start("calling", reporter, confidentiality="ลับ")
    neighbour = person("neighbour", **CHIANG_MAI)

    with office.engine.reading() as connection:
        seen = search_process_instances(connection, neighbour, SearchRequest()).items
        team = search_process_instances(connection, person("signer", "signers"), SearchRequest()).items

    assert seen == ()
    assert {row.process_definition_id for row in team} == {"calling", "order"}
