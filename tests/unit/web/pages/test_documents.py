"""Files: who may open which, how a browser gets them, and that a form may not claim another's file."""

import io
import json

import pytest

from engine.commands import CompleteUserTask
from engine.errors import SubmissionRefused
from tests.unit.web.pages.office import PagesOffice, open_task


@pytest.fixture
def task(office: PagesOffice) -> int:
    """Start a case whose decision waits for Somchai, and return the user task's key."""
    office.start(purpose="ลา")
    key = open_task(office.visitor("somchai"))
    office.give(key, "somchai")
    return key


def test_a_chosen_file_is_uploaded_at_once_and_named_by_a_reference(office: PagesOffice) -> None:
    answer = office.visitor("malee").post("/documents", {"file": (io.BytesIO(b"%PDF-1.7"), "ใบลา.pdf")})

    reference = json.loads(answer.text)
    assert answer.status_code == 201
    assert reference["metadata"]["fileName"] == "ใบลา.pdf"


def test_only_its_owner_opens_a_file_that_belongs_to_no_case(office: PagesOffice) -> None:
    address = f"/documents/{office.upload('malee')['documentId']}"

    assert office.visitor("malee").get(address).status_code == 200
    assert office.visitor("somchai").get(address).status_code == 403


def test_what_a_browser_could_run_is_only_saved(office: PagesOffice) -> None:
    page = office.upload("malee", "a.html", "text/html", b"<script>alert(1)</script>")

    answer = office.visitor("malee").get(f"/documents/{page['documentId']}")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.content_type == "application/octet-stream"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_submitted_file_belongs_to_the_case_from_then_on(office: PagesOffice, task: int) -> None:
    evidence = office.upload("somchai", "หลักฐาน.pdf")
    somchai = office.visitor("somchai")

    somchai.post(f"/tasks/{task}", {"decision": "approve", "evidence:file": json.dumps(evidence), "__action": "complete"})

    pimjai = office.visitor("pimjai")
    assert "หลักฐาน.pdf" in pimjai.get(f"/tasks/{open_task(pimjai)}").text
    assert pimjai.get(f"/documents/{evidence['documentId']}").status_code == 200


@pytest.mark.parametrize("stolen", ["another's upload", "another case", "nothing"])
def test_a_file_that_is_not_theirs_cannot_be_attached(office: PagesOffice, task: int, stolen: str) -> None:
    references = {
        "another's upload": office.upload("suda"),
        "another case": _file_of_a_secret_case(office) if stolen == "another case" else {},
        "nothing": {**office.upload("somchai"), "documentId": "00000000-0000-0000-0000-000000000000"},
    }

    with pytest.raises(SubmissionRefused) as refusal:
        office.engine.execute(
            CompleteUserTask(task, {"decision": "approve", "evidence": [references[stolen]]}), office.actor("somchai")
        )

    assert list(refusal.value.errors) == ["evidence"]


def test_a_reference_is_kept_as_the_store_knows_it(office: PagesOffice, task: int) -> None:
    evidence = office.upload("somchai", "จริง.pdf")
    claimed = {**evidence, "contentHash": "0" * 64, "metadata": {**evidence["metadata"], "fileName": "ปลอม.pdf"}}
    somchai = office.visitor("somchai")

    somchai.post(f"/tasks/{task}", {"decision": "approve", "evidence:file": json.dumps(claimed), "__action": "complete"})

    pimjai = office.visitor("pimjai")
    page = pimjai.get(f"/tasks/{open_task(pimjai)}").text
    assert "จริง.pdf" in page
    assert "ปลอม.pdf" not in page


def _file_of_a_secret_case(office: PagesOffice) -> dict[str, object]:
    office.start(purpose="ลับ", process_id="secret")
    suda = office.visitor("suda")
    key = open_task(suda)
    office.give(key, "suda")
    evidence = office.upload("suda")
    office.engine.execute(CompleteUserTask(key, {"decision": "approve", "evidence": [evidence]}), office.actor("suda"))
    return evidence
