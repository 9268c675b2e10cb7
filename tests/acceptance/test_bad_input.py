"""What the server answers to requests that are wrong, hostile or not allowed."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from tests.acceptance.diagrams import diagram

if TYPE_CHECKING:
    from tests.acceptance.conftest import Caller

BOMB = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">&c;</definitions>"""
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1:1/x.dtd"><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>"""
BPMN_ROOT = b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">'
SECRET = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p" name="&x;"/></definitions>"""


def post_file(call: Caller, content: bytes, name: str = "p.bpmn", user_name: str = "demo") -> tuple[int, dict]:
    """Deploy one file by hand."""
    mark = uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="resources"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return call("POST", "/deployments", body, user_name, {"Content-Type": f"multipart/form-data; boundary={mark}"})


@pytest.mark.parametrize(
    "content",
    [BOMB, OUTSIDE, SECRET, b"<a", b"", b"\x00\xff", b"not xml"],
    ids=["bomb", "dtd", "file", "cut", "empty", "binary", "text"],
)
def test_malformed_and_hostile_xml_is_refused_with_the_reason(call: Caller, content: bytes) -> None:
    status, problem = post_file(call, content)

    assert status == 400
    assert problem["findings"]
    assert "root:" not in json.dumps(problem)


def test_a_huge_file_is_refused(call: Caller) -> None:
    status, _ = post_file(call, b"<a>" + b" " * (50 * 1024 * 1024) + b"</a>")

    assert status in (400, 413)


def test_xml_a_hundred_levels_deep_is_refused(call: Caller) -> None:
    status, problem = post_file(call, BPMN_ROOT + b"<a>" * 200 + b"</a>" * 200 + b"</definitions>")

    assert (status, "deep" in problem["detail"] or "level" in problem["detail"]) == (400, True)


@pytest.mark.parametrize(
    ("part", "element_id"),
    [
        ('<bpmn:callActivity id="@id">@flows</bpmn:callActivity>', "odd"),
        ('<bpmn:magicTask id="@id">@flows</bpmn:magicTask>', "odd"),
        ('<bpmn:serviceTask id="@id">@flows</bpmn:serviceTask>', "odd"),
        (
            '<bpmn:callActivity id="@id"><bpmn:extensionElements><zeebe:calledElement processId="nobody"/></bpmn:extensionElements>@flows</bpmn:callActivity>',
            "odd",
        ),
        (
            '<bpmn:scriptTask id="@id"><bpmn:extensionElements><zeebe:script expression="= 1 +" resultVariable="x"/></bpmn:extensionElements>@flows</bpmn:scriptTask>',
            "odd",
        ),
    ],
    ids=["call without process", "unknown element", "service task without job", "missing process", "broken FEEL"],
)
def test_what_cannot_run_is_refused_with_its_element_id(call: Caller, part: str, element_id: str) -> None:
    status, problem = post_file(call, diagram(f"p_{uuid4().hex[:8]}", "a -> odd -> z", odd=part))

    assert status == 400
    assert element_id in {finding["elementId"] for finding in problem["findings"]}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/user-tasks/search", {"filter": {"colour": "red"}}),
        ("/user-tasks/search", {"filter": {"priority": "high"}}),
        ("/user-tasks/search", {"filter": {"name": {"$near": "x"}}}),
        ("/user-tasks/search", {"filter": {"creationDate": {"$gt": "yesterday"}}}),
        ("/user-tasks/search", {"sort": [{"field": "shoeSize"}]}),
        ("/user-tasks/search", {"sort": [{"field": "name", "order": "SIDEWAYS"}]}),
        ("/user-tasks/search", {"page": {"limit": 0}}),
        ("/user-tasks/search", {"page": {"after": "!!!"}}),
        ("/user-tasks/search", {"page": {"after": "WzFd", "before": "WzFd"}}),
        ("/process-instances", {}),
        ("/process-instances", {"processDefinitionId": 5}),
        ("/process-instances", {"processDefinitionId": "x", "variables": [1]}),
        ("/jobs/activation", {"timeout": 1, "maxJobsToActivate": 1}),
        ("/jobs/activation", {"type": "x", "maxJobsToActivate": 1}),
        ("/jobs/activation", {"type": "x", "timeout": 1}),
        ("/jobs/activation", {"type": "x", "timeout": 0, "maxJobsToActivate": 1}),
        ("/messages/publication", {"correlationKey": "x"}),
        ("/messages/publication", {"name": "x", "timeToLive": -1}),
        ("/clock", None),
    ],
)
def test_a_request_that_does_not_fit_is_answered_with_a_problem(call: Caller, path: str, body: object) -> None:
    status, problem = call("PUT" if path == "/clock" else "POST", path, body)

    assert status == 400
    assert problem.keys() >= {"type", "title", "status", "detail", "instance"}


