"""Canceling a process with listeners of the cancelation, in the database and in the record."""

from engine.commands import SYSTEM, ActivateJobs, CancelInstance, CompleteJob, case_integrity
from engine.model.process_instance import ProcessInstanceState
from tests.integration.diagrams import diagram, user_task
from tests.integration.office import Office

LISTENERS = (
    '<zeebe:executionListeners><zeebe:executionListener eventType="start" type="begin"/>'
    '<zeebe:executionListener eventType="cancel" type="tell"/></zeebe:executionListeners>'
)


def listening() -> bytes:
    text = diagram("p", "start -> ask -> end", ask=user_task(), properties={"owner": "me"}).decode()
    return text.replace("<zeebe:properties>", f"{LISTENERS}<zeebe:properties>").encode()


def work(office: Office, job_type: str) -> None:
    (job,) = office.engine.execute(ActivateJobs((job_type,), "w", 60, 1), SYSTEM)
    office.engine.execute(CompleteJob(job.job_key, {"told": job_type}), SYSTEM)


def findings(office: Office, key: int) -> object:
    with office.engine.reading() as connection:
        return case_integrity(connection, key).findings


def test_a_canceled_case_ends_when_its_listeners_are_done_and_the_record_says_so(office: Office) -> None:
    office.deploy(listening())
    key, stuck = office.start("p"), office.start("p")
    for _ in range(2):
        work(office, "begin")

    for each in (key, stuck):
        office.engine.execute(CancelInstance(each, "sent twice"), SYSTEM)
    assert office.instance(key).state is ProcessInstanceState.ACTIVE
    assert office.open_user_tasks(key) == []
    for each in (key, stuck):
        assert findings(office, each) == ()
    work(office, "tell")

    assert office.instance(key).state is ProcessInstanceState.TERMINATED
    assert office.variable(key, "told") == '"tell"'
    assert findings(office, key) == ()
