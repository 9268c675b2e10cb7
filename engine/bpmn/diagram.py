"""Turns BPMN XML into the process models that it holds, or refuses it with every reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.bpmn.diagram_source import DiagramSource
from engine.bpmn.read_data import names_with_spaces
from engine.bpmn.read_process import GLOBAL_TASKS, read_global_task, read_process
from engine.bpmn.rules import check_rules
from engine.bpmn.xml_tree import bpmn_children
from engine.collection_pause import collection_paused

if TYPE_CHECKING:
    from lxml.etree import _Element as XmlElement

    from engine.bpmn.findings import Finding
    from engine.bpmn.process_model import ProcessModel


@dataclass(frozen=True, slots=True)
class Diagram:
    """The executable processes and global tasks of one BPMN file, in document order."""

    processes: tuple[ProcessModel, ...]
    warnings: tuple[Finding, ...] = ()
    """What runs, but perhaps not as the author thinks."""


def parse(xml: bytes) -> Diagram:
    """Read BPMN 2.0 XML; raise BpmnError with all findings when anything in it cannot run as it says.

    Executable are the processes with isExecutable true; when no process says anything about it, all of them are.
    """
    with collection_paused():
        return _parse(xml)


def _parse(xml: bytes) -> Diagram:
    source = DiagramSource(xml)
    source.names = names_with_spaces(source.root)
    models = [read_process(source, process) for process in _executable(source)]
    models += [read_global_task(source, task) for task in bpmn_children(source.root, *GLOBAL_TASKS) if _has_id(source, task)]
    _check_imports(source)
    _check_collaborations(source)
    for model in models:
        check_rules(model, source.findings)
    if not models:
        _refuse_what_does_not_run(source)
    source.findings.raise_errors()
    return Diagram(tuple(models), source.findings.all())


def _refuse_what_does_not_run(source: DiagramSource) -> None:
    message = "The file has no executable process; set isExecutable to true on the process that shall run."
    processes: list[XmlElement | None] = [*bpmn_children(source.root, "process")]
    for process in processes or [None]:
        source.findings.refuse(process, "no-process", message, "§10.2.1")


def _executable(source: DiagramSource) -> list[XmlElement]:
    processes = [process for process in bpmn_children(source.root, "process") if _has_id(source, process)]
    marked = [process for process in processes if process.get("isExecutable") in {"true", "1"}]
    if marked:
        return marked
    unsaid = [process for process in processes if process.get("isExecutable") is None]
    for process in unsaid:
        source.warn(
            process, "is-executable", "The process does not say whether it is executable; it is taken as such.", "§10.2.1"
        )
    return unsaid


def _has_id(source: DiagramSource, element: XmlElement) -> bool:
    if element.get("id"):
        return True
    source.refuse(element, "missing-id", "The process has no id, by which it is started and called.", "§8.3.1")
    return False


def _check_imports(source: DiagramSource) -> None:
    for item in bpmn_children(source.root, "extension"):
        if item.get("mustUnderstand") in {"true", "1"}:
            message = f"The extension {item.get('definition')} must be understood, but is not known here."
            source.refuse(item, "must-understand", message, "§8.3.3")
    for item in bpmn_children(source.root, "import"):
        source.warn(
            item, "import", f"{item.get('location')} is not loaded; nothing is fetched while a diagram is read.", "§8.2.2"
        )


def _check_collaborations(source: DiagramSource) -> None:
    for collaboration in bpmn_children(source.root, "collaboration"):
        for participant in bpmn_children(collaboration, "participant"):
            if participant.get("processRef"):
                source.find(participant, participant.get("processRef"), ["process"], "§9.3")
        for flow in bpmn_children(collaboration, "messageFlow"):
            _check_message_flow(source, flow)


def _check_message_flow(source: DiagramSource, flow: XmlElement) -> None:
    kinds = ["flowNode", "participant"]
    ends = [source.find(flow, flow.get(attribute), kinds, "§9.4") for attribute in ("sourceRef", "targetRef")]
    pools = [next(end.iterancestors("{*}process"), None) if end is not None else None for end in ends]
    if pools[0] is not None and pools[0] is pools[1]:
        source.refuse(flow, "message-flow", "A message flow connects two different pools.", "§9.4")