@pytest.mark.parametrize(
    "body", [b"{", b"[]", b"nonsense", b'{"a": NaN}', b'"text"', b"\xff\xfe", b'{"page": ' + b"[" * 100_000 + b"}"]
)
def test_a_body_that_is_no_json_object_is_refused(call: Caller, body: bytes) -> None:
    assert call("POST", "/user-tasks/search", body)[0] == 400


def test_nobody_is_let_in_without_credentials(call: Caller) -> None:
    status, problem = call("POST", "/user-tasks/search", {}, user_name=None)

    assert (status, problem["status"]) == (401, 401)


def test_wrong_passwords_and_unknown_names_get_the_same_answer(call: Caller) -> None:
    wrong = call("GET", "/authentication/me", None, None, {"Authorization": "Basic ZGVtbzpub3BlCg=="})
    unknown = call("GET", "/authentication/me", None, None, {"Authorization": "Basic bm9ib2R5Om5vYm9keQ=="})

    assert wrong == unknown
    assert wrong[0] == 401


def test_who_may_not_deploy_is_refused(call: Caller) -> None:
    status, _ = post_file(call, diagram("p", "a -> z"), user_name="auditor")

    assert status == 403


def test_a_person_cannot_tell_a_case_they_may_not_see_from_one_that_is_not_there(call: Caller) -> None:
    process_id = f"p_{uuid4().hex[:8]}"
    post_file(call, diagram(process_id, "a -> t -> z", t='<bpmn:userTask id="@id">@flows</bpmn:userTask>'))
    _, started = call("POST", "/process-instances", {"processDefinitionId": process_id})

    hidden = call("GET", f"/process-instances/{started['processInstanceKey']}", user_name="somsri")
    absent = call("GET", "/process-instances/1", user_name="somsri")

    assert (hidden[0], absent[0]) == (403, 403)
    assert hidden[1]["detail"] == absent[1]["detail"]


def test_unknown_addresses_and_methods_are_problems_too(call: Caller) -> None:
    assert call("GET", "/no-such-thing")[0] == 404
    assert call("DELETE", "/topology")[0] == 405


def test_guessing_passwords_is_slowed_down(call: Caller) -> None:
    guess = {"Authorization": "Basic " + b64encode(b"nobody_at_all:guess").decode()}

    answers = [call("GET", "/authentication/me", None, None, guess)[0] for _ in range(6)]

    assert answers == [401, 401, 401, 401, 401, 429]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/process-instances", {"processDefinitionId": "x", "tenantId": "other"}),
        ("/messages/publication", {"name": "m", "timeToLive": 0, "tenantId": "other"}),
        ("/jobs/activation", {"type": "j", "timeout": 1, "maxJobsToActivate": 1, "tenantIds": ["<default>", "other"]}),
    ],
)
def test_another_tenant_is_not_taken_for_the_one_there_is(call: Caller, path: str, body: dict) -> None:
    status, problem = call("POST", path, body)

    assert status == 400
    assert "names a tenant that is not here" in problem["detail"]
