"""What an operator wants to do to which cases: the fields of the form, what they mean, and what would come of it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.commands import BatchOperationType, BatchTarget, plan_migration
from engine.errors import NotFound, RequestInvalid
from engine.queries import json_text, person_history, process_definitions
from engine.queries.case_choice import CaseChoice, chosen_cases, named_case
from engine.queries.incidents import open_incidents_of
from engine.queries.process_instances import process_instance
from web.presentation.formats import in_digits
from web.site import actor, engine
from web.translations import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from engine.commands import MigrationReport
    from engine.queries.person_history import CaseName

FIELDS = {"act": 40, "process": 200, "version": 10, "element": 200, "target": 200, "cases": 20_000, "to": 10, "mapping": 20_000}
"""And how many characters of each are read."""
MOST_NAMED = 200
SHOWN = 20
STATES = {
    BatchOperationType.SUSPEND_PROCESS_INSTANCE: ("ACTIVE",),
    BatchOperationType.RESUME_PROCESS_INSTANCE: ("SUSPENDED",),
    BatchOperationType.MIGRATE_PROCESS_INSTANCE: ("ACTIVE", "SUSPENDED"),
    BatchOperationType.MODIFY_PROCESS_INSTANCE: ("ACTIVE", "SUSPENDED"),
    BatchOperationType.RESOLVE_INCIDENT: ("ACTIVE", "SUSPENDED"),
    BatchOperationType.CANCEL_PROCESS_INSTANCE: ("ACTIVE", "SUSPENDED"),
}
"""What the page offers, and on cases in which state. More than moving tokens from one step to another: `anumat cases modify`."""
_MAPPED = re.compile(r"(\S+)\s*(?:=|:|->|→|\s)\s*(\S+)")


@dataclass(frozen=True, slots=True)
class ChosenBatch:
    """What would be done to what."""

    type: BatchOperationType
    targets: Sequence[BatchTarget]
    parameters: Mapping[str, object]
    mark: str
    """Changes when other cases are chosen, or a newer version came: what is started is what was looked at."""
    cases: Sequence[CaseName] = ()
    """The first of them."""
    report: MigrationReport | None = None

    @property
    def has_effect(self) -> bool:
        """Whether any case would change."""
        return bool(self.targets) if self.report is None else self.report.cases > self.report.blocked


@dataclass(frozen=True, slots=True)
class BatchForm:
    """The form as filled in; `chosen` is None until it says what is meant."""

    values: Mapping[str, str]
    chosen: ChosenBatch | None = None
    errors: Sequence[str] = ()


def read_form(arguments: Mapping[str, str]) -> BatchForm:
    """Return what the fields mean; a process is filled in where the named cases tell it."""
    values = {name: arguments.get(name, "").strip()[:length] for name, length in FIELDS.items()}
    if values["act"] not in STATES or not (values["process"] or values["cases"]):
        return BatchForm(values)
    with engine().reading() as connection:
        keys, errors = _named(connection, values["cases"])
        if errors:
            return BatchForm(values, errors=errors)
        if keys and not values["process"]:
            values["process"] = process_instance(connection, actor(), keys[0]).process_definition_id
        choice = CaseChoice(
            STATES[BatchOperationType(values["act"])],
            values["process"],
            int(values["version"]) if values["version"].isdecimal() else None,
            values["element"] or None,
            keys,
        )
        return _meant(connection, values, chosen_cases(connection, actor(), choice))


def _meant(connection: Any, values: Mapping[str, str], keys: Sequence[int]) -> BatchForm:
    kind = BatchOperationType(values["act"])
    targets, report = [BatchTarget(key) for key in keys], None
    parameters: dict[str, object] = {}
    if kind is BatchOperationType.RESOLVE_INCIDENT:
        targets = [BatchTarget(case, incident) for incident, case in open_incidents_of(connection, keys)]
    elif kind is BatchOperationType.MODIFY_PROCESS_INSTANCE:
        if not (values["element"] and values["target"]):
            return BatchForm(
                values, errors=[gettext("Choose the process, the step that its cases leave, and the one they go to.")]
            )
        parameters = {"moves": [[values["element"], values["target"]]]}
    elif kind is BatchOperationType.MIGRATE_PROCESS_INSTANCE:
        mapping, is_readable = _mapping(values["mapping"])
        if not is_readable:
            return BatchForm(values, errors=[gettext("Write one pair a line: old id = new id.")])
        try:
            target_key = _target(connection, values)
            report = plan_migration(engine(), actor(), keys, target_key, mapping)
        except (NotFound, RequestInvalid) as error:
            return BatchForm(values, errors=[str(error)])
        parameters = {"target_definition_key": str(target_key), "mapping": mapping}
    first = list(dict.fromkeys(target.process_instance_key for target in targets))[:SHOWN]
    cases = person_history.cases_of(connection, first)
    chosen = ChosenBatch(kind, targets, parameters, _mark(targets, parameters), [cases[key] for key in first], report)
    return BatchForm(values, chosen)


def _named(connection: Any, text: str) -> tuple[tuple[int, ...] | None, list[str]]:
    """Return the keys of the cases that are written there, None when none are; and what is wrong with them."""
    names = list(dict.fromkeys(re.split(r"[\s,;]+", in_digits(text, "arabic").strip(" ,;\n"))))
    if names == [""]:
        return None, []
    if len(names) > MOST_NAMED:
        return (), [gettext("Write at most %(number)s cases.", number=MOST_NAMED)]
    keys, unknown = [], []
    for name in names:
        try:
            keys.append(named_case(connection, actor(), name))
        except NotFound:
            unknown.append(name)
    if unknown:
        return (), [gettext("There is no case with this number: %(cases)s", cases=", ".join(unknown[:5]))]
    return tuple(keys), []


def _mapping(text: str) -> tuple[dict[str, str], bool]:
    found = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        pair = _MAPPED.fullmatch(line)
        if pair is None:
            return {}, False
        found[pair[1]] = pair[2]
    return found, True


def _target(connection: Any, values: Mapping[str, str]) -> int:
    versions = process_definitions.process_versions(connection).get(values["process"], [])
    for version, key in versions:
        if values["to"] in {"", str(version)}:
            return key
    raise NotFound("process definition", values["process"])


def _mark(targets: Sequence[BatchTarget], parameters: Mapping[str, object]) -> str:
    keys = [each.item_key or each.process_instance_key for each in targets]
    return hashlib.sha256(json_text.dumps([keys, parameters]).encode()).hexdigest()
