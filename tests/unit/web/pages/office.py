"""A small office behind real pages: an engine on SQLite, a few people, two processes, and visitors who click through."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.commands import (
    SYSTEM,
    AssignUserTask,
    CreateGroup,
    CreateUser,
    Deploy,
    DeployedFile,
    Engine,
    SaveUnits,
    StartInstance,
    StoreDocument,
    Unit,
    document_reference,
)
from tests.integration.diagrams import diagram, user_task

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

DECISION = [{"label": "อนุมัติ", "value": "approve"}, {"label": "ไม่อนุมัติ", "value": "reject"}]
FORMS = {
    "request": [{"type": "textfield", "key": "purpose", "id": "F1", "label": "เรื่องที่ขอ", "validate": {"required": True}}],
    "decide": [
        {
            "type": "radio",
            "key": "decision",
            "id": "F2",
            "label": "ผลการพิจารณา",
            "values": DECISION,
            "validate": {"required": True},
        },
        {"type": "textarea", "key": "reason", "id": "F3", "label": "เหตุผล"},
        {"type": "filepicker", "key": "evidence", "id": "F4", "label": "หลักฐาน", "multiple": True},
    ],
}
PEOPLE = {
    "malee": ("นางสาวมาลี ขอเรื่อง", ("staff",)),
    "somchai": ("นายสมชาย หัวหน้า", ("boss", "staff")),
    "suda": ("นางสุดา หัวหน้า", ("boss", "staff")),
    "pimjai": ("นางพิมพ์ ทะเบียน", ("registry", "staff")),
    "stranger": ("นายอื่น ไม่เกี่ยว", ()),
    "operator": ("นายผู้ดูแล ระบบ", ("process.operator",)),
    "auditor": ("นางผู้สอบ ทาน", ("auditor",)),
}


@dataclass
class Visitor:
    """One person at a browser without scripts."""

    app: Flask

    def __post_init__(self) -> None:
        self.client = self.app.test_client()
        self.last: TestResponse | None = None

    def get(self, url: str, **options: Any) -> TestResponse:
        """Open a page."""
        self.last = self.client.get(url, **options)
        return self.last

    def post(self, url: str, data: dict[str, Any] | None = None, *, token: str | None = None, **options: Any) -> TestResponse:
        """Send a form with the token of the session."""
        with self.client.session_transaction() as session:
            given = session.setdefault("csrf_token", "token-of-the-session")
        content = {**(data or {}), "csrf_token": given if token is None else token}
        self.last = self.client.post(url, data=content, **options)
        return self.last

    def sign_in(self, user_name: str) -> Visitor:
        """Sign in with the password that every person of the office has."""
        self.get("/sign-in")
        assert self.post("/sign-in", {"user_name": user_name, "password": user_name}).status_code == 302
        return self


@dataclass
class PagesOffice:
    """The application with its engine."""

    app: Flask
    engine: Engine

    def visitor(self, user_name: str | None = None) -> Visitor:
        """Return somebody at a browser, signed in if named."""
        visitor = Visitor(self.app)
        return visitor.sign_in(user_name) if user_name else visitor

    def start(self, by: str = "malee", process_id: str = "leave", **values: object) -> int:
        """Start a case as a person and return its key."""
        return self.engine.execute(StartInstance(process_id, variables=values), self.actor(by)).process_instance_key

    def actor(self, user_name: str) -> Any:
        """Return a person as the engine knows them."""
        return self.engine.authenticate(user_name, user_name)

    def give(self, task_key: int, to: str) -> None:
        """Assign a user task."""
        self.engine.execute(AssignUserTask(task_key, to), SYSTEM)

    def upload(
        self, by: str, name: str = "a.pdf", content_type: str = "application/pdf", data: bytes = b"%PDF-"
    ) -> dict[str, Any]:
        """Store a file as a person and return its reference."""
        return document_reference(self.engine.execute(StoreDocument(name, content_type, data), self.actor(by)))


def furnish(engine: Engine) -> None:
    """Create the office's groups, people and processes."""
    engine.execute(CreateGroup("boss", "หัวหน้างาน", "Supervisors"), SYSTEM)
    for group, name in {"registry": "งานทะเบียน", "staff": "พนักงาน"}.items():
        engine.execute(CreateGroup(group, name), SYSTEM)
    engine.execute(SaveUnits((Unit("P50", "สำนักงานเชียงใหม่", "Chiang Mai office", "50"),)), SYSTEM)
    for user_name, (name, groups) in PEOPLE.items():
        unit = None if user_name in {"stranger", "operator", "auditor"} else "P50"
        engine.execute(CreateUser(user_name, name, user_name, groups, unit=unit, position="พนักงาน"), SYSTEM)
    files = [DeployedFile(f"{name}.form", _form(name)) for name in FORMS]
    files += [
        DeployedFile("leave.bpmn", _leave("leave")),
        DeployedFile("secret.bpmn", _leave("secret", confidentiality="ลับ")),
        DeployedFile("signed.bpmn", _leave("signed", is_signed=True)),
    ]
    engine.execute(Deploy(tuple(files)), SYSTEM)


def open_task(visitor: Visitor) -> int:
    """Return the key of the first task in the visitor's group tab, else in the own tab."""
    for tab in ("group", "mine"):
        found = re.search(r"/tasks/(\d+)", visitor.get(f"/?tab={tab}").text)
        if found:
            return int(found[1])
    raise AssertionError("no task in the inbox")


def _leave(process_id: str, *, is_signed: bool = False, **properties: str) -> bytes:
    signature = {"reauthenticate": "true"} if is_signed else {}
    given = {"starters": "staff", "subject": "= purpose", "caseNumber": process_id.upper(), "category": "งานบุคคล", **properties}
    xml = diagram(
        process_id,
        'start -> approve -> choice_result -[= decision = "approve"]-> register -> end',
        'choice_result -[= decision = "reject"]-> end_rejected',
        properties={f"anumat:{name}": value for name, value in given.items()},
        start='<bpmn:startEvent id="@id"><bpmn:extensionElements><zeebe:formDefinition formId="request"/></bpmn:extensionElements>@flows</bpmn:startEvent>',
        approve=user_task(groups="boss", form="decide", duty="approve", facts="purpose", **signature),
        register=user_task(groups="registry"),
        end_rejected='<bpmn:endEvent id="@id" name="ไม่อนุมัติ">@flows</bpmn:endEvent>',
    )
    return xml.replace(b'name="approve"', 'name="พิจารณาคำขอ"'.encode()).replace(b'name="register"', 'name="ลงทะเบียน"'.encode())


def _form(name: str) -> bytes:
    return json.dumps({"type": "default", "id": name, "components": FORMS[name], "schemaVersion": 18}).encode()
