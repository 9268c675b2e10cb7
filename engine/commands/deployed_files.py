"""The files of a deployment, parsed and checked; what is wrong with any of them refuses all."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import forms
from engine import bpmn, dmn
from engine.bpmn.process_model import BindingType, ProcessModel
from engine.bpmn.xml_tree import BPMN_NAMESPACE
from engine.commands.deployment_warnings import DeploymentWarning, check_decisions, doubts_in_diagram, not_run
from engine.commands.generic_files import GenericFile, read_generic
from engine.errors import DeploymentRefused, Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from engine.bpmn.process_model import Element

DMN = ".dmn"
MAX_BYTES = 10 * 1024 * 1024
"""Per file: larger diagrams than this are attacks or mistakes."""


@dataclass(slots=True)
class ParsedFiles:
    """What the files hold, each with its file name; no DMN model imports a later one."""

    processes: list[tuple[str, ProcessModel]] = field(default_factory=list)
    decisions: list[tuple[str, dmn.Definitions]] = field(default_factory=list)
    forms: list[tuple[str, forms.Form]] = field(default_factory=list)
    embedded: dict[str, bytes] = field(default_factory=dict)
    """Forms that lie in diagrams, by a file name of their own."""
    resources: list[tuple[str, GenericFile]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    warnings: list[DeploymentWarning] = field(default_factory=list)


def parse_files(contents: Mapping[str, bytes], library: dmn.Library) -> ParsedFiles:
    """Parse every file, DMN models with what they import from the library too; raise DeploymentRefused with all findings."""
    parsed = ParsedFiles()
    models: dict[str, bytes] = {}
    for name, content in contents.items():
        suffix = PurePosixPath(name).suffix.lower()
        if not name or len(content) > MAX_BYTES:
            parsed.findings.append(Finding(name, f"A file has a name and at most {MAX_BYTES // 1024 // 1024} MB."))
        elif suffix == DMN:
            models[name] = content
        elif suffix == ".xml" and BPMN_NAMESPACE.encode() in content:
            _parse_bpmn(name, content, parsed)
        else:
            _PARSERS.get(suffix, _take_generic)(name, content, parsed)
    _parse_models(models, library, parsed)
    parsed.findings += _duplicates("process", ((name, model.id) for name, model in parsed.processes))
    parsed.findings += _duplicates("form", ((name, form.id) for name, form in parsed.forms))
    parsed.findings += _duplicates("resource", ((name, file.id) for name, file in parsed.resources))
    decision_ids = ((name, decision.id) for name, graph in parsed.decisions for decision in graph.decisions)
    parsed.findings += _duplicates("decision", decision_ids)
    if parsed.findings:
        raise DeploymentRefused(parsed.findings)
    return parsed


def deployment_bound_ids(model: ProcessModel) -> frozenset[str]:
    """Return the ids of what the process wants in the version of its own deployment."""
    return frozenset(
        reference.target
        for reference in bpmn.references(model)
        if reference.binding is not None and reference.binding.type is BindingType.DEPLOYMENT
    )


def start_form_id(model: ProcessModel) -> str | None:
    """Return the form of the process' start event."""
    for element_id in model.root.start_events:
        element = model.elements[element_id]
        if element.form_id and not element.events:
            return element.form_id
    return None


def _parse_bpmn(name: str, content: bytes, parsed: ParsedFiles) -> None:
    try:
        diagram = bpmn.parse(content)
    except bpmn.BpmnError as error:
        errors = [finding for finding in error.findings if finding.severity is bpmn.Severity.ERROR]
        parsed.findings += [Finding(name, f.message, f.element_id, f.line) for f in errors]
        return
    parsed.warnings += doubts_in_diagram(name, diagram.warnings)
    for model in diagram.processes:
        unsupported = [finding for finding in bpmn.supported(model) if finding.severity is bpmn.Severity.ERROR]
        parsed.findings += [Finding(name, f.message, f.element_id, f.line) for f in unsupported]
        parsed.processes.append((name, model))
        for element in model.elements.values():
            _take_embedded_form(name, element, parsed)


def _take_embedded_form(name: str, element: Element, parsed: ParsedFiles) -> None:
    """Take the form that lies in the diagram as one that is deployed with it."""
    task = element.user_task
    form_id, text = (element.form_id, element.embedded_form) if task is None else (task.form_id, task.embedded_form)
    file_name = f"{name}#{form_id}.form"
    if form_id is None or text is None or file_name in parsed.embedded:
        return
    parsed.embedded[file_name] = text.encode()
    try:
        parsed.forms.append((file_name, replace(forms.parse(text), id=form_id)))
    except forms.FormError as error:
        parsed.findings += [Finding(name, f"The form {form_id}: {f.message}", element.id) for f in error.findings]


def _parse_models(contents: Mapping[str, bytes], library: dmn.Library, parsed: ParsedFiles) -> None:
    linked = dmn.parse_together(contents, library)
    for name, faults in linked.faults.items():
        parsed.findings += [Finding(name, f.message, f.element_id, f.line, f.column) for f in faults]
    parsed.decisions += linked.models.items()
    errors, warnings = check_decisions(parsed.decisions)
    parsed.findings += errors
    parsed.warnings += warnings


def _parse_form(name: str, content: bytes, parsed: ParsedFiles) -> None:
    try:
        parsed.forms.append((name, forms.parse(content)))
    except forms.FormError as error:
        parsed.findings += [Finding(name, f.message, f.component_id or None) for f in error.findings]


def _take_generic(name: str, content: bytes, parsed: ParsedFiles) -> None:
    """Take a file that only the workers of jobs understand."""
    file = read_generic(name, content)
    if isinstance(file, Finding):
        parsed.findings.append(file)
        return
    parsed.resources.append((name, file))
    if not file.is_rpa:
        parsed.warnings.append(not_run(name))


_PARSERS: Mapping[str, Callable[[str, bytes, ParsedFiles], None]] = {
    ".bpmn": _parse_bpmn,
    ".form": _parse_form,
}


def _duplicates(kind: str, named: Iterable[tuple[str, str]]) -> list[Finding]:
    seen: dict[str, str] = {}
    findings: list[Finding] = []
    for name, definition_id in named:
        if definition_id in seen:
            findings.append(Finding(name, f"The {kind} {definition_id} is also in {seen[definition_id]}.", definition_id))
        seen.setdefault(definition_id, name)
    return findings
