"""Our own facts in zeebe:properties: a slip of the pen in one of them must not switch a separation of duties off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import feel
from engine.bpmn.iso8601 import is_duration
from engine.bpmn.process_model import ElementType

if TYPE_CHECKING:
    from engine.bpmn.findings import Findings
    from engine.bpmn.process_model import Element, ProcessModel

PREFIX = "anumat:"
INITIATOR = "initiator"
_ANYWHERE = frozenset({"name.en", "documentation.en", "facts"})
RETENTION = frozenset(f"retention.{kind}" for kind in ("details", "documents", "comments", "drafts", "payloads", "access_log"))
"""How long each kind of data is kept after a case's end."""
_PROCESS = _ANYWHERE | RETENTION
_PROCESS |= {
    "caseNumber",
    "subject",
    "starters",
    "confidentiality",
    "category",
    "category.en",
    "usualDuration",
    "shownToRequester",
}
_USER_TASK = _ANYWHERE | {"duty", "excludes", "distinct", "reauthenticate"}
_FEEL = frozenset({"subject", "starters"})
_FLAGS = frozenset({"distinct", "reauthenticate"})
_DURATIONS = RETENTION | {"usualDuration"}
_CLAUSE = "anumat"


def check(model: ProcessModel, findings: Findings) -> None:
    """Check every property whose name starts with `anumat:`."""
    for element in model.elements.values():
        for name, value in element.properties.items():
            if name.startswith(PREFIX):
                _check_property(model, element, name.removeprefix(PREFIX), value.strip(), findings)


def _check_property(model: ProcessModel, element: Element, name: str, value: str, findings: Findings) -> None:
    if name not in _known(element):
        _report_unknown(element, name, findings)
    elif name in _FLAGS and value not in {"true", "false"}:
        findings.refuse(element.id, "property", f"{PREFIX}{name} is {value!r}; it must be true or false.", _CLAUSE)
    elif name in _DURATIONS and (not is_duration(value) or value.startswith("-")):
        findings.refuse(element.id, "property", f"{PREFIX}{name} is {value!r}; it must be a duration such as P5D.", _CLAUSE)
    elif name == "excludes":
        _check_excludes(model, element, value, findings)
    elif name in _FEEL and value.startswith("="):
        _check_feel(element, name, value, findings)


def _known(element: Element) -> frozenset[str]:
    match element.type:
        case ElementType.PROCESS:
            return _PROCESS
        case ElementType.USER_TASK:
            return _USER_TASK
        case _:
            return _ANYWHERE


def _report_unknown(element: Element, name: str, findings: Findings) -> None:
    if name in _PROCESS | _USER_TASK:
        findings.refuse(element.id, "property", f"{PREFIX}{name} has no meaning on a {element.type}.", _CLAUSE)
    else:
        findings.warn(element.id, "property", f"{PREFIX}{name} is unknown, perhaps misspelt.", _CLAUSE)


def _check_excludes(model: ProcessModel, element: Element, value: str, findings: Findings) -> None:
    for word in (item.strip() for item in value.split(",")):
        other = model.elements.get(word)
        if word != INITIATOR and (other is None or other.type is not ElementType.USER_TASK):
            message = f"{PREFIX}excludes names {word!r}, which is neither a user task of this process nor {INITIATOR}."
            findings.refuse(element.id, "property", message, _CLAUSE)


def _check_feel(element: Element, name: str, value: str, findings: Findings) -> None:
    try:
        feel.compile(value.removeprefix("="))
    except feel.FeelSyntaxError as error:
        findings.refuse(element.id, "expression", f"{PREFIX}{name} {value!r} is not FEEL: {error}.", "FEEL (DMN 1.5 §10.3)")
